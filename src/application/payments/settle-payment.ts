import type { Card } from '../../domain/card/masked-card.ts';
import type { PaymentId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { decidePayment, evolvePayment, type Payment, type ProcessorAnswer } from '../../domain/payment/payment.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldPayment, Transaction } from '../ports/transaction.ts';
import { releaseKeptOrder } from '../privacy/release-kept-order.ts';

export type SettlePorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'ids' | 'log'>;

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
 * any order. A failure tells the person in the same transaction (POLICY.md C12). Money that was taken a second time, by an
 * attempt that we had taken for declined, is given back at once.
 */
export function settlePayment(ports: SettlePorts): (answered: Answered) => ResultAsync<Payment, SettleRefusal> {
  const { store, clock, log } = ports;
  return (answered) => {
    const at = clock.now();
    return store
      .transact((tx) => settle(ports, tx, answered, at))
      .andThen((outcome): ResultAsync<Payment, PortFailure> => {
        const { payment } = outcome;
        if (outcome.kind === 'paid-twice') return giveBack(ports, answered, payment);
        if (outcome.kind !== 'settled') return okAsync(payment);
        log.write('info', 'payment-settled', { payment: payment.payment });
        return letGo(ports, outcome).map(() => payment);
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
  { ids }: SettlePorts,
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
    yield* tx.payments.save(held, payment, null);
    const { proof, card } = held;
    if (proof.kind === 'kept-order')
      return ok<Outcome>({ kind: 'settled', payment, proof: proof.kind, cardToForget: null });
    if (payment.kind === 'failed') {
      const notice = newNotice(ids, proof, { kind: 'payment-failed', payment: id }, at);
      yield* tx.notices.queue(proof, notice, `payment-failed:${id}:${attempt}`);
    }
    const unneeded = card !== null && card.removedAt !== null && !(yield* tx.cards.inUse(proof, card.card));
    return ok<Outcome>({ kind: 'settled', payment, proof: proof.kind, cardToForget: unneeded ? card : null });
  });
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

/** The key names the attempt that took the money again, so that telling us twice gives back once. */
function giveBack(
  { processor, log }: SettlePorts,
  { attempt, answer }: Answered,
  payment: Payment,
): ResultAsync<Payment, PortFailure> {
  if (answer.kind !== 'succeeded') return okAsync(payment);
  log.write('error', 'payment-unclear', { payment: payment.payment });
  const idempotencyKey = `${payment.payment}:${attempt}:given-back`;
  return processor.refund({ idempotencyKey, reference: answer.reference, amount: payment.amount }).map(() => payment);
}
