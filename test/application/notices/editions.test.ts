import { describe, expect, test } from 'vitest';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { publishEdition } from '../../../src/application/notices/publish-edition.ts';
import { spreadEditions } from '../../../src/application/notices/spread-editions.ts';
import { workerPass } from '../../../src/application/notices/worker-pass.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { errAsync, ResultAsync } from '../../../src/domain/result.ts';
import { rowsIn } from '../books.ts';
import { newsAbout, publishedOnly, texts, unsubscribeUrl } from '../news.ts';
import { givenEmail, type Person } from '../people.ts';
import { withPorts } from '../privacy/erasing.ts';
import { watched } from '../rendered.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

/** So many who read the news. */
async function givenReaders(
  count: number,
): Promise<{ readonly world: RentalWorld; readonly readers: readonly Person[] }> {
  const world = openRentalWorld({ unsubscribeUrl });
  const readers: Person[] = [];
  for (let n = 0; n < count; n += 1) {
    const person = await givenRider(world);
    await givenEmail(world, person, `reader${n}@example.org`);
    await newsAbout(world, person, 'news');
    readers.push(person);
  }
  value(await deliverDue(world.ports)({ limit: 100 }));
  return { world, readers };
}

/** A store that does not open the row of one person: for good, or for now. */
function unreadable({ ports: { store } }: RentalWorld, { subject }: Person, retryable: boolean): DataStore {
  return {
    ...store,
    transact: (work) =>
      store.transact((tx) =>
        work({
          ...tx,
          doors: {
            ...tx.doors,
            bySubjectAlone: (one, purpose) =>
              one === subject ? errAsync(portFailure('Vault', retryable)) : tx.doors.bySubjectAlone(one, purpose),
          },
        }),
      ),
  };
}

const spread = async (world: RentalWorld, limit: number) => value(await spreadEditions(world.ports)({ limit }));
const newsTo = (world: RentalWorld) => world.mails.filter(({ about }) => about === 'news').map(({ to }) => String(to));
const queuedNews = (world: RentalWorld): number =>
  // sound: the rows of that table
  (rowsIn(world, 'notices') as readonly { readonly notice: { readonly about: { readonly kind: string } } }[]).filter(
    ({ notice }) => notice.about.kind === 'news',
  ).length;

