import { Instant, secondMs } from '../../domain/instant.ts';
import { ok, safeTry } from '../../domain/result.ts';
import { done, type ErasurePorts, type Step, type StepOutcome } from './erasure-step.ts';

/** How often a worker looks whether a lease was handed back. */
const pauseMs: number = 2 * secondMs;

/**
 * Waits until nothing can be under way any more that was begun before the fence (POLICY.md C25): codes that were being
 * sent, by time; notices, until their worker has handed them back or its lease has run out.
 */
export function drain({ store, clock }: ErasurePorts): Step {
  return (erasure) =>
    safeTry(async function* () {
      const at = clock.now();
      if (at < erasure.drainedAt) return ok<StepOutcome>({ kind: 'wait', until: erasure.drainedAt, obstacle: null });
      if (yield* store.erasures.isDrained(erasure.subject, at)) return ok(done());
      return ok<StepOutcome>({ kind: 'wait', until: Instant.plusMs(at, pauseMs), obstacle: null });
    });
}
