import assert from 'node:assert/strict';
import { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { finishErasure, leave, type OpenedDataStore, signUp } from './person.ts';
import { instant, kept, newErasureId, newSubject } from './samples.ts';

import { found, typedBy, wholeLife } from './whole-life.ts';

/** What leaving means for a {@link DataStore}: in the end nothing readable is left. */
export const erasureContract: Contract<OpenedDataStore> = [
  checkThat('what a person typed stands nowhere readable, not even while the account lives', async (opened) => {
    const person = await wholeLife(opened);
    if (!opened.sealsAtRest) return; // a store that never leaves the memory holds clear values
    assert.equal(found(await opened.everyByte(), await typedBy(opened, person)).length, 0);
  }),

  checkThat('an erasure is read back at every step', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const erasure = await leave({ store, vault }, person, { kept });
    const later = await leave({ store, vault }, other, { requestedAt: instant(9000) });
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), erasure);
    assert.deepEqual(await must(store.reads.erasureOf(person.user.subject)), erasure);
    assert.equal(await must(store.reads.erasureOf(newSubject())), null);
    assert.equal(await must(store.reads.erasure(newErasureId())), null);
    assert.deepEqual(await must(store.reads.unfinishedErasures(9)), [erasure, later]);
    assert.deepEqual(await must(store.reads.unfinishedErasures(1)), [erasure]);
    await finishErasure({ store, vault }, erasure);
    const found = present(await must(store.reads.erasure(erasure.erasure)));
    assert.deepEqual([found.state, found.completedAt, found.kept], ['certified', instant(2000), kept]);
    assert.deepEqual(await must(store.reads.unfinishedErasures(9)), [later]);
  }),

  checkThat('an erasure that support asked for keeps who asked and why', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const staff = await must(StaffId.parse('jo.miller'));
    const caseNumber = await must(CaseNumber.parse('CASE-1042'));
    const request = { kind: 'support', staff, caseNumber, reason: 'asked-by-email' } as const;
    const erasure = await leave({ store, vault }, person, { request });
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), erasure);
  }),

  checkThat('nothing readable is left of an erased person', async (opened) => {
    const { store, vault } = opened;
    const person = await wholeLife(opened);
    const bystander = await wholeLife(opened);
    const typed = await typedBy(opened, person);
    const theirs = await must(store.reads.everythingOf(bystander.user.subject, 'data-subject-rights'));
    const erasure = await leave({ store, vault }, person);
    assert.notDeepEqual(
      await must(store.disposal.remnants(person.user.subject, { orders: [], categories: [] })),
      {},
      'the count sees what is there',
    );
    assert.deepEqual(await finishErasure(opened, erasure), {});
    const left = JSON.stringify(await must(store.reads.everythingOf(person.user.subject, 'data-subject-rights')));
    for (const text of typed) assert.ok(!left.includes(text), 'a value of the person is still there');
    assert.equal(found(await opened.everyByte(), typed).length, 0, 'a value of the person is still at rest');
    assert.deepEqual(await must(store.reads.ordersOf(person.user.subject, 'data-subject-rights')), []);
    assert.deepEqual(await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights')), []);
    assert.deepEqual(await must(store.reads.consentsOf(person.user.subject)), []);
    assert.deepEqual(
      await must(store.reads.everythingOf(bystander.user.subject, 'data-subject-rights')),
      theirs,
      'nobody else is touched',
    );
  }),

  checkThat('what mail an address does not get is in the export, and goes with the account', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened, { suppressedMail: { newsletter: 'complained' } });
    const shown = async (): Promise<readonly unknown[]> =>
      (await must(store.reads.everythingOf(person.user.subject, 'data-subject-rights'))).flatMap(({ values }) =>
        values
          .filter(({ field, value }) => field === 'contact.suppressed-mail' && value !== null)
          .map(({ value }) => value),
      );
    assert.deepEqual(await shown(), [JSON.stringify({ newsletter: 'complained' })]);
    const held = await must(store.retention.heldOf(person.user.subject));
    assert.ok(held.some(({ field }) => field === 'contact.suppressed-mail'));
    assert.deepEqual(await finishErasure(opened, await leave(opened, person)), {});
    assert.deepEqual(await shown(), []);
    assert.ok(
      !(await must(store.retention.heldOf(person.user.subject))).some(({ field }) => field.startsWith('contact')),
    );
  }),

  checkThat('who left may sign up again with the same phone, as somebody new', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    await finishErasure({ store, vault }, await leave({ store, vault }, person));
    const { logins, email, username } = person.user;
    const again = await signUp({ store, vault }, { logins, email, username });
    assert.deepEqual(await must(store.reads.user(again.user.subject, 'data-subject-rights')), again.user);
  }),
];
