import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Connection, createConnection } from 'mysql2/promise';
import { auditFile } from '../../src/adapters/audit-file/index.ts';
import { createKeyFile, openKeyFile } from '../../src/adapters/key-file/index.ts';
import { pinoLog } from '../../src/adapters/pino-log/index.ts';
import { simulatedCards } from '../../src/adapters/simulated-cards/index.ts';
import { mysqlStores } from '../../src/adapters/sql/mysql.ts';
import { sqliteStores } from '../../src/adapters/sql/sqlite.ts';
import { messageTemplates } from '../../src/adapters/templates/index.ts';
import type { Clock } from '../../src/application/ports/clock.ts';
import type { KeyWrapper } from '../../src/application/ports/key-wrapper.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import type { Stores } from '../../src/application/ports/stores.ts';
import type { StoreName } from '../../src/domain/data-map/vocabulary.ts';
import { Instant } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { EmailAddress } from '../../src/domain/user/email-address.ts';
import { type Joos, type JoosAdapters, openJoos, orThrow } from '../../src/index.ts';
import { freshSchemas } from '../mysql/fresh-schemas.ts';
import type { MysqlServer } from '../mysql/mysql-server.ts';
import { staffedStores } from '../staff-desk.ts';
import { testCards } from './test-cards.ts';
import { trustingProviders } from './trusting-providers.ts';

/** The engines that every sentence of this folder is true on. */
export const engines = ['sqlite', 'mysql'] as const;
export type EngineName = (typeof engines)[number];

export type Row = Readonly<Record<string, unknown>>;

/** The whole system, opened by its front door on new databases. */
export interface OpenCore {
  readonly engine: EngineName;
  readonly joos: Joos;
  readonly stores: Stores;
  readonly keys: KeyWrapper;
  readonly adapters: JoosAdapters;
  readonly mails: Mail[];
  readonly texts: Sms[];
  readonly cards: ReturnType<typeof testCards>;
  readonly clock: MovableClock;
  /** The databases as an operator has them: no use case stands between. */
  readonly rows: (store: StoreName, sql: string) => Promise<readonly Row[]>;
  /** Files and folders with every byte that the core wrote and nobody carried away: databases with their journals, logs. */
  readonly traces: readonly string[];
  /** Opens the core once more on the same databases, as another host does. */
  readonly another: (instead?: Partial<JoosAdapters>) => Promise<Joos>;
  /** Closes the core, so that all that it wrote is in its files, and the connections of `rows`; rows opens anew. */
  readonly close: () => Promise<void>;
}

/** Stands still until it is moved: all that happens at once happens at the same time. */
export interface MovableClock extends Clock {
  readonly pass: (durationMs: number) => void;
}

export interface OpenOptions {
  /** Adapters in place of those of the tests. */
  readonly instead?: Partial<JoosAdapters>;
  /** Where the schemas are made; the server of the test run by default. */
  readonly schemas?: () => Promise<Schemas>;
  /** As the core shall reach a database whose address is this one. */
  readonly reach?: (url: string) => string;
  readonly connectionLimit?: number;
}

/** Two empty schemas on a server. */
export interface Schemas {
  readonly server: Pick<MysqlServer, 'dataDir'>;
  readonly data: { readonly url: string };
  readonly vault: { readonly url: string };
}

/** Where support is told of bounced addresses and of disputes. */
export const supportInbox: EmailAddress = EmailAddress.parse('inbox@support.joos.test')._unsafeUnwrap();

interface Databases {
  readonly stores: Stores;
  readonly rows: OpenCore['rows'];
  readonly traces: readonly string[];
  readonly close: () => Promise<void>;
}

