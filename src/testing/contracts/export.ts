import assert from 'node:assert/strict';
import type { HeldValue } from '../../application/ports/reads.ts';
import { exportColumns } from '../../domain/data-map/columns.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import type { OpenedDataStore } from './person.ts';
import { typedBy, wholeLife } from './whole-life.ts';

/** What a {@link DataStore} hands out for an export. */
export const exportContract: Contract<OpenedDataStore> = [
  checkThat("an export holds every table of the person's, and nothing of anyone else", async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const other = await wholeLife({ store, vault });
    const records = await must(store.reads.everythingOf(person.user.subject, 'data-subject-rights'));
    const held = new Set<string>(records.map(({ table }) => table));
    for (const table of [
      'users',
      'identities',
      'challenges',
      'sessions',
      'consent_entries',
      'cards',
      'orders',
      'payments',
      'receipts',
      'notices',
      'audit_entries',
    ]) {
      assert.ok(held.has(table), `the export leaves out ${table}`);
    }
    const text = JSON.stringify(records);
    for (const typed of await typedBy({ store }, person))
      assert.ok(text.includes(typed), 'the export leaves out a value');
    for (const typed of await typedBy({ store }, other))
      assert.ok(!text.includes(typed), "the export holds another's value");
    assert.ok(!text.includes(other.user.subject));
  }),

  checkThat('an export holds the receipts with what corrects them, and no one else’s', async (opened) => {
    const { store } = opened;
    const [person, other] = [await wholeLife(opened), await wholeLife(opened)];
    const receiptsOf = async ({ user }: typeof person): Promise<readonly (readonly unknown[])[]> =>
      (await must(store.reads.everythingOf(user.subject, 'data-subject-rights')))
        .filter(({ table }) => table === 'receipts')
        .map(({ values }) => ['receipt_number', 'corrects', 'gross_minor'].map((name) => columnOf(values, name)));
    for (const one of [person, other]) {
      const [record] = await must(store.reads.ordersOf(one.user.subject, 'data-subject-rights'));
      const { receipt, corrections } = present(record);
      const expected = [present(receipt), ...corrections].map(({ number, corrects, gross }) => [
        number,
        corrects,
        gross.amountMinor,
      ]);
      assert.equal(expected.length, 2);
      assert.deepEqual((await receiptsOf(one)).toSorted(), expected.toSorted());
    }
  }),

  checkThat('every value goes by the name of its column in the data map', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    for (const { table, values } of await must(store.reads.everythingOf(person.user.subject, 'data-subject-rights'))) {
      const named = values.map(({ column, field }) => ({ column, field }));
      const mapped = exportColumns(table).map(({ column, field }) => ({ column, field }));
      assert.deepEqual(named, mapped, `the columns of ${table} are others than the data map's`);
    }
  }),
];

function columnOf(values: readonly HeldValue[], name: string): HeldValue['value'] {
  return values.find(({ column }) => column === name)?.value ?? null;
}
