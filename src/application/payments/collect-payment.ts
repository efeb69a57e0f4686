import type { PaymentId } from '../../domain/ids.ts';
import { hourMs, Instant, minuteMs } from '../../domain/instant.ts';
import {
  decidePayment,
  evolvePayment,
  idempotencyKey,
  type Payment,
  type PendingPayment,
  type ProcessorAnswer,
} from '../../domain/payment/payment.ts';
import { err, errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { CardProcessor, ChargeRequest } from '../ports/card-processor.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldPayment } from '../ports/transaction.ts';
import { type NoSuchPayment, type SettlePorts, type SettleRefusal, settlePayment } from './settle-payment.ts';

/** For so long at least nobody else collects a payment that somebody collects. */
const leaseMs: number = minuteMs;
const longestLeaseMs = hourMs;
/** Processors remember an idempotency key for a day or so: after an hour we ask what became of it before we use it again. */
const trustKeyForMs = hourMs;

/** Whether the processor may have heard of this attempt before: then it is asked first, and charged only if it has not. */
export type Before = 'maybe-charged' | 'not-charged';

/**
 * Collects one pending payment, or begins the next attempt of a failed one whose time has come; one that is settled is
 * answered as it is. A failure of a port leaves it pending, for the worker.
 *
 * Never a second charge: the lease is committed before the processor is asked; the key names payment and attempt, and a new
 * attempt begins only after a definite decline; a lost answer is asked for under the same key, and where that is lost too
 * the payment stays pending until the lease runs out and a worker asks again.
 */
export function collectPayment(
  ports: SettlePorts,
): (payment: PaymentId, before: Before) => ResultAsync<Payment, SettleRefusal> {
  const { processor, clock, log } = ports;
  return (id, before) =>
    safeTry(async function* () {
      const { payment, request } = yield* lease(ports, id);
      if (request === null) return ok(payment);
      const askFirst = before === 'maybe-charged' || clock.now() - payment.createdAt > trustKeyForMs;
      const known = askFirst ? processor.answerTo(request.idempotencyKey) : okAsync(null);
      const answer = yield* known
        .andThen((earlier) => (earlier === null ? chargeOrAsk(processor, request) : okAsync(earlier)))
        .mapErr((failure) => {
          // What the processor refuses for good stays open until somebody looks.
          const { port, retryable } = failure;
          log.write(retryable ? 'warn' : 'error', 'payment-unclear', { payment: id, port, retryable });
          return failure;
        });
      return settlePayment(ports)({ payment: id, attempt: payment.attempt, answer });
    });
}

/** Charges, and where the answer is lost asks for it at once. Null then is no answer: the charge may be on its way still. */
function chargeOrAsk(processor: CardProcessor, request: ChargeRequest): ResultAsync<ProcessorAnswer, PortFailure> {
  return processor.charge(request).orElse((lost) => {
    if (!lost.retryable) return errAsync(lost);
    return processor
      .answerTo(request.idempotencyKey)
      .andThen((answer) => (answer === null ? errAsync(lost) : okAsync(answer)));
  });
}

type Leased =
  | { readonly payment: Payment; readonly request: null }
  | { readonly payment: PendingPayment; readonly request: ChargeRequest };

function lease(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  id: PaymentId,
): ResultAsync<Leased, NoSuchPayment | PortFailure> {
  const at = clock.now();
  return store.transact((tx) =>
    safeTry(async function* () {
      const held = yield* tx.doors.byPayment(id, 'payment');
      if (held === null) return err({ kind: 'NoSuchPayment' as const });
      const { card } = held;
      const payment = begun(held, at);
      if (payment.kind !== 'pending') return ok<Leased>({ payment, request: null });
      // A card that an unpaid amount is bound to is never deleted.
      if (card === null) return err(portFailure('DataStore', false));
      yield* tx.payments.save(held, payment, Instant.plusMs(at, leaseFor(payment, at)));
      const request = {
        idempotencyKey: idempotencyKey(payment),
        paymentMethod: card.paymentMethod,
        amount: payment.amount,
      };
      return ok<Leased>({ payment, request });
    }),
  );
}

/** The next attempt of a payment that failed, if its time has come: with the card that failed, unless its bank never takes it. */
function begun({ payment, card, dueAt }: HeldPayment, at: Instant): Payment {
  if (payment.kind !== 'failed' || card === null || dueAt === null || dueAt > at) return payment;
  return decidePayment({ kind: 'Retry', card: card.card }, payment)
    .map((events) => events.reduce<Payment>(evolvePayment, payment))
    .unwrapOr(payment);
}

/** A minute, and more the longer the processor has been silent: half the payment's age, an hour at most. */
function leaseFor(payment: PendingPayment, at: Instant): number {
  return Math.min(longestLeaseMs, Math.max(leaseMs, Math.floor((at - payment.createdAt) / 2)));
}
