import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';
import type { ErasureLedgerEntry } from './vault.ts';

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
}

/** A key of a blind index or of the one-time codes as the vault's database holds it. */
export interface WrappedIndexKey {
  readonly name: string;
  readonly version: number;
  readonly wrappedKey: Uint8Array;
  readonly createdAt: Instant;
}

/** The rows of the vault's database: wrapped keys and the ledger. It never sees a key in clear. */
export interface VaultRows {
  /**
   * Adds keys with one statement; a key that is there for its subject and class stays as it is. Answers how many rows were
   * added, never more than really were: who is told that all were added goes on to seal under these keys.
   */
  addSubjectKeys(keys: readonly WrappedSubjectKey[]): ResultAsync<number, PortFailure>;
  /** All keys of these subjects, with one statement. */
  subjectKeys(subjects: readonly SubjectId[]): ResultAsync<readonly WrappedSubjectKey[], PortFailure>;
  /** Deletes a subject's keys of these classes and answers how many there were. */
  deleteSubjectKeys(subject: SubjectId, classes: readonly KeyClass[]): ResultAsync<number, PortFailure>;
  /** All epoch keys, oldest first. */
  epochKeys(): ResultAsync<readonly WrappedEpochKey[], PortFailure>;
  /** Adds an epoch key; one that is there stays as it is. */
  addEpochKey(key: WrappedEpochKey): ResultAsync<void, PortFailure>;
  /** All index keys. */
  indexKeys(): ResultAsync<readonly WrappedIndexKey[], PortFailure>;
  /** Adds index keys; one that is there stays as it is. */
  addIndexKeys(keys: readonly WrappedIndexKey[]): ResultAsync<void, PortFailure>;
  /** Appends a ledger line, once per (erasure, step). */
  appendToLedger(entry: ErasureLedgerEntry): ResultAsync<void, PortFailure>;
  /** The ledger lines of one erasure, in their order. */
  ledgerOf(erasure: ErasureId): ResultAsync<readonly ErasureLedgerEntry[], PortFailure>;
  /** Closes the connections. */
  close(): ResultAsync<void, PortFailure>;
}
