import type { SchemaColumn } from '../../domain/data-map/coverage.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { DataStore } from './data-store.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { PortFailure } from './port-failure.ts';
import type { Sealing } from './sealing.ts';
import type { VaultRows } from './vault-rows.ts';

/** What a data store needs of others: personal values are sealed before SQL sees them. */
export interface DataStoreNeeds {
  readonly sealing: Sealing;
  readonly ids: Pick<Ids, 'ordered'>;
  readonly log: Log;
}

/** A step of a schema, such as `0001-first`. */
export interface SchemaStep {
  readonly store: StoreName;
  readonly name: string;
}

/** The two databases of one installation, before anybody opened them. */
export interface Stores {
  /** Opens the vault's database. Whoever opens it closes it. */
  openVaultRows(): VaultRows;
  /** Opens the data store's database. Whoever opens it closes it. */
  openDataStore(needs: DataStoreNeeds): DataStore;
  /** Brings both schemas up to date and answers what was done. One caller at a time does it, others wait. */
  migrate(): ResultAsync<readonly SchemaStep[], PortFailure>;
  /** What {@link Stores.migrate} would do. */
  pendingMigrations(): ResultAsync<readonly SchemaStep[], PortFailure>;
  /** Every column of both databases but those of the migrator itself: what the data map is held against. */
  columns(): ResultAsync<readonly SchemaColumn[], PortFailure>;
}
