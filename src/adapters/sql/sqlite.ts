import type { Stores } from '../../application/ports/stores.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { sqliteSessions } from './sessions-sqlite.ts';
import { storesOn } from './stores.ts';

export type { DataStoreNeeds, SchemaStep, Stores } from '../../application/ports/stores.ts';

/** Where the two SQLite files are; SQLite keeps its journals beside them. */
export interface SqliteStoresOptions {
  readonly dataFile: string;
  readonly vaultFile: string;
}

/** The data store and the vault in two files, for one machine. The files are made when they are first opened. */
export function sqliteStores({ dataFile, vaultFile }: SqliteStoresOptions): Stores {
  return storesOn({ data: () => sqliteSessions(dataFile), vault: () => sqliteSessions(vaultFile) }, onThisMachine);
}
