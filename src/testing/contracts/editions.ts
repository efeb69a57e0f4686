import assert from 'node:assert/strict';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ConsentPurpose } from '../../domain/consent/contact-purpose.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { finishErasure, inOne, leave, type OpenedDataStore, type Person, signUp } from './person.ts';
import { instant, newConsent, newEdition, newEditionId, newSubject } from './samples.ts';

async function says(
  { store }: OpenedDataStore,
  { user, token }: Person,
  ...lines: readonly Partial<ConsentEntry>[]
): Promise<void> {
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(token, instant()));
    for (const line of lines) await must(tx.consents.append(proof, [newConsent(user.subject, line)]));
  });
}

/** News and newsletters as a {@link DataStore} keeps them, and those who ever said yes to them. */
export const editionsContract: Contract<OpenedDataStore> = [
  checkThat('an edition is read back as it was published', async ({ store }) => {
    const edition = newEdition();
    const other = newEdition({ purpose: 'news', publishedAt: instant(1000) });
    await inOne(store, (tx) => must(tx.editions.add(edition)));
    await inOne(store, (tx) => must(tx.editions.add(other)));
    assert.deepEqual(await must(store.reads.edition(edition.edition)), edition);
    assert.deepEqual(await must(store.reads.edition(other.edition)), other);
    assert.equal(await must(store.reads.edition(newEditionId())), null);
  }),

  checkThat('editions are spread oldest first, each as far as it came, until everybody has it', async ({ store }) => {
    assert.equal(await must(store.reads.editionToSpread()), null);
    const later = newEdition({ publishedAt: instant(2000) });
    const first = newEdition({ publishedAt: instant(1000), purpose: 'news' });
    for (const edition of [later, first]) await inOne(store, (tx) => must(tx.editions.add(edition)));
    const spread = (to: SubjectId | null, isDone: boolean, { edition } = first): Promise<void> =>
      inOne(store, (tx) => must(tx.editions.spread(edition, to, isDone ? instant(9000) : null)));
    assert.deepEqual(await must(store.reads.editionToSpread()), { edition: first, spreadTo: null });
    const reached = newSubject();
    await spread(reached, false);
    assert.deepEqual(await must(store.reads.editionToSpread()), { edition: first, spreadTo: reached });
    await spread(reached, true);
    assert.deepEqual(await must(store.reads.editionToSpread()), { edition: later, spreadTo: null });
    await spread(null, false);
    assert.deepEqual(
      await must(store.reads.editionToSpread()),
      { edition: later, spreadTo: null },
      'a worker that comes late opens no edition again',
    );
    await spread(null, true, later);
    assert.equal(await must(store.reads.editionToSpread()), null);
    assert.deepEqual(await must(store.reads.edition(first.edition)), first, 'what was spread can still be read');
  }),

  checkThat('who ever said yes to a purpose comes once, in the order of pseudonyms, page by page', async (opened) => {
    const { store } = opened;
    const asked: Person[] = [];
    for (let n = 0; n < 5; n += 1) asked.push(await signUp(opened));
    const [other, ...people] = asked;
    await says(opened, present(other), { purpose: 'news' });
    for (const person of people) {
      await says(
        opened,
        person,
        { purpose: 'newsletter' },
        { purpose: 'newsletter', action: 'withdrawn', recordedAt: instant(1000) },
        { purpose: 'newsletter', action: 'renewed', recordedAt: instant(2000) },
      );
    }
    const expected = people.map(({ user }) => user.subject).toSorted();
    const page = (after: SubjectId | null, limit: number, purpose: ConsentPurpose = 'newsletter') =>
      must(store.reads.consenting(purpose, after, limit));
    assert.deepEqual(await page(null, 9), expected);
    assert.deepEqual(await page(null, 3), expected.slice(0, 3));
    assert.deepEqual(await page(present(expected[2]), 3), expected.slice(3));
    assert.deepEqual(await page(present(expected[3]), 3), []);
    assert.deepEqual(await page(null, 9, 'news'), [present(other).user.subject]);
  }),

  checkThat('who left is asked nothing any more', async (opened) => {
    const person = await signUp(opened);
    const stays = await signUp(opened);
    for (const one of [person, stays]) await says(opened, one, { purpose: 'newsletter' });
    await finishErasure(opened, await leave(opened, person));
    assert.deepEqual(await must(opened.store.reads.consenting('newsletter', null, 9)), [stays.user.subject]);
  }),
];
