import type { Epoch } from '../../domain/keys/epoch.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** How far a move of data keys to the current epoch is. */
export interface RewrapProgress {
  readonly done: number;
  /** As many as there were at the beginning, or as were found since. */
  readonly total: number;
}

/** What a move of data keys to the current epoch came to. */
export interface Rewrapped {
  /** Keys that stood under a retired epoch and were looked at. */
  readonly keys: number;
  /** Those of them that do not open: damaged, or put there by somebody else. They stay, and so does their epoch. */
  readonly unopened: number;
}

/** An epoch and what stands under it. */
export interface EpochState extends Epoch {
  /** Data keys under it; null for the current one, where all new keys go. */
  readonly keysLeft: number | null;
}

/**
 * The epochs of the vault's keys: begun, emptied and destroyed while the installation runs. Every method may be called
 * again, and by several processes at once: none loses a key.
 */
export interface KeyRotation {
  /** All epochs, oldest first; the last one is the current one. */
  epochs(): ResultAsync<readonly EpochState[], PortFailure>;
  /** Begins a new epoch, retires those before it, and answers its number. */
  begin(): ResultAsync<number, PortFailure>;
  /**
   * Wraps every data key of a retired epoch anew under the current one. What was done stands, however it ends: to call it
   * again goes on from there. `onProgress` is called after every batch.
   */
  rewrap(onProgress: (progress: RewrapProgress) => void): ResultAsync<Rewrapped, PortFailure>;
  /** Looks what is left under each retired epoch and records it. */
  scan(): ResultAsync<void, PortFailure>;
  /** Destroys the keys of the epochs that scans have found empty often enough, and answers which. */
  destroyEmpty(): ResultAsync<readonly number[], PortFailure>;
}