describe('publishing', () => {
  test('queues an edition for everybody who agreed, once, in rounds of any size', async () => {
    const { world } = await givenReaders(5);
    await publishedOnly(world, 'news');
    const rounds = [];
    for (let round = 0; round < 5; round += 1) rounds.push(await spread(world, 2));
    expect(rounds).toEqual([2, 2, 1, 0, 0]);
    expect(value(await deliverDue(world.ports)({ limit: 100 }))).toMatchObject({ sent: 5 });
    expect(newsTo(world).toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `reader${n}@example.org`));
  });

  test('queues nothing twice where two workers go through it at once, or a round is lost after it was queued', async () => {
    const { world } = await givenReaders(4);
    await publishedOnly(world, 'news');
    await Promise.all([spread(world, 3), spread(world, 3), spread(world, 1)]);
    // The round is done, and that it is done is not written down.
    const { store } = world.ports;
    let left = 2;
    const transact: typeof store.transact = (work) =>
      left-- > 0 ? store.transact(work) : errAsync(portFailure('DataStore', true));
    void (await spreadEditions(withPorts(world, { store: { ...store, transact } }).ports)({ limit: 2 }));
    for (let round = 0; round < 5; round += 1) await spread(world, 3);
    expect(queuedNews(world)).toBe(4);
    value(await deliverDue(world.ports)({ limit: 100 }));
    expect(new Set(newsTo(world)).size).toBe(4);
    expect(newsTo(world)).toHaveLength(4);
  });

  test('passes by somebody whose record does not open, says so, and goes on', async () => {
    const { world, readers } = await givenReaders(5);
    await publishedOnly(world, 'news');
    const damaged = readers[2] as Person; // sound: there are five
    const through = withPorts(world, { store: unreadable(world, damaged, false) });
    const rounds = [];
    for (let round = 0; round < 4; round += 1) rounds.push(await spread(through, 2));
    expect(rounds.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(world.logged.filter((event) => event === 'edition-not-queued')).toHaveLength(1);
    // The edition is through: nobody is asked for any more, and nobody gets it twice.
    expect(value(await world.ports.store.reads.editionToSpread())).toBeNull();
    expect(queuedNews(world)).toBe(4);
  });

  test('stops before somebody whose record cannot be read now, keeps what it did, and goes on from there', async () => {
    const { world, readers } = await givenReaders(5);
    await publishedOnly(world, 'news');
    const order = readers.map(({ subject }) => subject).toSorted();
    const away = readers.find(({ subject }) => subject === order[3]) as Person; // sound: it is one of them
    const through = withPorts(world, { store: unreadable(world, away, true) });
    expect(refusal(await spreadEditions(through.ports)({ limit: 10 }))).toMatchObject({ retryable: true });
    expect(queuedNews(world)).toBe(3);
    expect(value(await world.ports.store.reads.editionToSpread())?.spreadTo).toBe(order[2]);
    expect(refusal(await spreadEditions(through.ports)({ limit: 10 }))).toMatchObject({ retryable: true });
    expect(value(await world.ports.store.reads.editionToSpread())?.spreadTo).toBe(order[2]);
    expect(world.logged).not.toContain('edition-not-queued');
    expect([await spread(world, 10), await spread(world, 10)]).toEqual([2, 0]);
  });

  test('never goes back behind what another worker did meanwhile', async () => {
    const { world, readers } = await givenReaders(4);
    await publishedOnly(world, 'news');
    const order = readers.map(({ subject }) => subject).toSorted();
    // The slow worker looked up who comes first, and writes down how far it came when all is done.
    const { store } = world.ports;
    let isOvertaken = false;
    const transact: typeof store.transact = (work) =>
      new ResultAsync(
        (async () => {
          if (!isOvertaken) {
            isOvertaken = true;
            expect(await spread(world, 3)).toBe(3);
          }
          return store.transact(work);
        })(),
      );
    await spread(withPorts(world, { store: { ...store, transact } }), 1);
    expect(value(await store.reads.editionToSpread())?.spreadTo).toBe(order[2]);
    await spread(world, 3);
    expect(value(await store.reads.editionToSpread())).toBeNull();
    expect(queuedNews(world)).toBe(4);
  });

  test('says what the edition says in the language of the person, and how to unsubscribe', async () => {
    const { world } = await givenReaders(1);
    const seen = watched(world);
    await publishedOnly(world, 'news');
    await spread(world, 10);
    value(await deliverDue(seen.world.ports)({ limit: 10 }));
    expect(seen.rendered).toMatchObject([
      { channel: 'email', language: 'en', content: { kind: 'news', text: texts.en } },
    ]);
    const [mail] = world.mails.filter(({ about }) => about === 'news');
    expect(mail?.unsubscribeUrl?.startsWith(`${unsubscribeUrl}/${mail.messageId}.`)).toBe(true);
    expect(seen.rendered[0]?.more).toEqual({ name: null, unsubscribeUrl: mail?.unsubscribeUrl });
  });

  test('reaches nobody who has no email, has left, or agreed to something else', async () => {
    const { world, readers } = await givenReaders(3);
    const [silent, gone, other] = readers as [Person, Person, Person]; // sound: there are three
    value(await removeEmail(world.ports)({ session: silent.session }));
    await leave(world, gone);
    await newsAbout(world, other, 'newsletter');
    await publishedOnly(world, 'newsletter');
    await publishedOnly(world, 'news');
    expect([await spread(world, 10), await spread(world, 10), await spread(world, 10)]).toEqual([1, 1, 0]);
  });

  test('is a part of what a worker does by itself', async () => {
    const { world } = await givenReaders(2);
    await publishedOnly(world, 'news');
    expect(value(await workerPass(world.ports)({ limit: 20 }))).toMatchObject({ spread: 2, notices: { sent: 2 } });
  });

  test('lets no receipt wait behind it', async () => {
    const { world, readers } = await givenReaders(3);
    await publishedOnly(world, 'news');
    await spread(world, 10);
    world.pass(1000);
    await rentAndReturn(world, readers[0] as Person); // sound: there are three
    value(await deliverDue(world.ports)({ limit: 1 }));
    expect(world.mails.at(-1)?.about).toBe('receipt');
  });

  test('is for news and newsletter alone, with sound texts, where people can unsubscribe', async () => {
    const { world } = await givenReaders(1);
    const kind = async (purpose: string, said: unknown, ports = world.ports) =>
      refusal(await publishEdition(ports)({ purpose, texts: said })).kind;
    expect([
      await kind('receipts', texts),
      await kind('payment-notices', texts),
      await kind('adverts', texts),
      await kind('news', { en: texts.en }),
      await kind('news', texts, openRentalWorld().ports),
      await kind('news', texts, openRentalWorld({ unsubscribeUrl: null }).ports),
    ]).toEqual([
      'NotForNews',
      'NotForNews',
      'InvalidContactPurpose',
      'InvalidEdition',
      'NoUnsubscribeUrl',
      'NoUnsubscribeUrl',
    ]);
    expect(await spread(world, 10)).toBe(0);
  });
});
