import type { SchemaColumn } from '../../domain/data-map/coverage.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { OpenedAuditLog } from './audit-log.ts';
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

/**
 * What the account that migrates may not do. `create-triggers-in-binary-log` is of MySQL servers that keep a binary log:
 * there the privilege alone is not enough, the server must also trust the account.
 */
export type MissingRight = 'change-tables' | 'create-triggers' | 'create-triggers-in-binary-log';

/** The account that migrates lacks a right. What was done stands, and to migrate again goes on from there. */
export interface MigrationNotAllowed {
  readonly kind: 'MigrationNotAllowed';
  readonly store: StoreName;
  readonly lacks: MissingRight;
}

/** The two databases of one installation, before anybody opened them. */
export interface Stores extends Placed {
  /** Opens the vault's database. Whoever opens it closes it. */
  openVaultRows(): VaultRows;
  /** Opens the data store's database. Whoever opens it closes it. */
  openDataStore(needs: DataStoreNeeds): DataStore;
  /** Opens nothing but the audit log in the data store's database, for reading. Whoever opens it closes it. */
  openAuditLog(): OpenedAuditLog;
  /** Brings both schemas up to date and answers what was done. One caller at a time does it, others wait. */
  migrate(): ResultAsync<readonly SchemaStep[], MigrationNotAllowed | PortFailure>;
  /** What {@link Stores.migrate} would do. */
  pendingMigrations(): ResultAsync<readonly SchemaStep[], PortFailure>;
  /** Every column of both databases but those of the migrator itself: what the data map is held against. */
  columns(): ResultAsync<readonly SchemaColumn[], PortFailure>;
}
