import { describe } from 'vitest';
import { must } from '../../src/testing/contracts/contract.ts';
import { dataStoreContract } from '../../src/testing/contracts/data-store.ts';
import type { OpenedDataStore } from '../../src/testing/contracts/person.ts';
import { type OpenedVaultRows, vaultRowsContract } from '../../src/testing/contracts/vault-rows.ts';
import { storeOn } from '../adapters/sql/opened-stores.ts';
import { sqliteFiles } from '../adapters/sql/sqlite-files.ts';
import { holds } from './holds.ts';

describe('the data store on SQLite', () => {
  const open = async (): Promise<OpenedDataStore> => {
    const files = await sqliteFiles();
    const opened = await storeOn(files.stores, files.everyByte);
    return {
      ...opened,
      close: async () => {
        await opened.close();
        files.remove();
      },
    };
  };
  for (const [room, contract] of Object.entries(dataStoreContract)) describe(room, () => holds(contract, open));
});

describe('the rows of the vault on SQLite', () => {
  const open = async (): Promise<OpenedVaultRows> => {
    const files = await sqliteFiles();
    const rows = files.stores.openVaultRows();
    return {
      rows,
      close: async () => {
        await must(rows.close());
        files.remove();
      },
    };
  };
  holds(vaultRowsContract, open);
});
