import assert from 'node:assert/strict';
import { appendEntry, sealDisposal } from './chained.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import { instant, newAuditEntry } from './samples.ts';

/** What a {@link DataStore} keeps of who of the staff looked at whom. */
export const supportContract: Contract<OpenedDataStore> = [
  checkThat(
    'an access is recorded in the transaction of the look, and the person can see it',
    async ({ store, vault }) => {
      const { user } = await signUp({ store, vault });
      const access = newAuditEntry(user.subject);
      await inOne(store, async (tx) => must(appendEntry(tx, access)));
      const records = (await must(store.reads.everythingOf(user.subject, 'data-subject-rights'))).filter(
        ({ table }) => table === 'audit_entries',
      );
      assert.equal(records.length, 1);
      const values = Object.fromEntries(present(records[0]).values.map(({ column, value }) => [column, value]));
      assert.equal(values.entry_id, access.entry);
      assert.equal(values.staff, access.staff);
      assert.equal(values.purpose, access.purpose);
      assert.equal(values.case_number, access.caseNumber);
      assert.equal(values.recorded_at, access.recordedAt);
      for (const field of access.fields) assert.ok(String(values.fields).includes(field));
    },
  ),

  checkThat(
    'the newest access is among what an erasure looks at, and outlives the account',
    async ({ store, vault }) => {
      const person = await signUp({ store, vault });
      const { subject } = person.user;
      const lastAccess = (): Promise<number | null> =>
        inOne(store, async (tx) => {
          const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
          return (await must(tx.erasures.holdingsOf(held, instant()))).lastStaffAccessAt;
        });
      assert.equal(await lastAccess(), null);
      await inOne(store, async (tx) => {
        await must(appendEntry(tx, newAuditEntry(subject, { recordedAt: instant(3000) })));
        await must(appendEntry(tx, newAuditEntry(subject, { recordedAt: instant(1000), fields: [] })));
      });
      assert.equal(await lastAccess(), instant(3000));
      const { erasure } = await leave({ store, vault }, person);
      await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
      const records = (await must(store.reads.everythingOf(subject, 'data-subject-rights'))).filter(
        ({ table }) => table === 'audit_entries',
      );
      assert.equal(records.length, 2);
      assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
    },
  ),
];
