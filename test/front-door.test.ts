import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inMemoryAuditSink, inMemoryStores } from '../src/adapters/in-memory/index.ts';
import { allPorts, openContainer, portTokens, roomTokens } from '../src/adapters/inversify/index.ts';
import { createKeyFile, openKeyFile } from '../src/adapters/key-file/index.ts';
import { simulatedCards } from '../src/adapters/simulated-cards/index.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { sqliteStores } from '../src/adapters/sql/sqlite.ts';
import { messageTemplates } from '../src/adapters/templates/index.ts';
import type { DataStore } from '../src/application/ports/data-store.ts';
import type { Stores } from '../src/application/ports/stores.ts';
import { onThisMachine } from '../src/domain/residency/residency.ts';
import { okAsync } from '../src/domain/result.ts';
import { type JoosAdapters, openJoos, orThrow } from '../src/index.ts';
import { refusalOf } from '../src/testing/contracts/contract.ts';
import { freshSchemas } from './mysql/fresh-schemas.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'joos-door-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const onSqlite = (): Stores => {
  const folder = newFolder();
  return sqliteStores({ dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') });
};

const engines: readonly (readonly [name: string, stores: () => Promise<Stores>])[] = [
  ['SQLite', async () => onSqlite()],
  [
    'MySQL',
    async () => {
      const { data, vault } = await freshSchemas();
      return mysqlStores({ region: 'eu-central-1', dataUrl: data.url, vaultUrl: vault.url });
    },
  ],
  ['stores in memory', async () => inMemoryStores()],
];

/** A key file's wrapper, each time with a new key. */
async function newKeys(): Promise<JoosAdapters['keys']> {
  const file = join(newFolder(), 'master.key');
  await orThrow(createKeyFile(file));
  return orThrow(openKeyFile(file));
}

/** What a host brings; text messages are lost. */
async function adapters(stores: Stores, changed: Partial<JoosAdapters> = {}): Promise<JoosAdapters> {
  return {
    environment: 'test',
    stores,
    keys: await newKeys(),
    mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
    sms: { residency: onThisMachine, send: () => okAsync(undefined) },
    audit: inMemoryAuditSink(),
    cards: simulatedCards(),
    templates: messageTemplates({
      issuer: ['Joos Test GmbH'],
      vatId: 'DE000000000',
      support: 'help@joos.test',
      paymentDetailsUrl: 'https://joos.test/pay',
      timeZone: 'Europe/Berlin',
    }),
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
    ...changed,
  };
}

/** Stores that count what of them is open. */
function counted(stores: Stores): Stores & { readonly open: () => number; readonly opened: () => number } {
  let opened = 0;
  let closed = 0;
  const counting = <Store extends Pick<DataStore, 'close'>>(store: Store): Store => {
    opened += 1;
    return {
      ...store,
      close: () => {
        closed += 1;
        return store.close();
      },
    };
  };
  return {
    residency: onThisMachine,
    openDataStore: (needs) => counting(stores.openDataStore(needs)),
    openVaultRows: () => counting(stores.openVaultRows()),
    openAuditLog: () => counting(stores.openAuditLog()),
    migrate: () => stores.migrate(),
    pendingMigrations: () => stores.pendingMigrations(),
    columns: () => stores.columns(),
    open: () => opened - closed,
    opened: () => opened,
  };
}

describe.each(engines)('the front door on %s', (_, stores) => {
  test('opens the core, which answers, and closes it again, as often as asked', async () => {
    const migrated = await stores();
    await orThrow(migrated.migrate());
    const texts: string[] = [];
    const brought = await adapters(migrated, {
      sms: { residency: onThisMachine, send: ({ text: words }) => okAsync(void texts.push(words)) },
    });
    const phone = '+4915228895456';
    for (const time of ['first', 'second']) {
      const joos = await orThrow(openJoos(brought));
      const { challenge, device } = await orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone }));
      const code = /\b\d{6}\b/.exec(texts.at(-1) ?? '')?.[0] ?? '';
      const { session, isNew } = await orThrow(joos.accounts.verifyCode({ phone, challenge, device, code }));
      expect(isNew, 'who came once is known to the next opening').toBe(time === 'first');
      expect((await orThrow(joos.accounts.myAccount({ session }))).logins).toHaveLength(1);
      await joos.close();
      await joos.close();
    }
  });

  test('loads one data store and one vault for all rooms, and closes both', async () => {
    const watched = counted(await stores());
    await orThrow(watched.migrate());
    const joos = await orThrow(openJoos(await adapters(watched)));
    expect(watched.opened()).toBe(2);
    expect(Object.keys(joos).toSorted()).toEqual([...Object.keys(roomTokens), 'close'].toSorted());
    await joos.close();
    expect(watched.open()).toBe(0);
  });
});

