import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { Keyring, Sealing } from '../../application/ports/sealing.ts';
import type { ErasureLedgerEntry, Vault } from '../../application/ports/vault.ts';
import type { WrappedSubjectKey } from '../../application/ports/vault-rows.ts';
import { type KeyClass, keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import type { EpochKeys, KeyBasis } from './epoch-keys.ts';
import type { IndexKeys } from './index-keys.ts';
import { KeyCache, type SubjectKeys } from './key-cache.ts';
import { associatedData } from './length-prefixed.ts';
import { nonces } from './nonces.ts';
import { keyBytes, openBytes, type SealingKey, sealBytes, sealingKey } from './sealed-bytes.ts';
import { SubjectKeyring } from './subject-keyring.ts';

/**
 * The subjects' data keys: made, found, destroyed.
 *
 * Another process may destroy keys that are still cached here, for 5 minutes at most. What is sealed under such a key would
 * be lost, so nothing may be: the fence in the data store sees to it, since every write of personal data holds a lock on a
 * row that says `active`, and keys are destroyed only after the row says otherwise. A subject whose keys were destroyed never
 * gets new ones: who comes back is a new subject.
 */
export class SubjectVault implements Vault, Sealing {
  readonly #basis: KeyBasis;
  readonly #epochs: EpochKeys;
  readonly #indexes: IndexKeys;
  readonly #cache: KeyCache;
  readonly #nextNonce: () => Uint8Array;

  constructor(basis: KeyBasis, epochs: EpochKeys, indexes: IndexKeys) {
    this.#basis = basis;
    this.#epochs = epochs;
    this.#indexes = indexes;
    this.#cache = new KeyCache(basis.clock);
    this.#nextNonce = nonces(basis.randomness);
  }

  // --- Vault ----------------------------------------------------------------------------------------------------------

  createKeys(subject: SubjectId, at: Instant): ResultAsync<void, PortFailure> {
    const look = this.#cache.look();
    const made = keyClasses.map((keyClass) => this.#newKey(subject, keyClass, at));
    return this.#basis.rows.addSubjectKeys(made.map(({ row }) => row)).andThen((added) => {
      // Only if every row is ours is every key ours. Else somebody was faster, or an earlier try went through although its
      // answer was lost: the keys made here are thrown away, and the next use reads the ones that the vault holds.
      if (added === made.length)
        this.#cache.put(subject, new Map(made.map(({ row, key }) => [row.keyClass, key])), look);
      else this.#cache.purge(subject);
      return ok(undefined);
    });
  }

  destroyKeys(subject: SubjectId, classes: readonly KeyClass[]): ResultAsync<number, PortFailure> {
    this.#cache.purge(subject);
    // Once more afterwards, since a look into the vault may have begun before the rows were gone; and in case of a failure
    // too, since the rows may be gone although the answer was lost.
    return this.#basis.rows
      .deleteSubjectKeys(subject, classes)
      .andTee(() => this.#cache.purge(subject))
      .orTee(() => this.#cache.purge(subject));
  }

  keyClassesOf(subject: SubjectId): ResultAsync<readonly KeyClass[], PortFailure> {
    return this.#basis.rows.subjectKeys([subject]).map((rows) => rows.map(({ keyClass }) => keyClass));
  }

  appendToLedger(entry: ErasureLedgerEntry): ResultAsync<void, PortFailure> {
    return this.#basis.rows.appendToLedger(entry);
  }

  ledgerOf(erasure: ErasureId): ResultAsync<readonly ErasureLedgerEntry[], PortFailure> {
    return this.#basis.rows.ledgerOf(erasure);
  }

  close(): ResultAsync<void, PortFailure> {
    this.#cache.clear();
    return this.#basis.rows.close();
  }

  // --- Sealing --------------------------------------------------------------------------------------------------------

  keyring(subject: SubjectId): ResultAsync<Keyring, PortFailure> {
    const cached = this.#cache.get(subject);
    if (cached !== null) return okAsync(this.#keyringOf(subject, cached));
    return this.#read([subject]).map((read) => this.#keyringOf(subject, read.get(subject) ?? noKeys));
  }

  keyrings(subjects: readonly SubjectId[]): ResultAsync<ReadonlyMap<SubjectId, Keyring>, PortFailure> {
    const keys = new Map<SubjectId, SubjectKeys>();
    const missing: SubjectId[] = [];
    for (const subject of new Set(subjects)) {
      const cached = this.#cache.get(subject);
      keys.set(subject, cached ?? noKeys);
      if (cached === null) missing.push(subject);
    }
    const read = missing.length === 0 ? okAsync(new Map<SubjectId, SubjectKeys>()) : this.#read(missing);
    return read.map((found) => {
      for (const [subject, ofSubject] of found) keys.set(subject, ofSubject);
      return new Map([...keys].map(([subject, ofSubject]) => [subject, this.#keyringOf(subject, ofSubject)]));
    });
  }

  blindIndex(table: string, column: string, normalised: string): Uint8Array {
    return this.#indexes.blindIndex(table, column, normalised);
  }

  // --------------------------------------------------------------------------------------------------------------------

  #keyringOf(subject: SubjectId, keys: SubjectKeys): Keyring {
    return new SubjectKeyring(subject, keys, this.#basis.environment, this.#nextNonce);
  }

  /** Reads keys from the vault with one statement, and one more if an epoch is new to this process. */
  #read(subjects: readonly SubjectId[]): ResultAsync<ReadonlyMap<SubjectId, SubjectKeys>, PortFailure> {
    const look = this.#cache.look();
    return this.#basis.rows
      .subjectKeys(subjects)
      .andThen((rows) => {
        const known = rows.every(({ epochId }) => this.#epochs.find(epochId) !== null);
        return known ? okAsync(rows) : this.#epochs.load().map(() => rows);
      })
      .andThen((rows) => this.#unwrapAll(rows))
      .andTee((read) => {
        for (const [subject, keys] of read) this.#cache.put(subject, keys, look);
      });
  }

  #unwrapAll(rows: readonly WrappedSubjectKey[]): Result<ReadonlyMap<SubjectId, SubjectKeys>, PortFailure> {
    const bySubject = new Map<SubjectId, Map<KeyClass, SealingKey>>();
    for (const row of rows) {
      const epoch = this.#epochs.find(row.epochId);
      if (epoch === null) continue; // the epoch key was destroyed, and the data key with it
      const opened = openBytes(epoch, this.#contextOf(row.subject, row.keyClass, row.epochId), row.wrappedKey);
      if (opened.isErr()) return err(portFailure('Vault', false)); // the vault was damaged or tampered with
      const key = sealingKey(opened.value);
      const keys = bySubject.get(row.subject) ?? new Map<KeyClass, SealingKey>();
      bySubject.set(row.subject, keys.set(row.keyClass, key));
    }
    return ok(bySubject);
  }

  #newKey(
    subject: SubjectId,
    keyClass: KeyClass,
    at: Instant,
  ): { readonly row: WrappedSubjectKey; readonly key: SealingKey } {
    const { epochId, key: epoch } = this.#epochs.current();
    const bytes = this.#basis.randomness.bytes(keyBytes);
    const wrappedKey = sealBytes(epoch, this.#nextNonce(), this.#contextOf(subject, keyClass, epochId), bytes);
    const key = sealingKey(bytes);
    return { row: { subject, keyClass, epochId, wrappedKey, fingerprint: key.fingerprint, createdAt: at }, key };
  }

  #contextOf(subject: SubjectId, keyClass: KeyClass, epochId: number): Uint8Array {
    return associatedData('data-key', this.#basis.environment, subject, keyClass, String(epochId));
  }
}

const noKeys: SubjectKeys = new Map();
