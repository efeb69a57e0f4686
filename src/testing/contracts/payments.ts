import assert from 'node:assert/strict';
import type { Instant } from '../../domain/instant.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { addCard, giveBack, inOne, type OpenedDataStore, rent, settle, signUp } from './person.ts';
import { euro, instant, newOrderId, newPaymentId, newProcessorReference } from './samples.ts';

/** What a {@link DataStore} keeps of payments, and when the worker looks at them again. */
export const paymentsContract: Contract<OpenedDataStore> = [
  checkThat('a payment comes with its card, and is due from its time on', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const { payment } = await giveBack(store, await rent(store, person, card), instant(5000));
    const held = await inOne(store, async (tx) =>
      present(await must(tx.doors.byPayment(payment.payment, 'data-subject-rights'))),
    );
    assert.deepEqual(held.payment, payment);
    assert.deepEqual(held.card, card);
    assert.equal(held.proof.subject, person.user.subject);
    assert.equal(held.dueAt, instant(5000));
    const record = { payment, card, dueAt: instant(5000) };
    assert.deepEqual(await must(store.reads.payment(payment.payment, 'payment')), record);
    const ofOrder = await inOne(store, async (tx) => must(tx.payments.ofOrder(payment.order)));
    assert.equal(ofOrder, payment.payment);
    assert.equal(await inOne(store, async (tx) => must(tx.payments.ofOrder(newOrderId()))), null);
    assert.deepEqual(await must(store.reads.duePayments(instant(4999), 10)), []);
    assert.deepEqual(await must(store.reads.duePayments(instant(5000), 10)), [payment.payment]);
    assert.equal(
      await inOne(store, async (tx) => must(tx.doors.byPayment(newPaymentId(), 'data-subject-rights'))),
      null,
    );
  }),

  checkThat('due payments come oldest first, so many at most, and no more than are due', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const at = [3000, 1000, 2000];
    const payments = [];
    for (const time of at)
      payments.push((await giveBack(store, await rent(store, person, card), instant(time))).payment);
    const [latest, earliest, middle] = payments.map(({ payment }) => payment);
    assert.deepEqual(await must(store.reads.duePayments(instant(9000), 2)), [earliest, middle]);
    assert.deepEqual(await must(store.reads.duePayments(instant(9000), 9)), [earliest, middle, latest]);
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.byPayment(present(earliest), 'data-subject-rights')));
      await must(tx.payments.save(held, held.payment, instant(60_000))); // leased: another worker leaves it alone
    });
    await settle(store, present(middle), 'succeeded');
    assert.deepEqual(await must(store.reads.duePayments(instant(9000), 9)), [latest]);
    assert.deepEqual(await must(store.reads.duePayments(instant(60_000), 9)), [latest, earliest]);
  }),

  checkThat('what is owed less is written, and when it is tried again stays', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { payment, order } = await giveBack(store, await rent(store, person, await addCard(store, person)));
    await settle(store, payment.payment, 'failed');
    const saved = async (dueAt: Instant | null, amountMinor: number): Promise<Payment> =>
      inOne(store, async (tx) => {
        const held = present(await must(tx.doors.byPayment(payment.payment, 'payment')));
        const lower: Payment = { ...held.payment, amount: euro(amountMinor) };
        await must(tx.payments.save(held, lower, dueAt));
        return lower;
      });
    const lower = await saved(instant(9000), 170);
    const record = present(await must(store.reads.payment(payment.payment, 'payment')));
    assert.deepEqual([record.payment, record.dueAt], [lower, instant(9000)]);
    assert.equal(
      (await inOne(store, async (tx) => present(await must(tx.doors.byPayment(payment.payment, 'payment'))))).dueAt,
      instant(9000),
    );
    assert.deepEqual(await must(store.reads.duePayments(instant(9000), 9)), [payment.payment]);
    const { payment: recorded } = present(
      await must(store.reads.orderOf(person.user.subject, order.order, 'receipts')),
    );
    assert.deepEqual(recorded?.amount, euro(170));
    await saved(null, 120);
    assert.equal(present(await must(store.reads.payment(payment.payment, 'payment'))).dueAt, null);
  }),

  checkThat('payments of which nobody knows the end come in the order of their ids, page by page', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const card = await addCard(store, person);
    const payments = [];
    for (let n = 0; n < 6; n += 1) {
      payments.push((await giveBack(store, await rent(store, person, card), instant(n * 1000))).payment.payment);
    }
    const [failed, paid, ...unknown] = payments;
    await settle(store, present(failed), 'failed');
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.byPayment(present(failed), 'payment')));
      await must(tx.payments.save(held, held.payment, instant(9000))); // it is tried again, and its end is known
    });
    await settle(store, present(paid), 'succeeded');
    const expected = unknown.toSorted();
    assert.deepEqual(await must(store.reads.pendingPayments(null, 9)), expected, 'due or not');
    assert.deepEqual(await must(store.reads.pendingPayments(null, 3)), expected.slice(0, 3));
    assert.deepEqual(await must(store.reads.pendingPayments(present(expected[2]), 3)), expected.slice(3));
    assert.deepEqual(await must(store.reads.pendingPayments(present(expected[3]), 3)), []);
  }),

  checkThat('every state of a payment is read back', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const other = await addCard(store, person, { addedAt: instant(1000) });
    const { payment, order } = await giveBack(store, await rent(store, person, card));
    const read = async (): Promise<Payment> =>
      present(await must(store.reads.payment(payment.payment, 'payment'))).payment;
    const save = (next: Payment): Promise<void> =>
      inOne(store, async (tx) =>
        must(
          tx.payments.save(present(await must(tx.doors.byPayment(payment.payment, 'data-subject-rights'))), next, null),
        ),
      );

    const failed = await settle(store, payment.payment, 'failed');
    assert.deepEqual(await read(), failed);

    const retried: Payment = { ...payment, attempt: 2, card: other.card };
    await save(retried);
    assert.deepEqual(await read(), retried);
    const held = await inOne(store, async (tx) =>
      present(await must(tx.doors.byPayment(payment.payment, 'data-subject-rights'))),
    );
    assert.deepEqual(held.card, other, 'the card that the payment is collected from now');

    const reference = newProcessorReference();
    const succeeded: Payment = { ...retried, kind: 'succeeded', reference, settledAt: instant(7000) };
    await save(succeeded);
    assert.deepEqual(await read(), succeeded);

    const refunded: Payment = { ...succeeded, kind: 'refunded', refunded: euro(70) };
    await save(refunded);
    assert.deepEqual(await read(), refunded);
    const { reference: _sealed, ...recorded } = refunded;
    const record = present(await must(store.reads.orderOf(person.user.subject, order.order, 'receipts')));
    assert.deepEqual(record.payment, recorded, 'the record of an order has no reference of the processor');
  }),
];
