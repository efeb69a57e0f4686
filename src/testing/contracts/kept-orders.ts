import assert from 'node:assert/strict';
import { hourMs } from '../../domain/instant.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import {
  addCard,
  finishErasure,
  giveBack,
  inOne,
  leave,
  type OpenedDataStore,
  rent,
  settle,
  signUp,
} from './person.ts';
import { instant } from './samples.ts';

import { wholeLife } from './whole-life.ts';

/** What outlives an account in a {@link DataStore}: what is open or unpaid, until it is settled. */
export const keptOrdersContract: Contract<OpenedDataStore> = [
  checkThat('an open and an unpaid order outlive the account, and can only be settled', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const card = await addCard(store, person);
    const unused = await addCard(store, person);
    const open = await rent(store, person, card);
    const { order: unpaid, payment } = await giveBack(store, await rent(store, person, card));
    const paid = await giveBack(store, await rent(store, person, unused));
    await settle(store, paid.payment.payment, 'succeeded');
    const outlive = [open.order, unpaid.order];
    const erasure = await leave({ store, vault }, person);
    assert.deepEqual(new Set(await must(store.disposal.keptOrdersOf(subject))), new Set(outlive));
    assert.deepEqual(await finishErasure({ store, vault }, erasure, outlive), {});

    assert.equal(await must(store.reads.orderOf(subject, paid.order.order, 'data-subject-rights')), null);
    const record = present(await must(store.reads.orderOf(subject, unpaid.order, 'receipts')));
    const { last4, network } = card;
    assert.deepEqual([record.order, record.card, record.payment], [unpaid, { last4, network }, payment]);
    assert.deepEqual(
      (await must(store.reads.cardsOf(subject, 'data-subject-rights'))).map((one) => one.card),
      [card.card],
      'a card that nothing is bound to is gone',
    );
    assert.deepEqual(await must(store.reads.duePayments(instant(2 * hourMs), 9)), [payment.payment]);

    await inOne(store, async (tx) => {
      assert.equal(present(await must(tx.doors.byOrder(open.order, 'data-subject-rights'))).proof.kind, 'kept-order');
      const held = present(await must(tx.doors.byPayment(payment.payment, 'data-subject-rights')));
      assert.equal(held.proof.kind, 'kept-order');
      assert.deepEqual(held.card, card);
    });

    assert.equal(await must(store.disposal.releaseSettled(subject, unpaid.order)), 2, 'what is not settled stays');
    assert.deepEqual(await must(store.disposal.settledKeptOrders(instant(), 9)), []);
    await settle(store, payment.payment, 'succeeded');
    const settled = [{ subject, order: unpaid.order }];
    assert.deepEqual(
      await must(store.disposal.settledKeptOrders(instant(), 9)),
      settled,
      'a worker that crashed finds it again',
    );
    assert.equal(await must(store.disposal.releaseSettled(subject, unpaid.order)), 1);
    assert.deepEqual(await must(store.disposal.settledKeptOrders(instant(), 9)), []);
    assert.equal(await must(store.reads.payment(payment.payment, 'payment')), null);
    assert.equal(
      (await must(store.reads.cardsOf(subject, 'data-subject-rights'))).length,
      1,
      'the open rental is still bound to the card',
    );

    const { payment: last } = await giveBack(store, open, instant(2 * hourMs));
    await settle(store, last.payment, 'succeeded');
    assert.equal(await must(store.disposal.releaseSettled(subject, open.order)), 0);
    assert.equal(await must(store.disposal.releaseSettled(subject, open.order)), 0, 'again changes nothing');
    assert.deepEqual(await must(store.reads.cardsOf(subject, 'data-subject-rights')), []);
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
  }),

  checkThat('a kept order keeps the card it was rented with and the card it is paid with', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const first = await addCard(store, person);
    const second = await addCard(store, person);
    const { order, payment } = await giveBack(store, await rent(store, person, first));
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.byPayment(payment.payment, 'data-subject-rights')));
      await must(tx.payments.save(held, { ...payment, attempt: 2, card: second.card }, instant(hourMs)));
    });
    const holdings = await inOne(store, async (tx) =>
      must(
        tx.erasures.holdingsOf(
          await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights')),
          instant(),
        ),
      ),
    );
    const rental = present(holdings.rentals.find((one) => one.order === order.order));
    assert.deepEqual([rental.card, rental.paymentCard], [first.card, second.card]);
    const erasure = await leave({ store, vault }, person);
    assert.deepEqual(await finishErasure({ store, vault }, erasure, [order.order]), {});
    const held = await inOne(store, async (tx) =>
      present(await must(tx.doors.byPayment(payment.payment, 'data-subject-rights'))),
    );
    assert.deepEqual(held.card, second);
    const { last4, network } = first;
    const record = present(await must(store.reads.orderOf(subject, order.order, 'data-subject-rights')));
    assert.deepEqual(record.card, { last4, network });
    await settle(store, payment.payment, 'succeeded');
    assert.equal(await must(store.disposal.releaseSettled(subject, order.order)), 0);
    assert.deepEqual(
      await must(store.disposal.remnants(subject, { orders: [], categories: [] })),
      {},
      'both cards are gone',
    );
  }),

  checkThat('a paid order of someone who stays is not released', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const [record] = await must(store.reads.ordersOf(person.user.subject, 'data-subject-rights'));
    assert.deepEqual(await must(store.disposal.settledKeptOrders(instant(), 9)), []);
    await must(store.disposal.releaseSettled(person.user.subject, present(record).order.order));
    assert.equal((await must(store.reads.ordersOf(person.user.subject, 'data-subject-rights'))).length, 1);
  }),
];
