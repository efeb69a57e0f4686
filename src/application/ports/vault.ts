import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { ErasureState } from '../../domain/deletion/erasure.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** One line of the append-only erasure ledger: ids, words of closed lists, times and counts; no free text. */
export interface ErasureLedgerEntry {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  /** `requested` is written before anything is destroyed; `released` when the last kept order settled. */
  readonly step: 'requested' | ErasureState | 'released';
  readonly recordedAt: Instant;
  /** How many records of which table, or keys of which class. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The second store: the subjects' keys and the ledger of their destruction. */
export interface Vault {
  /** Makes the subject's keys, one a class; keys that are there already stay as they are. */
  createKeys(subject: SubjectId, at: Instant): ResultAsync<void, PortFailure>;
  /** Destroys the subject's keys of these classes for good and answers how many there were; again answers 0. */
  destroyKeys(subject: SubjectId, classes: readonly KeyClass[]): ResultAsync<number, PortFailure>;
  /** The classes of which the subject has a key. */
  keyClassesOf(subject: SubjectId): ResultAsync<readonly KeyClass[], PortFailure>;
  /** Appends a line, once per (erasure, step); again changes nothing. */
  appendToLedger(entry: ErasureLedgerEntry): ResultAsync<void, PortFailure>;
  /** The lines of one erasure, in their order. */
  ledgerOf(erasure: ErasureId): ResultAsync<readonly ErasureLedgerEntry[], PortFailure>;
  /** Closes the connections. */
  close(): ResultAsync<void, PortFailure>;
}
