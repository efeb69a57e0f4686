import type { Clock } from '../../application/ports/clock.ts';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { Randomness } from '../../application/ports/randomness.ts';
import type { VaultRows, WrappedEpochKey } from '../../application/ports/vault-rows.ts';
import type { Instant } from '../../domain/instant.ts';
import { epochPictureMs } from '../../domain/keys/epoch.ts';
import { errAsync, ok, okAsync, type Result, ResultAsync } from '../../domain/result.ts';
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

/** The epoch that was the current one when the vault was asked last. */
export interface CurrentEpoch extends EpochKey {
  readonly readAt: Instant;
}

/** When a row that was wrapped under an epoch must be known to be in the vault, in milliseconds after it was read of. */
const landingMs: number = 1.5 * epochPictureMs;

/**
 * The keys that wrap the subjects' data keys. Each is wrapped itself by the {@link KeyWrapper}; destroying one makes every
 * data key under it unreadable, wherever it still stands, unless the wrapped epoch key stands there too.
 *
 * Epochs are begun and destroyed by any process while all others run. Why no key is ever lost by it, though nobody is told:
 *
 * 1. A process wraps new keys under what it takes for the current epoch, and asks the vault first if it last did so 5 minutes
 *    ago ({@link EpochKeys.current}). So under an epoch that retired nothing is wrapped 5 minutes later.
 * 2. What was wrapped is in the vault when the statement is answered. If that is more than 7.5 minutes after the process
 *    last asked, it looks whether the epoch is still there, and gives the keys up if not, before anything is sealed under
 *    them ({@link EpochKeys.stillStands}).
 * 3. An epoch is destroyed after two scans in a row, at least 10 minutes apart, that found nothing under it, the first one
 *    after it had retired (`scanDistanceMs`). By 1 and 2 every key is there when the second scan comes, with 2.5 minutes to
 *    spare for clocks that differ, or its process looks whether the epoch stands, and the destruction looks whether a key does.
 * 4. Keys that are moved to the current epoch are written under a lock that keeps that epoch from being destroyed, so however
 *    long the statement takes, none is moved to an epoch that is gone (`VaultRows.rewrapSubjectKeys`).
 */
export class EpochKeys {
  readonly #basis: KeyBasis;
  #byId: ReadonlyMap<number, SealingKey> = new Map();
  #current: CurrentEpoch | null = null;
  /** Looks are counted, since one that began earlier may be answered later. */
  #looks = 0;
  #newestLook = 0;

  constructor(basis: KeyBasis) {
    this.#basis = basis;
  }

  /** The key that new data keys are wrapped under; null if it was read of too long ago: then {@link EpochKeys.refreshed}. */
  current(): CurrentEpoch | null {
    if (this.#current === null) return null;
    return this.#isYounger(this.#current, epochPictureMs) ? this.#current : null;
  }

  /** The key that new data keys are wrapped under, after a look into the vault. */
  refreshed(): ResultAsync<CurrentEpoch, PortFailure> {
    return this.load().andThen(() =>
      this.#current === null ? errAsync(portFailure('Vault', false)) : okAsync(this.#current),
    );
  }

  /** Whether keys that the vault holds by now may be used: see 2 above. */
  stillStands(epoch: CurrentEpoch): ResultAsync<boolean, PortFailure> {
    if (this.#isYounger(epoch, landingMs)) return okAsync(true);
    return this.load().map(() => this.find(epoch.epochId) !== null);
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
    return this.load()
      .andThen(() => (this.#current === null ? this.begin(1) : okAsync(undefined)))
      .andThen(() => (this.#current === null ? errAsync(portFailure('Vault', false)) : okAsync(undefined)));
  }

  /** Begins an epoch, and retires those before it. One that is there already stays as it is. */
  begin(epochId: number): ResultAsync<void, PortFailure> {
    const { rows, wrapper, randomness, clock } = this.#basis;
    const key = randomness.bytes(keyBytes);
    return wrapper
      .wrap(key, this.#context(epochId))
      .andThen((wrappedKey) => {
        key.fill(0);
        return rows.beginEpoch({ epochId, wrappedKey, createdAt: clock.now() });
      })
      .andThen(() => this.load());
  }

  /** Reads all keys anew: another process may have begun an epoch, or ended one. */
  load(): ResultAsync<void, PortFailure> {
    this.#looks += 1;
    const look = this.#looks;
    const readAt = this.#basis.clock.now();
    return this.#basis.rows
      .epochKeys()
      .andThen((rows) =>
        ResultAsync.combine(rows.filter(({ destroyedAt }) => destroyedAt === null).map((row) => this.#unwrap(row))),
      )
      .andThen((keys) => this.#keep(keys, look, readAt));
  }

  #keep(keys: readonly EpochKey[], look: number, readAt: Instant): Result<void, PortFailure> {
    if (look < this.#newestLook) return ok(undefined);
    this.#newestLook = look;
    this.#byId = new Map(keys.map(({ epochId, key }) => [epochId, key]));
    const newest = keys.reduce<EpochKey | null>(newer, null);
    this.#current = newest && { ...newest, readAt };
    return ok(undefined);
  }

  /** A clock that was set back must not lengthen the time. */
  #isYounger({ readAt }: CurrentEpoch, lifeMs: number): boolean {
    const ageMs = this.#basis.clock.now() - readAt;
    return ageMs >= 0 && ageMs < lifeMs;
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