describe('the front door stays shut, with nothing left open,', () => {
  test.each(engines.slice(0, 2))(
    'to schemas on %s that are behind, and says which steps they lack',
    async (_, stores) => {
      const watched = counted(await stores());
      const refusal = await refusalOf(openJoos(await adapters(watched)));
      expect(refusal).toEqual({ kind: 'SchemaNotMigrated', pending: await orThrow(watched.pendingMigrations()) });
      expect(watched.opened()).toBe(0);
    },
  );

  test('to a host that has nowhere to witness what its staff does', async () => {
    const watched = counted(inMemoryStores());
    const { audit: _, ...without } = await adapters(watched);
    // What a host without a compiler may do.
    expect(await refusalOf(openJoos(without as JoosAdapters))).toEqual({ kind: 'NoAuditSink' });
    expect(watched.opened()).toBe(0);
  });

  test.each(['', 'a b', 'x'.repeat(33), 'münchen', 'a/b'])('to the environment %j', async (environment) => {
    const watched = counted(inMemoryStores());
    expect(await refusalOf(openJoos(await adapters(watched, { environment })))).toEqual({ kind: 'InvalidEnvironment' });
    expect(watched.opened()).toBe(0);
  });

  test.each([
    ['timeZone', { timeZone: 'Europe/Frankfurt', receiptIssuer: 'JOOS' }],
    ['receiptIssuer', { timeZone: 'Europe/Berlin', receiptIssuer: 'joos-4242424242424242' }],
  ])('to a business with a wrong %s', async (field, business) => {
    const refusal = await refusalOf(openJoos(await adapters(inMemoryStores(), { business })));
    expect(refusal).toEqual({ kind: 'InvalidBusiness', field });
  });

  test.each(engines)('to another key on %s', async (_, stores) => {
    const watched = counted(await stores());
    await orThrow(watched.migrate());
    await (await orThrow(openJoos(await adapters(watched)))).close();
    const opened = watched.opened();
    const refusal = await refusalOf(openJoos(await adapters(watched)));
    expect(refusal).toMatchObject({ kind: 'PortFailure', retryable: false });
    expect(watched.opened()).toBe(opened + 1);
    expect(watched.open()).toBe(0);
  });

  test('to another environment on the same vault: a value of one installation never opens in another', async () => {
    const stores = inMemoryStores();
    const brought = await adapters(stores);
    await (await orThrow(openJoos(brought))).close();
    const refusal = await refusalOf(openJoos({ ...brought, environment: 'other' }));
    expect(refusal).toMatchObject({ kind: 'PortFailure', retryable: false });
  });

  test('to a server that does not answer, which may answer later', async () => {
    const url = 'mysql://root:geheim-7f3c@127.0.0.1:9';
    const watched = counted(mysqlStores({ dataUrl: `${url}/data`, vaultUrl: `${url}/vault` }));
    const refusal = await refusalOf(openJoos(await adapters(watched)));
    expect(refusal).toMatchObject({ kind: 'PortFailure', port: 'DataStore', retryable: true });
    expect(JSON.stringify(refusal)).not.toContain('geheim');
    expect(watched.open()).toBe(0);
  });

  test('to an address that is none, without repeating it', async () => {
    const stores = mysqlStores({
      region: 'eu-central-1',
      dataUrl: 'mysql//root:geheim-7f3c@host',
      vaultUrl: 'geheim-7f3c',
    });
    const refusal = await refusalOf(openJoos(await adapters(stores)));
    expect(refusal).toMatchObject({ kind: 'PortFailure', port: 'DataStore', retryable: false });
    expect(JSON.stringify(refusal)).not.toContain('geheim');
  });

  test('to a file in a folder that is not there', async () => {
    const files = { dataFile: '/nowhere/at/all/data.db', vaultFile: '/nowhere/at/all/vault.db' };
    const refusal = await refusalOf(openJoos(await adapters(sqliteStores(files))));
    expect(refusal).toMatchObject({ kind: 'PortFailure', port: 'DataStore', retryable: false });
    expect(JSON.stringify(refusal)).not.toContain('nowhere');
  });
});

