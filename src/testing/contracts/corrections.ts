import assert from 'node:assert/strict';
import type { DataStore } from '../../application/ports/data-store.ts';
import { type Day, hourMs } from '../../domain/instant.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { timedTables } from '../../domain/retention/timed-tables.ts';
import { asWork, type Contract, checkThat, gate, must, pause, present, refusalOf } from './contract.ts';
import {
  addCard,
  bookCorrection,
  correctEnd,
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
import {
  day,
  euro,
  instant,
  newCorrection,
  newOrderId,
  newRefundId,
  newStation,
  otherSeries,
  placeInSeries,
  receipt,
  series,
} from './samples.ts';
import { found } from './whole-life.ts';

/** The day after every other. */
const lastDay = '9999-12-31' as Day; // sound: the shape of a day

type Charged = Awaited<ReturnType<typeof giveBack>>;

async function chargedRental(opened: OpenedDataStore): Promise<Charged & { readonly person: Person }> {
  const { store } = opened;
  const person = await signUp(opened);
  return { person, ...(await giveBack(store, await rent(store, person, await addCard(store, person)))) };
}

/** Every receipt that the store keeps, whosever it was. */
async function booksAlone(store: DataStore): Promise<readonly unknown[]> {
  const table = present(timedTables.find((one) => one.table === 'receipts'));
  const places = await must(store.retention.due(table, 'day', { below: lastDay, after: null, limit: 99 }));
  return places.map(({ key }) => key).toSorted();
}

/** What a {@link DataStore} keeps of corrected rentals, and of refunds as corrections of receipts. */
export const correctionsContract: Contract<OpenedDataStore> = [
  checkThat('a correction stands beside the receipt, which says what it said', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const { subject } = charged.person.user;
    const { order } = charged.order;
    assert.deepEqual(await inOne(store, (tx) => must(tx.orders.booksOf(order))), {
      receipt: { ...receipt, number: charged.order.receipt },
      corrections: [],
    });
    const correction = await bookCorrection(store, charged, { items: [takenBack, usedAfterAll], gross: euro(-50) });
    assert.equal(correction.corrects, charged.order.receipt);
    const books = { receipt: { ...receipt, number: charged.order.receipt }, corrections: [correction] };
    assert.deepEqual(await inOne(store, (tx) => must(tx.orders.booksOf(order))), books);
    const record = present(await must(store.reads.orderOf(subject, order, 'receipts')));
    assert.deepEqual({ receipt: record.receipt, corrections: record.corrections }, books);
    assert.deepEqual(record.order, charged.order);
    assert.deepEqual(await must(store.reads.correctedOrder(correction.number)), { subject, order });
    assert.equal(await must(store.reads.correctedOrder(charged.order.receipt)), null, 'a receipt corrects nothing');
    assert.equal(await must(store.reads.correctedOrder('JOOS-2026-999999' as ReceiptNumber)), null); // sound: its shape
  }),

  checkThat('an order without a receipt has no books', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { order } = await rent(store, person, await addCard(store, person));
    assert.equal(await inOne(store, (tx) => must(tx.orders.booksOf(order))), null);
    assert.equal(await inOne(store, (tx) => must(tx.orders.booksOf(newOrderId()))), null);
  }),

  checkThat('corrections come in the order of their numbers, each with its own order', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const card = await addCard(store, person);
    const first = await giveBack(store, await rent(store, person, card, { startedAt: instant(1000) }));
    const second = await giveBack(store, await rent(store, person, card, { startedAt: instant(2000) }));
    const third = await giveBack(store, await rent(store, person, card, { startedAt: instant(3000) }));
    const stranger = await chargedRental(opened);
    // The turn of the year comes first, so that no order of writing makes up for the order of numbers.
    const late = await bookCorrection(store, first, { gross: euro(-1) }, { of: otherSeries });
    const theirs = await bookCorrection(store, stranger, { gross: euro(-2) });
    const early = await bookCorrection(store, first, { gross: euro(-3) });
    const other = await bookCorrection(store, third, { gross: euro(-4) });
    const middle = await bookCorrection(store, first, { gross: euro(-5) });
    const records = await must(store.reads.ordersOf(person.user.subject, 'receipts'));
    const seen = records.map(({ order, corrections }) => [order.order, corrections]);
    assert.deepEqual(seen, [
      [third.order.order, [other]],
      [second.order.order, []],
      [first.order.order, [early, middle, late]],
    ]);
    const one = async (
      subject: Person['user']['subject'],
      { order }: Charged,
    ): Promise<readonly BookkeepingReceipt[]> =>
      present(await must(store.reads.orderOf(subject, order.order, 'receipts'))).corrections;
    assert.deepEqual(await one(person.user.subject, first), [early, middle, late]);
    assert.deepEqual(await one(stranger.person.user.subject, stranger), [theirs]);
    const books = await inOne(store, (tx) => must(tx.orders.booksOf(first.order.order)));
    assert.deepEqual(present(books).corrections, [early, middle, late]);
  }),

  checkThat('where a power bank really came back is read back, and the first end stays', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const { subject } = charged.person.user;
    const corrected = await correctEnd(store, charged.order);
    assert.deepEqual(present(await must(store.reads.orderOf(subject, corrected.order, 'receipts'))).order, corrected);
    assert.deepEqual(
      (await must(store.reads.ordersOf(subject, 'data-subject-rights'))).map(({ order }) => order),
      [corrected],
    );
    await inOne(store, async (tx) => {
      assert.deepEqual(present(await must(tx.doors.byOrder(corrected.order, 'rental'))).order, corrected);
    });
    if (!opened.sealsAtRest) return; // a store that never leaves the memory holds clear values
    const station = present(corrected.corrected).returnedTo;
    assert.deepEqual(found(await opened.everyByte(), [station]), [], 'the station stands readable');
  }),

  checkThat('a refund is booked once under its name, and a second one leaves no gap', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const refund = newRefundId();
    const booked = (): Promise<ReceiptNumber | null> => inOne(store, (tx) => must(tx.orders.bookedRefund(refund)));
    assert.equal(await booked(), null);
    const { number } = await bookCorrection(store, charged, {}, { refund });
    assert.equal(await booked(), number);
    const again = store.transact((tx) => tx.orders.issueReceipt(series, newCorrection(charged.order.receipt), refund));
    assert.equal((await refusalOf(again)).kind, 'PortFailure');
    assert.equal(await booked(), number);
    const next = await bookCorrection(store, charged);
    assert.equal(placeInSeries(next.number), placeInSeries(number) + 1);
    assert.equal(await inOne(store, (tx) => must(tx.orders.bookedRefund(newRefundId()))), null);
  }),

  checkThat('of refunds of one name that are booked at once, one is there', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const refund = newRefundId();
    const correction = newCorrection(charged.order.receipt);
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => store.transact((tx) => tx.orders.issueReceipt(series, correction, refund))),
    );
    const numbers = answers.flatMap((answer) => (answer.isOk() ? [answer.value] : []));
    assert.equal(numbers.length, 1);
    const books = present(await inOne(store, (tx) => must(tx.orders.booksOf(charged.order.order))));
    assert.deepEqual(
      books.corrections.map(({ number }) => number),
      numbers,
    );
    const next = await bookCorrection(store, charged);
    assert.equal(placeInSeries(next.number), placeInSeries(charged.order.receipt) + 2, 'what failed left a gap');
  }),

  checkThat('who waits for a payment finds what whoever was first booked', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const { payment } = charged.payment;
    const refund = newRefundId();
    const correction = newCorrection(charged.order.receipt);
    const [isHeld, mayGoOn] = [gate(), gate()];
    const first = inOne(store, async (tx) => {
      present(await must(tx.doors.byPayment(payment, 'payment')));
      isHeld.open();
      await mayGoOn.opened;
      return must(tx.orders.issueReceipt(series, correction, refund));
    });
    await isHeld.opened;
    const others = [1, 2, 3].map(() =>
      inOne(store, async (tx) => {
        // A look before the wait, as of who corrects: it must not be what is seen afterwards.
        await must(tx.payments.ofOrder(charged.order.order));
        present(await must(tx.doors.byPayment(payment, 'payment')));
        const books = present(await must(tx.orders.booksOf(charged.order.order)));
        return [await must(tx.orders.bookedRefund(refund)), ...books.corrections.map(({ number }) => number)];
      }),
    );
    await pause(100);
    mayGoOn.open();
    const number = await first;
    assert.deepEqual(await Promise.all(others), [
      [number, number],
      [number, number],
      [number, number],
    ]);
  }),

  checkThat('the books of somebody who left stay without the person, and nothing else does', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const { subject } = charged.person.user;
    await settle(store, charged.payment.payment, 'succeeded');
    const corrected = await correctEnd(store, charged.order);
    const refund = newRefundId();
    const { number } = await bookCorrection(store, charged, {}, { refund });
    const counted = await must(store.reads.holdingsOf(subject, instant()));
    assert.deepEqual([counted.counts.bookkeeping, counted.lastReceiptOn], [2, day]);
    const erasure = await leave(opened, charged.person);
    assert.deepEqual(await finishErasure(opened, erasure), {});
    assert.equal(await must(store.reads.correctedOrder(number)), null, 'the correction leads to the person');
    assert.equal(await must(store.reads.orderOf(subject, corrected.order, 'receipts')), null);
    const left = JSON.stringify(await must(store.reads.everythingOf(subject, 'data-subject-rights')));
    for (const text of [number, charged.order.receipt, present(corrected.corrected).returnedTo]) {
      assert.ok(!left.includes(text), 'something of the rental leads to the person');
    }
    assert.deepEqual(await booksAlone(store), [charged.order.receipt, number]);
    // Whoever asked for a refund knows its name, and so whose it was.
    assert.equal(await inOne(store, (tx) => must(tx.orders.bookedRefund(refund))), null);
    const { counts, lastReceiptOn } = await must(store.reads.holdingsOf(subject, instant()));
    assert.deepEqual([counts.bookkeeping, counts.rental, lastReceiptOn], [0, 0, null]);
  }),

  checkThat('an unpaid order that outlives its person is corrected like any other', async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const { subject } = charged.person.user;
    const { order } = charged.order;
    await settle(store, charged.payment.payment, 'failed');
    assert.deepEqual(await finishErasure(opened, await leave(opened, charged.person), [order]), {});
    const corrected = await correctEnd(store, charged.order);
    const refund = newRefundId();
    const correction = await bookCorrection(store, charged, {}, { refund });
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.orders.bookedRefund(refund)), correction.number, 'it may be asked for again');
      const held = present(await must(tx.doors.byPayment(charged.payment.payment, 'payment')));
      assert.equal(held.proof.kind, 'kept-order');
      const { payment } = held;
      await must(tx.payments.save(held, { ...payment, amount: euro(170) }, instant(9 * hourMs)));
    });
    const record = present(await must(store.reads.orderOf(subject, order, 'receipts')));
    assert.deepEqual([record.order, record.corrections], [corrected, [correction]]);
    assert.deepEqual(record.payment?.amount, euro(170));
    await settle(store, charged.payment.payment, 'succeeded');
    assert.equal(await must(store.disposal.releaseSettled(subject, order)), 0);
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
    assert.equal(await must(store.reads.correctedOrder(correction.number)), null);
    assert.equal(await inOne(store, (tx) => must(tx.orders.bookedRefund(refund))), null);
    assert.deepEqual(await booksAlone(store), [charged.order.receipt, correction.number]);
  }),

  checkThat("only the order that is held is corrected, and only with its person's proof", async (opened) => {
    const { store } = opened;
    const charged = await chargedRental(opened);
    const stranger = await chargedRental(opened);
    const foreign = { ...stranger.order, corrected: { returnedTo: newStation(), endedAt: instant(1) } };
    const run = store.transact((tx) =>
      asWork(async () => {
        const held = present(await must(tx.doors.byOrder(charged.order.order, 'rental')));
        await must(tx.orders.correct(held, foreign));
      }),
    );
    const outcome = await Promise.resolve(run).then(
      (answer) => (answer.isErr() ? 'refused' : 'written'),
      () => 'refused',
    );
    assert.equal(outcome, 'refused');
    const record = await must(store.reads.orderOf(stranger.person.user.subject, stranger.order.order, 'receipts'));
    assert.deepEqual(present(record).order, stranger.order);
  }),
];

const takenBack: BookkeepingReceipt['items'][number] = {
  kind: 'usage',
  quantity: 3,
  unitPrice: euro(-50),
  capDiscount: euro(30),
  gross: euro(-120),
};
const usedAfterAll: BookkeepingReceipt['items'][number] = {
  kind: 'usage',
  quantity: 2,
  unitPrice: euro(50),
  capDiscount: euro(-30),
  gross: euro(70),
};
