import type { Erasure, StuckReason } from '../../domain/deletion/erasure.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import {
  done,
  doomedKeys,
  type ErasurePorts,
  nextTryAt,
  type Step,
  type StepOutcome,
  stayingNow,
} from './erasure-step.ts';
import { purged } from './purge-rows.ts';
import { heldUntil } from './shred.ts';

/**
 * Looks, by the data map and not by the code that deleted, whether anything is left, and in the vault whether a key is. Only
 * an empty answer lets an erasure go on; before somebody has to look, what was found is purged once more, since an order
 * may have settled in between.
 */
export function verifyErasure(ports: ErasurePorts): Step {
  const { clock, log } = ports;
  return (erasure) =>
    safeTry(async function* () {
      const found = yield* leftBehind(ports, erasure);
      if (found === null) return ok(done());
      const staying = yield* purged(ports, erasure);
      if (staying.categories.length > 0) return ok(heldUntil(clock.now()));
      const left = yield* leftBehind(ports, erasure);
      if (left === null) return ok(done());
      log.write('error', 'erasure-stuck', { erasure: erasure.erasure, tries: erasure.tries });
      const until = nextTryAt(clock.now(), erasure.tries);
      return ok<StepOutcome>({ kind: 'wait', until, obstacle: { kind: 'stuck', reason: left } });
    });
}

function leftBehind(ports: ErasurePorts, erasure: Erasure): ResultAsync<StuckReason | null, PortFailure> {
  const { store, vault } = ports;
  return safeTry(async function* () {
    const staying = yield* stayingNow(ports, erasure);
    const remnants = yield* store.disposal.remnants(erasure.subject, staying);
    if (Object.values(remnants).some((count) => count > 0)) return ok<StuckReason | null>('remnants-found');
    const doomed = doomedKeys(staying);
    const keys = yield* vault.keyClassesOf(erasure.subject);
    return ok<StuckReason | null>(keys.some((keyClass) => doomed.includes(keyClass)) ? 'keys-found' : null);
  });
}
