import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { IndexKeyPhase } from '../../domain/keys/index-key.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PersonsRowLooks } from './persons-rows.ts';
import type { PortFailure } from './port-failure.ts';
import type { DestroyedKey, ErasureLedgerEntry, RecordedLedgerEntry } from './vault.ts';

/** A subject's data key as the vault's database holds it. */
export interface WrappedSubjectKey {
  readonly subject: SubjectId;
  readonly keyClass: KeyClass;
  readonly epochId: number;
  readonly wrappedKey: Uint8Array;
  /** 8 bytes that name the key without telling of it. */
  readonly fingerprint: Uint8Array;
  readonly createdAt: Instant;
}

/** An epoch key as the vault's database holds it. */
export interface WrappedEpochKey {
  readonly epochId: number;
  readonly wrappedKey: Uint8Array;
  readonly createdAt: Instant;
  /** When a newer epoch took its place; null for the current one. */
  readonly retiredAt: Instant | null;
  /** How many scans in a row found no data key under it. */
  readonly cleanScans: number;
  readonly scannedAt: Instant | null;
  /** When the key was destroyed; `wrappedKey` is empty then. */
  readonly destroyedAt: Instant | null;
}

/** An epoch key when its epoch begins. */
export type NewEpochKey = Pick<WrappedEpochKey, 'epochId' | 'wrappedKey' | 'createdAt'>;

/** What a scan came to. */
export type EpochScan = Pick<WrappedEpochKey, 'cleanScans' | 'scannedAt'>;

/** The key that certificates are signed with, as the vault's database holds it. */
export interface WrappedSigningKey {
  readonly keyId: string;
  readonly wrappedKey: Uint8Array;
  /** The public half, as DER (SubjectPublicKeyInfo). */
  readonly publicKey: Uint8Array;
  readonly createdAt: Instant;
}

/** A key of a blind index or of the one-time codes as the vault's database holds it. */
export interface WrappedIndexKey {
  readonly name: string;
  readonly version: number;
  /** Empty once the key is destroyed. */
  readonly wrappedKey: Uint8Array;
  readonly createdAt: Instant;
  readonly phase: IndexKeyPhase;
  /** Since when it is in this phase. */
  readonly phaseAt: Instant;
}

/** An index key that goes from one phase to another. */
export interface IndexKeyMove extends Pick<WrappedIndexKey, 'name' | 'version'> {
  readonly from: IndexKeyPhase;
  readonly to: Exclude<IndexKeyPhase, 'destroyed'>;
}

/** The rows of the vault's database: wrapped keys and the ledger. It never sees a key in clear. */
export interface VaultRows extends PersonsRowLooks {
  /**
   * Adds keys with one statement; a key that is there for its subject and class stays as it is. Answers how many rows were
   * added, never more than really were: who is told that all were added goes on to seal under these keys.
   */
  addSubjectKeys(keys: readonly WrappedSubjectKey[]): ResultAsync<number, PortFailure>;
  /** All keys of these subjects, with one statement. */
  subjectKeys(subjects: readonly SubjectId[]): ResultAsync<readonly WrappedSubjectKey[], PortFailure>;
  /** Deletes a subject's keys of these classes, remembering their fingerprints in the same transaction; how many there were. */
  deleteSubjectKeys(subject: SubjectId, classes: readonly KeyClass[], at: Instant): ResultAsync<number, PortFailure>;
  /** The subject's keys that were deleted. */
  destroyedKeysOf(subject: SubjectId): ResultAsync<readonly DestroyedKey[], PortFailure>;
  /** All epoch keys, oldest first. */
  epochKeys(): ResultAsync<readonly WrappedEpochKey[], PortFailure>;
  /** Adds an epoch key, unless it is there, and retires the epochs before it, in one transaction. */
  beginEpoch(key: NewEpochKey): ResultAsync<void, PortFailure>;
  /** Data keys of an epoch, in the order of subject and class, behind a key or from the first on; so many at most. */
  keysUnder(
    epochId: number,
    after: Pick<WrappedSubjectKey, 'subject' | 'keyClass'> | null,
    limit: number,
  ): ResultAsync<readonly WrappedSubjectKey[], PortFailure>;
  /** How many data keys an epoch has. */
  countKeysUnder(epochId: number): ResultAsync<number, PortFailure>;
  /**
   * Puts keys that were wrapped anew, all under one epoch, in the place of those of the epoch `from`, and answers how many. A
   * key that is no longer there, or no longer of that epoch, stays as it is. So do all if the epoch they go to is
   * destroyed: its row is locked until the keys are written, so that it is not destroyed meanwhile.
   */
  rewrapSubjectKeys(from: number, keys: readonly WrappedSubjectKey[]): ResultAsync<number, PortFailure>;
  /** Records a scan of a retired epoch, unless another one was recorded since `before` was read; whether it was. */
  recordScan(before: WrappedEpochKey, after: EpochScan): ResultAsync<boolean, PortFailure>;
  /**
   * Overwrites the key of a retired epoch with nothing, unless a data key is under it; whether it was. The row stays. It is
   * locked before the data keys are looked at: see {@link VaultRows.rewrapSubjectKeys}.
   */
  destroyEpochKey(epochId: number, at: Instant): ResultAsync<boolean, PortFailure>;
  /** All index keys. */
  indexKeys(): ResultAsync<readonly WrappedIndexKey[], PortFailure>;
  /** Adds index keys; one that is there stays as it is. */
  addIndexKeys(keys: readonly WrappedIndexKey[]): ResultAsync<void, PortFailure>;
  /** Moves index keys, all of them or, where one is not in its phase any more, none; whether it did. */
  moveIndexKeys(moves: readonly IndexKeyMove[], at: Instant): ResultAsync<boolean, PortFailure>;
  /** Overwrites a retired index key with nothing; whether it was. The row stays. */
  destroyIndexKey(name: string, version: number, at: Instant): ResultAsync<boolean, PortFailure>;
  /** The keys that certificates are signed with, oldest first. */
  signingKeys(): ResultAsync<readonly WrappedSigningKey[], PortFailure>;
  /** Adds a signing key; one that is there stays as it is. */
  addSigningKey(key: WrappedSigningKey): ResultAsync<void, PortFailure>;
  /** Appends ledger lines with one statement, each once per (erasure, step). */
  appendToLedger(entries: readonly ErasureLedgerEntry[]): ResultAsync<void, PortFailure>;
  /** The ledger lines of one erasure, in their order. */
  ledgerOf(erasure: ErasureId): ResultAsync<readonly RecordedLedgerEntry[], PortFailure>;
  /** Ledger lines beyond a position, in their order, so many at most. */
  ledgerAfter(position: number, limit: number): ResultAsync<readonly RecordedLedgerEntry[], PortFailure>;
  /** Keeps the certificate of an erasure unless there is one, and answers the one that stands. */
  keepCertificate(erasure: ErasureId, document: string, issuedAt: Instant): ResultAsync<string, PortFailure>;
  /** The certificate of an erasure; null if there is none yet. */
  certificateOf(erasure: ErasureId): ResultAsync<string | null, PortFailure>;
  /** Closes the connections. */
  close(): ResultAsync<void, PortFailure>;
}
