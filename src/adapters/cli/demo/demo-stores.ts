import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stores } from '../../../application/ports/stores.ts';
import { onThisMachine } from '../../../domain/residency/residency.ts';
import type { Place } from './leak-table.ts';

/** The two databases of a demo, and where the bytes lie that they wrote. */
export interface DemoStores {
  readonly stores: Stores;
  /** How the databases are called when the demo tells of them. */
  readonly name: string;
  /** Files and folders to search, by place; made anew at every call, since some of them are read out of the server. */
  readonly traces: () => Promise<readonly (readonly [Place, readonly string[]])[]>;
  /** What the search could not look into, in words; null if it sees every byte. */
  readonly unseen: string | null;
  /** Gives back what was only made for the demo. */
  readonly end: () => Promise<void>;
}

/** Two SQLite files in a folder: each with its journals, whatever they are called. */
export async function sqliteDemoStores(folder: string): Promise<DemoStores> {
  const { sqliteStores } = await import('../../sql/sqlite.ts');
  const data = join(folder, 'data-store');
  const vault = join(folder, 'vault');
  await mkdir(data, { recursive: true });
  await mkdir(vault, { recursive: true });
  return {
    stores: sqliteStores({ dataFile: join(data, 'joos.db'), vaultFile: join(vault, 'vault.db') }),
    name: 'SQLite, two files',
    traces: async () => [
      ['data store', [data]],
      ['vault', [vault]],
    ],
    unseen: null,
    end: async () => {},
  };
}

/**
 * Two databases on a MySQL server: the one of the URL and `…_vault` beside it. They are made if they are not there, and those
 * that were made are dropped at the end unless they should be kept.
 *
 * Where the server's data folder can be read from here, every file of it is searched: tables, redo, undo, binary log, server
 * logs. Elsewhere every row of every table is read by SQL and searched, and the report says so.
 */
export async function mysqlDemoStores(url: string, folder: string, keep: boolean): Promise<DemoStores> {
  const { mysqlStores } = await import('../../sql/mysql.ts');
  const { createConnection } = await import('mysql2/promise');
  const dataUrl = withDatabase(url, (name) => name || `joos_demo_${randomBytes(4).toString('hex')}`);
  const vaultUrl = withDatabase(dataUrl.href, (name) => `${name}_vault`);
  const databases = [dataUrl, vaultUrl].map(({ pathname }) => decodeURIComponent(pathname.slice(1)));

  const server = await createConnection({ uri: withDatabase(url, () => '').href });
  const made: string[] = [];
  for (const database of databases) {
    const there = await rowsOf('SELECT 1 FROM information_schema.schemata WHERE schema_name = ?', [database]);
    if (there.length === 0) {
      await server.query(`CREATE DATABASE ${server.escapeId(database)}`);
      made.push(database);
    }
  }
  const [[dataFolderOfServer] = []] = await rowsOf('SELECT @@datadir', []);
  const dataFolder = await readableDataFolder(String(dataFolderOfServer));

  async function rowsOf(sql: string, values: readonly string[]): Promise<readonly (readonly unknown[])[]> {
    const [rows] = await server.query({ sql, rowsAsArray: true }, [...values]);
    return rows as readonly (readonly unknown[])[]; // sound: it was asked for rows as arrays
  }

  /** Every value of every row of a database, byte by byte, as one file. */
  async function dump(database: string): Promise<string> {
    const bytes: Buffer[] = [];
    for (const [table] of await rowsOf('SELECT table_name FROM information_schema.tables WHERE table_schema = ?', [
      database,
    ])) {
      const name = `${server.escapeId(database)}.${server.escapeId(String(table))}`;
      for (const values of await rowsOf(`SELECT * FROM ${name}`, [])) {
        bytes.push(...values.map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(`${String(value)}\n`))));
      }
    }
    const path = join(folder, `${database}.rows`);
    await writeFile(path, Buffer.concat(bytes), { mode: 0o600 });
    return path;
  }

  return {
    // Robin is nobody: the demo may play wherever the server is.
    stores: { ...mysqlStores({ dataUrl: dataUrl.href, vaultUrl: vaultUrl.href }), residency: onThisMachine },
    name: `MySQL, databases ${databases.join(' and ')}`,
    traces: async () => {
      if (dataFolder !== null) {
        // Both databases lie in it, and logs that belong to neither: it counts as the data store.
        return [['data store', [dataFolder]]];
      }
      const [data = '', vault = ''] = databases;
      return [
        ['data store', [await dump(data)]],
        ['vault', [await dump(vault)]],
      ];
    },
    unseen:
      dataFolder === null
        ? 'The data folder of the server cannot be read from here: every row was searched, its files and logs were not.'
        : null,
    end: async () => {
      if (!keep) {
        for (const database of made) {
          await server.query(`DROP DATABASE ${server.escapeId(database)}`);
        }
      }
      await server.end();
    },
  };
}

function withDatabase(url: string, name: (before: string) => string): URL {
  const changed = new URL(url);
  changed.pathname = `/${name(decodeURIComponent(changed.pathname.slice(1)))}`;
  return changed;
}

/** The folder if it is on this machine and open to us, else null. */
async function readableDataFolder(path: string): Promise<string | null> {
  try {
    const names = await readdir(path);
    const redo = names.find((name) => name.startsWith('undo_') || name === 'ibdata1');
    return redo !== undefined && (await stat(join(path, redo))).isFile() ? path : null;
  } catch {
    return null;
  }
}
