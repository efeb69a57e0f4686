import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { showSubscription, unsubscribe } from '../../../src/application/consents/unsubscribe.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { consentPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { newsAbout, published, unsubscribeUrl } from '../news.ts';
import { givenEmail } from '../people.ts';
import { givenRider, openRentalWorld } from '../rental-world.ts';
import { value } from '../world.ts';

/** Two people who got both, with the token of each mail. */
async function givenTokens() {
  const world = openRentalWorld({ unsubscribeUrl });
  for (const email of ['one@example.org', 'two@example.org']) {
    const person = await givenRider(world);
    await givenEmail(world, person, email);
    for (const purpose of consentPurposes) await newsAbout(world, person, purpose);
  }
  for (const purpose of consentPurposes) await published(world, purpose);
  value(await deliverDue(world.ports)({ limit: 20 }));
  const tokens = world.mails.flatMap(({ unsubscribeUrl: url }) => (url === null ? [] : [url.split('/').at(-1) ?? '']));
  expect(tokens).toHaveLength(4);
  return { world, tokens };
}

test('a token that was not made here does nothing, whatever was changed about it', async () => {
  const { world, tokens } = await givenTokens();
  const before = world.everything();
  const someToken = fc.constantFrom(...tokens);
  const tampered = fc.oneof(
    // One character of it is another one, or gone, or there is one more.
    fc.tuple(someToken, fc.nat(), fc.stringMatching(/^[\w.-]{0,2}$/)).map(([token, at, put]) => {
      const place = at % token.length;
      return `${token.slice(0, place)}${put}${token.slice(place + 1)}`;
    }),
    // The proof of one mail beside the name of another.
    fc.tuple(someToken, someToken).map(([one, other]) => `${one.split('.')[0]}.${other.split('.')[1]}`),
    someToken.map((token) => token.split('.')[0] ?? ''),
    someToken.map((token) => `${token}.`),
    someToken.map((token) => ` ${token}`),
    someToken.map((token) => token.toUpperCase()),
    fc.tuple(fc.uuid(), fc.stringMatching(/^[A-Za-z0-9_-]{22}$/)).map((parts) => parts.join('.')),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(tampered, async (token) => {
      fc.pre(!tokens.includes(token));
      for (const use of [unsubscribe, showSubscription]) {
        const answer = await use(world.ports)({ token });
        expect(answer.isErr() && answer.error).toEqual({ kind: 'NoSuchSubscription' });
      }
      expect(world.everything()).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

test('what is no text at all, as a caller without a compiler may pass, does nothing', async () => {
  const { world } = await givenTokens();
  for (const token of [undefined, null, 7, {}, [], ['a', 'b']] as unknown as string[]) {
    const answer = await unsubscribe(world.ports)({ token });
    expect(answer.isErr() && answer.error).toEqual({ kind: 'NoSuchSubscription' });
  }
});

test('of all tokens each ends the one consent of the one person, in whatever order and however often they are used', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 10 }), async (uses) => {
      const { world, tokens } = await givenTokens();
      const withdrawn = (): number =>
        // sound: the store of this world is tables of rows
        (world.everything() as { rows: { consents: readonly { action: string }[] } }).rows.consents.filter(
          ({ action }) => action === 'withdrawn',
        ).length;
      const used = new Set<number>();
      for (const use of uses) {
        world.pass(1);
        value(await unsubscribe(world.ports)({ token: tokens[use] ?? '' }));
        used.add(use);
        expect(withdrawn()).toBe(used.size);
      }
      await published(world, 'news');
      const mails = world.mails.length;
      value(await deliverDue(world.ports)({ limit: 20 }));
      const stillNews = [0, 1].filter((n) => !used.has(n)).length;
      expect(world.mails.length - mails).toBe(stillNews);
    }),
    { numRuns: 30 },
  );
});
