import type { Erasure } from '../../domain/deletion/erasure.ts';
import { Instant, minuteMs } from '../../domain/instant.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import {
  done,
  doomedKeys,
  type ErasurePorts,
  keptRentals,
  type Staying,
  type Step,
  type StepOutcome,
  stayingNow,
} from './erasure-step.ts';
import { forgetCards } from './forget-cards.ts';
import { purgeRowsOf } from './purge-rows-of.ts';

/** How often a held erasure looks by itself whether its holds have expired; one that is ended wakes it. */
const lookAtHoldsMs: number = 5 * minuteMs;

/**
 * Destroys the keys: from here on every copy of the sealed values is unreadable, backups included. Where a hold names a
 * category, what it does not name goes all the same, and the erasure waits for its end.
 */
export function shred(ports: ErasurePorts): Step {
  return (erasure) =>
    safeTry(async function* () {
      const staying = yield* stayingNow(ports, erasure);
      const keys = yield* destroyKeys(ports, erasure, staying);
      if (staying.categories.length === 0) return ok(done({ subject_keys: keys }));
      yield* purgeRowsOf(ports, erasure, staying);
      return ok(heldUntil(ports.clock.now()));
    });
}

/**
 * Destroys them for good; again destroys none. An order that was kept may have settled since the processor was told which
 * cards to forget, or a hold ended: it is told the rest while somebody can still read how it knows them.
 */
export function destroyKeys(ports: ErasurePorts, erasure: Erasure, staying: Staying): ResultAsync<number, PortFailure> {
  const { vault, clock } = ports;
  const perhapsMore = keptRentals(erasure) || erasure.obstacle?.kind === 'held';
  const told = perhapsMore ? forgetCards(ports)(erasure, staying, 'in-the-end-without') : okAsync(undefined);
  return told.andThen(() => vault.destroyKeys(erasure.subject, doomedKeys(staying), clock.now()));
}

/** A hold stands in the way of the rest. */
export function heldUntil(at: Instant): StepOutcome {
  return { kind: 'wait', until: Instant.plusMs(at, lookAtHoldsMs), obstacle: { kind: 'held' } };
}
