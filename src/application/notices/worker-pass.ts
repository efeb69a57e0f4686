import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { dueCheckpoints } from '../audit/due-checkpoints.ts';
import { collectDuePayments, type PaymentsCollected } from '../payments/collect-due-payments.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { continueErasures, type ErasuresContinued } from '../privacy/continue-erasures.ts';
import { noteLedgerProgress } from '../privacy/note-ledger-progress.ts';
import { type RetentionSwept, sweepRetention } from '../privacy/sweep-retention.ts';
import { deliverDue, type NoticesDelivered } from './deliver-due.ts';
import { disposeExpired } from './dispose-expired.ts';
import { spreadEditions } from './spread-editions.ts';

/** The size of one pass; what is left over waits for the next one. */
export interface WorkerPassInput {
  /** How many of each kind are looked at. */
  readonly limit: number;
  /** Once it says so, the pass brings to its end what it holds, takes up nothing more, and answers. */
  readonly isStopping?: () => boolean;
}

/** What one pass did; null where a kind of work could not even be looked up. */
export interface PassDone {
  readonly erasures: ErasuresContinued | null;
  readonly payments: PaymentsCollected | null;
  /** For how many people something published was queued. */
  readonly spread: number | null;
  readonly notices: NoticesDelivered | null;
  readonly disposed: number | null;
  /** What of all else was due; what is left over is swept with the next pass. */
  readonly retention: RetentionSwept | null;
  readonly failures: readonly PortFailure[];
}

/** One round of everything that is done without anybody asking. It never fails as a whole: one kind holds up no other. */
export type WorkerPass = (input: WorkerPassInput) => ResultAsync<PassDone, never>;

/**
 * Makes the use case. The ledger is looked at before anything is done, so that nobody hears anything twice from a store that
 * was restored. Erasures come first, so that nothing is sent to who left; payments before notices, so that a person
 * hears of a failed payment in the same pass.
 */
export function workerPass(ports: Omit<Ports, 'archive'>): WorkerPass {
  const { clock, log } = ports;
  const checkpoint = dueCheckpoints(ports);
  return (input) =>
    safeTry(async function* () {
      const startedAt = clock.now();
      const failures: PortFailure[] = [];
      const noting = <Done>(work: ResultAsync<Done, PortFailure>): ResultAsync<Done | null, never> =>
        work
          .map((done): Done | null => done)
          .orElse((failure) => {
            failures.push(failure);
            return okAsync(null);
          });
      yield* noting(noteLedgerProgress(ports)());
      const erasures = yield* noting(continueErasures(ports)(input));
      const payments = yield* noting(collectDuePayments(ports)(input));
      const spread = yield* noting(spreadEditions(ports)(input));
      const notices = yield* noting(deliverDue(ports)(input));
      const disposed = yield* noting(disposeExpired(ports)(input));
      const retention = yield* noting(sweepRetention(ports)(input));
      yield* noting(checkpoint());
      log.write('debug', 'worker-pass', { durationMs: clock.now() - startedAt, count: failures.length });
      return ok({ erasures, payments, spread, notices, disposed, retention, failures });
    });
}
