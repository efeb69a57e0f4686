import { Instant } from '../../domain/instant.ts';
import { epochLifeMs } from '../../domain/keys/epoch.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { EpochState } from '../ports/key-rotation.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** How it stands with the epochs of the vault's keys. */
export interface KeyStatus {
  /** All that there ever were, oldest first; the last one is the current one. */
  readonly epochs: readonly EpochState[];
  /** When the next epoch is due. */
  readonly nextDueAt: Instant;
}

/** Says how it stands with the epochs. */
export type ReadKeyStatus = () => ResultAsync<KeyStatus, PortFailure>;

/** Makes the use case. */
export function keyStatus({ rotation, clock }: Pick<Ports, 'rotation' | 'clock'>): ReadKeyStatus {
  return () =>
    rotation.epochs().map((epochs) => {
      const current = epochs.at(-1);
      return { epochs, nextDueAt: current ? Instant.plusMs(current.begunAt, epochLifeMs) : clock.now() };
    });
}
