import type { IndexRotation } from '../../domain/keys/index-key.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * The keys of the blind indexes and of the one-time codes: a new version of one is begun, switched to, and the old one
 * dropped and destroyed, while the installation runs. When each may be done, the domain says (`IndexKey`); every method may
 * be called again, and by several processes at once: one that comes too late changes nothing.
 */
export interface IndexKeyRotation {
  /** How it stands with the keys of every name, in the order of the data map. */
  indexKeys(): ResultAsync<readonly IndexRotation[], PortFailure>;
  /** Makes a new version of each of these keys, all of them or none: from now on values are written under it too. */
  begin(steady: readonly IndexRotation[]): ResultAsync<void, PortFailure>;
  /** Looks up by the version that was written so far, and writes under both. */
  switchOver(written: IndexRotation): ResultAsync<void, PortFailure>;
  /** Writes under the new version alone. */
  drop(switched: IndexRotation): ResultAsync<void, PortFailure>;
  /** Destroys the key of the old version. */
  destroy(dropping: IndexRotation): ResultAsync<void, PortFailure>;
}
