import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { LedgerStep } from '../../domain/deletion/ledger.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PersonsRowLooks } from './persons-rows.ts';
import type { PortFailure } from './port-failure.ts';

/** One line of the append-only erasure ledger: ids, words of closed lists, times and counts; no free text. */
export interface ErasureLedgerEntry {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly step: LedgerStep;
  readonly recordedAt: Instant;
  /** How many records of which table, or keys of which class. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A line as the ledger holds it. */
export interface RecordedLedgerEntry extends ErasureLedgerEntry {
  /** Its place: later lines have higher ones; numbers may be missing. */
  readonly position: number;
}

/** A data key that is no more. */
export interface DestroyedKey {
  readonly keyClass: KeyClass;
  /** The 8 bytes that named it in everything it sealed, in hexadecimal digits. */
  readonly fingerprint: string;
  readonly epochId: number;
  readonly destroyedAt: Instant;
}

/** The second store: the subjects' keys and the ledger of their destruction. */
export interface Vault extends PersonsRowLooks {
  /** Makes the subject's keys of these classes; keys that are there already stay as they are. */
  createKeys(subject: SubjectId, classes: readonly KeyClass[], at: Instant): ResultAsync<void, PortFailure>;
  /**
   * Destroys the subject's keys of these classes for good, remembers their fingerprints, and answers how many there were;
   * again answers 0.
   */
  destroyKeys(subject: SubjectId, classes: readonly KeyClass[], at: Instant): ResultAsync<number, PortFailure>;
  /** The subject's keys that were destroyed. */
  destroyedKeysOf(subject: SubjectId): ResultAsync<readonly DestroyedKey[], PortFailure>;
  /** The classes of which the subject has a key. */
  keyClassesOf(subject: SubjectId): ResultAsync<readonly KeyClass[], PortFailure>;
  /** Appends lines in their order, each once per (erasure, step); again changes nothing. */
  appendToLedger(entries: readonly ErasureLedgerEntry[]): ResultAsync<void, PortFailure>;
  /** The lines of one erasure, in their order. */
  ledgerOf(erasure: ErasureId): ResultAsync<readonly RecordedLedgerEntry[], PortFailure>;
  /** Lines beyond a position, in their order, so many at most. */
  ledgerAfter(position: number, limit: number): ResultAsync<readonly RecordedLedgerEntry[], PortFailure>;
  /** Keeps the certificate of an erasure, once: answers the one that stands. */
  keepCertificate(erasure: ErasureId, document: string, issuedAt: Instant): ResultAsync<string, PortFailure>;
  /** The certificate of an erasure; null if there is none yet. */
  certificateOf(erasure: ErasureId): ResultAsync<string | null, PortFailure>;
  /** Closes the connections. */
  close(): ResultAsync<void, PortFailure>;
}
