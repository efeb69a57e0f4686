import assert from 'node:assert/strict';
import type { Payment } from '../../domain/payment/payment.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { addCard, giveBack, inOne, type OpenedDataStore, rent, settle, signUp } from './person.ts';
import { euro, instant, newPaymentId, newProcessorReference } from './samples.ts';

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
