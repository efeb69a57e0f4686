import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dataStoreContract } from '../../src/testing/contracts/data-store.ts';
import * as testing from '../../src/testing/index.ts';

const folder = resolve('src/testing/contracts');

describe('what hosts test their own adapters with', () => {
  test('has every contract that there is, by itself or as a room of the data store', async () => {
    const offered = new Set<unknown>([...Object.values(testing), ...Object.values(dataStoreContract)]);
    const missing: string[] = [];
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ts'))) {
      const exported = (await import(pathToFileURL(resolve(folder, file)).href)) as Record<string, unknown>;
      missing.push(
        ...Object.keys(exported).filter((name) => name.endsWith('Contract') && !offered.has(exported[name])),
      );
    }
    expect(missing).toEqual([]);
  });

  test('gives every sentence of a contract a name of its own', () => {
    for (const contract of [...Object.values(dataStoreContract), testing.vaultContract, testing.vaultRowsContract]) {
      const names = contract.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(0);
    }
  });

  test('shows what stores in memory hold, in a copy', async () => {
    const stores = testing.inMemoryStores();
    const rows = Object.values(stores.snapshot());
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.flat()).toEqual([]);
    expect(stores.openDataStore({} as never)).toBe(stores.openDataStore({} as never)); // it needs nothing of what it is given
    expect(stores.openVaultRows()).toBe(stores.openVaultRows());
  });
});
