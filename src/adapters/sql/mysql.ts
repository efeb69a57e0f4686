import type { Stores } from '../../application/ports/stores.ts';
import { type Residency, statedAt } from '../../domain/residency/residency.ts';
import { mysqlSessions } from './sessions-mysql.ts';
import { storesOn } from './stores.ts';

export type { DataStoreNeeds, SchemaStep, Stores } from '../../application/ports/stores.ts';

/** Where the two MySQL databases are, each with an account of its own (POLICY.md C17, C20). */
export interface MysqlStoresOptions {
  /** `mysql://user:password@host:port/database`, as secret as the password in it. */
  readonly dataUrl: string;
  readonly vaultUrl: string;
  /**
   * The region where both servers are, such as `eu-central-1` (POLICY.md C18). Only the operator knows it, and the core does
   * not open without it but for servers on the loopback. A host name that tells a region, as those of RDS do, has to agree.
   */
  readonly region?: string;
  /** Connections to each database for units of work at most, and as many again for looks. Default: 16. */
  readonly connectionLimit?: number;
}

/** The data store and the vault on MySQL 8.0 or newer. Nothing is opened before it is asked for. */
export function mysqlStores({ dataUrl, vaultUrl, region, connectionLimit = 16 }: MysqlStoresOptions): Stores {
  return storesOn(
    {
      data: () => mysqlSessions(dataUrl, connectionLimit),
      vault: () => mysqlSessions(vaultUrl, connectionLimit),
    },
    [placeOf('data', dataUrl, region), placeOf('vault', vaultUrl, region)],
  );
}

/** An address that is none tells no host; whoever opens it is told. */
function placeOf(of: 'data' | 'vault', url: string, region: string | undefined): Residency {
  return statedAt(of, region, hostIn(url));
}

/** As the driver reads it, which takes a host for encoded. */
function hostIn(url: string): string {
  try {
    return decodeURIComponent(URL.parse(url)?.hostname ?? '');
  } catch {
    return '';
  }
}
