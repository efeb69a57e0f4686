import type { Stores } from '../../application/ports/stores.ts';
import { mysqlSessions } from './sessions-mysql.ts';
import { storesOn } from './stores.ts';

export type { DataStoreNeeds, SchemaStep, Stores } from '../../application/ports/stores.ts';

/** Where the two MySQL databases are, each with an account of its own (POLICY.md C17, C20). */
export interface MysqlStoresOptions {
  /** `mysql://user:password@host:port/database`, as secret as the password in it. */
  readonly dataUrl: string;
  readonly vaultUrl: string;
  /** Connections to each database for units of work at most, and as many again for looks. Default: 16. */
  readonly connectionLimit?: number;
}

/** The data store and the vault on MySQL 8.0 or newer. Nothing is opened before it is asked for. */
export function mysqlStores({ dataUrl, vaultUrl, connectionLimit = 16 }: MysqlStoresOptions): Stores {
  return storesOn({
    data: () => mysqlSessions(dataUrl, connectionLimit),
    vault: () => mysqlSessions(vaultUrl, connectionLimit),
  });
}
