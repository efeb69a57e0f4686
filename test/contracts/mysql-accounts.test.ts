import { afterAll, beforeAll, describe, expect } from 'vitest';
import { mysqlStores } from '../../src/adapters/sql/mysql.ts';
import type { Stores } from '../../src/application/ports/stores.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { dataStoreContract } from '../../src/testing/contracts/data-store.ts';
import type { OpenedDataStore } from '../../src/testing/contracts/person.ts';
import { type OpenedVaultRows, vaultRowsContract } from '../../src/testing/contracts/vault-rows.ts';
import { type MysqlSchemas, mysqlSchemas } from '../adapters/sql/mysql-schemas.ts';
import { storeOn } from '../adapters/sql/opened-stores.ts';
import { databaseAccounts } from '../mysql/database-accounts.ts';
import { holds } from './holds.ts';

/** Whatever the ports promise they keep under the declared accounts, so an account needs nothing that is not declared. */
let mysql: MysqlSchemas;
let application: Stores;
let worker: Stores;
beforeAll(async () => {
  mysql = await mysqlSchemas();
  const { data, vault } = mysql.schemas;
  const accounts = await databaseAccounts(mysql.schemas);
  const as = (role: 'application' | 'worker'): Stores =>
    mysqlStores({
      dataUrl: accounts.url(role, data.name),
      vaultUrl: accounts.url('vault', vault.name),
      connectionLimit: 8,
    });
  application = as('application');
  worker = as('worker');
});
afterAll(() => mysql.close());

const rooms = Object.entries(dataStoreContract);

describe('the data store under the account of the application', () => {
  const open = async (): Promise<OpenedDataStore> => {
    await mysql.empty();
    return storeOn(application, mysql.everyByte);
  };
  for (const [room, contract] of rooms.filter(([name]) => name !== 'retention' && name !== 'staffRetention')) {
    describe(room, () => holds(contract, open));
  }
});

describe('what disposes of rows under the account of the worker', () => {
  /** The application serves people all the while. */
  const open = async (): Promise<OpenedDataStore> => {
    await mysql.empty();
    const serving = await storeOn(application, mysql.everyByte);
    const working = await storeOn(worker, mysql.everyByte);
    return {
      ...serving,
      store: { ...serving.store, retention: working.store.retention, disposal: working.store.disposal },
      close: async () => {
        await serving.close();
        await working.close();
      },
    };
  };
  const disposing = rooms.filter(([name]) => name === 'retention' || name === 'staffRetention' || name === 'disposal');
  expect(disposing).toHaveLength(3);
  for (const [room, contract] of disposing) describe(room, () => holds(contract, open));
});

describe('the rows of the vault under its own account', () => {
  const open = async (): Promise<OpenedVaultRows> => {
    await mysql.empty();
    const rows = application.openVaultRows();
    return { rows, close: async () => must(rows.close()) };
  };
  holds(vaultRowsContract, open);
});
