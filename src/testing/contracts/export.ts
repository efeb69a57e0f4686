import assert from 'node:assert/strict';
import { exportColumns } from '../../domain/data-map/columns.ts';
import { type Contract, checkThat, must } from './contract.ts';
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
      'staff_accesses',
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

  checkThat('every value goes by the name of its column in the data map', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    for (const { table, values } of await must(store.reads.everythingOf(person.user.subject, 'data-subject-rights'))) {
      const named = values.map(({ column, field }) => ({ column, field }));
      const mapped = exportColumns(table).map(({ column, field }) => ({ column, field }));
      assert.deepEqual(named, mapped, `the columns of ${table} are others than the data map's`);
    }
  }),
];
