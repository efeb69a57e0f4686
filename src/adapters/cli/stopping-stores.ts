import type { DataStore } from '../../application/ports/data-store.ts';
import type { Stores } from '../../application/ports/stores.ts';
import { okAsync } from '../../domain/result.ts';

/**
 * Stores that hand out no more work once somebody was told to stop: what was claimed is brought to its end and
 * recorded, and a pass ends as if nothing else were due. Without that a pass would go on for as long as its limit lets
 * it, past the patience of whoever stops processes, and what it held then would wait for its lease to run out.
 */
export function storesUntil(stopping: AbortSignal, stores: Stores): Stores {
  return { ...stores, openDataStore: (needs) => dataStoreUntil(stopping, stores.openDataStore(needs)) };
}

function dataStoreUntil(stopping: AbortSignal, store: DataStore): DataStore {
  const { outbox, erasures, reads } = store;
  return {
    ...store,
    outbox: { ...outbox, claim: (claim) => (stopping.aborted ? okAsync([]) : outbox.claim(claim)) },
    erasures: { ...erasures, claim: (claim) => (stopping.aborted ? okAsync([]) : erasures.claim(claim)) },
    reads: {
      ...reads,
      duePayments: (at, limit) => (stopping.aborted ? okAsync([]) : reads.duePayments(at, limit)),
    },
  };
}