describe('the container', () => {
  test('has every port and every room bound, each once', async () => {
    const watched = counted(inMemoryStores());
    const container = await orThrow(openContainer(await adapters(watched)));
    for (const [name, token] of Object.entries<symbol>({ ...portTokens, ...roomTokens, allPorts } as never)) {
      const first: unknown = container.get(token);
      expect(first, name).toBeDefined();
      expect(container.get(token), `${name}, asked for again`).toBe(first);
    }
    expect(watched.opened()).toBe(2);
    expect(() => container.get(Symbol('a port that nobody bound'))).toThrow();
    await container.unbindAllAsync();
    expect(watched.open()).toBe(0);
  });

  test('hands the rooms what the host brought', async () => {
    const brought = await adapters(inMemoryStores());
    const container = await orThrow(openContainer(brought));
    const ports = container.get(allPorts);
    expect(ports.mailer).toBe(brought.mailer);
    expect(ports.sms).toBe(brought.sms);
    expect(ports.processor).toBe(brought.cards);
    expect(ports.templates).toBe(brought.templates);
    expect(ports.business).toBe(brought.business);
    for (const name of Object.keys(portTokens) as (keyof typeof portTokens)[]) {
      expect(ports[name], name).toBe(container.get(portTokens[name] as never));
    }
    await container.unbindAllAsync();
  });
});

/** A module of this checkout, for a program in another process. */
const moduleOf = (path: string): string => JSON.stringify(pathToFileURL(resolve('src', path)).href);

