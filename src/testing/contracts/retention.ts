import assert from 'node:assert/strict';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { Place } from '../../application/ports/retention-rows.ts';
import { plusPeriod, startOfDay } from '../../domain/calendar.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { Day, dayMs, type Instant } from '../../domain/instant.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import { dueBelow, type TimedTable, timedTables } from '../../domain/retention/timed-tables.ts';
import { appendEntry } from './chained.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { newHold, newRequest } from './held-samples.ts';
import {
  addCard,
  bookCorrection,
  finishErasure,
  giveBack,
  inOne,
  leave,
  type OpenedDataStore,
  rent,
  settle,
  signUp,
} from './person.ts';
import { day, instant, newAuditEntry, newNotice } from './samples.ts';

/** What a {@link DataStore} finds of which the time is over, and what it leaves alone. */
export const retentionContract: Contract<OpenedDataStore> = [
  checkThat('every table of the map whose time is counted can be looked at', async ({ store }) => {
    for (const table of timedTables) assert.deepEqual(await sweep(store, table.table, instant()), [0, 0], table.table);
  }),

  checkThat('a staff access is due after a year to the day, and not before', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    await inOne(store, (tx) => must(appendEntry(tx, newAuditEntry(user.subject))));
    const last = startOfDay(plusPeriod(day, 'P1Y'));
    assert.deepEqual(await sweep(store, 'audit_entries', later(last, dayMs - 1)), [0, 0]);
    assert.deepEqual(await sweep(store, 'audit_entries', later(last, dayMs)), [1, 1]);
    assert.deepEqual(await sweep(store, 'audit_entries', later(last, dayMs)), [0, 0], 'again changes nothing');
  }),

  checkThat('pages go on where the last one ended, among rows of one moment too', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      for (let n = 0; n < 7; n += 1) {
        const recordedAt = instant(n < 4 ? 0 : n);
        await must(appendEntry(tx, newAuditEntry(user.subject, { recordedAt })));
      }
    });
    const table = timed('audit_entries');
    const below = instant(dayMs);
    const seen: Place[] = [];
    let after: Place | null = null;
    for (let page = 0; page < 4; page += 1) {
      const places: readonly Place[] = await must(
        store.retention.due(table, 'recorded_at', { below, after, limit: 2 }),
      );
      seen.push(...places);
      after = places.at(-1) ?? after;
    }
    assert.equal(new Set(seen.map(({ key }) => String(key))).size, 7);
    assert.equal(seen.length, 7);
    assert.deepEqual(
      seen.map(({ event }) => event),
      seen.map(({ event }) => event).toSorted(),
    );
  }),

  checkThat('what a hold names stays, and goes when the hold is over', async ({ store, vault }) => {
    const after = later(startOfDay(plusPeriod(day, 'P1Y')), dayMs);
    const scopes: readonly LegalHold['scope'][] = [{ kind: 'person' }, { kind: 'category', category: 'staff-access' }];
    for (const scope of scopes) {
      const { user } = await signUp({ store, vault });
      const { subject } = user;
      await inOne(store, (tx) => must(appendEntry(tx, newAuditEntry(subject))));
      const hold = newHold(subject, { scope, expiresAt: later(after, dayMs) });
      await addHold(store, hold);
      assert.deepEqual(await sweep(store, 'audit_entries', after), [0, 0], scope.kind);
      assert.deepEqual(await sweep(store, 'audit_entries', hold.expiresAt), [1, 1], scope.kind);
    }
  }),

  checkThat('a hold on something else, or without its second person, stops nothing', async ({ store, vault }) => {
    const after = later(startOfDay(plusPeriod(day, 'P1Y')), dayMs);
    const { user } = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const lasting = { expiresAt: later(after, dayMs) };
    await inOne(store, (tx) => must(appendEntry(tx, newAuditEntry(user.subject))));
    await addHold(store, newHold(user.subject, { ...lasting, scope: { kind: 'category', category: 'rental' } }));
    await addHold(store, newHold(user.subject, { ...lasting, approved: null }));
    await addHold(store, newHold(other.user.subject, lasting));
    assert.deepEqual(await sweep(store, 'audit_entries', after), [1, 1]);
  }),

  checkThat('a notice is due after a year, a receipt 8 years after the end of its', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { order } = await giveBack(store, await rent(store, person, await addCard(store, person)));
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      const notice = newNotice(person.user.subject, { kind: 'receipt', order: order.order });
      await must(tx.notices.queue(proof, notice, `receipt/${order.order}`));
    });
    assert.deepEqual(await sweep(store, 'notices', at('2027-11-23')), [0, 0]);
    assert.deepEqual(await sweep(store, 'notices', at('2027-11-24')), [1, 1]);
    await addHold(
      store,
      newHold(person.user.subject, { scope: { kind: 'order', order: order.order }, expiresAt: at('2035-06-01') }),
    );
    assert.deepEqual(await sweep(store, 'receipts', at('2034-12-31')), [0, 0]);
    assert.deepEqual(await sweep(store, 'receipts', at('2035-01-01')), [0, 0], 'the order is under a hold');
    assert.deepEqual(await sweep(store, 'receipts', at('2035-06-01')), [1, 1]);
  }),

  checkThat('what corrects a receipt has a time of its own, and is protected with it', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const card = await addCard(store, person);
    const charged = await giveBack(store, await rent(store, person, card));
    const other = await giveBack(store, await rent(store, person, card));
    await bookCorrection(store, charged, { day: asDay('2027-01-04') });
    const { order } = charged.order;
    const hold = newHold(person.user.subject, { scope: { kind: 'order', order }, expiresAt: at('2036-06-01') });
    await addHold(store, hold);
    assert.deepEqual(await sweep(store, 'receipts', at('2035-01-01')), [1, 1], 'the receipt of the other rental');
    assert.deepEqual(await sweep(store, 'receipts', at('2036-01-01')), [0, 0], 'the rental is under a hold');
    await addRequest(store, newRequest(person.user.subject, { order }));
    assert.deepEqual(await sweep(store, 'receipts', at('2036-06-01')), [0, 0], 'a request is about the rental');
    const held = await must(store.retention.heldOf(person.user.subject));
    const receipts = held
      .filter(({ field }) => field === 'bookkeeping.receipt')
      .map(({ since, order: of }) => [since, of]);
    assert.deepEqual(receipts.toSorted(), [
      [day, order],
      ['2027-01-04', order],
    ]);
    assert.notEqual(other.order.order, order);
  }),

  checkThat('the correction of somebody’s who left goes when its own time is over', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const charged = await giveBack(store, await rent(store, person, await addCard(store, person)));
    await settle(store, charged.payment.payment, 'succeeded');
    await bookCorrection(store, charged, { day: asDay('2027-01-04') });
    await finishErasure(opened, await leave(opened, person));
    assert.deepEqual(await sweep(store, 'receipts', at('2034-12-31')), [0, 0]);
    assert.deepEqual(await sweep(store, 'receipts', at('2035-01-01')), [1, 1], 'the receipt');
    assert.deepEqual(await sweep(store, 'receipts', at('2035-12-31')), [0, 0]);
    assert.deepEqual(await sweep(store, 'receipts', at('2036-01-01')), [1, 1], 'the correction');
  }),

  checkThat('an open request protects the receipt of its rental', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { order } = await giveBack(store, await rent(store, person, await addCard(store, person)));
    const request = newRequest(person.user.subject, { order: order.order });
    await addRequest(store, request);
    assert.deepEqual(await sweep(store, 'receipts', at('2035-01-01')), [0, 0]);
    await closeRequest(store, request);
    assert.deepEqual(await sweep(store, 'receipts', at('2035-01-01')), [1, 1]);
  }),

  checkThat('holds and requests are due 3 years after they are over, each once', async ({ store, vault }) => {
    const { subject } = (await signUp({ store, vault })).user;
    const ended = { by: newHold(subject).placedBy, at: instant(dayMs) };
    await addHold(store, newHold(subject, { ended, expiresAt: instant(30 * dayMs) }));
    await addHold(store, newHold(subject, { expiresAt: instant(30 * dayMs) }));
    const request = newRequest(subject);
    await addRequest(store, request);
    assert.deepEqual(await sweep(store, 'privacy_requests', at('2099-01-01')), [0, 0], 'it is open');
    await closeRequest(store, request);
    assert.deepEqual(await sweep(store, 'privacy_requests', at('2029-11-24')), [1, 1]);
    assert.deepEqual(await sweep(store, 'legal_holds', at('2029-11-24')), [0, 0]);
    assert.deepEqual(await sweep(store, 'legal_holds', at('2029-11-25')), [1, 1], 'the one that was ended');
    assert.deepEqual(await sweep(store, 'legal_holds', at('2029-12-31')), [1, 1], 'the one that expired');
  }),

  checkThat('of who is gone the record and the tombstone go after 3 years, with what goes along', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const erasure = await leave(opened, person);
    assert.deepEqual(await sweep(store, 'erasures', at('2099-01-01')), [0, 0], 'it is not done');
    await finishErasure(opened, erasure);
    assert.deepEqual(await sweep(store, 'erasures', at('2029-11-23')), [0, 0]);
    assert.deepEqual(await sweep(store, 'users', at('2029-11-23')), [0, 0]);
    assert.deepEqual(await sweep(store, 'erasures', at('2029-11-24')), [1, 1]);
    assert.deepEqual(await sweep(store, 'users', at('2029-11-24')), [1, 1]);
    assert.equal(await must(store.retention.accountOf(subject)), null);
    assert.deepEqual(await must(store.retention.heldOf(subject)), []);
  }),

  checkThat('a kept order can be written off, and holds the tombstone until then', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const { order } = await rent(store, person, await addCard(store, person));
    const active = { below: at('2099-01-01'), after: null, limit: 5 };
    assert.deepEqual(await must(store.retention.lapsedOrders(active)), []);
    assert.equal(await must(store.retention.writeOff(subject, order)), false, 'of an active person nothing is');
    await finishErasure(opened, await leave(opened, person), [order]);
    assert.deepEqual(await sweep(store, 'users', at('2099-01-01')), [0, 0]);
    assert.deepEqual(await must(store.retention.lapsedOrders({ ...active, below: instant() })), []);
    const [lapsed, ...more] = await must(store.retention.lapsedOrders(active));
    assert.deepEqual([lapsed?.subject, lapsed?.order, more], [subject, order, []]);
    assert.deepEqual(await must(store.retention.lapsedOrders({ ...active, after: present(lapsed).place })), []);
    assert.equal(await must(store.retention.writeOff(subject, order)), true);
    assert.equal(await must(store.retention.writeOff(subject, order)), false, 'again changes nothing');
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
    assert.deepEqual(await sweep(store, 'users', at('2099-01-01')), [1, 1]);
  }),

  checkThat('an account is unused until it is used, and a use answers the warning', async (opened) => {
    const { store } = opened;
    const { retention } = store;
    const person = await signUp(opened);
    const { subject } = person.user;
    const unwarned = async (below: string) =>
      (await must(retention.unwarnedAccounts({ below: asDay(below), after: null, limit: 5 }, instant()))).map(
        ({ place: _, ...account }) => account,
      );
    const use = { lastUsedOn: day, warnedOn: null, hasOpenRental: false };
    assert.deepEqual(await unwarned(day), []);
    assert.deepEqual(await unwarned('2026-11-24'), [{ subject, use, isHeld: false }]);
    await rent(store, person, await addCard(store, person));
    await addHold(store, newHold(subject));
    assert.deepEqual(await unwarned('2026-11-24'), [{ subject, use: { ...use, hasOpenRental: true }, isHeld: true }]);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      assert.equal(proof.lastUsedOn, day);
      await must(tx.users.warned(proof, instant(1000)));
      assert.deepEqual(await must(tx.users.useOf(proof)), { lastUsedOn: day, warnedOn: day, hasOpenRental: true });
    });
    assert.deepEqual(await unwarned('2026-11-24'), []);
    const warned = async (below: Instant) =>
      (await must(retention.warnedAccounts({ below, after: null, limit: 5 }, instant()))).map((one) => one.subject);
    assert.deepEqual(await warned(instant(1000)), []);
    assert.deepEqual(await warned(instant(1001)), [subject]);
    await inOne(store, async (tx) => {
      await must(tx.users.used(await must(tx.doors.bySession(person.token, instant())), asDay('2026-12-24'), true));
    });
    assert.deepEqual(await warned(instant(1001)), []);
    assert.deepEqual(await must(retention.accountOf(subject)), {
      state: 'active',
      leftOn: null,
      lastUsedOn: '2026-12-24',
      warnedOn: null,
    });
    await leave(opened, person);
    assert.deepEqual(await unwarned('2099-01-01'), []);
  }),

  checkThat('what is held is told by field and by the day from which its time counts', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const { order } = await giveBack(store, await rent(store, person, await addCard(store, person)));
    await inOne(store, (tx) => must(appendEntry(tx, newAuditEntry(subject))));
    const held = await must(store.retention.heldOf(subject));
    const of = (field: string) => held.filter((one) => one.field === field);
    assert.deepEqual(of('login.phone'), [
      { table: 'users', field: 'login.phone', since: null, order: null, records: 1 },
    ]);
    assert.deepEqual(of('staff-access.entry'), [
      { table: 'audit_entries', field: 'staff-access.entry', since: day, order: null, records: 1 },
    ]);
    assert.deepEqual(
      of('bookkeeping.receipt').map(({ since }) => since),
      [day],
    );
    assert.deepEqual(
      of('rental.station').map((one) => one.order),
      [order.order],
    );
    assert.deepEqual(
      of('profile.username').map(({ records }) => records),
      [1],
    );
  }),
];