/** In memory where the system has such a folder: no test here is about the disk. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Opens the core on two new databases. Every file of it lies in a folder that goes with `close` of the last test. */
export async function openCore(engine: EngineName, options: OpenOptions = {}): Promise<OpenCore> {
  const folder = newFolder();
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const keyFile = join(folder, 'master.key');
  await orThrow(createKeyFile(keyFile));
  const keys = await orThrow(openKeyFile(keyFile));
  const databases = engine === 'sqlite' ? onSqlite(folder) : await onMysql(options);
  const audit = auditFile(join(folder, 'audit.jsonl'));
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  const cards = testCards(simulatedCards());
  const clock = movableClock();
  const log = pinoLog({ destination: { kind: 'file', path: join(logs, 'joos.log') }, level: 'debug' });
  const adapters: JoosAdapters = {
    environment: 'test',
    stores: staffedStores(databases.stores),
    keys,
    cards,
    clock,
    log,
    mailer: { residency: onThisMachine, send: (mail) => okAsync(void mails.push(mail)) },
    sms: { residency: onThisMachine, send: (sms) => okAsync(void texts.push(sms)) },
    audit,
    identities: trustingProviders(clock),
    staffIdentities: trustingProviders(clock),
    templates: messageTemplates({
      issuer: ['Joos Test GmbH'],
      vatId: 'DE000000000',
      support: 'support@joos.test',
      paymentDetailsUrl: 'https://app.joos.test/payment',
      timeZone: 'Europe/Berlin',
    }),
    business: {
      timeZone: 'Europe/Berlin',
      receiptIssuer: 'JOOS',
      supportInbox,
      unsubscribeUrl: 'https://api.joos.test/v1/unsubscribe',
      confirmEmailUrl: 'https://api.joos.test/v1/email-confirmations',
      undoChangeUrl: 'https://api.joos.test/v1/contact-changes',
    },
    ...options.instead,
  };
  await orThrow(databases.stores.migrate());
  const joos = await orThrow(openJoos(adapters));
  const open: Joos[] = [joos];
  return {
    engine,
    joos,
    stores: databases.stores,
    keys,
    adapters,
    mails,
    texts,
    cards,
    clock,
    rows: databases.rows,
    traces: [...databases.traces, logs],
    another: async (instead = {}) => {
      const other = await orThrow(openJoos({ ...adapters, ...instead }));
      open.push(other);
      return other;
    },
    close: async () => {
      for (const opened of open.splice(0)) await opened.close();
      await audit.close();
      await databases.close();
    },
  };
}

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(place, 'joos-life-'));
  folders.push(folder);
  return folder;
}

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A Monday morning in Frankfurt, far enough ahead that no receipt series of these tests ends in them. */
function movableClock(): MovableClock {
  let now = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
  return {
    now: () => now,
    pass: (durationMs) => {
      now = Instant.plusMs(now, durationMs);
    },
  };
}

function onSqlite(folder: string): Databases {
  const stored = join(folder, 'stores');
  mkdirSync(stored);
  const files = { dataFile: join(stored, 'data.db'), vaultFile: join(stored, 'vault.db') };
  return {
    stores: sqliteStores(files),
    rows: async (store, sql) => {
      const database = new DatabaseSync(store === 'data' ? files.dataFile : files.vaultFile, { timeout: 2_000 });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
    traces: [stored],
    close: async () => {},
  };
}

async function onMysql({
  schemas = freshSchemas,
  reach = (url) => url,
  connectionLimit = 8,
}: OpenOptions): Promise<Databases> {
  const { server, data, vault } = await schemas();
  const urls = { data: data.url, vault: vault.url };
  const connections = new Map<StoreName, Connection>();
  return {
    stores: mysqlStores({
      region: 'eu-central-1',
      dataUrl: reach(data.url),
      vaultUrl: reach(vault.url),
      connectionLimit,
    }),
    rows: async (store, sql) => {
      const connection = connections.get(store) ?? (await createConnection(urls[store]));
      connections.set(store, connection);
      const [rows] = await connection.query(sql);
      return rows as Row[]; // sound for a SELECT; nobody reads what comes of anything else
    },
    // A server that somebody else runs may keep its files to itself; `dataFolderOf` says so where they are needed.
    traces: server.dataDir === undefined ? [] : [server.dataDir],
    close: async () => {
      for (const connection of connections.values()) await connection.end();
      connections.clear();
    },
  };
}
