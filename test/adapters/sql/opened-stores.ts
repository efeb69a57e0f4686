import { type OpenedSealing, openSealing } from '../../../src/adapters/sealing/index.ts';
import { silentLog, systemClock, systemIds, systemRandomness } from '../../../src/adapters/system/index.ts';
import type { Ids } from '../../../src/application/ports/ids.ts';
import type { KeyWrapper } from '../../../src/application/ports/key-wrapper.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import type { OpenedDataStore } from '../../../src/testing/contracts/person.ts';

/**
 * Keys stand in the vault as they are: what a wrapper does is the matter of its own contract. Copies, since who wraps a key
 * then overwrites it, and the slice of a buffer would be the same bytes.
 */
export const noWrapper: KeyWrapper = {
  residency: onThisMachine,
  wrap: (key) => okAsync(Uint8Array.from(key)),
  unwrap: (wrapped) => okAsync(Uint8Array.from(wrapped)),
};

export const ids: Pick<Ids, 'ordered'> = systemIds;

/** The sealing on the vault of these stores; closing its vault closes the rows. */
export function sealingOn(stores: Stores): Promise<OpenedSealing> {
  return must(
    openSealing({
      rows: stores.openVaultRows(),
      wrapper: noWrapper,
      randomness: systemRandomness,
      clock: systemClock,
      environment: 'test',
    }),
  );
}

/** A data store and its vault on migrated databases. */
export async function storeOn(stores: Stores, everyByte: () => Promise<Uint8Array>): Promise<OpenedDataStore> {
  const { vault, sealing } = await sealingOn(stores);
  const store = stores.openDataStore({ sealing, ids, log: silentLog });
  return {
    store,
    vault,
    sealsAtRest: true,
    everyByte,
    close: async () => {
      await must(store.close());
      await must(vault.close());
    },
  };
}
