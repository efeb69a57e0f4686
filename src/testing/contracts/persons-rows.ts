import assert from 'node:assert/strict';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { appendEntry, appendRisk } from './chained.ts';
import { type Contract, checkThat, must } from './contract.ts';
import { addCard, inOne, type OpenedDataStore, type Person, rent, signUp } from './person.ts';
import { instant, newAuditEntry, newNotice, newOrderId, newRisk, newSubject } from './samples.ts';

/** Whose rows stand in a {@link DataStore}, and how many: what is asked after a breach. */
export const personsRowsContract: Contract<OpenedDataStore> = [
  checkThat('rows are counted as they are, and people once', async (opened) => {
    const { store } = opened;
    const people = [await signUp(opened), await signUp(opened), await signUp(opened)];
    const [renting, carded] = people as [Person, Person]; // sound: there are three
    const card = await addCard(store, renting);
    await addCard(store, renting);
    await addCard(store, carded);
    await rent(store, renting, card);
    assert.deepEqual(await must(store.reads.rowsOfPersons({ table: 'users' })), { rows: 3, people: 3 });
    assert.deepEqual(await must(store.reads.rowsOfPersons({ table: 'sessions' })), { rows: 3, people: 3 });
    assert.deepEqual(await must(store.reads.rowsOfPersons({ table: 'cards' })), { rows: 3, people: 2 });
    assert.deepEqual(await must(store.reads.rowsOfPersons({ table: 'orders' })), { rows: 1, people: 1 });
    assert.deepEqual(await must(store.reads.rowsOfPersons({ table: 'payments' })), { rows: 0, people: 0 });
  }),

  checkThat('whom the rows of the staff are about is counted, and what is about nobody is not', async ({ store }) => {
    const subject = newSubject();
    await inOne(store, async (tx) => {
      await must(appendEntry(tx, newAuditEntry(subject)));
      await must(appendEntry(tx, newAuditEntry(subject)));
      await must(appendEntry(tx, newAuditEntry(newSubject(), { subject: null, fields: [] })));
    });
    assert.deepEqual(await must(store.reads.rowsOfPersons({ table: 'audit_entries' })), { rows: 2, people: 1 });
    assert.deepEqual(await must(store.reads.personsWithRows({ table: 'audit_entries' }, null, 10)), [subject]);
  }),

  checkThat('people are found page by page in the order of their pseudonyms, each once', async (opened) => {
    const { store } = opened;
    const people = [await signUp(opened), await signUp(opened), await signUp(opened)];
    for (const person of people) for (const _ of [1, 2]) await addCard(store, person);
    const inOrder = people.map(({ user }) => user.subject).toSorted();
    const found: SubjectId[] = [];
    for (let after: SubjectId | null = null; ; ) {
      const page: readonly SubjectId[] = await must(store.reads.personsWithRows({ table: 'cards' }, after, 2));
      found.push(...page);
      after = page.at(-1) ?? null;
      if (after === null) break;
    }
    assert.deepEqual(found, inOrder);
  }),

  checkThat('what was written in a window is told from what was written before and after it', async (opened) => {
    const { store } = opened;
    const [one, other] = [await signUp(opened), await signUp(opened)];
    for (const at of [0, 10, 11, 20]) await queueAt(store, one, at);
    await queueAt(store, other, 30);
    await inOne(store, async (tx) => {
      await must(appendRisk(tx, newRisk({ subject: one.user.subject, at: instant(15) })));
      await must(appendRisk(tx, newRisk({ subject: other.user.subject, at: instant(20) })));
      await must(appendRisk(tx, newRisk({ subject: null, at: instant(15) })));
    });
    const within = { from: instant(10), to: instant(20) };
    const { reads } = store;
    assert.deepEqual(await must(reads.rowsOfPersons({ table: 'notices', within })), { rows: 2, people: 1 });
    assert.deepEqual(await must(reads.rowsOfPersons({ table: 'risk_events', within })), { rows: 1, people: 1 });
    assert.deepEqual(await must(reads.personsWithRows({ table: 'notices', within }, null, 10)), [one.user.subject]);
    assert.deepEqual(await must(reads.personsWithRows({ table: 'notices', within }, one.user.subject, 10)), []);
    assert.deepEqual(await must(reads.rowsOfPersons({ table: 'notices' })), { rows: 5, people: 2 });
  }),
];

async function queueAt(store: DataStore, { token, user }: Person, laterMs: number): Promise<void> {
  const order = newOrderId();
  const notice = newNotice(user.subject, { kind: 'receipt', order }, { createdAt: instant(laterMs) });
  await inOne(store, async (tx) => {
    await must(tx.notices.queue(await must(tx.doors.bySession(token, instant())), notice, `receipt/${order}`));
  });
}
