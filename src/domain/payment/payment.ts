import type { CardId, OrderId, PaymentId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { Money } from '../order/money.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { type DeclineReason, declines } from './decline-reason.ts';
import type { ProcessorReference } from './processor-reference.ts';

/**
 * An amount owed for an order: pending → succeeded or failed → refunded (POLICY.md C10 to C12). A failed payment may be
 * tried again, with the same card or another, and is then pending again.
 */

interface Owed {
  readonly payment: PaymentId;
  readonly subject: SubjectId;
  readonly order: OrderId;
  readonly card: CardId;
  readonly amount: Money;
  readonly createdAt: Instant;
  /**
   * Which attempt to collect this is, from 1. A new one, with an idempotency key of its own, begins only after a definite
   * decline: an answer that was lost is asked for again under the same key.
   */
  readonly attempt: number;
}

/** Owed, and the outcome of the current attempt is not known: the processor was not asked yet, or did not answer. */
export interface PendingPayment extends Owed {
  readonly kind: 'pending';
}

/** The processor took the whole amount, by the charge that the reference names. */
export interface SucceededPayment extends Owed {
  readonly kind: 'succeeded';
  readonly reference: ProcessorReference;
  readonly settledAt: Instant;
}

/** The last attempt was declined: the amount stays owed, and the person is told what to do (POLICY.md C12). */
export interface FailedPayment extends Owed {
  readonly kind: 'failed';
  readonly reason: DeclineReason;
  readonly settledAt: Instant;
}

/** Paid, and some or all of it given back; `settledAt` stays the moment when it was paid. */
export interface RefundedPayment extends Owed {
  readonly kind: 'refunded';
  readonly reference: ProcessorReference;
  readonly settledAt: Instant;
  /** In part or in full: more than zero, at most the amount. */
  readonly refunded: Money;
}

/** An amount owed in one of its states; only `pending` and `failed` mean that it is unpaid. */
export type Payment = PendingPayment | SucceededPayment | FailedPayment | RefundedPayment;

// --- Commands -------------------------------------------------------------------------------------------------------

/** What the processor answered to one attempt; answers may come twice, late and in any order. */
export interface Settle {
  readonly kind: 'Settle';
  readonly attempt: number;
  readonly answer: ProcessorAnswer;
  readonly at: Instant;
}

/** Begin a new attempt, with the same card or another one of the person's. */
export interface Retry {
  readonly kind: 'Retry';
  readonly card: CardId;
}

/** Give money back, in part or in full. */
export interface Refund {
  readonly kind: 'Refund';
  readonly amount: Money;
}

/** Owe less than before, since what was charged was corrected before it was paid. */
export interface Lower {
  readonly kind: 'Lower';
  /** What is owed from now on. */
  readonly amount: Money;
}

/** What can be done to a payment: take the processor's answer, try again, give money back, owe less. */
export type PaymentCommand = Settle | Retry | Refund | Lower;

/** What the processor said of one try, in our own words. */
export type ProcessorAnswer =
  | {
      readonly kind: 'succeeded';
      readonly reference: ProcessorReference;
      /** What was taken, where the processor says it; else the amount that is owed. */
      readonly amount?: Money;
    }
  | { readonly kind: 'declined'; readonly reason: DeclineReason };

// --- Events ---------------------------------------------------------------------------------------------------------

/** What happened to a payment: money was taken, refused or given back, or a new attempt began. */
export type PaymentEvent =
  | { readonly kind: 'PaymentSucceeded'; readonly reference: ProcessorReference; readonly at: Instant }
  | { readonly kind: 'PaymentFailed'; readonly reason: DeclineReason; readonly at: Instant }
  | { readonly kind: 'PaymentRetried'; readonly card: CardId }
  | { readonly kind: 'PaymentRefunded'; readonly amount: Money }
  | { readonly kind: 'PaymentLowered'; readonly amount: Money };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** Why an answer of the processor cannot be booked on this payment. */
export type SettleRejection =
  /** The answer is to an attempt that never began. */
  | { readonly kind: 'NoSuchAttempt' }
  /** The amount is paid already and the processor took it once more, by another charge: give that one back. */
  | { readonly kind: 'PaidTwice' };

/** Why no new attempt begins: only a failed payment has one, and not with a card that can never pay it. */
export type RetryRejection =
  | { readonly kind: 'PaymentNotFailed' }
  /** The bank will not take this card: a new attempt needs another one. */
  | { readonly kind: 'CardDeclinedForGood' };

/** Why no money goes back: a refund is positive, in the payment's currency and at most what is left of it. */
export type RefundRejection =
  /** Nothing was paid, all of it went back already, or the amount is not positive. */
  { readonly kind: 'NothingToRefund' } | { readonly kind: 'RefundTooLarge' } | { readonly kind: 'WrongCurrency' };

/**
 * Why the amount stays: while an attempt is under way nobody knows which amount it takes, and what is owed must be less than
 * before and more than nothing. Should an earlier attempt turn out to have taken the old amount, the difference goes back.
 */
export type LowerRejection = { readonly kind: 'PaymentNotFailed' } | { readonly kind: 'NotLess' };

/** Every way in which a payment refuses a command; it stays as it is. */
export type PaymentRejection = SettleRejection | RetryRejection | RefundRejection | LowerRejection;

// --- Decide ---------------------------------------------------------------------------------------------------------

/** Begins a payment: pending, its first attempt. */
export function newPayment(owed: Omit<PendingPayment, 'kind' | 'attempt'>): PendingPayment {
  const { payment, subject, order, card, amount, createdAt } = owed;
  return { kind: 'pending', payment, subject, order, card, amount, createdAt, attempt: 1 };
}

/** The processor takes the same key for the same charge, however often it is asked. */
export function idempotencyKey({ payment, attempt }: Payment): string {
  return idempotencyKeyOf(payment, attempt);
}

/** The key of one attempt, from 1. */
export function idempotencyKeyOf(payment: PaymentId, attempt: number): string {
  return `${payment}:${attempt}`;
}

/** What the processor took beyond what is owed, since the amount was lowered after that attempt had begun; zero mostly. */
export function surplusOf(payment: Payment, answer: ProcessorAnswer): Money {
  const { amount } = payment;
  if (answer.kind === 'declined' || answer.amount === undefined || answer.amount.currency !== amount.currency) {
    return Money.zero(amount.currency);
  }
  const surplus = Money.subtract(answer.amount, amount);
  return Money.isPositive(surplus) ? surplus : Money.zero(amount.currency);
}

/** What can still be given back: nothing of what was not paid. */
export function refundable(payment: Payment): Money {
  switch (payment.kind) {
    case 'succeeded':
      return payment.amount;
    case 'refunded':
      return Money.subtract(payment.amount, payment.refunded);
    case 'pending':
    case 'failed':
      return Money.zero(payment.amount.currency);
    default:
      return unreachable(payment satisfies never);
  }
}

/** Decides what a command does to a payment. An answer that says nothing new is no event and no refusal. */
export function decidePayment(command: Settle, payment: Payment): Result<readonly PaymentEvent[], SettleRejection>;
export function decidePayment(command: Retry, payment: Payment): Result<readonly PaymentEvent[], RetryRejection>;
export function decidePayment(command: Refund, payment: Payment): Result<readonly PaymentEvent[], RefundRejection>;
export function decidePayment(command: Lower, payment: Payment): Result<readonly PaymentEvent[], LowerRejection>;
export function decidePayment(
  command: PaymentCommand,
  payment: Payment,
): Result<readonly PaymentEvent[], PaymentRejection>;
export function decidePayment(
  command: PaymentCommand,
  payment: Payment,
): Result<readonly PaymentEvent[], PaymentRejection> {
  switch (command.kind) {
    case 'Settle':
      return decideSettlement(command, payment);
    case 'Retry':
      return decideRetry(command.card, payment);
    case 'Refund':
      return decideRefund(command.amount, payment);
    case 'Lower':
      return decideLower(command.amount, payment);
    default:
      return unreachable(command satisfies never);
  }
}

/**
 * Money that was taken counts, whatever was said before: a success is accepted after a decline, and even of an earlier
 * attempt. A decline counts only while its own attempt is pending: it never undoes a success nor fails a later attempt.
 */
function decideSettlement(
  { attempt, answer, at }: Settle,
  payment: Payment,
): Result<readonly PaymentEvent[], SettleRejection> {
  if (attempt < 1 || attempt > payment.attempt) return err({ kind: 'NoSuchAttempt' });
  if (answer.kind === 'declined') {
    const news = payment.kind === 'pending' && attempt === payment.attempt;
    return ok(news ? [{ kind: 'PaymentFailed', reason: answer.reason, at }] : []);
  }
  if (payment.kind === 'pending' || payment.kind === 'failed') {
    return ok([{ kind: 'PaymentSucceeded', reference: answer.reference, at }]);
  }
  return payment.reference === answer.reference ? ok([]) : err({ kind: 'PaidTwice' });
}

function decideRetry(card: CardId, payment: Payment): Result<readonly PaymentEvent[], RetryRejection> {
  if (payment.kind !== 'failed') return err({ kind: 'PaymentNotFailed' });
  if (card === payment.card && declines[payment.reason].hard) return err({ kind: 'CardDeclinedForGood' });
  return ok([{ kind: 'PaymentRetried', card }]);
}

function decideRefund(amount: Money, payment: Payment): Result<readonly PaymentEvent[], RefundRejection> {
  if (amount.currency !== payment.amount.currency) return err({ kind: 'WrongCurrency' });
  const left = refundable(payment);
  if (Money.isZero(left) || !Money.isPositive(amount)) return err({ kind: 'NothingToRefund' });
  if (Money.compare(amount, left) > 0) return err({ kind: 'RefundTooLarge' });
  return ok([{ kind: 'PaymentRefunded', amount }]);
}

function decideLower(amount: Money, payment: Payment): Result<readonly PaymentEvent[], LowerRejection> {
  if (payment.kind !== 'failed') return err({ kind: 'PaymentNotFailed' });
  const isLess = amount.currency === payment.amount.currency && Money.compare(amount, payment.amount) < 0;
  return isLess && Money.isPositive(amount) ? ok([{ kind: 'PaymentLowered', amount }]) : err({ kind: 'NotLess' });
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The payment after an event. Total: an event that {@link decidePayment} would not give in this state changes nothing. */
export function evolvePayment(state: Payment, event: PaymentEvent): Payment {
  switch (event.kind) {
    case 'PaymentSucceeded':
      return state.kind === 'pending' || state.kind === 'failed'
        ? { ...owedOf(state), kind: 'succeeded', reference: event.reference, settledAt: event.at }
        : state;
    case 'PaymentFailed':
      return state.kind === 'pending'
        ? { ...owedOf(state), kind: 'failed', reason: event.reason, settledAt: event.at }
        : state;
    case 'PaymentRetried':
      return state.kind === 'failed'
        ? { ...owedOf(state), kind: 'pending', card: event.card, attempt: state.attempt + 1 }
        : state;
    case 'PaymentRefunded':
      return refunded(state, event.amount);
    case 'PaymentLowered':
      return decideLower(event.amount, state).isOk() ? { ...state, amount: event.amount } : state;
    default:
      return unreachable(event satisfies never);
  }
}

function refunded(state: Payment, amount: Money): Payment {
  if ((state.kind !== 'succeeded' && state.kind !== 'refunded') || decideRefund(amount, state).isErr()) return state;
  const earlier = state.kind === 'refunded' ? state.refunded : Money.zero(state.amount.currency);
  const { reference, settledAt } = state;
  return { ...owedOf(state), kind: 'refunded', reference, settledAt, refunded: Money.add(earlier, amount) };
}

/** What every state has: a new state takes over nothing else of the one before. */
function owedOf({ payment, subject, order, card, amount, createdAt, attempt }: Payment): Owed {
  return { payment, subject, order, card, amount, createdAt, attempt };
}
