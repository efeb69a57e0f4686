import { describe, expect, test } from 'vitest';
import { CardId, OrderId, PaymentId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { Money } from '../../../src/domain/order/money.ts';
import type { DeclineReason } from '../../../src/domain/payment/decline-reason.ts';
import {
  decidePayment,
  evolvePayment,
  type FailedPayment,
  idempotencyKey,
  idempotencyKeyOf,
  newPayment,
  type Payment,
  type PaymentCommand,
  type PendingPayment,
  type RefundedPayment,
  refundable,
  type SucceededPayment,
} from '../../../src/domain/payment/payment.ts';
import { ProcessorReference } from '../../../src/domain/payment/processor-reference.ts';

const euro = (amountMinor: number): Money => Money.of(amountMinor, 'EUR')._unsafeUnwrap();
const at = Instant.parse('2026-11-23T10:00:00Z')._unsafeUnwrap();
const later = Instant.plusMs(at, 60_000);
const reference = ProcessorReference.parse('ch_one')._unsafeUnwrap();
const otherReference = ProcessorReference.parse('ch_two')._unsafeUnwrap();
const otherCard = CardId.parse('0b6c6f0e-2222-4aaa-8bbb-000000000005')._unsafeUnwrap();
const owed = {
  payment: PaymentId.parse('0b6c6f0e-2222-4aaa-8bbb-000000000001')._unsafeUnwrap(),
  subject: SubjectId.parse('0b6c6f0e-2222-4aaa-8bbb-000000000002')._unsafeUnwrap(),
  order: OrderId.parse('0b6c6f0e-2222-4aaa-8bbb-000000000003')._unsafeUnwrap(),
  card: CardId.parse('0b6c6f0e-2222-4aaa-8bbb-000000000004')._unsafeUnwrap(),
  amount: euro(250),
  createdAt: at,
};

const pending: PendingPayment = { ...owed, kind: 'pending', attempt: 1 };
const succeeded: SucceededPayment = { ...owed, kind: 'succeeded', attempt: 1, reference, settledAt: at };
const failed: FailedPayment = { ...owed, kind: 'failed', attempt: 1, reason: 'insufficient-funds', settledAt: at };
const refunded: RefundedPayment = {
  ...owed,
  kind: 'refunded',
  attempt: 1,
  reference,
  settledAt: at,
  refunded: euro(100),
};

const success = (attempt: number, by = reference): PaymentCommand => ({
  kind: 'Settle',
  attempt,
  answer: { kind: 'succeeded', reference: by },
  at: later,
});
const decline = (attempt: number, reason: DeclineReason = 'card-expired'): PaymentCommand => ({
  kind: 'Settle',
  attempt,
  answer: { kind: 'declined', reason },
  at: later,
});

/** The payment after a command that must be accepted. */
function obeyed(payment: Payment, command: PaymentCommand): Payment {
  return decidePayment(command, payment)._unsafeUnwrap().reduce(evolvePayment, payment);
}

/** The kind of the refusal of a command that must be refused. */
function refusal(payment: Payment, command: PaymentCommand): string {
  return decidePayment(command, payment)._unsafeUnwrapErr().kind;
}

describe('a payment begins', () => {
  test('pending, with its first attempt', () => {
    expect(newPayment(owed)).toStrictEqual(pending);
  });

  test('with a key at the processor that names payment and attempt', () => {
    expect(idempotencyKey(pending)).toBe('0b6c6f0e-2222-4aaa-8bbb-000000000001:1');
    expect(idempotencyKey({ ...failed, attempt: 3 })).toBe('0b6c6f0e-2222-4aaa-8bbb-000000000001:3');
    expect(idempotencyKeyOf(owed.payment, 3)).toBe(idempotencyKey({ ...failed, attempt: 3 }));
  });
});

describe('the processor answers', () => {
  test('that it took the money', () => {
    expect(decidePayment(success(1), pending)._unsafeUnwrap()).toStrictEqual([
      { kind: 'PaymentSucceeded', reference, at: later },
    ]);
    expect(obeyed(pending, success(1))).toStrictEqual({ ...succeeded, settledAt: later });
  });

  test('that the card was declined', () => {
    expect(decidePayment(decline(1), pending)._unsafeUnwrap()).toStrictEqual([
      { kind: 'PaymentFailed', reason: 'card-expired', at: later },
    ]);
    expect(obeyed(pending, decline(1))).toStrictEqual({ ...failed, reason: 'card-expired', settledAt: later });
  });

  test('the same again: nothing happens', () => {
    expect(decidePayment(success(1), succeeded)._unsafeUnwrap()).toStrictEqual([]);
    expect(decidePayment(success(1), refunded)._unsafeUnwrap()).toStrictEqual([]);
    expect(decidePayment(decline(1), failed)._unsafeUnwrap()).toStrictEqual([]);
  });

  test('late that it took the money after all: the payment is paid', () => {
    expect(obeyed(failed, success(1))).toStrictEqual({ ...succeeded, settledAt: later });
  });

  test('late that an earlier attempt took the money: the payment is paid', () => {
    expect(obeyed({ ...pending, attempt: 2 }, success(1))).toStrictEqual({
      ...succeeded,
      attempt: 2,
      settledAt: later,
    });
  });

  test('late that an earlier attempt was declined: the attempt that runs goes on', () => {
    expect(decidePayment(decline(1), { ...pending, attempt: 2 })._unsafeUnwrap()).toStrictEqual([]);
  });

  test('late that it was declined: what is paid stays paid', () => {
    expect(decidePayment(decline(1), succeeded)._unsafeUnwrap()).toStrictEqual([]);
    expect(decidePayment(decline(1), refunded)._unsafeUnwrap()).toStrictEqual([]);
  });

  test('that it took the money a second time: somebody must give it back', () => {
    expect(refusal(succeeded, success(1, otherReference))).toBe('PaidTwice');
    expect(refusal(refunded, success(1, otherReference))).toBe('PaidTwice');
  });

  test('to an attempt that never was: that is no answer', () => {
    for (const answer of [success(2), decline(2), success(0), decline(0)]) {
      expect(refusal(pending, answer)).toBe('NoSuchAttempt');
    }
  });
});

describe('a failed payment is tried again', () => {
  test('with the same card after a soft decline, as a new attempt', () => {
    const retry = { kind: 'Retry', card: owed.card } as const;
    expect(decidePayment(retry, failed)._unsafeUnwrap()).toStrictEqual([{ kind: 'PaymentRetried', card: owed.card }]);
    expect(obeyed(failed, retry)).toStrictEqual({ ...pending, attempt: 2 });
  });

  test('with another card, whatever the decline was', () => {
    const retry = { kind: 'Retry', card: otherCard } as const;
    expect(obeyed({ ...failed, reason: 'lost-or-stolen' }, retry)).toStrictEqual({
      ...pending,
      card: otherCard,
      attempt: 2,
    });
  });

  test('never with a card that is declined for good', () => {
    expect(refusal({ ...failed, reason: 'lost-or-stolen' }, { kind: 'Retry', card: owed.card })).toBe(
      'CardDeclinedForGood',
    );
  });

  test('never while it is pending or once it is paid', () => {
    for (const payment of [pending, succeeded, refunded]) {
      expect(refusal(payment, { kind: 'Retry', card: otherCard })).toBe('PaymentNotFailed');
    }
  });
});

describe('a refund', () => {
  const refund = (amount: Money): PaymentCommand => ({ kind: 'Refund', amount });

  test('in part, in part again, and the rest', () => {
    expect(decidePayment(refund(euro(100)), succeeded)._unsafeUnwrap()).toStrictEqual([
      { kind: 'PaymentRefunded', amount: euro(100) },
    ]);
    const first = obeyed(succeeded, refund(euro(100)));
    expect(first).toStrictEqual(refunded);
    const second = obeyed(first, refund(euro(1)));
    expect(second).toStrictEqual({ ...refunded, refunded: euro(101) });
    const third = obeyed(second, refund(euro(149)));
    expect(third).toStrictEqual({ ...refunded, refunded: euro(250) });
    expect(refusal(third, refund(euro(1)))).toBe('NothingToRefund');
  });

  test('in full at once', () => {
    expect(obeyed(succeeded, refund(euro(250)))).toStrictEqual({ ...refunded, refunded: euro(250) });
  });

  test('of more than is left is too large', () => {
    expect(refusal(succeeded, refund(euro(251)))).toBe('RefundTooLarge');
    expect(refusal(refunded, refund(euro(151)))).toBe('RefundTooLarge');
  });

  test('of nothing, or of less, is none', () => {
    expect(refusal(succeeded, refund(euro(0)))).toBe('NothingToRefund');
    expect(refusal(succeeded, refund(euro(-1)))).toBe('NothingToRefund');
  });

  test('of what was not paid is none', () => {
    for (const payment of [pending, failed]) expect(refusal(payment, refund(euro(1)))).toBe('NothingToRefund');
  });

  test('in another currency is refused before anything is compared', () => {
    const franc = Money.of(1, 'CHF')._unsafeUnwrap();
    for (const payment of [pending, succeeded, refunded]) expect(refusal(payment, refund(franc))).toBe('WrongCurrency');
  });

  test('what can be given back is what was paid and is still there', () => {
    expect([pending, failed, succeeded, refunded].map(refundable)).toStrictEqual([
      euro(0),
      euro(0),
      euro(250),
      euro(150),
    ]);
  });
});

describe('a failed payment whose charge was corrected', () => {
  const lower = (amount: Money): PaymentCommand => ({ kind: 'Lower', amount });

  test('is owed less, and its next attempt is for the lower amount', () => {
    expect(decidePayment(lower(euro(100)), failed)._unsafeUnwrap()).toStrictEqual([
      { kind: 'PaymentLowered', amount: euro(100) },
    ]);
    const less = obeyed(failed, lower(euro(100)));
    expect(less).toStrictEqual({ ...failed, amount: euro(100) });
    expect(obeyed(less, { kind: 'Retry', card: owed.card })).toStrictEqual({
      ...pending,
      amount: euro(100),
      attempt: 2,
    });
  });

  test('is never owed more, the same, nothing, or another currency', () => {
    for (const amount of [euro(250), euro(251), euro(0), euro(-1), { ...euro(100), currency: 'CHF' as const }]) {
      expect(refusal(failed, lower(amount))).toBe('NotLess');
    }
  });

  test('only while it is failed: who may be charged right now, or was charged, is not', () => {
    for (const payment of [pending, succeeded, refunded]) {
      expect(refusal(payment, lower(euro(100)))).toBe('PaymentNotFailed');
    }
  });
});

describe('an event that does not belong to the state changes nothing', () => {
  test.each<[Payment, ...Parameters<typeof evolvePayment>[1][]]>([
    [
      pending,
      { kind: 'PaymentRetried', card: otherCard },
      { kind: 'PaymentRefunded', amount: euro(1) },
      { kind: 'PaymentLowered', amount: euro(1) },
    ],
    [
      failed,
      { kind: 'PaymentFailed', reason: 'card-expired', at: later },
      { kind: 'PaymentRefunded', amount: euro(1) },
      { kind: 'PaymentLowered', amount: euro(250) },
    ],
    [
      succeeded,
      { kind: 'PaymentLowered', amount: euro(1) },
      { kind: 'PaymentSucceeded', reference: otherReference, at: later },
      { kind: 'PaymentFailed', reason: 'card-expired', at: later },
      { kind: 'PaymentRetried', card: otherCard },
      { kind: 'PaymentRefunded', amount: euro(251) },
      { kind: 'PaymentRefunded', amount: euro(0) },
      { kind: 'PaymentRefunded', amount: Money.zero('CHF') },
    ],
    [
      refunded,
      { kind: 'PaymentSucceeded', reference: otherReference, at: later },
      { kind: 'PaymentFailed', reason: 'card-expired', at: later },
      { kind: 'PaymentRetried', card: otherCard },
      { kind: 'PaymentRefunded', amount: euro(151) },
    ],
  ])('%#', (payment, ...events) => {
    for (const event of events) expect(evolvePayment(payment, event)).toBe(payment);
  });
});
