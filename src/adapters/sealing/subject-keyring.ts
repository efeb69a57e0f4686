import type { Cell, Keyring, Unopenable } from '../../application/ports/sealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { SubjectKeys } from './key-cache.ts';
import { associatedData } from './length-prefixed.ts';
import { openBytes, sealBytes, unopenable } from './sealed-bytes.ts';

/** The keys of one subject in the hand of one use case. */
export class SubjectKeyring implements Keyring {
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
    return sealBytes(key, this.#nextNonce(), this.#placeOf(cell), clear);
  }

  open(cell: Cell, sealed: Uint8Array): Result<string, Unopenable> {
    const key = this.#keys.get(cell.keyClass);
    if (key === undefined) return unopenable();
    return openBytes(key, this.#placeOf(cell), sealed).map((clear) => clear.toString('utf8'));
  }

  #placeOf({ table, column, record, keyClass }: Cell): Uint8Array {
    return associatedData(this.#environment, table, column, this.subject, record, keyClass);
  }
}
