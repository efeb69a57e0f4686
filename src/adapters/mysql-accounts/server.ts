import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import { AccountOwner } from '../../domain/database-account/account-owner.ts';
import type { Privilege } from '../../domain/database-account/privilege.ts';
import { readShownGrants } from '../../domain/database-account/shown-grants.ts';
import { ResultAsync } from '../../domain/result.ts';
import { type AccountsProblem, problemOf, Stopped } from './problem.ts';
import { quotedAccount } from './quoted.ts';

/** A server with one or both databases, and who administers it. */
export interface AdministeredServer {
  readonly stores: readonly [StoreName, ...StoreName[]];
  /** `mysql://administrator:password@host:port/`, as secret as the password in it. */
  readonly adminUrl: string;
}

/** An account as the server has it. */
export interface FoundAccount {
  readonly user: string;
  readonly host: string;
  /** Null where its attribute does not say whose it is. */
  readonly owner: AccountOwner | null;
  readonly locked: boolean;
  /** `''`, `ANY` (TLS), `X509` or `SPECIFIED`. */
  readonly tls: string;
  readonly passwordDays: number | null;
  readonly locking: { readonly tries: number; readonly days: number };
  /** Whether the password before the current one still counts. */
  readonly hasOldPassword: boolean;
}

/** What an administrator asks of one server. Statements are sent as they are: none of these can be prepared. */
export interface Administration {
  readonly stores: AdministeredServer['stores'];
  readonly literalNames: boolean;
  readonly run: (statement: string) => Promise<void>;
  /** Every account but the server's own and the administrator's. */
  readonly accounts: () => Promise<readonly FoundAccount[]>;
  readonly grantsOf: (account: Pick<FoundAccount, 'user' | 'host'>) => Promise<readonly Privilege[]>;
  /** Roles that were granted to an account, and accounts that it stands in for. */
  readonly othersOf: (account: Pick<FoundAccount, 'user' | 'host'>) => Promise<OtherRights>;
  readonly tables: (database: string) => Promise<ReadonlySet<string>>;
}

/** Accounts of which an account has the rights, quoted. */
interface OtherRights {
  readonly roles: readonly string[];
  readonly proxied: readonly string[];
}

/** Does something as the administrator of a server, if passwords are safe there. */
export function administering<Value>(
  { stores, adminUrl }: AdministeredServer,
  work: (administration: Administration) => Promise<Value>,
): ResultAsync<Value, AccountsProblem> {
  const [store] = stores;
  const done = async (): Promise<Value> => {
    const connection = await createConnection({ uri: adminUrl, connectTimeout: 10_000, charset: 'utf8mb4_bin' });
    try {
      // Escapes and quotes mean what this adapter takes them for, whatever the server's default.
      await connection.query("SET SESSION sql_mode = 'TRADITIONAL', sql_quote_show_create = 1");
      await holdAccounts(connection, store);
      return await work(await administrationOn(connection, { stores, adminUrl }));
    } finally {
      await connection.end();
    }
  };
  return ResultAsync.fromPromise(done(), (error) => problemOf(error, store));
}

/** For how long a run waits for another one on the same server, in seconds. */
const waitedForOthers = 30;

/** One run at a time on a server: the lock goes with the connection. */
async function holdAccounts(connection: Connection, store: StoreName): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>("SELECT GET_LOCK('joos accounts', ?) AS held", [
    waitedForOthers,
  ]);
  if (rows[0]?.held !== 1) throw new Stopped({ kind: 'AnotherRunUnderWay', store });
}

async function administrationOn(connection: Connection, server: AdministeredServer): Promise<Administration> {
  const [store] = server.stores;
  const rowsOf = async (statement: string, values: readonly string[] = []): Promise<readonly RowDataPacket[]> => {
    const [rows] = await connection.query<RowDataPacket[]>(statement, [...values]);
    return rows;
  };
  const [row] = await rowsOf('SELECT VERSION() AS version, @@GLOBAL.log_raw AS raw, CURRENT_USER() AS me');
  if (isOlderThan(String(row?.version), [8, 0, 22])) throw new Stopped({ kind: 'ServerTooOld', store });
  if (row?.raw === 1) throw new Stopped({ kind: 'PasswordsWouldBeLogged', store });
  const [cipher] = await rowsOf("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
  if (cipher?.Value === '' && !isLoopback(server.adminUrl))
    throw new Stopped({ kind: 'ConnectionNotEncrypted', store });
  const [names] = await rowsOf('SELECT @@GLOBAL.partial_revokes AS literal');
  const literalNames = names?.literal === 1;
  return {
    stores: server.stores,
    literalNames,
    run: async (statement) => {
      await connection.query(statement);
    },
    accounts: async () => {
      const found = await rowsOf(
        'SELECT User AS user, Host AS host, ssl_type AS tls, account_locked AS locked, password_lifetime AS days, ' +
          'CAST(User_attributes AS CHAR) AS attributes FROM mysql.user ORDER BY User, Host',
      );
      return found
        .map(foundAccount)
        .filter(({ user, host }) => !reserved.has(user) && `${user}@${host}` !== String(row?.me));
    },
    grantsOf: async (account) => {
      const rows = await rowsOf(`SHOW GRANTS FOR ${quotedAccount(account)}`);
      const lines = rows.map((line) => String(Object.values(line)[0]));
      const read = readShownGrants(lines, { literalNames });
      if (read.isErr()) throw new Stopped({ kind: 'UnreadableGrant', store });
      return read.value;
    },
    othersOf: async ({ user, host }) => {
      const roles = await rowsOf(
        'SELECT FROM_USER AS user, FROM_HOST AS host FROM mysql.role_edges WHERE TO_USER = ? AND TO_HOST = ?',
        [user, host],
      );
      const proxied = await rowsOf(
        'SELECT Proxied_user AS user, Proxied_host AS host FROM mysql.proxies_priv WHERE User = ? AND Host = ?',
        [user, host],
      );
      const named = (account: RowDataPacket): string =>
        quotedAccount({ user: String(account.user), host: String(account.host) });
      return { roles: roles.map(named), proxied: proxied.map(named) };
    },
    tables: async (database) => {
      const rows = await rowsOf('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?', [
        database,
      ]);
      return new Set(rows.map(({ name }) => String(name)));
    },
  };
}

/** The server's own, which nobody logs in with. */
const reserved: ReadonlySet<string> = new Set(['mysql.sys', 'mysql.session', 'mysql.infoschema']);

function foundAccount(row: RowDataPacket): FoundAccount {
  const attributes = objectIn(row.attributes === null ? null : JSON.parse(String(row.attributes)));
  const locking = objectIn(attributes.Password_locking);
  return {
    user: String(row.user),
    host: String(row.host),
    owner: AccountOwner.read(attributes.metadata).unwrapOr(null),
    locked: row.locked === 'Y',
    tls: String(row.tls),
    passwordDays: typeof row.days === 'number' ? row.days : null,
    locking: { tries: Number(locking.failed_login_attempts ?? 0), days: Number(locking.password_lock_time_days ?? 0) },
    hasOldPassword: attributes.additional_password !== undefined,
  };
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What goes to the machine itself passes no network. */
function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

function isOlderThan(version: string, than: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [at, least] of than.entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
