import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { IndexColumn } from '../../domain/keys/index-key.ts';
import type { Result, ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** The place of a sealed value: bound into the seal, so that a value moved elsewhere does not open. */
export interface Cell {
  readonly table: string;
  readonly column: string;
  /** The key of the row, its columns joined by `/`. */
  readonly record: string;
  readonly keyClass: KeyClass;
}

/** A sealed value does not open: wrong key, wrong place, changed, cut short, or the key was destroyed. It says not which. */
export interface Unopenable {
  readonly kind: 'Unopenable';
}

/** The caller asks for a column that its purpose does not reach. It says nothing of the value, which was not looked at. */
export interface PurposeNotAllowed {
  readonly kind: 'PurposeNotAllowed';
}

/** What one subject's values are sealed with, for as long as one use case runs. Sealing needs no purpose: it shows nothing. */
export interface Sealer {
  readonly subject: SubjectId;
  /** Seals a text for one cell. */
  seal(cell: Cell, clear: string): Uint8Array;
}

/** One subject's keys at hand, for as long as one use case runs and for the one purpose that it named. */
export interface Keyring extends Sealer {
  readonly purpose: UnsealingPurpose;
  /** Whether the purpose reaches a column, as the data map says (`mayOpenColumn`). */
  reaches(table: string, column: string): boolean;
  /**
   * Opens what {@link Sealer.seal} made for the same cell. A column that the purpose does not reach is refused before
   * anything is decrypted, whatever stands in it.
   */
  open(cell: Cell, sealed: Uint8Array): Result<string, Unopenable | PurposeNotAllowed>;
}

/** Seals personal values under their subject's keys and indexes them blindly, before they reach SQL. */
export interface Sealing {
  /**
   * What to seal with; with no key of a class, sealing under it is a bug. A key of the class `including` may have been made
   * a moment ago, by this process or another.
   */
  sealer(subject: SubjectId, including?: KeyClass): ResultAsync<Sealer, PortFailure>;
  /**
   * The keys of a subject, for a purpose; with no key of a class, opening under it answers {@link Unopenable}. `including`
   * as for {@link Sealing.sealer}.
   */
  keyring(subject: SubjectId, purpose: UnsealingPurpose, including?: KeyClass): ResultAsync<Keyring, PortFailure>;
  /** The keys of many subjects, for a purpose, with one look into the vault. */
  keyrings(
    subjects: readonly SubjectId[],
    purpose: UnsealingPurpose,
  ): ResultAsync<ReadonlyMap<SubjectId, Keyring>, PortFailure>;
  /** The keys of the blind indexes as they are now; every 5 minutes that is a look into the vault. */
  blindIndexes(): ResultAsync<BlindIndexes, PortFailure>;
}

/** The keys of the blind indexes at hand, for as long as one use case runs. */
export interface BlindIndexes {
  /**
   * The blind index of a normalised value, by the first of the two columns of the index.
   *
   * @throws if the data map has no such blind index: that is a bug of the caller.
   */
  of(table: string, index: string, normalised: string): BlindIndex;
  /** Whether what was written by them may still be committed: not when they have become too old under the work. */
  mayCommit(): boolean;
}

/** 16 bytes of HMAC-SHA-256 under a key of its own per table and column; under two keys while they are rotated. */
export interface BlindIndex extends Readonly<Record<IndexColumn, Uint8Array | null>> {
  /** The column that look-ups go by. */
  readonly by: IndexColumn;
  /** What stands there. What is written stands in both columns as they are here, null included. */
  readonly value: Uint8Array;
}
