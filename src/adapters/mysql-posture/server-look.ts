import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type Seen, seen, unseen } from '../../domain/posture/seen.ts';
import type { ConnectionTls, ServerFacts, TableFacts } from '../../domain/posture/server-facts.ts';
import { accountsOn } from './accounts.ts';
import { type Ask, allowed } from './ask.ts';

/** How to look at one server. */
export interface LookOptions {
  /** As the core connects. */
  readonly url: string;
  /** As whoever looks connects; the same address for both is one connection. */
  readonly lookUrl: string;
  readonly now: () => number;
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly timeoutMs: number;
}

/** What a look at one server found. */
export interface LookedServer {
  readonly facts: ServerFacts;
  /** Its columns, `table` and `column`, and whether those are all. */
  readonly columns: { readonly rows: readonly ColumnRow[]; readonly isWhole: boolean };
}

/** A column as the server lists it. */
export interface ColumnRow {
  readonly table: string;
  readonly column: string;
}

/** Looks at a server; throws what the driver throws where it does not answer. */
export async function serverLook({ url, lookUrl, now, resolve, timeoutMs }: LookOptions): Promise<LookedServer> {
  const { hostname, pathname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const ofCore = await withConnection(url, timeoutMs, async (ask, connection) => ({
    ...(await idOf(ask)),
    tls: await tlsOf(ask, connection),
    newTablesEncrypted: await newTablesEncrypted(ask),
  }));
  return withConnection(withoutDatabase(lookUrl), timeoutMs, async (ask) => {
    await ask("set session time_zone = '+00:00', sql_mode = ''");
    const schema = decodeURIComponent(pathname.slice(1));
    const [identity] = await ask<{ serverId: string; version: string; filePriv: string | null }>(
      // A server that was started with `NULL` tells the word.
      'select @@global.server_uuid as serverId, version() as version, @@global.secure_file_priv as filePriv',
    );
    if (identity === undefined) throw new Error('The server told nothing of itself');
    const tables = await tablesOf(ask, schema);
    return {
      facts: {
        ...ofCore,
        lookedAtId: identity.serverId,
        version: identity.version,
        schema,
        host,
        addresses: await resolved(host, resolve),
        variables: {
          ...(await variablesOf(ask)),
          secure_file_priv: identity.filePriv === 'NULL' ? null : identity.filePriv,
        },
        accounts: await accountsOn(ask),
        tables,
        plugins: await pluginsOf(ask),
        clock: await clockOf(ask, now),
      },
      columns: await columnsOf(ask, schema),
    };
  });
}

/** Whoever looks may have no right to anything in the database itself. */
function withoutDatabase(url: string): string {
  const bare = new URL(url);
  bare.pathname = '/';
  return bare.href;
}

async function withConnection<Value>(
  uri: string,
  timeoutMs: number,
  look: (ask: Ask, connection: Connection) => Promise<Value>,
): Promise<Value> {
  const connection = await createConnection({ uri, connectTimeout: timeoutMs, charset: 'utf8mb4_bin', timezone: 'Z' });
  try {
    return await look(async <Row>(sql: string, values: readonly string[] = []) => {
      const [rows] = await connection.query<RowDataPacket[]>({ sql, values: [...values], timeout: timeoutMs });
      return rows as unknown as readonly Row[]; // sound: each statement names the columns of its rows
    }, connection);
  } finally {
    connection.destroy();
  }
}

async function idOf(ask: Ask): Promise<{ readonly serverId: string }> {
  const [identity] = await ask<{ serverId: string }>('select @@global.server_uuid as serverId');
  if (identity === undefined) throw new Error('The server told nothing of itself');
  return identity;
}

/** The schema itself is shown to whoever has a right to anything in it, as the core has and whoever looks may not have. */
async function newTablesEncrypted(ask: Ask): Promise<boolean | null> {
  // Servers before 8.0.16 have no such column.
  const [row] = await ask<Readonly<Record<string, unknown>>>(
    'select * from information_schema.schemata where schema_name = database()',
  );
  const found = row?.DEFAULT_ENCRYPTION;
  return typeof found === 'string' ? found === 'YES' : null;
}

async function tlsOf(ask: Ask, { config }: Connection): Promise<ConnectionTls | null> {
  const rows = await ask<{ Variable_name: string; Value: string }>("show session status like 'Ssl_version'");
  const version = rows[0]?.Value ?? '';
  if (version === '') return null;
  const { ssl, host = '' } = config;
  const verified = typeof ssl === 'object' && ssl.rejectUnauthorized !== false;
  // The driver holds a certificate to the name of a host where it is told to, and never to an address.
  return { version, verified, named: verified && ssl.verifyIdentity === true && isIP(host) === 0 };
}

/** Every address of a host, as the system resolves it. */
export async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

async function resolved(host: string, resolve: LookOptions['resolve']): Promise<Seen<readonly string[]>> {
  try {
    return seen(await resolve(host));
  } catch {
    return unseen('the host does not resolve from here');
  }
}

/** What checks ask for; the other 600 stay where they are. */
const names: readonly string[] = [
  'admin_address',
  'binlog_encryption',
  'binlog_expire_logs_auto_purge',
  'binlog_expire_logs_seconds',
  'binlog_format',
  'binlog_row_image',
  'binlog_rows_query_log_events',
  'bind_address',
  'default_password_lifetime',
  'default_table_encryption',
  'general_log',
  'innodb_flush_log_at_trx_commit',
  'innodb_redo_log_encrypt',
  'innodb_undo_log_encrypt',
  'local_infile',
  'log_bin',
  'log_raw',
  'mysqlx_bind_address',
  'partial_revokes',
  'require_secure_transport',
  'slow_query_log',
  'sync_binlog',
  'tls_version',
];

async function variablesOf(ask: Ask): Promise<Readonly<Record<string, string>>> {
  const rows = await ask<{ Variable_name: string; Value: string }>('show global variables');
  return Object.fromEntries(
    rows.filter((row) => names.includes(row.Variable_name)).map((row) => [row.Variable_name, row.Value]),
  );
}

/** By InnoDB's own catalogue, which shows every table to who has PROCESS, whoever may read it; and what is not InnoDB's. */
function tablesOf(ask: Ask, schema: string): Promise<Seen<readonly TableFacts[]>> {
  return allowed('PROCESS', async () => {
    const ours = await ask<{ table: string; encryption: string }>(
      'select substring_index(t.name, "/", -1) as `table`, coalesce(s.encryption, "N") as encryption ' +
        'from information_schema.innodb_tables t left join information_schema.innodb_tablespaces s on s.space = t.space ' +
        'where substring_index(t.name, "/", 1) = ?',
      [asInnodbNamesIt(schema)],
    );
    const others = await ask<{ table: string }>(
      'select table_name as `table` from information_schema.tables ' +
        "where table_schema = ? and table_type = 'BASE TABLE' and engine <> 'InnoDB'",
      [schema],
    );
    return [
      ...ours.map(({ table, encryption }) => ({ table, encrypted: encryption === 'Y' })),
      ...others.map(({ table }) => ({ table, encrypted: false })),
    ];
  });
}

/**
 * The name of a schema as the names of its files have it: `joos-data` is `joos@002ddata`. Letters that are not ASCII have
 * codes of their own there; a schema with such a name shows no tables, and is not checked.
 */
function asInnodbNamesIt(schema: string): string {
  return schema.replaceAll(/[^\w]/gu, (sign) => `@${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

async function columnsOf(ask: Ask, schema: string): Promise<LookedServer['columns']> {
  const all = await allowed('PROCESS', () =>
    ask<ColumnRow>(
      'select substring_index(t.name, "/", -1) as `table`, c.name as `column` from information_schema.innodb_tables t ' +
        'join information_schema.innodb_columns c on c.table_id = t.table_id where substring_index(t.name, "/", 1) = ?',
      [asInnodbNamesIt(schema)],
    ),
  );
  const granted = await ask<ColumnRow>(
    'select table_name as `table`, column_name as `column` from information_schema.columns where table_schema = ?',
    [schema],
  );
  return { rows: [...(all.kind === 'seen' ? all.value : []), ...granted], isWhole: all.kind === 'seen' };
}

async function pluginsOf(ask: Ask): Promise<Seen<readonly string[]>> {
  const rows = await ask<{ name: string }>(
    'select plugin_name as name from information_schema.plugins where plugin_library is not null order by 1',
  );
  return seen(rows.map(({ name }) => name));
}

/** How often the clock is asked; the quickest answer is the surest. */
const askings = 3;

async function clockOf(ask: Ask, now: () => number): Promise<ServerFacts['clock']> {
  let best = { aheadMs: 0, uncertainMs: Number.POSITIVE_INFINITY };
  for (let asking = 0; asking < askings; asking += 1) {
    const before = now();
    const began = performance.now();
    // By the machine's clock, whatever a session was told to take for the time.
    const [row] = await ask<{ ms: string }>('select unix_timestamp(sysdate(6)) * 1000 as ms');
    const uncertainMs = (performance.now() - began) / 2;
    if (uncertainMs < best.uncertainMs) best = { aheadMs: Number(row?.ms) - (before + uncertainMs), uncertainMs };
  }
  return best;
}
