import type { Cell, Keyring, PurposeNotAllowed, Sealer, Unopenable } from '../../application/ports/sealing.ts';
import { mayOpenColumn, type UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { err, type Result } from '../../domain/result.ts';
import type { SubjectKeys } from './key-cache.ts';
import { associatedData } from './length-prefixed.ts';
import { openBytes, sealBytes, unopenable } from './sealed-bytes.ts';

/** The keys of one subject in the hand of one use case, to seal with. */
export class SubjectSealer implements Sealer {
  readonly subject: SubjectId;
  readonly #keys: SubjectKeys;
  readonly #environment: string;
  readonly #nextNonce: () => Uint8Array;

  constructor(subject: SubjectId, keys: SubjectKeys, environment: string, nextNonce: () => Uint8Array) {
    this.subject = subject;
    this.#keys = keys;
    this.#environment = environment;
    this.#nextNonce = nextNonce;
  }

  seal(cell: Cell, clear: string): Uint8Array {
    const key = this.#keys.get(cell.keyClass);
    if (key === undefined) throw new Error(`The subject has no key of the class ${cell.keyClass}`);
    // Half a surrogate pair would come back as another character; no smart constructor lets one in.
    if (!clear.isWellFormed()) throw new Error('Only well-formed text can be sealed');
    return sealBytes(key, this.#nextNonce(), placeOf(this.#environment, this.subject, cell), clear);
  }
}

/** The keys of one subject in the hand of one use case, to seal with and to open for the one purpose that it named. */
export class SubjectKeyring extends SubjectSealer implements Keyring {
  readonly purpose: UnsealingPurpose;
  readonly #keys: SubjectKeys;
  readonly #environment: string;

  constructor(
    subject: SubjectId,
    keys: SubjectKeys,
    environment: string,
    nextNonce: () => Uint8Array,
    purpose: UnsealingPurpose,
  ) {
    super(subject, keys, environment, nextNonce);
    this.#keys = keys;
    this.#environment = environment;
    this.purpose = purpose;
  }

  reaches(table: string, column: string): boolean {
    return mayOpenColumn(table, column, this.purpose);
  }

  open(cell: Cell, sealed: Uint8Array): Result<string, Unopenable | PurposeNotAllowed> {
    // First, so that the answer is about the caller alone: it is the same whatever stands in the cell.
    if (!mayOpenColumn(cell.table, cell.column, this.purpose)) return err({ kind: 'PurposeNotAllowed' });
    const key = this.#keys.get(cell.keyClass);
    if (key === undefined) return unopenable();
    return openBytes(key, placeOf(this.#environment, this.subject, cell), sealed).map((clear) =>
      clear.toString('utf8'),
    );
  }
}

function placeOf(environment: string, subject: SubjectId, { table, column, record, keyClass }: Cell): Uint8Array {
  return associatedData(environment, table, column, subject, record, keyClass);
}
