import { afterAll, beforeAll, describe } from 'vitest';
import { must } from '../../src/testing/contracts/contract.ts';
import { dataStoreContract } from '../../src/testing/contracts/data-store.ts';
import type { OpenedDataStore } from '../../src/testing/contracts/person.ts';
import { type OpenedVaultRows, vaultRowsContract } from '../../src/testing/contracts/vault-rows.ts';
import { type MysqlSchemas, mysqlSchemas } from '../adapters/sql/mysql-schemas.ts';
import { storeOn } from '../adapters/sql/opened-stores.ts';
import { holds } from './holds.ts';

/** One pair of schemas for all checks, emptied before each: to make one takes longer than to run most of them. */
let mysql: MysqlSchemas;
beforeAll(async () => {
  mysql = await mysqlSchemas();
});
afterAll(() => mysql.close());

describe('the data store on MySQL', () => {
  const open = async (): Promise<OpenedDataStore> => {
    await mysql.empty();
    return storeOn(mysql.stores, mysql.everyByte);
  };
  for (const [room, contract] of Object.entries(dataStoreContract)) describe(room, () => holds(contract, open));
});

describe('the rows of the vault on MySQL', () => {
  const open = async (): Promise<OpenedVaultRows> => {
    await mysql.empty();
    const rows = mysql.stores.openVaultRows();
    return { rows, close: async () => must(rows.close()) };
  };
  holds(vaultRowsContract, open);
});
