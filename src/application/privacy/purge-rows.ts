import type { Erasure } from '../../domain/deletion/erasure.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { done, type ErasurePorts, keptRentals, type Staying, type Step, stayingNow } from './erasure-step.ts';
import { purgeRowsOf } from './purge-rows-of.ts';
import { destroyKeys, heldUntil } from './shred.ts';

/** Deletes the rows that no rule keeps (POLICY.md C25). */
export function purgeRows(ports: ErasurePorts): Step {
  const { store } = ports;
  return (erasure) =>
    safeTry(async function* () {
      const staying = yield* purged(ports, erasure);
      if (staying.categories.length > 0) return ok(heldUntil(ports.clock.now()));
      const found = yield* store.reads.erasure(erasure.erasure);
      return ok(done(found?.deleted ?? {}));
    });
}

/** Purges, and takes the key of the class `contract` along if the last kept order has settled since the keys went. */
export function purged(ports: ErasurePorts, erasure: Erasure): ResultAsync<Staying, PortFailure> {
  return safeTry(async function* () {
    const staying = yield* stayingNow(ports, erasure);
    if (keptRentals(erasure)) yield* destroyKeys(ports, erasure, staying);
    yield* purgeRowsOf(ports, erasure, staying);
    return ok(staying);
  });
}
