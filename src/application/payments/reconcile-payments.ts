import type { PaymentId } from '../../domain/ids.ts';
import { idempotencyKeyOf, type Payment } from '../../domain/payment/payment.ts';
import { errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type Answered, type SettlePorts, settlePayment } from './settle-payment.ts';

/** How many payments are asked after at most. */
export interface ReconcilePaymentsInput {
  readonly limit: number;
}

/** How many payments came to what. */
export interface PaymentsReconciled {
  /** The processor took the money, and we did not know it. */
  readonly succeeded: number;
  /** The processor declined, and we did not know it. */
  readonly failed: number;
  /** The processor never heard of it: the worker charges it when it is due. */
  readonly unknown: number;
  /** The processor did not answer. */
  readonly unclear: number;
}

/**
 * Asks the processor what became of every payment whose outcome is not known, due or not, and writes its answers down; it
 * charges nothing. Of an amount that was tried several times each attempt is asked after: money that was taken counts,
 * whatever was said before (POLICY.md C12).
 */
export type ReconcilePayments = (input: ReconcilePaymentsInput) => ResultAsync<PaymentsReconciled, PortFailure>;

const atOnce = 100;

/** Makes the use case. */
export function reconcilePayments(ports: SettlePorts): ReconcilePayments {
  const { store } = ports;
  return ({ limit }) =>
    safeTry(async function* () {
      const counts = { succeeded: 0, failed: 0, unknown: 0, unclear: 0 };
      let after: PaymentId | null = null;
      for (let left = limit; left > 0; ) {
        const pending: readonly PaymentId[] = yield* store.reads.pendingPayments(after, Math.min(left, atOnce));
        for (const payment of pending) {
          const outcome = await reconcile(ports, payment);
          counts[outcome.unwrapOr('unclear')] += 1;
        }
        if (pending.length === 0) break;
        left -= pending.length;
        after = pending.at(-1) ?? null;
      }
      return ok(counts);
    });
}

function reconcile(ports: SettlePorts, id: PaymentId): ResultAsync<keyof PaymentsReconciled, PortFailure> {
  const { store, processor } = ports;
  return safeTry(async function* () {
    const record = yield* store.reads.payment(id, 'payment');
    if (record === null) return ok<keyof PaymentsReconciled>('unknown');
    const answers: Answered[] = [];
    for (let attempt = record.payment.attempt; attempt >= 1; attempt -= 1) {
      const answer = yield* processor.answerTo(idempotencyKeyOf(id, attempt));
      if (answer !== null) answers.push({ payment: id, attempt, answer });
    }
    // Money that was taken comes first: where an earlier attempt took it, nobody hears that the last one was declined.
    const took = ({ answer }: Answered): number => Number(answer.kind === 'succeeded');
    let settled: Payment | null = null;
    for (const answered of answers.toSorted((one, other) => took(other) - took(one))) {
      settled = yield* settlePayment(ports)(answered).orElse((refusal) =>
        refusal.kind === 'PortFailure' ? errAsync<Payment | null, PortFailure>(refusal) : okAsync<null>(null),
      );
    }
    if (settled?.kind === 'succeeded' || settled?.kind === 'refunded') return ok<keyof PaymentsReconciled>('succeeded');
    return ok<keyof PaymentsReconciled>(settled?.kind === 'failed' ? 'failed' : 'unknown');
  });
}
