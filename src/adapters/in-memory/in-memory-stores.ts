import type { Stores } from '../../application/ports/stores.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { okAsync } from '../../domain/result.ts';
import { type InMemoryStore, openInMemoryStore } from './in-memory-store.ts';
import { openInMemoryVaultRows } from './in-memory-vault-rows.ts';

/** {@link Stores} that live as long as the process, and show what they hold. */
export interface InMemoryStores extends Stores {
  /** A copy of all rows of the data store, table by table, for a test to search. Values stand in it in clear. */
  snapshot: InMemoryStore['snapshot'];
  /** Takes a backup of the data store, and answers how to restore it. The vault stays as it is. */
  backUp: InMemoryStore['backUp'];
}

/**
 * An empty data store and an empty vault in memory, to be passed to `openJoos` by tests of a host. Whoever opens them sees
 * what others left there, as with a database; to close them changes nothing. There is no schema, so there is nothing to
 * migrate and no column.
 */
export function inMemoryStores(): InMemoryStores {
  const store = openInMemoryStore();
  const rows = openInMemoryVaultRows();
  return {
    residency: onThisMachine,
    openDataStore: () => store,
    openVaultRows: () => rows,
    openAuditLog: () => ({ ...store.auditLog, close: () => okAsync(undefined) }),
    migrate: () => okAsync([]),
    pendingMigrations: () => okAsync([]),
    columns: () => okAsync([]),
    snapshot: () => store.snapshot(),
    backUp: () => store.backUp(),
  };
}
