import { describe } from 'vitest';
import { openInMemoryStore, openInMemoryVaultRows } from '../../src/adapters/in-memory/index.ts';
import { openSealing } from '../../src/adapters/sealing/index.ts';
import { systemClock, systemRandomness } from '../../src/adapters/system/index.ts';
import type { KeyWrapper } from '../../src/application/ports/key-wrapper.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { dataStoreContract } from '../../src/testing/contracts/data-store.ts';
import type { OpenedDataStore } from '../../src/testing/contracts/person.ts';
import { type OpenedVault, vaultContract } from '../../src/testing/contracts/vault.ts';
import { type OpenedVaultRows, vaultRowsContract } from '../../src/testing/contracts/vault-rows.ts';
import { holds } from './holds.ts';

/** Keys stand in the vault as they are: what a wrapper does is the matter of its own contract. */
const noWrapper: KeyWrapper = {
  residency: onThisMachine,
  wrap: (key) => okAsync(key.slice()),
  unwrap: (wrapped) => okAsync(wrapped.slice()),
};

const opening = (rows = openInMemoryVaultRows()) => ({
  rows,
  wrapper: noWrapper,
  randomness: systemRandomness,
  clock: systemClock,
  environment: 'test',
});

describe('the data store in memory', () => {
  const open = async (): Promise<OpenedDataStore> => {
    const store = openInMemoryStore();
    const { vault } = await must(openSealing(opening()));
    return {
      store,
      vault,
      sealsAtRest: false,
      everyByte: async () => Buffer.from(JSON.stringify(store.snapshot())),
      close: async () => {
        await must(store.close());
        await must(vault.close());
      },
    };
  };
  for (const [room, contract] of Object.entries(dataStoreContract)) describe(room, () => holds(contract, open));
});

describe('the rows of the vault in memory', () => {
  const open = async (): Promise<OpenedVaultRows> => {
    const rows = openInMemoryVaultRows();
    return { rows, close: async () => must(rows.close()) };
  };
  holds(vaultRowsContract, open);
});

describe('the vault and its sealing, on rows in memory', () => {
  const open = async (): Promise<OpenedVault> => {
    const basis = opening();
    const opened = await must(openSealing(basis));
    return {
      ...opened,
      again: () => must(openSealing(opening(basis.rows))),
      close: async () => must(opened.vault.close()),
    };
  };
  holds(vaultContract, open);
});
