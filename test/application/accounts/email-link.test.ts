import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { confirmEmailByLink, showEmailConfirmation } from '../../../src/application/accounts/confirm-email-by-link.ts';
import { logOut } from '../../../src/application/accounts/log-out.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { endOtherSessions } from '../../../src/application/accounts/my-sessions.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import type { ChallengeId, ChangeId } from '../../../src/domain/ids.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { usedOf } from '../budgets.ts';
import { askedInside, fence, givenEmail, movedTo, type Person, signIn, steppedUp } from '../people.ts';
import { anotherCode, lastCode, openWorld, refusal, tokenIn, value, type World } from '../world.ts';

const email = 'ada@example.org';
const none = { kind: 'NoSuchConfirmation' };

/** Somebody who asked to confirm an address, and what came in the mail. */
async function givenMail(world: World = openWorld(), person?: Person) {
  const me = person ?? (await signIn(world));
  const { challenge } = value(await addEmail(world.ports)({ ...me, email }));
  return { world, me, challenge, code: lastCode(world.mails), token: tokenIn(world.mails.at(-1)) };
}

const confirm = async (world: World, token: string) => confirmEmailByLink(world.ports)({ token });
const show = async (world: World, token: string) => showEmailConfirmation(world.ports)({ token });
const emailOf = async (world: World, me: Person) => value(await myAccount(world.ports)(me)).email;

