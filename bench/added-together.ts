import { portFailure } from '../src/application/ports/port-failure.ts';
import type { VaultRows, WrappedSubjectKey } from '../src/application/ports/vault-rows.ts';
import { ResultAsync } from '../src/domain/result.ts';
import { orThrow } from '../src/index.ts';

/** These rows, but keys that are added in one turn of the event loop go into the vault with one statement. */
export function addedTogether(rows: VaultRows): VaultRows {
  let waiting: { readonly keys: WrappedSubjectKey[]; readonly added: Promise<void> } | null = null;
  return {
    ...rows,
    addSubjectKeys: (keys) => {
      waiting ??= { keys: [], added: new Promise(setImmediate).then(addAll) };
      waiting.keys.push(...keys);
      return ResultAsync.fromPromise(
        waiting.added.then(() => keys.length),
        (error) => portFailure('Vault', false, error),
      );
    },
  };

  async function addAll(): Promise<void> {
    const keys = waiting?.keys ?? [];
    waiting = null;
    const added = await orThrow(rows.addSubjectKeys(keys));
    if (added !== keys.length) throw new Error('Keys of new subjects were there already');
  }
}
