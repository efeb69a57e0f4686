import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createConnection } from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import { auditFile } from '../../../src/adapters/audit-file/index.ts';
import { run } from '../../../src/adapters/cli/program.ts';
import type { Shell } from '../../../src/adapters/cli/shell.ts';
import { createKeyFile, openKeyFile } from '../../../src/adapters/key-file/index.ts';
import { simulatedCards } from '../../../src/adapters/simulated-cards/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { silentLog, systemClock, systemIds } from '../../../src/adapters/system/index.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { PortFailure } from '../../../src/application/ports/port-failure.ts';
import type { Sealing } from '../../../src/application/ports/sealing.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import type { ResultAsync } from '../../../src/domain/result.ts';
import { okAsync } from '../../../src/domain/result.ts';
import type { ApprovableAction } from '../../../src/domain/staff/approval.ts';
import { CardNumber, type Joos, type JoosAdapters, openJoos, orThrow, type SessionToken } from '../../../src/index.ts';
import { freshSchemas } from '../../mysql/fresh-schemas.ts';
import { agreedBySomebodyElse, colleagues, seat, staffedStores, staffSessionOf } from '../../staff-desk.ts';

/** What a command came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  /** Without progress: how long something takes is not the matter of a test. */
  readonly err: string;
  /** Lines of the log; each is an event. */
  readonly logged: readonly string[];
}

/** Runs a command line in this process, with a shell that is not there. */
export async function joos(
  argv: readonly string[],
  around: Partial<Shell> & { readonly input?: string } = {},
): Promise<Ran> {
  const lines = { out: [] as string[], err: [] as string[], logged: [] as string[] };
  const { input = '', ...instead } = around;
  const code = await run(argv, {
    environment: {},
    out: (text) => void lines.out.push(text),
    err: (text) => void (isProgress.test(text) || lines.err.push(text)),
    interactive: false,
    readInput: async () => input,
    openLog: async () => ({ write: (_level, event) => void lines.logged.push(event) }),
    stopped: () => new Promise(() => {}),
    ...instead,
  });
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n'), logged: lines.logged };
}

const isProgress = /^joos: .*, (?:\d+ s so far|\d+ of \d+)$/;

/** An installation as an operator has one: settings in the environment, a folder with the key and the messages. */
export interface Installation {
  readonly folder: string;
  /** Anna is signed in at this shell, as support and as privacy officer. */
  readonly environment: Readonly<Record<string, string>>;
  /** The settings of a shell at which another colleague is signed in. */
  readonly as: (name: string) => Promise<Readonly<Record<string, string>>>;
  /** Anna, or another colleague, asked for this for CASE-1042, and somebody else agreed. */
  readonly agreed: (action: ApprovableAction, object: string, askedBy?: string) => Promise<void>;
  /**
   * The core of this installation, as its server has it open, or had it at a moment, with other adapters where they are
   * given; messages go to `texts`.
   */
  readonly open: (
    at?: Instant,
    instead?: Partial<JoosAdapters>,
  ) => Promise<{ readonly joos: Joos; readonly texts: string[] }>;
}

/** In memory where the system has such a folder: no test here is about the disk. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder that goes when the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(place, 'joos-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file that lets these adapters be at these places, such as `cards` at `stripe`; for `JOOS_REGION_EXCEPTIONS`. */
export function exceptionsFor(places: Readonly<Record<string, string>>): string {
  const path = join(newFolder(), 'exceptions.json');
  const reason = 'by contract, with standard contractual clauses';
  const exceptions = Object.entries(places).map(([adapter, place]) => ({ adapter, place, reason }));
  writeFileSync(path, JSON.stringify(exceptions));
  return path;
}

/** Settings for two SQLite files, neither of which is there, with a key file that is not there either. */
export function settingsIn(folder: string): Readonly<Record<string, string>> {
  return {
    JOOS_ENVIRONMENT: 'test',
    JOOS_DATABASE_URL: `sqlite:${join(folder, 'data.db')}`,
    JOOS_VAULT_URL: `sqlite:${join(folder, 'vault.db')}`,
    JOOS_KEYS: `file:${join(folder, 'master.key')}`,
    JOOS_MAIL: `folder:${join(folder, 'messages')}`,
    JOOS_SMS: `folder:${join(folder, 'messages')}`,
    JOOS_CARDS: 'simulated',
    JOOS_PROCESSORS: 'none',
    JOOS_AUDIT_SINK: `file:${join(folder, 'audit.jsonl')}`,
    JOOS_ISSUER: 'Joos Test GmbH;Frankfurt am Main',
    JOOS_VAT_ID: 'DE000000000',
    JOOS_SUPPORT: 'help@joos.test',
    JOOS_PAYMENT_PAGE: 'https://joos.test/pay',
  };
}