/** Runs a program in a Node of its own and answers what it prints as JSON in the end; it must end by itself. */
async function ranAlone(program: string, environment: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const argv = ['--no-warnings', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, argv, { env: { PATH: process.env.PATH, ...environment }, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect({ code: child.exitCode, errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(out);
}

/** A program that opens the core with as little as possible; `stores` is an expression. */
const opening = (stores: string, then: string): string => `
  const { openJoos, orThrow } = await import(${moduleOf('index.ts')});
  const { createKeyFile, openKeyFile } = await import(${moduleOf('adapters/key-file/index.ts')});
  const { auditFile } = await import(${moduleOf('adapters/audit-file/index.ts')});
  const nothing = { residency: [{ kind: 'here' }] };
  const stores = ${stores};
  const keyFile = process.env.FOLDER + '/master.key';
  await orThrow(createKeyFile(keyFile));
  const adapters = {
    environment: 'test', stores, keys: await orThrow(openKeyFile(keyFile)), mailer: nothing, sms: nothing,
    audit: auditFile(process.env.FOLDER + '/audit.jsonl'), cards: nothing, templates: nothing, business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
  };
  ${then}`;

const sqliteHere = `(await import(${moduleOf('adapters/sql/sqlite.ts')})).sqliteStores({
  dataFile: process.env.FOLDER + '/data.db', vaultFile: process.env.FOLDER + '/vault.db',
})`;
const mysqlThere = `(await import(${moduleOf('adapters/sql/mysql.ts')})).mysqlStores({
  dataUrl: process.env.DATA_URL, vaultUrl: process.env.VAULT_URL,
})`;

describe('a process', () => {
  test('ends by itself once the core on MySQL is closed', async () => {
    const { data, vault } = await freshSchemas();
    const then = `
      await orThrow(stores.migrate());
      const joos = await orThrow(openJoos(adapters));
      const done = await orThrow(joos.worker.workerPass({ limit: 1 }));
      await joos.close();
      console.log(JSON.stringify(done.failures));`;
    const environment = { FOLDER: newFolder(), DATA_URL: data.url, VAULT_URL: vault.url };
    expect(await ranAlone(opening(mysqlThere, then), environment)).toEqual([]);
  });

  test('ends by itself when the core on MySQL was not opened', async () => {
    const { data, vault } = await freshSchemas();
    const then = `
      const refused = [(await openJoos(adapters)).error.kind];
      await orThrow(stores.migrate());
      await (await orThrow(openJoos(adapters))).close();
      refused.push((await openJoos({ ...adapters, environment: 'other' })).error.kind);
      console.log(JSON.stringify(refused));`;
    const environment = { FOLDER: newFolder(), DATA_URL: data.url, VAULT_URL: vault.url };
    expect(await ranAlone(opening(mysqlThere, then), environment)).toEqual(['SchemaNotMigrated', 'PortFailure']);
  });
});

/** Watches what is loaded from here on; `loaded()` answers files below src and names of packages. */
const watching = `
  import { registerHooks } from 'node:module';
  const urls = new Set();
  registerHooks({ load: (url, context, next) => { urls.add(url); return next(url, context); } });
  const loaded = () => [...urls].map((url) =>
    /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1] ?? /\\/src\\/(.*)/.exec(url)?.[1] ?? url);`;

const loadedBy = async (
  program: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> =>
  (await ranAlone(`${watching}\n${program}\nconsole.log(JSON.stringify(loaded()));`, environment)) as string[];

const optional = [
  'mysql2',
  'hono',
  '@hono/node-server',
  'pdfkit',
  'pino',
  'fflate',
  'csv-stringify',
  'commander',
  '@commander-js/extra-typings',
];

describe('what is loaded', () => {
  test('by importing the library: a few files, no container, no adapter, no driver', async () => {
    const names = await loadedBy(`await import(${moduleOf('index.ts')});`);
    expect(names).toContain('index.ts');
    expect(names.filter((name) => name.startsWith('adapters/'))).toEqual([]);
    expect(names.filter((name) => !name.endsWith('.ts'))).toEqual(['neverthrow']);
    // Beside the words for refusals nothing but what the door itself is made of.
    expect(names.filter((name) => !name.startsWith('application/refusal-words/')).toSorted()).toEqual([
      'application/or-throw.ts',
      'application/refusals.ts',
      'domain/card/card-number.ts',
      'domain/redacted.ts',
      'domain/result.ts',
      'domain/session/opaque-token.ts',
      'domain/session/session-token.ts',
      'domain/staff/staff-token.ts',
      'domain/verification/attempt-token.ts',
      'domain/verification/device-token.ts',
      'index.ts',
      'neverthrow',
    ]);
  });

  test('by importing the domain or the ports: nothing outside of them', async () => {
    const domain = await loadedBy(`await import(${moduleOf('domain/index.ts')});`);
    expect(domain.filter((name) => !name.startsWith('domain/') && !name.startsWith('node:')).toSorted()).toEqual([
      'neverthrow',
      'ts-pattern',
    ]);
    const ports = await loadedBy(`await import(${moduleOf('application/ports/index.ts')});`);
    expect(ports.filter((name) => !/^(application\/ports|domain)\//.test(name))).toEqual([]);
  });

  test('by opening the core on SQLite: the adapters that were asked for, and no other', async () => {
    const then = `
      await orThrow(stores.migrate());
      const joos = await orThrow(openJoos(adapters));
      await orThrow(joos.worker.workerPass({ limit: 1 }));
      await joos.close();`;
    const names = await loadedBy(opening(sqliteHere, then), { FOLDER: newFolder() });
    const adaptersLoaded = new Set(names.flatMap((name) => /^adapters\/([^/]+)\//.exec(name)?.[1] ?? []));
    expect([...adaptersLoaded].toSorted()).toEqual([
      'audit-file',
      'certificates',
      'inversify',
      'key-file',
      'sealing',
      'sql',
      'system',
    ]);
    expect(names).not.toContain('adapters/sql/sessions-mysql.ts');
    expect(names.filter((name) => optional.includes(name) || /^@(aws-sdk|smithy)\//.test(name))).toEqual([]);
    expect(names).toContain('inversify');
  });

  test('by opening it on MySQL: the driver, which shows that the watch sees what is required', async () => {
    const names = await loadedBy(`await import(${moduleOf('adapters/sql/mysql.ts')});`);
    expect(names).toContain('mysql2');
    expect(names).not.toContain('adapters/sql/sqlite.ts');
  });
});
