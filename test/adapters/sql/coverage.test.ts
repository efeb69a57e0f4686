import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { missingColumns, undeclaredColumns } from '../../../src/domain/data-map/coverage.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { mysqlSchemas } from './mysql-schemas.ts';
import { sqliteFiles } from './sqlite-files.ts';

interface Planted {
  readonly stores: Stores;
  readonly plant: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const engines: Readonly<Record<string, () => Promise<Planted>>> = {
  SQLite: async () => {
    const files = await sqliteFiles();
    return {
      stores: files.stores,
      plant: async (sql) => {
        const file = new DatabaseSync(files.dataFile);
        file.exec(sql);
        file.close();
      },
      close: async () => files.remove(),
    };
  },
  MySQL: async () => {
    const mysql = await mysqlSchemas();
    return { stores: mysql.stores, plant: async (sql) => void (await mysql.data.query(sql)), close: mysql.close };
  },
};

describe.each(Object.entries(engines))('the schema on %s', (_, open) => {
  it('has the columns of the data map, no more and no fewer, and a planted one is caught', async () => {
    const { stores, plant, close } = await open();
    try {
      const columns = await must(stores.columns());
      expect(undeclaredColumns(columns)).toEqual([]);
      expect(missingColumns(columns)).toEqual([]);

      await plant('alter table users add column shoe_size integer');
      await plant('create table diaries (text_of integer)');
      expect(undeclaredColumns(await must(stores.columns()))).toEqual([
        { store: 'data', table: 'diaries', column: 'text_of' },
        { store: 'data', table: 'users', column: 'shoe_size' },
      ]);
    } finally {
      await close();
    }
  });

  it('is up to date after one migration, and a second one changes nothing', async () => {
    const { stores, close } = await open();
    try {
      expect(await must(stores.pendingMigrations())).toEqual([]);
      expect(await must(stores.migrate())).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe('an empty pair of databases', () => {
  it('has every step before it, and none after it', async () => {
    const files = await sqliteFiles();
    const { sqliteStores } = await import('../../../src/adapters/sql/sqlite.ts');
    const empty = sqliteStores({ dataFile: `${files.dataFile}.new`, vaultFile: `${files.vaultFile}.new` });
    const steps = [
      { store: 'data', name: '0001-first' },
      { store: 'data', name: '0002-erasures-proved' },
      { store: 'data', name: '0003-second-index-columns' },
      { store: 'data', name: '0004-notices-that-arrive' },
      { store: 'data', name: '0005-signing-in' },
      { store: 'data', name: '0006-audit-log' },
      { store: 'data', name: '0007-staff' },
      { store: 'data', name: '0008-support-cases' },
      { store: 'vault', name: '0001-first' },
      { store: 'vault', name: '0002-ledger-sealed' },
      { store: 'vault', name: '0003-index-key-phases' },
    ];
    expect(await must(empty.pendingMigrations())).toEqual(steps);
    expect(await must(empty.migrate())).toEqual(steps);
    expect(await must(empty.pendingMigrations())).toEqual([]);
    files.remove();
  });
});
