import type { EpochState, KeyRotation, RewrapProgress, Rewrapped } from '../../application/ports/key-rotation.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { WrappedEpochKey, WrappedSubjectKey } from '../../application/ports/vault-rows.ts';
import { afterScan, type Epoch, isRetiring, mayBeDestroyed } from '../../domain/keys/epoch.ts';
import { err, ok, okAsync, ResultAsync, safeTry } from '../../domain/result.ts';
import { unwrapDataKey, wrapDataKey } from './data-keys.ts';
import type { CurrentEpoch, EpochKeys, KeyBasis } from './epoch-keys.ts';
import { nonces } from './nonces.ts';
import type { SealingKey } from './sealed-bytes.ts';

/** How many data keys are moved with one statement. */
export const rewrapBatch = 100;

/** The epochs of the vault's keys. Why none of it loses a key: see {@link EpochKeys}. */
export function epochRotation(basis: KeyBasis, epochs: EpochKeys): KeyRotation {
  const { rows, clock, environment } = basis;
  const nextNonce = nonces(basis.randomness);

  const retiring = (): ResultAsync<readonly WrappedEpochKey[], PortFailure> =>
    rows.epochKeys().map((keys) => keys.filter((key) => isRetiring(epochOf(key))));

  const stateOf = (key: WrappedEpochKey): ResultAsync<EpochState, PortFailure> => {
    const epoch = epochOf(key);
    const keysLeft = epoch.retiredAt === null ? okAsync(null) : rows.countKeysUnder(epoch.epochId);
    return keysLeft.map((count) => ({ ...epoch, keysLeft: count }));
  };

  /** The key, wrapped under the current epoch; null if it does not open. */
  const movedTo = (current: CurrentEpoch, from: SealingKey, row: WrappedSubjectKey): WrappedSubjectKey | null =>
    unwrapDataKey(from, environment, row).match(
      (bytes) => {
        const wrappedKey = wrapDataKey(current, environment, row, nextNonce(), bytes);
        bytes.fill(0);
        return { ...row, epochId: current.epochId, wrappedKey };
      },
      () => null,
    );

  /** Moves so many keys behind one; answers those that it looked at, and how many of them did not open. */
  const moveSome = (
    epochId: number,
    after: WrappedSubjectKey | null,
  ): ResultAsync<{ readonly page: readonly WrappedSubjectKey[]; readonly unopened: number }, PortFailure> =>
    safeTry(async function* () {
      const page = yield* rows.keysUnder(epochId, after, rewrapBatch);
      if (page.length === 0) return ok({ page, unopened: 0 });
      const current = epochs.current() ?? (yield* epochs.refreshed());
      const from = epochs.find(epochId);
      // Another process destroyed it meanwhile, and there is nothing under it but what came to stand there since.
      if (from === null) return err(portFailure('Vault', true));
      const moved = page.map((row) => movedTo(current, from, row)).filter((row) => row !== null);
      yield* rows.rewrapSubjectKeys(epochId, moved);
      return ok({ page, unopened: page.length - moved.length });
    });

  return {
    epochs: () => rows.epochKeys().andThen((keys) => ResultAsync.combine(keys.map(stateOf))),

    begin: () =>
      rows.epochKeys().andThen((keys) => {
        const epochId = 1 + Math.max(0, ...keys.map((key) => key.epochId));
        return epochs.begin(epochId).map(() => epochId);
      }),

    rewrap: (onProgress) =>
      safeTry<Rewrapped, PortFailure>(async function* () {
        yield* epochs.load();
        const from = yield* retiring();
        const counts = yield* ResultAsync.combine(from.map(({ epochId }) => rows.countKeysUnder(epochId)));
        const expected = counts.reduce((sum, count) => sum + count, 0);
        let [keys, unopened] = [0, 0];
        const progress = (): RewrapProgress => ({ done: keys, total: Math.max(expected, keys) });
        onProgress(progress());
        for (const { epochId } of from) {
          for (let after: WrappedSubjectKey | null = null; ; ) {
            const some: { page: readonly WrappedSubjectKey[]; unopened: number } = yield* moveSome(epochId, after);
            const last = some.page.at(-1);
            if (last === undefined) break;
            after = last;
            keys += some.page.length;
            unopened += some.unopened;
            onProgress(progress());
          }
        }
        return ok({ keys, unopened });
      }),

    scan: () =>
      safeTry<void, PortFailure>(async function* () {
        for (const key of yield* retiring()) {
          const at = clock.now(); // before the look: what comes to stand there during it counts as after it
          const scan = afterScan(epochOf(key), yield* rows.countKeysUnder(key.epochId), at);
          if (scan !== null) yield* rows.recordScan(key, scan);
        }
        return ok(undefined);
      }),

    destroyEmpty: () =>
      safeTry<readonly number[], PortFailure>(async function* () {
        const destroyed: number[] = [];
        for (const key of yield* retiring()) {
          if (!mayBeDestroyed(epochOf(key))) continue;
          if (yield* rows.destroyEpochKey(key.epochId, clock.now())) destroyed.push(key.epochId);
        }
        if (destroyed.length > 0) yield* epochs.load();
        return ok(destroyed);
      }),
  };
}

function epochOf({ epochId, createdAt, retiredAt, cleanScans, scannedAt, destroyedAt }: WrappedEpochKey): Epoch {
  return { epochId, begunAt: createdAt, retiredAt, cleanScans, scannedAt, destroyedAt };
}
