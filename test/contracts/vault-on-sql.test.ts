import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Stores } from '../../src/application/ports/stores.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { type OpenedVault, vaultContract } from '../../src/testing/contracts/vault.ts';
import { type MysqlSchemas, mysqlSchemas } from '../adapters/sql/mysql-schemas.ts';
import { sealingOn } from '../adapters/sql/opened-stores.ts';
import { sqliteFiles } from '../adapters/sql/sqlite-files.ts';

/** The vault on these stores, and openings of it as further processes, all closed in the end. */
async function vaultOn(stores: Stores, remove: () => void): Promise<OpenedVault> {
  const first = await sealingOn(stores);
  const opened = [first];
  return {
    ...first,
    again: async () => {
      const next = await sealingOn(stores);
      opened.push(next);
      return next;
    },
    close: async () => {
      for (const { vault } of opened) await must(vault.close());
      remove();
    },
  };
}

describe('the vault and its sealing on SQLite', () => {
  for (const { name, check } of vaultContract) {
    test(name, () =>
      check(async () => {
        const files = await sqliteFiles();
        return vaultOn(files.stores, files.remove);
      }),
    );
  }
});

describe('the vault and its sealing on MySQL', () => {
  let mysql: MysqlSchemas;
  beforeAll(async () => {
    mysql = await mysqlSchemas();
  });
  afterAll(() => mysql.close());

  for (const { name, check } of vaultContract) {
    test(name, () =>
      check(async () => {
        await mysql.empty();
        return vaultOn(mysql.stores, () => {});
      }),
    );
  }
});
