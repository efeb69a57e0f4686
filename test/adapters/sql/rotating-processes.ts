import { openSealing } from '../../../src/adapters/sealing/index.ts';
import { silentLog, systemRandomness } from '../../../src/adapters/system/index.ts';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import type { RotatingProcess } from '../../../src/testing/contracts/index-rotation.ts';
import { ids, noWrapper } from './opened-stores.ts';

/** Opens the databases as several processes would, each with a clock; all are closed at once. */
export function rotatingProcesses(stores: Stores): {
  readonly process: (clock: Clock) => Promise<RotatingProcess>;
  readonly close: () => Promise<void>;
} {
  const opened: RotatingProcess[] = [];
  return {
    process: async (clock) => {
      const basis = {
        rows: stores.openVaultRows(),
        wrapper: noWrapper,
        randomness: systemRandomness,
        environment: 'test',
        clock,
      };
      const { vault, sealing, indexRotation, hashing } = await must(openSealing(basis));
      const store = stores.openDataStore({ sealing, ids, log: silentLog });
      const process = { store, vault, indexRotation, hashing };
      opened.push(process);
      return process;
    },
    close: async () => {
      for (const { store, vault } of opened) {
        await must(store.close());
        await must(vault.close());
      }
    },
  };
}
