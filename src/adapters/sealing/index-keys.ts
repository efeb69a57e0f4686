import { createSecretKey, type KeyObject } from 'node:crypto';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { WrappedIndexKey } from '../../application/ports/vault-rows.ts';
import type { Instant } from '../../domain/instant.ts';
import { indexLandingMs, indexPictureMs, rotationOf, writtenPhases } from '../../domain/keys/index-key.ts';
import { err, ok, okAsync, type Result, ResultAsync } from '../../domain/result.ts';
import { BlindIndexKeys, indexKeyNames, type NamedKeys } from './blind-index-keys.ts';
import type { KeyBasis } from './epoch-keys.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { keyBytes } from './sealed-bytes.ts';

/** What was read of the keys, and when the look into the vault began. */
interface Picture {
  readonly keys: BlindIndexKeys;
  readonly readAt: Instant;
}

/**
 * The keys of the blind indexes and of the one-time codes. The vault is asked again when the last look is 5 minutes old, since
 * another process may rotate them: see {@link IndexKey} of the domain for why that is enough.
 */
export class IndexKeys {
  readonly #basis: KeyBasis;
  #unwrapped: ReadonlyMap<string, KeyObject> = new Map();
  #picture: Picture | null = null;
  #underWay: { readonly look: ResultAsync<BlindIndexKeys, PortFailure> } | null = null;

  constructor(basis: KeyBasis) {
    this.#basis = basis;
  }

  /** The keys as they are now. Of calls that find them too old, one looks into the vault and all wait for it. */
  current(): ResultAsync<BlindIndexKeys, PortFailure> {
    if (this.#picture !== null && this.#isYounger(this.#picture.readAt, indexPictureMs)) {
      return okAsync(this.#picture.keys);
    }
    const ended = (): void => {
      this.#underWay = null;
    };
    this.#underWay ??= { look: this.load().andTee(ended).orTee(ended) };
    return this.#underWay.look;
  }

  /**
   * Loads the keys and makes those that are missing. Of processes that do so at once, one adds its keys and all go on with
   * those, since every one of them reads back what the vault holds.
   */
  open(): ResultAsync<void, PortFailure> {
    const readAt = this.#basis.clock.now();
    return this.rows()
      .andThen((rows) => {
        const missing = indexKeyNames.filter((name) => rotationOf(rowsOf(rows, name)) === null);
        if (missing.length === 0) return this.#keep(rows, readAt);
        return ResultAsync.combine(missing.map((name) => this.newKey(name, 1, 'current')))
          .andThen((keys) => this.#basis.rows.addIndexKeys(keys))
          .andThen(() => this.load());
      })
      .map(() => undefined);
  }

  /** Reads all keys anew. */
  load(): ResultAsync<BlindIndexKeys, PortFailure> {
    const readAt = this.#basis.clock.now();
    return this.rows().andThen((rows) => this.#keep(rows, readAt));
  }

  /** The keys as the vault holds them, destroyed ones included. */
  rows(): ResultAsync<readonly WrappedIndexKey[], PortFailure> {
    return this.#basis.rows.indexKeys();
  }

  /** A key that is not in the vault yet. */
  newKey(name: string, version: number, phase: WrappedIndexKey['phase']): ResultAsync<WrappedIndexKey, PortFailure> {
    const { randomness, wrapper, clock } = this.#basis;
    const key = randomness.bytes(keyBytes);
    return wrapper.wrap(key, this.#context(name, version)).map((wrappedKey) => {
      key.fill(0);
      const at = clock.now();
      return { name, version, wrappedKey, createdAt: at, phase, phaseAt: at };
    });
  }

  #keep(rows: readonly WrappedIndexKey[], readAt: Instant): ResultAsync<BlindIndexKeys, PortFailure> {
    return this.#unwrapAll(rows)
      .andThen((unwrapped) => namedKeys(rows, unwrapped))
      .map((byName) => {
        const keys = new BlindIndexKeys(byName, () => this.#isYounger(readAt, indexLandingMs));
        // A look that began earlier may be answered later.
        if (this.#picture === null || readAt >= this.#picture.readAt) this.#picture = { keys, readAt };
        return keys;
      });
  }

  /** Each key is unwrapped once, however often it is read. */
  #unwrapAll(rows: readonly WrappedIndexKey[]): ResultAsync<ReadonlyMap<string, KeyObject>, PortFailure> {
    const used = rows.filter(({ name, phase }) => writtenPhases.includes(phase) && indexKeyNames.includes(name));
    return ResultAsync.combine(
      used.map((row) => {
        const known = this.#unwrapped.get(idOf(row));
        const key = known === undefined ? this.#unwrap(row) : okAsync(known);
        return key.map((unwrapped) => [idOf(row), unwrapped] as const);
      }),
    ).map((keys) => {
      this.#unwrapped = new Map(keys);
      return this.#unwrapped;
    });
  }

  #unwrap({ name, version, wrappedKey }: WrappedIndexKey): ResultAsync<KeyObject, PortFailure> {
    return this.#basis.wrapper.unwrap(wrappedKey, this.#context(name, version)).map((bytes) => {
      const key = createSecretKey(bytes);
      bytes.fill(0);
      return key;
    });
  }

  /** A clock that was set back must not lengthen the time. */
  #isYounger(readAt: Instant, lifeMs: number): boolean {
    const ageMs = this.#basis.clock.now() - readAt;
    return ageMs >= 0 && ageMs < lifeMs;
  }

  #context(name: string, version: number): string {
    return lengthPrefixed('index-key', this.#basis.environment, name, String(version));
  }
}

/** The keys that values are written under, for every name; a vault that lacks one is none of ours. */
function namedKeys(
  rows: readonly WrappedIndexKey[],
  unwrapped: ReadonlyMap<string, KeyObject>,
): Result<ReadonlyMap<string, NamedKeys>, PortFailure> {
  const byName = new Map<string, NamedKeys>();
  for (const name of indexKeyNames) {
    const rotation = rotationOf(rowsOf(rows, name));
    const current = rotation && unwrapped.get(idOf({ name, version: rotation.current }));
    if (!current) return err(portFailure('Vault', false));
    const version = rotation.other;
    const other = version === null ? undefined : unwrapped.get(idOf({ name, version }));
    byName.set(name, {
      current: { version: rotation.current, key: current },
      other: version === null || other === undefined ? null : { version, key: other },
    });
  }
  return ok(byName);
}

/** The versions of one key. */
export function rowsOf(rows: readonly WrappedIndexKey[], name: string): readonly WrappedIndexKey[] {
  return rows.filter((row) => row.name === name);
}

function idOf({ name, version }: Pick<WrappedIndexKey, 'name' | 'version'>): string {
  return `${name}/${version}`;
}
