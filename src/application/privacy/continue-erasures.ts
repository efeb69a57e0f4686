import type { Erasure } from '../../domain/deletion/erasure.ts';
import { Instant, minuteMs } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import { type ErasurePorts, nextTryAt } from './erasure-step.ts';
import { releaseKeptOrder } from './release-kept-order.ts';

/** The size of one round over unfinished erasures; what is left over waits for the next. */
export interface ContinueErasuresInput {
  /** How many erasures, and how many kept orders, are looked at. */
  readonly limit: number;
  /** Once it says so, no other erasure is carried on; what was claimed comes back when the claim runs out. */
  readonly isStopping?: () => boolean;
}

/** How many erasures and kept orders came to what in one round. */
export interface ErasuresContinued {
  readonly certified: number;
  /** Erasures that wait: for what is being sent to end, for a processor, for a hold to end, or for somebody to look. */
  readonly waiting: number;
  /** Orders that outlived their person's account and are settled and gone now. */
  readonly released: number;
  /** Erasures and releases that could not be carried on now; a later pass tries again. */
  readonly failed: number;
}

/** Carries on what a crash or a failing port left unfinished (POLICY.md C25). */
export type ContinueErasures = (input: ContinueErasuresInput) => ResultAsync<ErasuresContinued, PortFailure>;

/** For so long a worker holds what it claimed. It does no harm if another one takes it up meanwhile. */
const claimMs: number = minuteMs;

/** Makes the use case. One erasure that does not go on holds up no other: it comes back later each time. */
export function continueErasures(ports: ErasurePorts): ContinueErasures {
  const { store, clock } = ports;
  const carryOn = carryOnErasure(ports);
  const release = releaseKeptOrder(ports);
  return ({ limit, isStopping = () => false }) =>
    safeTry(async function* () {
      const at = clock.now();
      const counts = { certified: 0, waiting: 0, released: 0, failed: 0 };
      const claimed = yield* store.erasures.claim({ at, until: Instant.plusMs(at, claimMs), limit });
      for (const erasure of claimed) {
        if (isStopping()) return ok(counts);
        const reached = await carryOn(erasure);
        if (reached.isErr()) {
          counts.failed += 1;
          await putOff(ports, erasure, reached.error);
        } else if (reached.value === 'certified') counts.certified += 1;
        else counts.waiting += 1;
      }
      for (const { subject, order } of yield* store.disposal.settledKeptOrders(clock.now(), limit)) {
        const gone = await release(subject, order);
        if (gone.isErr()) counts.failed += 1;
        else if (gone.value) counts.released += 1;
      }
      return ok(counts);
    });
}

/** Comes back later each time. What fails for good is somebody's to look at, and is tried all the same. */
async function putOff(
  { store, clock, log }: ErasurePorts,
  { erasure, state, tries }: Erasure,
  { port, retryable }: PortFailure,
): Promise<void> {
  log.write(retryable ? 'warn' : 'error', 'erasure-stuck', { erasure, port, retryable, tries });
  const dueAt = nextTryAt(clock.now(), tries);
  const obstacle = retryable ? null : ({ kind: 'stuck', reason: 'port-failed' } as const);
  // Where even this fails, the claim runs out by itself.
  void (await store.erasures.advance(erasure, { state, obstacle, dueAt, completedAt: null }));
}
