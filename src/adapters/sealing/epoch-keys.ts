import type { Clock } from '../../application/ports/clock.ts';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { Randomness } from '../../application/ports/randomness.ts';
import type { VaultRows, WrappedEpochKey } from '../../application/ports/vault-rows.ts';
import { errAsync, ok, okAsync, ResultAsync } from '../../domain/result.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { keyBytes, type SealingKey, sealingKey } from './sealed-bytes.ts';

/** What sealing is built on. */
export interface KeyBasis {
  readonly rows: VaultRows;
  readonly wrapper: KeyWrapper;
  readonly randomness: Randomness;
  readonly clock: Clock;
  /** Names the installation, such as `production`: nothing sealed in one opens in another. */
  readonly environment: string;
}

/** An epoch key with its number. */
export interface EpochKey {
  readonly epochId: number;
  readonly key: SealingKey;
}

/**
 * The keys that wrap the subjects' data keys. Each is wrapped itself by the {@link KeyWrapper}; destroying one makes every
 * data key under it unreadable, in every backup of the vault.
 */
export class EpochKeys {
  readonly #basis: KeyBasis;
  #byId: ReadonlyMap<number, SealingKey> = new Map();
  #current: EpochKey | null = null;

  constructor(basis: KeyBasis) {
    this.#basis = basis;
  }

  /** The key that new data keys are wrapped under. */
  current(): EpochKey {
    if (this.#current === null) throw new Error('The epoch keys were not loaded');
    return this.#current;
  }

  /** The key of an epoch; null if there is none, or none any more. */
  find(epochId: number): SealingKey | null {
    return this.#byId.get(epochId) ?? null;
  }

  /**
   * Loads the keys and makes the first one if there is none. Of processes that do so at once, one adds its key and all go on
   * with that one, since every one of them reads back what the vault holds.
   */
  open(): ResultAsync<void, PortFailure> {
    return this.load().andThen(() => {
      if (this.#current !== null) return okAsync(undefined);
      return this.#createFirst()
        .andThen(() => this.load())
        .andThen(() => (this.#current === null ? errAsync(portFailure('Vault', false)) : okAsync(undefined)));
    });
  }

  /** Reads all keys anew: another process may have begun an epoch, or ended one. */
  load(): ResultAsync<void, PortFailure> {
    return this.#basis.rows
      .epochKeys()
      .andThen((rows) => ResultAsync.combine(rows.map((row) => this.#unwrap(row))))
      .andThen((keys) => {
        this.#byId = new Map(keys.map(({ epochId, key }) => [epochId, key]));
        this.#current = keys.reduce<EpochKey | null>(newer, null);
        return ok(undefined);
      });
  }

  #createFirst(): ResultAsync<void, PortFailure> {
    const { rows, wrapper, randomness, clock } = this.#basis;
    const epochId = 1;
    const key = randomness.bytes(keyBytes);
    return wrapper.wrap(key, this.#context(epochId)).andThen((wrappedKey) => {
      key.fill(0);
      return rows.addEpochKey({ epochId, wrappedKey, createdAt: clock.now() });
    });
  }

  #unwrap({ epochId, wrappedKey }: WrappedEpochKey): ResultAsync<EpochKey, PortFailure> {
    const known = this.#byId.get(epochId);
    if (known !== undefined) return okAsync({ epochId, key: known });
    return this.#basis.wrapper
      .unwrap(wrappedKey, this.#context(epochId))
      .map((bytes) => ({ epochId, key: sealingKey(bytes) }));
  }

  #context(epochId: number): string {
    return lengthPrefixed('epoch-key', this.#basis.environment, String(epochId));
  }
}

function newer(current: EpochKey | null, key: EpochKey): EpochKey {
  return current === null || key.epochId > current.epochId ? key : current;
}