const later = (from: Instant, byMs: number): Instant => (from + byMs) as Instant; // sound: durations are small
const asDay = (text: string): Day => present(Day.parse(text).unwrapOr(null));
const at = (text: string): Instant => startOfDay(asDay(text));
const timed = (table: TableName): TimedTable => present(timedTables.find((one) => one.table === table));

/** Counts what is due of a table at a moment, and then disposes of it. */
async function sweep(store: DataStore, name: TableName, now: Instant): Promise<readonly [number, number]> {
  const table = timed(name);
  const below = present(dueBelow(table, now));
  let counted = 0;
  let gone = 0;
  for (const dispose of [false, true]) {
    for (const column of table.columns) {
      const places = await must(store.retention.due(table, column, { below, after: null, limit: 50 }));
      const rows = { column, below, places };
      if (places.length === 0) continue;
      if (dispose) gone += await must(store.retention.disposeOf(table, rows, now));
      else counted += await must(store.retention.countOf(table, rows, now));
    }
  }
  return [counted, gone];
}

async function addHold(store: DataStore, hold: LegalHold): Promise<void> {
  await inOne(store, async (tx) => {
    await must(tx.legalHolds.add(await locked(tx.doors.byAnySubject(hold.subject)), hold));
  });
}

async function addRequest(store: DataStore, request: PrivacyRequest): Promise<void> {
  await inOne(store, async (tx) => {
    await must(tx.privacyRequests.add(await locked(tx.doors.byAnySubject(request.subject)), request));
  });
}

async function closeRequest(store: DataStore, request: PrivacyRequest): Promise<void> {
  await inOne(store, async (tx) => {
    await must(tx.privacyRequests.lock(request.request));
    await must(tx.privacyRequests.save({ ...request, state: 'closed', closed: { at: instant(), outcome: 'done' } }));
  });
}

async function locked<Locked extends { readonly subject: SubjectId }>(
  answer: Parameters<typeof must<Locked | null, { readonly kind: string }>>[0],
): Promise<Locked> {
  return present(await must(answer));
}
