import type { PersonsRowCount, PersonsRows } from '../../application/ports/persons-rows.ts';
import { missingEpoch, type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { BlindIndexes, Keyring, Sealer, Sealing } from '../../application/ports/sealing.ts';
import type { DestroyedKey, ErasureLedgerEntry, RecordedLedgerEntry, Vault } from '../../application/ports/vault.ts';
import type { WrappedSubjectKey } from '../../application/ports/vault-rows.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import { type KeyClass, keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import { unwrapDataKey, wrapDataKey } from './data-keys.ts';
import type { CurrentEpoch, EpochKeys, KeyBasis } from './epoch-keys.ts';
import type { IndexKeys } from './index-keys.ts';
import { KeyCache, type Look, type SubjectKeys } from './key-cache.ts';
import { nonces } from './nonces.ts';
import { keyBytes, type SealingKey, sealingKey } from './sealed-bytes.ts';
import { SubjectKeyring, SubjectSealer } from './subject-keyring.ts';

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

  createKeys(subject: SubjectId, classes: readonly KeyClass[], at: Instant): ResultAsync<void, PortFailure> {
    const look = this.#cache.look();
    const epoch = this.#epochs.current();
    const add = (current: CurrentEpoch): ResultAsync<void, PortFailure> =>
      this.#addKeys(
        subject,
        classes.map((keyClass) => this.#newKey(current, subject, keyClass, at)),
        current,
        look,
      );
    return epoch === null ? this.#epochs.refreshed().andThen(add) : add(epoch);
  }

  destroyKeys(subject: SubjectId, classes: readonly KeyClass[], at: Instant): ResultAsync<number, PortFailure> {
    this.#cache.purge(subject);
    // Once more afterwards, since a look into the vault may have begun before the rows were gone; and in case of a failure
    // too, since the rows may be gone although the answer was lost.
    return this.#basis.rows
      .deleteSubjectKeys(subject, classes, at)
      .andTee(() => this.#cache.purge(subject))
      .orTee(() => this.#cache.purge(subject));
  }

  keyClassesOf(subject: SubjectId): ResultAsync<readonly KeyClass[], PortFailure> {
    return this.#basis.rows.subjectKeys([subject]).map((rows) => rows.map(({ keyClass }) => keyClass));
  }

  destroyedKeysOf(subject: SubjectId): ResultAsync<readonly DestroyedKey[], PortFailure> {
    return this.#basis.rows.destroyedKeysOf(subject);
  }

  appendToLedger(entries: readonly ErasureLedgerEntry[]): ResultAsync<void, PortFailure> {
    return entries.length === 0 ? okAsync(undefined) : this.#basis.rows.appendToLedger(entries);
  }

  ledgerOf(erasure: ErasureId): ResultAsync<readonly RecordedLedgerEntry[], PortFailure> {
    return this.#basis.rows.ledgerOf(erasure);
  }

  ledgerAfter(position: number, limit: number): ResultAsync<readonly RecordedLedgerEntry[], PortFailure> {
    return this.#basis.rows.ledgerAfter(position, limit);
  }

  rowsOfPersons(of: PersonsRows): ResultAsync<PersonsRowCount, PortFailure> {
    return this.#basis.rows.rowsOfPersons(of);
  }

  personsWithRows(
    of: PersonsRows,
    after: SubjectId | null,
    limit: number,
  ): ResultAsync<readonly SubjectId[], PortFailure> {
    return this.#basis.rows.personsWithRows(of, after, limit);
  }

  keepCertificate(erasure: ErasureId, document: string, issuedAt: Instant): ResultAsync<string, PortFailure> {
    return this.#basis.rows.keepCertificate(erasure, document, issuedAt);
  }

  certificateOf(erasure: ErasureId): ResultAsync<string | null, PortFailure> {
    return this.#basis.rows.certificateOf(erasure);
  }

  close(): ResultAsync<void, PortFailure> {
    this.#cache.clear();
    return this.#basis.rows.close();
  }

  // --- Sealing --------------------------------------------------------------------------------------------------------

  sealer(subject: SubjectId, including?: KeyClass): ResultAsync<Sealer, PortFailure> {
    const { environment } = this.#basis;
    return this.#keysOf(subject, including).map(
      (keys) => new SubjectSealer(subject, keys, environment, this.#nextNonce),
    );
  }

  keyring(subject: SubjectId, purpose: UnsealingPurpose, including?: KeyClass): ResultAsync<Keyring, PortFailure> {
    return this.#keysOf(subject, including).map((keys) => this.#keyringOf(subject, keys, purpose));
  }

  keyrings(
    subjects: readonly SubjectId[],
    purpose: UnsealingPurpose,
  ): ResultAsync<ReadonlyMap<SubjectId, Keyring>, PortFailure> {
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
      return new Map([...keys].map(([subject, ofSubject]) => [subject, this.#keyringOf(subject, ofSubject, purpose)]));
    });
  }

  blindIndexes(): ResultAsync<BlindIndexes, PortFailure> {
    return this.#indexes.current();
  }

  // --------------------------------------------------------------------------------------------------------------------

  #keyringOf(subject: SubjectId, keys: SubjectKeys, purpose: UnsealingPurpose): Keyring {
    return new SubjectKeyring(subject, keys, this.#basis.environment, this.#nextNonce, purpose);
  }

  #keysOf(subject: SubjectId, including: KeyClass | undefined): ResultAsync<SubjectKeys, PortFailure> {
    const cached = this.#cache.get(subject);
    if (cached !== null && (including === undefined || cached.has(including))) return okAsync(cached);
    return this.#read([subject]).map((read) => read.get(subject) ?? noKeys);
  }

  #addKeys(
    subject: SubjectId,
    made: readonly MadeKey[],
    epoch: CurrentEpoch,
    look: Look,
  ): ResultAsync<void, PortFailure> {
    return this.#basis.rows
      .addSubjectKeys(made.map(({ row }) => row))
      .andThen((added) => this.#epochs.stillStands(epoch).map((stands) => ({ added, stands })))
      .andThen(({ added, stands }) => {
        // Only if every row is ours is every key ours. Else somebody was faster, or an earlier try went through although its
        // answer was lost: the keys made here are thrown away, and the next use reads the ones that the vault holds.
        // And only if the subject is new are they all that it has.
        const isNew = keyClasses.every((keyClass) => made.some(({ row }) => row.keyClass === keyClass));
        if (stands && isNew && added === made.length) {
          this.#cache.put(subject, new Map(made.map(({ row, key }) => [row.keyClass, key])), look);
        } else {
          this.#cache.purge(subject);
        }
        return stands ? ok(undefined) : err(portFailure('Vault', true));
      });
  }

  /**
   * Reads keys from the vault with one statement, and one more if an epoch is new to this process. Every 5 minutes it reads
   * the epochs first: the key of one that was destroyed elsewhere must not stay at hand.
   */
  #read(subjects: readonly SubjectId[]): ResultAsync<ReadonlyMap<SubjectId, SubjectKeys>, PortFailure> {
    const look = this.#cache.look();
    const rows = (): ResultAsync<readonly WrappedSubjectKey[], PortFailure> =>
      this.#rowsOfKnownEpochs(subjects, looksForEpochs);
    const asked = this.#epochs.current() === null ? this.#epochs.load().andThen(rows) : rows();
    return asked
      .andThen((found) => this.#unwrapAll(found))
      .andTee((read) => {
        for (const [subject, keys] of read) this.#cache.put(subject, keys, look);
      });
  }

  /** Between a look at the keys and one at the epochs the keys may be moved on, and the epoch they were under destroyed. */
  #rowsOfKnownEpochs(
    subjects: readonly SubjectId[],
    looks: number,
  ): ResultAsync<readonly WrappedSubjectKey[], PortFailure> {
    return this.#basis.rows.subjectKeys(subjects).andThen((rows) => {
      if (this.#areOfKnownEpochs(rows)) return okAsync(rows);
      return this.#epochs.load().andThen(() => {
        if (this.#areOfKnownEpochs(rows)) return okAsync(rows);
        return looks === 1 ? errAsync(missingEpoch()) : this.#rowsOfKnownEpochs(subjects, looks - 1);
      });
    });
  }

  #areOfKnownEpochs(rows: readonly WrappedSubjectKey[]): boolean {
    return rows.every(({ epochId }) => this.#epochs.find(epochId) !== null);
  }

  #unwrapAll(rows: readonly WrappedSubjectKey[]): Result<ReadonlyMap<SubjectId, SubjectKeys>, PortFailure> {
    const bySubject = new Map<SubjectId, Map<KeyClass, SealingKey>>();
    for (const row of rows) {
      const epoch = this.#epochs.find(row.epochId);
      if (epoch === null) return err(missingEpoch());
      const opened = unwrapDataKey(epoch, this.#basis.environment, row);
      if (opened.isErr()) return err(portFailure('Vault', false)); // the vault was damaged or tampered with
      const key = sealingKey(opened.value);
      const keys = bySubject.get(row.subject) ?? new Map<KeyClass, SealingKey>();
      bySubject.set(row.subject, keys.set(row.keyClass, key));
    }
    return ok(bySubject);
  }

  #newKey(epoch: CurrentEpoch, subject: SubjectId, keyClass: KeyClass, at: Instant): MadeKey {
    const bytes = this.#basis.randomness.bytes(keyBytes);
    const owner = { subject, keyClass };
    const wrappedKey = wrapDataKey(epoch, this.#basis.environment, owner, this.#nextNonce(), bytes);
    const key = sealingKey(bytes);
    const { epochId } = epoch;
    return { row: { ...owner, epochId, wrappedKey, fingerprint: key.fingerprint, createdAt: at }, key };
  }
}

/** A new data key, and its row. */
interface MadeKey {
  readonly row: WrappedSubjectKey;
  readonly key: SealingKey;
}

/** A key whose epoch is gone is read again so often: then it is not that it was just moved on. */
const looksForEpochs = 3;

const noKeys: SubjectKeys = new Map();
