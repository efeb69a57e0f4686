import assert from 'node:assert/strict';
import type { Card, MaskedCard } from '../../domain/card/masked-card.ts';
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
    const record = await must(store.reads.orderOf(person.user.subject, order.order, 'receipts'));
    assert.deepEqual(record, { order, card: masked(card), receipt: null, corrections: [], payment: null });
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.byOrder(order.order, 'data-subject-rights')));
      assert.deepEqual(held.order, order);
      assert.equal(held.proof.kind, 'active-subject');
      assert.equal(held.proof.subject, person.user.subject);
    });
  }),

  checkThat('a returned rental is read back with receipt and payment', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const { order, payment } = await giveBack(store, await rent(store, person, card));
    const booked = { ...receipt, number: order.receipt };
    const expected = { order, card: masked(card), receipt: booked, corrections: [], payment };
    assert.deepEqual(
      await must(store.reads.orderOf(person.user.subject, order.order, 'data-subject-rights')),
      expected,
    );
    assert.deepEqual(await must(store.reads.payment(payment.payment, 'payment')), {
      payment,
      card,
      dueAt: order.endedAt,
    });
    assert.equal(await must(store.reads.payment(newPaymentId(), 'payment')), null);
  }),

  checkThat('a lost and a cancelled rental are read back', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const first = await rent(store, person, card);
    const second = await rent(store, person, card);
    const cancelled: CancelledOrder = { ...second, kind: 'cancelled', endedAt: instant(60_000) };
    const lost = await inOne(store, async (tx): Promise<LostOrder> => {
      const held = present(await must(tx.doors.byOrder(first.order, 'data-subject-rights')));
      const number = await must(tx.orders.issueReceipt(series, receipt, null));
      const order: LostOrder = { ...first, kind: 'lost', endedAt: instant(hourMs), receipt: number, corrected: null };
      await must(tx.orders.end(held, order));
      await must(tx.orders.end(present(await must(tx.doors.byOrder(second.order, 'data-subject-rights'))), cancelled));
      return order;
    });
    assert.deepEqual(
      present(await must(store.reads.orderOf(person.user.subject, first.order, 'data-subject-rights'))).order,
      lost,
    );
    const record = present(await must(store.reads.orderOf(person.user.subject, second.order, 'data-subject-rights')));
    assert.deepEqual(record, { order: cancelled, card: masked(card), receipt: null, corrections: [], payment: null });
  }),

  checkThat("a person's orders come newest first, each person alone", async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const card = await addCard(store, person);
    const first = await rent(store, person, card, { startedAt: instant(1000) });
    const second = await rent(store, person, card, { startedAt: instant(2000) });
    const third = await rent(store, person, card, { startedAt: instant(3000) });
    const records = await must(store.reads.ordersOf(person.user.subject, 'data-subject-rights'));
    assert.deepEqual(
      records.map((record) => record.order),
      [third, second, first],
    );
    assert.deepEqual(await must(store.reads.ordersOf(other.user.subject, 'data-subject-rights')), []);
    assert.equal(await must(store.reads.orderOf(other.user.subject, first.order, 'data-subject-rights')), null);
    assert.equal(await must(store.reads.orderOf(person.user.subject, newOrderId(), 'data-subject-rights')), null);
    assert.equal(await inOne(store, async (tx) => must(tx.doors.byOrder(newOrderId(), 'data-subject-rights'))), null);
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
            await must(tx.orders.issueReceipt(series, receipt, null));
            await must(tx.doors.bySession(new Uint8Array(32), instant())); // refused: the number goes back
          }),
        ),
      );
    }
    assert.deepEqual(numbers.map(placeInSeries), [1, 2, 3]);
  }),

  checkThat('each series counts for itself', async ({ store }) => {
    const places = await inOne(store, async (tx) => [
      placeInSeries(await must(tx.orders.issueReceipt(series, receipt, null))),
      placeInSeries(await must(tx.orders.issueReceipt(otherSeries, receipt, null))),
      placeInSeries(await must(tx.orders.issueReceipt(series, receipt, null))),
    ]);
    assert.deepEqual(places, [1, 1, 2]);
  }),

  checkThat('receipts that are issued at once share no number and leave none out', async ({ store }) => {
    const count = 6;
    const numbers = await Promise.all(
      Array.from({ length: count }, (_, place) =>
        store.transact((tx) =>
          asWork(async () => {
            const number = await must(tx.orders.issueReceipt(series, receipt, null));
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
    const read = present(await must(store.reads.orderOf(person.user.subject, order.order, 'data-subject-rights')));
    (read.order as { kind: string }).kind = 'lost'; // the casts break in what plain JavaScript may break
    (read.order.tariff as { vatPercent: number }).vatPercent = -1;
    assert.deepEqual(
      present(await must(store.reads.orderOf(person.user.subject, order.order, 'data-subject-rights'))).order,
      order,
    );
  }),
];

function masked({ last4, network }: Card): MaskedCard {
  return { last4, network };
}
