import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SqliteStoresOptions, sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { must } from '../../../src/testing/contracts/contract.ts';

/** Two migrated SQLite files in a folder of their own. */
export interface SqliteFiles extends SqliteStoresOptions {
  readonly stores: Stores;
  /** Both files with everything that SQLite keeps beside them. */
  readonly everyByte: () => Promise<Uint8Array>;
  readonly remove: () => void;
}

/** In memory where the system has such a folder: every commit waits for the disk, and no test here is about the disk. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function sqliteFiles(): Promise<SqliteFiles> {
  const folder = mkdtempSync(join(place, 'joos-sqlite-'));
  const files = { dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') };
  const stores = sqliteStores(files);
  await must(stores.migrate());
  return {
    ...files,
    stores,
    everyByte: async () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
