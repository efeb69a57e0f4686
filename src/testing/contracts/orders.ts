import assert from 'node:assert/strict';
import { hourMs } from '../../domain/instant.ts';
import type { CancelledOrder, LostOrder } from '../../domain/order/order.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { asWork, type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { addCard, giveBack, inOne, type OpenedDataStore, rent, signUp } from './person.ts';
import { instant, newOrderId, newPaymentId, otherSeries, placeInSeries, receipt, series } from './samples.ts';

/** What a {@link DataStore} keeps of rentals and receipts. */
export const ordersContract: Contract<OpenedDataStore> = [
  checkThat('an open rental is read back whole', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const order = await rent(store, person, card);
    const record = await must(store.reads.orderOf(person.user.subject, order.order));
    assert.deepEqual(record, { order, card, receipt: null, payment: null });
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.byOrder(order.order)));
      assert.deepEqual(held.order, order);
      assert.equal(held.proof.kind, 'active-subject');
      assert.equal(held.proof.subject, person.user.subject);
    });
  }),

  checkThat('a returned rental is read back with receipt and payment', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const { order, payment } = await giveBack(store, await rent(store, person, card));
    const expected = { order, card, receipt: { ...receipt, number: order.receipt }, payment };
    assert.deepEqual(await must(store.reads.orderOf(person.user.subject, order.order)), expected);
    assert.deepEqual(await must(store.reads.orderOfPayment(payment.payment)), expected);
    assert.equal(await must(store.reads.orderOfPayment(newPaymentId())), null);
  }),

  checkThat('a lost and a cancelled rental are read back', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const first = await rent(store, person, card);
    const second = await rent(store, person, card);
    const cancelled: CancelledOrder = { ...second, kind: 'cancelled', endedAt: instant(60_000) };
    const lost = await inOne(store, async (tx): Promise<LostOrder> => {
      const held = present(await must(tx.doors.byOrder(first.order)));
      const number = await must(tx.orders.issueReceipt(series, receipt));
      const order: LostOrder = { ...first, kind: 'lost', endedAt: instant(hourMs), receipt: number };
      await must(tx.orders.end(held, order));
      await must(tx.orders.end(present(await must(tx.doors.byOrder(second.order))), cancelled));
      return order;
    });
    assert.deepEqual(present(await must(store.reads.orderOf(person.user.subject, first.order))).order, lost);
    const record = present(await must(store.reads.orderOf(person.user.subject, second.order)));
    assert.deepEqual(record, { order: cancelled, card, receipt: null, payment: null });
  }),

  checkThat("a person's orders come newest first, each person alone", async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const card = await addCard(store, person);
    const first = await rent(store, person, card, { startedAt: instant(1000) });
    const second = await rent(store, person, card, { startedAt: instant(2000) });
    const third = await rent(store, person, card, { startedAt: instant(3000) });
    const records = await must(store.reads.ordersOf(person.user.subject));
    assert.deepEqual(
      records.map((record) => record.order),
      [third, second, first],
    );
    assert.deepEqual(await must(store.reads.ordersOf(other.user.subject)), []);
    assert.equal(await must(store.reads.orderOf(other.user.subject, first.order)), null);
    assert.equal(await must(store.reads.orderOf(person.user.subject, newOrderId())), null);
    assert.equal(await inOne(store, async (tx) => must(tx.doors.byOrder(newOrderId()))), null);
  }),

  checkThat('receipt numbers of a series have no gap, whatever is rolled back in between', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const numbers: ReceiptNumber[] = [];
    for (let place = 1; place <= 3; place++) {
      const { order } = await giveBack(store, await rent(store, person, card));
      numbers.push(order.receipt);
      await refusalOf(
        store.transact((tx) =>
          asWork(async () => {
            await must(tx.orders.issueReceipt(series, receipt));
            await must(tx.doors.bySession(new Uint8Array(32), instant())); // refused: the number goes back
          }),
        ),
      );
    }
    assert.deepEqual(numbers.map(placeInSeries), [1, 2, 3]);
  }),

  checkThat('each series counts for itself', async ({ store }) => {
    const places = await inOne(store, async (tx) => [
      placeInSeries(await must(tx.orders.issueReceipt(series, receipt))),
      placeInSeries(await must(tx.orders.issueReceipt(otherSeries, receipt))),
      placeInSeries(await must(tx.orders.issueReceipt(series, receipt))),
    ]);
    assert.deepEqual(places, [1, 1, 2]);
  }),

  checkThat('receipts that are issued at once share no number and leave none out', async ({ store }) => {
    const count = 6;
    const numbers = await Promise.all(
      Array.from({ length: count }, (_, place) =>
        store.transact((tx) =>
          asWork(async () => {
            const number = await must(tx.orders.issueReceipt(series, receipt));
            if (place === 2) await must(tx.doors.bySession(new Uint8Array(32), instant())); // this one is refused
            return placeInSeries(number);
          }),
        ),
      ),
    );
    const issued = numbers.flatMap((number) => (number.isOk() ? [number.value] : []));
    assert.deepEqual(
      issued.toSorted((a, b) => a - b),
      [1, 2, 3, 4, 5],
    );
  }),

  checkThat('an order that was read is a copy', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const order = await rent(store, person, await addCard(store, person));
    const read = present(await must(store.reads.orderOf(person.user.subject, order.order)));
    (read.order as { kind: string }).kind = 'lost'; // the casts break in what plain JavaScript may break
    (read.order.tariff as { vatPercent: number }).vatPercent = -1;
    assert.deepEqual(present(await must(store.reads.orderOf(person.user.subject, order.order))).order, order);
  }),
];
