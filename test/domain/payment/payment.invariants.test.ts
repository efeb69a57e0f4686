import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Money } from '../../../src/domain/order/money.ts';
import {
  decidePayment,
  evolvePayment,
  idempotencyKey,
  type Payment,
  type PaymentCommand,
  type PaymentEvent,
  refundable,
} from '../../../src/domain/payment/payment.ts';
import { obeyPayment, paymentHistories } from '../../arbitraries/payment.ts';

interface Step {
  readonly before: Payment;
  readonly command: PaymentCommand;
  readonly events: readonly PaymentEvent[];
  readonly after: Payment;
}

/** Every step of a history, refused ones with no events. */
function steps(payment: Payment, commands: readonly PaymentCommand[]): readonly Step[] {
  const done: Step[] = [];
  let before = payment;
  for (const command of commands) {
    const events = decidePayment(command, before).unwrapOr([]);
    const after = events.reduce(evolvePayment, before);
    done.push({ before, command, events, after });
    before = after;
  }
  return done;
}

describe('a payment, whatever is said of it in whatever order, always', () => {
  test('succeeds once at most, and is never unpaid again', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        const history = steps(payment, commands);
        const successes = history.flatMap(({ events }) => events).filter(({ kind }) => kind === 'PaymentSucceeded');
        expect(successes.length).toBeLessThanOrEqual(1);
        for (const { before, after } of history) {
          if (before.kind === 'succeeded' || before.kind === 'refunded') {
            expect(['succeeded', 'refunded']).toContain(after.kind);
          }
        }
      }),
    );
  });

  test('gives back no more than was paid, by whole minor units of its currency, and never takes back what it gave', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        let givenMinor = 0;
        for (const { events, after } of steps(payment, commands)) {
          for (const event of events) if (event.kind === 'PaymentRefunded') givenMinor += event.amount.amountMinor;
          expect(givenMinor).toBeLessThanOrEqual(after.amount.amountMinor);
          if (after.kind !== 'refunded') {
            expect(givenMinor).toBe(0);
            continue;
          }
          expect(after.refunded).toStrictEqual(Money.of(givenMinor, payment.amount.currency)._unsafeUnwrap());
          expect(givenMinor).toBeGreaterThan(0);
          expect(Money.add(after.refunded, refundable(after))).toStrictEqual(after.amount);
        }
      }),
    );
  });

  test('begins a new attempt only by a retry after a failure, one by one, under a key that was never used', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        const keys = new Set([idempotencyKey(payment)]);
        for (const { before, command, after } of steps(payment, commands)) {
          if (after.attempt === before.attempt) {
            expect(after.card).toBe(before.card);
            continue;
          }
          expect(command.kind).toBe('Retry');
          expect(before.kind).toBe('failed');
          expect(after).toMatchObject({ kind: 'pending', attempt: before.attempt + 1 });
          expect(keys.has(idempotencyKey(after))).toBe(false);
          keys.add(idempotencyKey(after));
        }
      }),
    );
  });

  test('is paid as soon as a success of one of its attempts is heard, first or late', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        for (const { before, command, after } of steps(payment, commands)) {
          if (command.kind !== 'Settle' || command.answer.kind !== 'succeeded') continue;
          if (command.attempt < 1 || command.attempt > before.attempt) expect(after).toBe(before);
          else expect(['succeeded', 'refunded']).toContain(after.kind);
        }
      }),
    );
  });

  test('hears an answer twice as if once', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        for (const { command, events, after } of steps(payment, commands)) {
          if (command.kind !== 'Settle' || events.length === 0) continue;
          expect(decidePayment(command, after)._unsafeUnwrap()).toStrictEqual([]);
        }
      }),
    );
  });

  test('is owed less only between a failure and the next attempt, and never more', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        for (const { before, command, after } of steps(payment, commands)) {
          if (Money.compare(after.amount, before.amount) === 0) continue;
          expect(command.kind).toBe('Lower');
          expect(before.kind).toBe('failed');
          expect(after).toStrictEqual({ ...before, amount: after.amount });
          expect(after.amount.amountMinor).toBeLessThan(before.amount.amountMinor);
          expect(Money.isPositive(after.amount)).toBe(true);
        }
      }),
    );
  });

  test('keeps what it is for: person and order', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, commands }) => {
        const { payment: id, subject, order, createdAt } = payment;
        const after = commands.reduce<Payment>(obeyPayment, payment);
        expect(after).toMatchObject({ payment: id, subject, order, createdAt });
        expect(structuredClone(after)).toStrictEqual(after);
      }),
    );
  });

  test('takes any event in any state', () => {
    fc.assert(
      fc.property(paymentHistories, ({ payment, events }) => {
        let before: Payment = payment;
        for (const event of events) {
          const after = evolvePayment(before, event);
          if (after !== before) expect(after).not.toStrictEqual(before);
          expect(refundable(after).amountMinor).toBeGreaterThanOrEqual(0);
          expect(refundable(after).amountMinor).toBeLessThanOrEqual(after.amount.amountMinor);
          expect(after.amount.amountMinor).toBeLessThanOrEqual(before.amount.amountMinor);
          before = after;
        }
      }),
    );
  });
});
