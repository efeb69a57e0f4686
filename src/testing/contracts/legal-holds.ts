import assert from 'node:assert/strict';
import { HoldId, type OrderId, type SubjectId } from '../../domain/ids.ts';
import { Day, dayMs, Instant } from '../../domain/instant.ts';
import { holdableCategories, type LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { approver, newHold, newRequest } from './held-samples.ts';
import {
  addCard,
  finishErasure,
  giveBack,
  inOne,
  leave,
  type OpenedDataStore,
  type Person,
  rent,
  settle,
  signUp,
} from './person.ts';
import { instant, newOrderId, newSubject } from './samples.ts';

type Store = OpenedDataStore['store'];

async function place(store: Store, hold: LegalHold): Promise<LegalHold> {
  await inOne(store, async (tx) => {
    const locked = present(await must(tx.doors.byAnySubject(hold.subject)));
    await must(tx.legalHolds.add(locked, hold));
  });
  return hold;
}

/** The day before a moment that is a moment of midnight or not: the last one on which it was not over. */
const lastDay = (at: Instant): Day => Day.ofInstant(Instant.plusMs(at, -1));

const holdsOf = (store: Store, subject: SubjectId): Promise<readonly LegalHold[]> =>
  inOne(store, (tx) => must(tx.legalHolds.of(subject)));

/** A rental that is returned and paid. */
async function paidRental(store: Store, person: Person): Promise<OrderId> {
  const { payment, order } = await giveBack(store, await rent(store, person, await addCard(store, person)));
  await settle(store, payment.payment, 'succeeded');
  return order.order;
}

/** What a `DataStore` keeps of legal holds, and what they protect. */
export const legalHoldsContract: Contract<OpenedDataStore> = [
  checkThat('a hold comes back as it was placed, and with what was done to it', async ({ store, vault }) => {
    const { subject } = (await signUp({ store, vault })).user;
    const waiting = await place(store, newHold(subject, { approved: null }));
    const order = await place(
      store,
      newHold(subject, { scope: { kind: 'order', order: newOrderId() }, placedAt: instant(1) }),
    );
    const category = await place(
      store,
      newHold(subject, { scope: { kind: 'category', category: 'payment' }, placedAt: instant(2) }),
    );
    assert.deepEqual(await holdsOf(store, subject), [waiting, order, category]);

    const approved = { ...waiting, approved: { by: approver, at: instant(5) } };
    const ended = { ...order, ended: { by: approver, at: instant(6) } };
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.legalHolds.lock(waiting.hold)), waiting);
      await must(tx.legalHolds.save(approved));
      await must(tx.legalHolds.save(ended));
    });
    assert.deepEqual(await holdsOf(store, subject), [approved, ended, category]);
  }),

  checkThat('nobody bears an unknown number, and no hold has one', async ({ store, vault }) => {
    const { subject } = (await signUp({ store, vault })).user;
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.doors.byAnySubject(newSubject())), null);
      assert.equal(await must(tx.legalHolds.lock(present(HoldId.parse(newSubject()).unwrapOr(null)))), null);
      assert.deepEqual(await must(tx.legalHolds.of(subject)), []);
    });
  }),

  checkThat('a rental is there for its own person alone', async ({ store, vault }) => {
    const [one, other] = [await signUp({ store, vault }), await signUp({ store, vault })];
    const order = await rent(store, one, await addCard(store, one));
    await inOne(store, async (tx) => {
      const own = present(await must(tx.doors.byAnySubject(one.user.subject)));
      const stranger = present(await must(tx.doors.byAnySubject(other.user.subject)));
      assert.equal(await must(tx.orders.has(own, order.order)), true);
      assert.equal(await must(tx.orders.has(stranger, order.order)), false);
      assert.equal(await must(tx.orders.has(own, newOrderId())), false);
    });
  }),

  checkThat('an approved hold protects what it names until its last day, and nobody else’s', async (opened) => {
    const { store } = opened;
    const { subject } = (await signUp(opened)).user;
    const other = (await signUp(opened)).user.subject;
    const order = newOrderId();
    await place(store, newHold(subject, { scope: { kind: 'category', category: 'payment' } }));
    await place(store, newHold(subject, { scope: { kind: 'order', order }, expiresAt: instant(9 * dayMs) }));
    const protection = await must(store.reads.protectionOf(subject, instant(2000)));
    assert.deepEqual([...protection.categories], [['payment', lastDay(instant(30 * dayMs))]]);
    assert.deepEqual([...protection.orders], [[order, lastDay(instant(9 * dayMs))]]);
    const later = await must(store.reads.protectionOf(subject, instant(9 * dayMs)));
    assert.deepEqual([...later.orders], []);
    const others = await must(store.reads.protectionOf(other, instant(2000)));
    assert.equal(others.orders.size + others.categories.size, 0);
  }),

  checkThat(
    'a hold that waits, ended or expired protects nothing; one on the person all categories',
    async (opened) => {
      const { store } = opened;
      const { subject } = (await signUp(opened)).user;
      await place(store, newHold(subject, { approved: null }));
      await place(store, newHold(subject, { ended: { by: approver, at: instant(1500) } }));
      await place(store, newHold(subject, { expiresAt: instant(2000) }));
      const nothing = await must(store.reads.protectionOf(subject, instant(2000)));
      assert.equal(nothing.orders.size + nothing.categories.size, 0);
      await place(store, newHold(subject));
      const all = await must(store.reads.protectionOf(subject, instant(2000)));
      assert.deepEqual([...all.categories.keys()], [...holdableCategories]);
    },
  ),

  checkThat('a protected rental is among what an erasure looks at, though it is paid', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const order = await paidRental(store, person);
    const other = await paidRental(store, person);
    await place(store, newHold(subject, { scope: { kind: 'order', order } }));
    const holdings = await inOne(store, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
      return must(tx.erasures.holdingsOf(held, instant(2000)));
    });
    const found = present(holdings.rentals.find((rental) => rental.order === order));
    assert.deepEqual({ unpaid: found.unpaid, charged: found.charged }, { unpaid: false, charged: true });
    assert.deepEqual([...holdings.protection.orders.keys()], [order]);
    assert.equal(holdings.protection.orders.has(other), false);
    assert.equal(holdings.counts['privacy-request'], 1);
    assert.equal(holdings.lastRequestOn, lastDay(instant(30 * dayMs)));
  }),

  checkThat('holds and requests outlive the account, and can come when it is gone', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const early = await place(store, newHold(subject));
    const erasure = await leave(opened, person);
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.doors.byAnySubject(subject)), { subject, state: 'leaving' });
    });
    await finishErasure(opened, erasure);
    await inOne(store, async (tx) => {
      const locked = present(await must(tx.doors.byAnySubject(subject)));
      assert.deepEqual(locked, { subject, state: 'erased' });
      await must(tx.privacyRequests.add(locked, newRequest(subject)));
    });
    const late = await place(store, newHold(subject, { placedAt: instant(1) }));
    assert.deepEqual(await holdsOf(store, subject), [early, late]);
  }),

  checkThat('the person’s export holds the holds and the requests', async (opened) => {
    const { store } = opened;
    const { subject } = (await signUp(opened)).user;
    const hold = await place(store, newHold(subject));
    const request = newRequest(subject);
    await inOne(store, async (tx) => {
      await must(tx.privacyRequests.add(present(await must(tx.doors.byAnySubject(subject))), request));
    });
    const records = await must(store.reads.everythingOf(subject, 'data-subject-rights'));
    const exported = (table: string, column: string): unknown =>
      records.find((record) => record.table === table)?.values.find((value) => value.column === column)?.value;
    assert.equal(exported('legal_holds', 'hold_id'), hold.hold);
    assert.equal(exported('legal_holds', 'expires_at'), hold.expiresAt);
    assert.equal(exported('privacy_requests', 'request_id'), request.request);
    assert.equal(exported('privacy_requests', 'due_on'), request.dueOn);
  }),
];