/** A migrated installation on one engine, with Anna at the shell, or with nobody of the staff. */
export async function installation(
  engine: 'sqlite' | 'mysql' = 'sqlite',
  staff: readonly ['anna.support'] | readonly [] = ['anna.support'],
): Promise<Installation> {
  const folder = newFolder();
  const files = { dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') };
  const schemas = engine === 'mysql' ? await freshSchemas() : null;
  const environment = {
    ...settingsIn(folder),
    ...(schemas === null
      ? {}
      : {
          JOOS_DATABASE_URL: schemas.data.url,
          JOOS_VAULT_URL: schemas.vault.url,
          JOOS_DATABASE_REGION: 'eu-central-1',
        }),
  };
  const stores =
    schemas === null
      ? sqliteStores(files)
      : mysqlStores({ region: 'eu-central-1', dataUrl: schemas.data.url, vaultUrl: schemas.vault.url });
  await orThrow(stores.migrate());
  const after1041 = "INSERT INTO receipt_series (series, last_number) VALUES ('CASE', 1041)";
  if (schemas === null) withFile(files.dataFile, after1041);
  else await withSchema(schemas.data.url, after1041);
  const keyFile = join(folder, 'master.key');
  await orThrow(createKeyFile(keyFile));
  /** Opened for the moment: a test may put a backup in the place of the file. */
  const inStore = async <Value>(work: (store: DataStore) => ResultAsync<Value, PortFailure>): Promise<Value> => {
    const store = stores.openDataStore({ sealing: nothingIsSealed, ids: systemIds, log: silentLog });
    const done = await orThrow(work(store));
    await orThrow(store.close());
    return done;
  };
  const as: Installation['as'] = async (name) => {
    const file = join(folder, `session-of-${name}`);
    const session = await inStore((store) => seat(store, name, colleagues[name] ?? [], systemClock.now()));
    writeFileSync(file, session.reveal(), { mode: 0o600 });
    return { ...environment, JOOS_STAFF_SESSION_FILE: file };
  };
  return {
    folder,
    as,
    environment: staff.length === 0 ? environment : await as('anna.support'),
    agreed: (action, object, askedBy = 'anna.support') =>
      inStore((store) =>
        agreedBySomebodyElse(store, { action, object, caseNumber: 'CASE-1042', askedBy }, systemClock.now()),
      ),
    open: async (at, instead = {}) => {
      const texts: string[] = [];
      const audit = auditFile(join(folder, 'audit.jsonl'));
      onTestFinished(() => audit.close());
      const opened = await orThrow(
        openJoos({
          ...(at === undefined ? {} : { clock: { now: () => at } }),
          environment: 'test',
          stores: staffedStores(stores),
          keys: await orThrow(openKeyFile(keyFile)),
          mailer: { residency: onThisMachine, send: ({ text }) => okAsync(void texts.push(text)) },
          sms: { residency: onThisMachine, send: ({ text }) => okAsync(void texts.push(text)) },
          audit,
          cards: simulatedCards(),
          templates: messageTemplates({
            issuer: ['Joos Test GmbH'],
            vatId: 'DE000000000',
            support: 'help@joos.test',
            paymentDetailsUrl: 'https://joos.test/pay',
            timeZone: 'Europe/Berlin',
          }),
          business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
          ...instead,
        }),
      );
      return { joos: opened, texts };
    },
  };
}

/** Who is of the staff is not sealed, and nothing else is looked at. */
const nothingIsSealed: Sealing = new Proxy({} as Sealing, {
  // sound: whoever asks it for anything is stopped
  get: () => () => {
    throw new Error('Nothing is sealed here');
  },
});

function withFile(dataFile: string, statement: string): void {
  const file = new DatabaseSync(dataFile);
  file.exec(statement);
  file.close();
}

async function withSchema(url: string, statement: string): Promise<void> {
  const connection = await createConnection(url);
  await connection.query(statement);
  await connection.end();
}

/** Nobody real: the number is of a range that is kept free for films and books. */
export const kim = { phone: '+4915228895456', email: 'kim.mustermann@example.com' } as const;

/** How somebody signs up. */
interface SignUpOptions {
  readonly returned?: number;
  readonly at?: Instant;
  readonly paymentMethod?: string;
  /** What is queued by signing up is sent already. */
  readonly isTold?: boolean;
}

/** Who signed up, and what is owed for the rentals that were returned. */
export interface SignedUp {
  readonly subject: string;
  readonly session: SessionToken;
  readonly owed: readonly { readonly order: string; readonly payment: string }[];
}

/** Someone with a phone and an email signs up; for each rental that was `returned`, receipt and payment are still to be done. */
export async function signUp(
  { open }: Installation,
  { returned = 0, at, paymentMethod = 'pm_sim_ok', isTold = false }: SignUpOptions = {},
): Promise<SignedUp> {
  const { joos: core, texts } = await open(at);
  const code = (): string => /\b\d{6}\b/.exec(texts.at(-1) ?? '')?.[0] ?? '';
  const { phone, email } = kim;
  const { challenge, device } = await orThrow(core.accounts.requestCode({ purpose: 'log-in', phone }));
  const { session } = await orThrow(core.accounts.verifyCode({ phone, challenge, code: code(), device }));
  const sent = await orThrow(core.accounts.addEmail({ session, email }));
  await orThrow(core.accounts.confirmEmail({ session, email, challenge: sent.challenge, code: code() }));
  if (isTold) await orThrow(core.worker.deliverDue({ limit: 10 }));
  const addCard = { session, number: CardNumber.from('4242 4242 4242 4242'), paymentMethod };
  const owed: { order: string; payment: string }[] = [];
  const { card } = await orThrow(core.cards.addCard(addCard));
  for (let rental = 0; rental < returned; rental += 1) {
    const started = { session, card, station: 'FRA-0042', powerBank: 'PB-000731', tariff };
    const { order } = await orThrow(core.orders.rent(started));
    const { payment } = await orThrow(core.orders.returnPowerBank({ order, station: 'FRA-0107' }));
    owed.push({ order, payment });
  }
  // The first case of the installation is CASE-1042, which tests name.
  const staffSession = staffSessionOf('anna.support');
  const opened = await orThrow(core.support.openCase({ staffSession, person: { phone }, topic: 'other' }));
  const { subject } = opened.supportCase;
  await core.close();
  return { subject, session, owed };
}

/** What a rental costs. */
export const tariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 3900,
  vatPercent: 19,
} as const;
