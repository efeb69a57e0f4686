import { rotationDue } from '../../domain/keys/epoch.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { RewrapProgress, Rewrapped } from '../ports/key-rotation.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type KeyStatus, keyStatus } from './key-status.ts';

/** How keys are rotated. */
export interface RotateKeysCommand {
  /** Begin a new epoch although the current one has not lasted for its 7 days. */
  readonly now: boolean;
  /** Told after every batch of keys. */
  readonly onProgress?: (progress: RewrapProgress) => void;
}

/** What a rotation came to. */
export interface KeysRotated extends KeyStatus {
  /** The epoch that was begun; null if none was due. */
  readonly begun: number | null;
  readonly rewrapped: Rewrapped;
  /** Epochs whose keys were destroyed: scans had found nothing under them often enough. */
  readonly destroyed: readonly number[];
}

/**
 * Begins an epoch if one is due, moves every data key to it, looks what is left under the old ones, and destroys those that
 * are empty for sure. It takes a second call, 10 minutes later or more, until a retired epoch is destroyed. Called once a day
 * it destroys every epoch within 9 days of its beginning: 14 after an erasure nothing of the vault opens what was erased
 * (POLICY.md C25).
 *
 * It may be ended anywhere and called again, while people sign up and rent, and by several processes at once.
 */
export type RotateKeys = (command: RotateKeysCommand) => ResultAsync<KeysRotated, PortFailure>;

/** Makes the use case. */
export function rotateKeys({ rotation, clock }: Pick<Ports, 'rotation' | 'clock'>): RotateKeys {
  const status = keyStatus({ rotation, clock });
  return ({ now, onProgress = () => {} }) =>
    safeTry(async function* () {
      const current = (yield* rotation.epochs()).at(-1);
      const isDue = current === undefined || rotationDue(current, clock.now());
      const begun = now || isDue ? yield* rotation.begin() : null;
      const rewrapped = yield* rotation.rewrap(onProgress);
      yield* rotation.scan();
      const destroyed = yield* rotation.destroyEmpty();
      return ok({ begun, rewrapped, destroyed, ...(yield* status()) });
    });
}
