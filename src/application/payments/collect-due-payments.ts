import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { collectPayment } from './collect-payment.ts';
import type { SettlePorts } from './settle-payment.ts';

/** How many payments are collected side by side. */
const atOnce = 8;

/** The size of one collecting round; what is left over stays due for the next. */
export interface CollectDuePaymentsInput {
  /** How many payments at most. */
  readonly limit: number;
  /** Once it says so, no other payment is begun; those under way end. */
  readonly isStopping?: () => boolean;
}

/** How many payments came to what in one round. */
export interface PaymentsCollected {
  readonly succeeded: number;
  /** Declined: the person is told. */
  readonly failed: number;
  /** No answer yet: looked at again when the lease runs out. */
  readonly unclear: number;
}

/** Collects what is due, and finds out what became of charges whose answer was lost: the worker's part of `charge`. */
export type CollectDuePayments = (input: CollectDuePaymentsInput) => ResultAsync<PaymentsCollected, PortFailure>;

/** Makes the use case. A due payment may have been charged before, so the processor is always asked first. */
export function collectDuePayments(ports: SettlePorts): CollectDuePayments {
  const collect = collectPayment(ports);
  return ({ limit, isStopping = () => false }) =>
    safeTry(async function* () {
      const due = yield* ports.store.reads.duePayments(ports.clock.now(), limit);
      const counts = { succeeded: 0, failed: 0, unclear: 0 };
      for (let first = 0; first < due.length && !isStopping(); first += atOnce) {
        const some = due.slice(first, first + atOnce);
        for (const collected of await Promise.all(some.map((payment) => collect(payment, 'maybe-charged')))) {
          if (collected.isErr() || collected.value.kind === 'pending') counts.unclear += 1;
          else if (collected.value.kind === 'failed') counts.failed += 1;
          else counts.succeeded += 1;
        }
      }
      return ok(counts);
    });
}
