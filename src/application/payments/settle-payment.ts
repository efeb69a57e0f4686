import type { Card } from '../../domain/card/masked-card.ts';
import type { PaymentId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { Money } from '../../domain/order/money.ts';
import {
  decidePayment,
  evolvePayment,
  type Payment,
  type ProcessorAnswer,
  surplusOf,
} from '../../domain/payment/payment.ts';
import { nextRetryAt, noRetries } from '../../domain/payment/retry-schedule.ts';
import { err, errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { Business } from '../ports/business.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldPayment, Transaction } from '../ports/transaction.ts';
import { releaseKeptOrder } from '../privacy/release-kept-order.ts';

export type SettlePorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'ids' | 'log' | 'business'>;

/** There is no such payment, or it is settled and went with its person. */
export interface NoSuchPayment {
  readonly kind: 'NoSuchPayment';
}

/** The answer is to an attempt that never began. */
export interface NoSuchAttempt {
  readonly kind: 'NoSuchAttempt';
}

export type SettleRefusal = NoSuchPayment | NoSuchAttempt | PortFailure;

/** What the processor said of one attempt. */
export interface Answered {
  readonly payment: PaymentId;
  readonly attempt: number;
  readonly answer: ProcessorAnswer;
}

/**
 * Writes down what the processor answered. An answer that says nothing new changes nothing, so answers may come twice and in
 * any order. A failure tells the person in the same transaction (POLICY.md C12) and says when we try again by ourselves; who
 * was told of a failure is told when it is paid. Money that was taken a second time, by an attempt that we had taken for
 * declined, is given back at once, and so is what an attempt took beyond what is owed by now.
 */
export function settlePayment(ports: SettlePorts): (answered: Answered) => ResultAsync<Payment, SettleRefusal> {
  const { store, clock, log } = ports;
  return (answered) => {
    const at = clock.now();
    return store
      .transact((tx) => settle(ports, tx, answered, at))
      .orElse((refusal) => {
        // Whether it is told once more of what was paid, or was taken again, nobody can say whose payment is gone.
        const isGone = refusal.kind === 'NoSuchPayment' && answered.answer.kind === 'succeeded';
        if (isGone) log.write('warn', 'payment-unclear', { payment: answered.payment });
        return errAsync(refusal);
      })
      .andThen((outcome): ResultAsync<Payment, PortFailure> => {
        const { payment } = outcome;
        if (outcome.kind === 'paid-twice') return giveBack(ports, answered, payment, takenBy(answered, payment));
        // Also where it is told again: the time before may have ended between the commit and this.
        const surplus = isOf(payment, answered)
          ? surplusOf(payment, answered.answer)
          : Money.zero(payment.amount.currency);
        const returned = Money.isZero(surplus) ? okAsync(payment) : giveBack(ports, answered, payment, surplus);
        if (outcome.kind !== 'settled') return returned;
        log.write('info', 'payment-settled', { payment: payment.payment });
        return letGo(ports, outcome).andThen(() => returned);
      });
  };
}

interface Settled {
  readonly kind: 'settled';
  readonly payment: Payment;
  readonly proof: HeldPayment['proof']['kind'];
  /** A card that the person removed and that was needed for this payment alone. */
  readonly cardToForget: Card | null;
}

type Outcome = Settled | { readonly kind: 'nothing-new' | 'paid-twice'; readonly payment: Payment };

function settle(
  { ids, business }: SettlePorts,
  tx: Transaction,
  { payment: id, attempt, answer }: Answered,
  at: Instant,
): ResultAsync<Outcome, SettleRefusal> {
  return safeTry(async function* () {
    const held = yield* tx.doors.byPayment(id, 'payment');
    if (held === null) return err({ kind: 'NoSuchPayment' as const });
    const decided = decidePayment({ kind: 'Settle', attempt, answer, at }, held.payment);
    if (decided.isErr()) {
      if (decided.error.kind !== 'PaidTwice') return err({ kind: 'NoSuchAttempt' as const });
      return ok<Outcome>({ kind: 'paid-twice', payment: held.payment });
    }
    if (decided.value.length === 0) return ok<Outcome>({ kind: 'nothing-new', payment: held.payment });

    const payment = decided.value.reduce<Payment>(evolvePayment, held.payment);
    yield* tx.payments.save(held, payment, retryAt(business, payment));
    const { proof, card } = held;
    if (proof.kind === 'kept-order')
      return ok<Outcome>({ kind: 'settled', payment, proof: proof.kind, cardToForget: null });
    if (payment.kind === 'failed') {
      const notice = newNotice(ids, proof, { kind: 'payment-failed', payment: id }, at);
      yield* tx.notices.queue(proof, notice, `payment-failed:${id}:${attempt}`);
    }
    if (payment.kind === 'succeeded' && wasTold(held.payment)) {
      const notice = newNotice(ids, proof, { kind: 'payment-settled', payment: id }, at);
      yield* tx.notices.queue(proof, notice, `payment-settled:${id}`);
    }
    const unneeded = card !== null && card.removedAt !== null && !(yield* tx.cards.inUse(proof, card.card));
    return ok<Outcome>({ kind: 'settled', payment, proof: proof.kind, cardToForget: unneeded ? card : null });
  });
}

/** Whether an attempt failed before, so that the person heard of it. */
function wasTold(before: Payment): boolean {
  return before.kind === 'failed' || before.attempt > 1;
}

/** When a failed payment is tried again without the person. */
function retryAt({ paymentRetries = noRetries }: Business, payment: Payment): Instant | null {
  if (payment.kind !== 'failed') return null;
  const { attempt, reason, settledAt } = payment;
  return nextRetryAt(paymentRetries, { attempt, reason, at: settledAt });
}

/** What follows a settlement and may fail without undoing it: the worker comes back to a kept order. */
function letGo({ log, ...ports }: SettlePorts, settled: Settled): ResultAsync<void, never> {
  const { payment, proof, cardToForget } = settled;
  if (proof === 'kept-order' && payment.kind === 'succeeded') {
    return releaseKeptOrder({ log, ...ports })(payment.subject, payment.order)
      .map(() => undefined)
      .orElse(({ port, retryable }) => {
        log.write('warn', 'erasure-stuck', { port, retryable, order: payment.order });
        return okAsync(undefined);
      });
  }
  if (cardToForget === null) return okAsync(undefined);
  return ports.processor.forget(cardToForget.paymentMethod).orElse(({ port, retryable }) => {
    log.write('warn', 'card-not-forgotten', { port, retryable });
    return okAsync(undefined);
  });
}

/** Whether the payment is paid by the charge that the answer tells of. */
function isOf(payment: Payment, { answer }: Answered): boolean {
  return 'reference' in payment && answer.kind === 'succeeded' && payment.reference === answer.reference;
}

/** All that the answer says was taken. */
function takenBy({ answer }: Answered, payment: Payment): Money {
  return (answer.kind === 'succeeded' ? answer.amount : undefined) ?? payment.amount;
}

/** The key names the attempt that took the money, so that telling us twice gives back once. It was never in the books. */
function giveBack(
  { processor, log }: SettlePorts,
  { attempt, answer }: Answered,
  payment: Payment,
  amount: Money,
): ResultAsync<Payment, PortFailure> {
  if (answer.kind !== 'succeeded') return okAsync(payment);
  log.write('error', 'payment-unclear', { payment: payment.payment });
  const idempotencyKey = `${payment.payment}:${attempt}:given-back`;
  return processor.refund({ idempotencyKey, reference: answer.reference, amount }).map(() => payment);
}