describe('the address in the mail', () => {
  test('says what it would do, masked, and changes nothing, however often it is opened', async () => {
    const { world, token } = await givenMail();
    const before = world.everything();
    for (let looks = 0; looks < 5; looks += 1) {
      expect(value(await show(world, token))).toEqual({ email: 'a•••@e•••.org' });
    }
    expect(world.everything()).toEqual(before);
  });

  test('confirms once, without a log-in, and then does nothing', async () => {
    const { world, me, token } = await givenMail();
    value(await confirm(world, token));
    expect(await emailOf(world, me)).toBe(email);
    const before = world.everything();
    expect(refusal(await confirm(world, token))).toEqual(none);
    expect(refusal(await show(world, token))).toEqual(none);
    expect(world.everything()).toEqual(before);
  });

  test('confirms once where many confirm at once', async () => {
    const { world, token } = await givenMail();
    const all = await Promise.all(Array.from({ length: 6 }, () => confirm(world, token)));
    expect(all.filter((one) => one.isOk())).toHaveLength(1);
  });

  test('does what the code does: the former address is told, and the new one', async () => {
    const world = openWorld();
    const me = await signIn(world);
    await givenEmail(world, me, 'former@example.org');
    world.pass(3 * dayMs); // from now on it counts as the person's
    value(await deliverDue(world.ports)({ limit: 9 }));
    const { token } = await givenMail(world, await signIn(world, me.phone));
    value(await confirm(world, token));
    value(await deliverDue(world.ports)({ limit: 9 }));
    expect(
      world.mails
        .slice(-2)
        .map(({ about, to }) => [about, to])
        .toSorted(),
    ).toEqual([
      ['contact-changed', 'former@example.org'],
      ['email-confirmed', email],
    ]);
  });

  test('is worth nothing once the code was typed, and the code nothing once the address was used', async () => {
    const one = await givenMail();
    value(await confirmEmail(one.world.ports)({ ...one.me, ...one, email }));
    expect(refusal(await confirm(one.world, one.token))).toEqual(none);
    const other = await givenMail();
    value(await confirm(other.world, other.token));
    expect(refusal(await confirmEmail(other.world.ports)({ ...other.me, ...other, email }))).toEqual({
      kind: 'UnknownCode',
    });
  });

  test('is worth nothing after 5 minutes', async () => {
    const { world, me, token } = await givenMail();
    world.pass(5 * minuteMs);
    expect(refusal(await show(world, token))).toEqual(none);
    expect(refusal(await confirm(world, token))).toEqual(none);
    expect(await emailOf(world, me)).toBeNull();
  });

  test('is worth nothing once another one was asked for', async () => {
    const { world, me, token } = await givenMail();
    world.pass(30_000);
    const next = await givenMail(world, me);
    expect(refusal(await confirm(world, token))).toEqual(none);
    value(await confirm(world, next.token));
  });

  test('is worth nothing once all tries at its code are used up', async () => {
    const { world, me, challenge, code, token } = await givenMail();
    for (let tries = 0; tries < 5; tries += 1) {
      refusal(await confirmEmail(world.ports)({ ...me, email, challenge, code: anotherCode(code) }));
    }
    expect(refusal(await confirm(world, token))).toEqual(none);
  });

  test('is worth nothing once the session that asked has ended', async () => {
    const ends: readonly ((world: World, me: Person) => Promise<unknown>)[] = [
      async (world, me) => value(await logOut(world.ports)(me)),
      async (world, me) => value(await endOtherSessions(world.ports)(await signIn(world, me.phone))),
      async (world, me) => movedTo(world, await signIn(world, me.phone)),
      async (world, me) => fence(world, me),
    ];
    for (const end of ends) {
      const { world, me, token } = await givenMail();
      await end(world, me);
      expect(refusal(await confirm(world, token))).toEqual(none);
      const user = value(await world.ports.store.reads.user(me.subject, 'data-subject-rights'));
      expect(user?.email ?? null).toBeNull();
    }
  });

  test('says that it does nothing where the session that asked has ended', async () => {
    const { world, me, token } = await givenMail();
    value(await logOut(world.ports)(me));
    expect(refusal(await show(world, token))).toEqual(none);
  });

  test('goes on being good where the session has another token by now', async () => {
    const { world, me, token } = await givenMail();
    const now = await steppedUp(world, me);
    value(await confirm(world, token));
    expect(await emailOf(world, now)).toBe(email);
  });

  test('confirms for the account that asked, whoever opens it', async () => {
    const { world, me, token } = await givenMail();
    const eve = await signIn(world);
    value(await confirm(world, token));
    expect([await emailOf(world, me), await emailOf(world, eve)]).toEqual([email, null]);
  });

  test('of an address that another account has by now is refused, and that is on record', async () => {
    const { world, me, token } = await givenMail();
    await givenEmail(world, await signIn(world), email);
    const before = world.theRest();
    expect(refusal(await confirm(world, token))).toEqual({ kind: 'Taken', what: 'email' });
    expect(world.theRest()).toEqual(before);
    expect(await emailOf(world, me)).toBeNull();
    expect(world.risks.map(({ kind }) => kind)).toEqual(['taken-refused']);
  });

  test('is made here, for this and nothing else', async () => {
    const world = openWorld();
    const me = await signIn(world);
    await givenEmail(world, me, 'former@example.org');
    const { challenge, token } = await givenMail(world, me);
    const { hashing } = world.ports;
    const other = await askedInside(world, me, { purpose: 'step-up', to: 'email' });
    const undoing = value(await hashing.linkMac({ does: 'undo-change', change: challenge as string as ChangeId }));
    const ofStepUp = value(await hashing.linkMac({ does: 'confirm-email', challenge: other.challenge as ChallengeId }));
    const [, mac = ''] = token.split('.');
    const before = world.everything();
    const forged = [
      `${challenge}.${undoing}`,
      `${other.challenge}.${ofStepUp}`,
      `${challenge}.${mac}x`,
      challenge,
      '',
      '.',
    ];
    for (const text of [...forged, `${world.ports.ids.random()}.${mac}`, `${token}.${mac}`]) {
      expect(refusal(await show(world, text)), text).toEqual(none);
      expect(refusal(await confirm(world, text)), text).toEqual(none);
    }
    expect(world.everything()).toEqual(before);
  });

  test('is in no mail where the host has none', async () => {
    const world = openWorld({ confirmEmailUrl: null });
    const { session } = await signIn(world);
    value(await addEmail(world.ports)({ session, email }));
    expect(world.mails.at(-1)?.text).not.toContain('Link');
  });

  test('gives back to the budgets what the code gives back', async () => {
    const { world, token } = await givenMail();
    value(await confirm(world, token));
    expect(await usedOf(world, 'address-hour', email)).toBe(0);
  });
});
