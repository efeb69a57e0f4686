import type { SchemaColumn } from '../data-map/coverage.ts';
import type { StoreName } from '../data-map/vocabulary.ts';
import type { Instant } from '../instant.ts';
import type { Seen } from './seen.ts';

/** An account as `mysql.user` has it. */
export interface AccountFacts {
  readonly user: string;
  readonly host: string;
  readonly locked: boolean;
  /** It has a secret to log in by. A locked one without is a role. */
  readonly hasSecret: boolean;
  /** The password before the current one still counts: it was never ended after a rotation. */
  readonly hasOldPassword: boolean;
  /** What was written on it: whose it is and what it is for, as `AccountOwner` reads it. */
  readonly attribute: unknown;
  /** What `SHOW GRANTS` prints of it. */
  readonly grants: Seen<readonly string[]>;
  /** It may log in by TLS alone. */
  readonly needsTls: boolean;
  readonly passwordExpired: boolean;
  /** How old its password is, in days; null where the server does not know. */
  readonly passwordAgeDays: number | null;
  /** After how many days its password ends: 0 for never, null for what the server says of all. */
  readonly passwordLifetimeDays: number | null;
}

/** A table of the schema of a store. */
export interface TableFacts {
  readonly table: string;
  readonly encrypted: boolean;
}

/** How the connection of the core itself is protected; null where it is not. */
export interface ConnectionTls {
  /** Such as `TLSv1.3`. */
  readonly version: string;
  /** The client holds the server to a certificate that it trusts. */
  readonly verified: boolean;
  /** It holds the certificate to the name of the host too: any other one of the same authority would not do. */
  readonly named: boolean;
}

/** One MySQL server, as a client sees it who logs in to one store. */
export interface ServerFacts {
  /** Who it is, whatever it is called: two stores of one id are on one server. */
  readonly serverId: string;
  /** Who the server is whose settings and accounts are told here: whoever looks may have another address than the core. */
  readonly lookedAtId: string;
  readonly version: string;
  /** What the database of the store is called. */
  readonly schema: string;
  /** The host in the address that the core connects to. */
  readonly host: string;
  /** Every address that the host resolves to. */
  readonly addresses: Seen<readonly string[]>;
  readonly tls: ConnectionTls | null;
  /** Its global settings by name, as `SHOW VARIABLES` words them; null is MySQL's NULL. */
  readonly variables: Readonly<Record<string, string | null>>;
  readonly accounts: Seen<readonly AccountFacts[]>;
  readonly tables: Seen<readonly TableFacts[]>;
  /** A new table of the schema is encrypted, whatever the server does by default; null where the server does not tell. */
  readonly newTablesEncrypted: boolean | null;
  /** Names of plugins that were loaded into it from a file. */
  readonly plugins: Seen<readonly string[]>;
  /** How far its clock is ahead of that of this process, in milliseconds, and how far off that may be. */
  readonly clock: { readonly aheadMs: number; readonly uncertainMs: number };
}

/** Both schemas, held against the data map and against the steps that this version knows. */
export interface SchemaFacts {
  readonly undeclared: readonly SchemaColumn[];
  readonly missing: readonly SchemaColumn[];
  /** Steps that were not taken, such as `0001-first`. */
  readonly pending: readonly string[];
  /** The account that looked sees every table, whoever may read it. */
  readonly isWhole: boolean;
}

/** Both stores on MySQL. */
export interface DatabaseFacts {
  readonly at: Instant;
  readonly servers: Readonly<Record<StoreName, ServerFacts>>;
  readonly schema: Seen<SchemaFacts>;
}
