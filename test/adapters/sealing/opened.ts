import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { type KeyBasis, type OpenedSealing, openSealing } from '../../../src/adapters/sealing/index.ts';
import type { KeyWrapper } from '../../../src/application/ports/key-wrapper.ts';
import type { Cell } from '../../../src/application/ports/sealing.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes } from '../../../src/testing/contracts/samples.ts';

/** A wrapper that binds the context and hides nothing: what a real one does is the matter of its own contract. */
export const openWrapper: KeyWrapper = {
  residency: onThisMachine,
  wrap: (key, context) => okAsync(Buffer.concat([key, Buffer.from(context)])),
  unwrap: (wrapped, context) => {
    if (Buffer.from(wrapped.subarray(32)).toString() !== context) throw new Error('unwrapped in another context');
    return okAsync(wrapped.slice(0, 32));
  },
};

export interface Process extends OpenedSealing {
  /** Every statement that went to the vault, by name. */
  readonly statements: string[];
  /** Lets so many milliseconds go by. */
  readonly wait: (durationMs: number) => void;
}

/** Opens the vault as one process, with a clock of its own and a look at its statements. */
export async function process(
  rows: VaultRows = openInMemoryVaultRows(),
  basis: Partial<KeyBasis> = {},
): Promise<Process> {
  const statements: string[] = [];
  let now = instant();
  const opened = await must(
    openSealing({
      rows: watched(rows, statements),
      wrapper: openWrapper,
      randomness: { bytes: newBytes },
      clock: { now: () => now },
      environment: 'test',
      ...basis,
    }),
  );
  statements.length = 0;
  return {
    ...opened,
    statements,
    wait: (durationMs) => {
      now = Instant.plusMs(now, durationMs);
    },
  };
}

function watched(rows: VaultRows, statements: string[]): VaultRows {
  return new Proxy(rows, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...parameters: unknown[]) => {
        statements.push(String(name));
        const answer: unknown = Reflect.apply(method, target, parameters);
        return answer;
      };
    },
  });
}

export const cell: Cell = { table: 'users', column: 'phone_sealed', record: 'r1', keyClass: 'account' };
