import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
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

/** One subject's keys at hand, for as long as one use case runs. */
export interface Keyring {
  readonly subject: SubjectId;
  /** Seals a text for one cell. */
  seal(cell: Cell, clear: string): Uint8Array;
  /** Opens what {@link Keyring.seal} made for the same cell. */
  open(cell: Cell, sealed: Uint8Array): Result<string, Unopenable>;
}

/** Seals personal values under their subject's keys and indexes them blindly, before they reach SQL. */
export interface Sealing {
  /** The keys of a subject; with no key of a class, sealing under it is a bug and opening answers {@link Unopenable}. */
  keyring(subject: SubjectId): ResultAsync<Keyring, PortFailure>;
  /** The keys of many subjects with one look into the vault. */
  keyrings(subjects: readonly SubjectId[]): ResultAsync<ReadonlyMap<SubjectId, Keyring>, PortFailure>;
  /** The blind index of a normalised value: 16 bytes of HMAC-SHA-256 under a key of its own per table and column. */
  blindIndex(table: string, column: string, normalised: string): Uint8Array;
}
