import type { DestroyedKey, RecordedLedgerEntry } from '../../application/ports/vault.ts';
import type {
  VaultRows,
  WrappedEpochKey,
  WrappedIndexKey,
  WrappedSigningKey,
  WrappedSubjectKey,
} from '../../application/ports/vault-rows.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { okAsync } from '../../domain/result.ts';
import { looksAtOwners } from './owners.ts';

/** {@link VaultRows} that live as long as the process. Two openings of the same rows are two processes on one vault. */
export function openInMemoryVaultRows(): VaultRows {
  const subjectKeys = new Map<string, WrappedSubjectKey>();
  const epochKeys = new Map<number, WrappedEpochKey>();
  const indexKeys = new Map<string, WrappedIndexKey>();
  const destroyedKeys = new Map<string, DestroyedKey & { readonly subject: SubjectId }>();
  const signingKeys = new Map<string, WrappedSigningKey>();
  const ledger = new Map<string, RecordedLedgerEntry>();
  const certificates = new Map<string, string>();

  return {
    addSubjectKeys: (keys) => {
      const added = keys.filter((key) => addTo(subjectKeys, nameOf(key), key));
      return okAsync(added.length);
    },
    subjectKeys: (subjects) => {
      const wanted = new Set(subjects);
      return okAsync(copies(subjectKeys.values()).filter(({ subject }) => wanted.has(subject)));
    },
    deleteSubjectKeys: (subject, classes, at) => {
      const deleted = classes.filter((keyClass) => {
        const name = nameOf({ subject, keyClass });
        const key = subjectKeys.get(name);
        if (key === undefined) return false;
        const fingerprint = Buffer.from(key.fingerprint).toString('hex');
        addTo(destroyedKeys, name, { subject, keyClass, fingerprint, epochId: key.epochId, destroyedAt: at });
        return subjectKeys.delete(name);
      });
      return okAsync(deleted.length);
    },
    destroyedKeysOf: (subject) =>
      okAsync(
        copies(destroyedKeys.values())
          .filter((key) => key.subject === subject)
          .map(({ subject: _subject, ...key }) => key),
      ),
    epochKeys: () => okAsync(copies(epochKeys.values()).toSorted((one, other) => one.epochId - other.epochId)),
    beginEpoch: ({ epochId, wrappedKey, createdAt }) => {
      addTo(epochKeys, epochId, {
        epochId,
        wrappedKey,
        createdAt,
        retiredAt: null,
        cleanScans: 0,
        scannedAt: null,
        destroyedAt: null,
      });
      for (const key of epochKeys.values()) {
        if (key.epochId < epochId && key.retiredAt === null) {
          epochKeys.set(key.epochId, { ...key, retiredAt: createdAt });
        }
      }
      return okAsync(undefined);
    },
    keysUnder: (epochId, after, limit) =>
      okAsync(
        copies(subjectKeys.values())
          .filter((key) => key.epochId === epochId && (after === null || nameOf(key) > nameOf(after)))
          .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
          .slice(0, limit),
      ),
    countKeysUnder: (epochId) => okAsync([...subjectKeys.values()].filter((key) => key.epochId === epochId).length),
    rewrapSubjectKeys: (from, keys) => {
      const moved = keys.filter((key) => {
        const standing = subjectKeys.get(nameOf(key));
        const mayMove =
          standing?.epochId === from &&
          Buffer.from(standing.fingerprint).equals(key.fingerprint) &&
          epochKeys.get(key.epochId)?.destroyedAt === null;
        if (mayMove) subjectKeys.set(nameOf(key), structuredClone({ ...key, createdAt: standing.createdAt }));
        return mayMove;
      });
      return okAsync(moved.length);
    },
    recordScan: ({ epochId, cleanScans, scannedAt }, after) => {
      const key = epochKeys.get(epochId);
      const mayRecord =
        key !== undefined && isRetired(key) && key.cleanScans === cleanScans && key.scannedAt === scannedAt;
      if (mayRecord) epochKeys.set(epochId, { ...key, cleanScans: after.cleanScans, scannedAt: after.scannedAt });
      return okAsync(mayRecord);
    },
    destroyEpochKey: (epochId, at) => {
      const key = epochKeys.get(epochId);
      const isEmpty = [...subjectKeys.values()].every((subjectKey) => subjectKey.epochId !== epochId);
      const mayDestroy = key !== undefined && isRetired(key) && isEmpty;
      if (mayDestroy) epochKeys.set(epochId, { ...key, wrappedKey: new Uint8Array(), destroyedAt: at });
      return okAsync(mayDestroy);
    },
    indexKeys: () => okAsync(copies(indexKeys.values())),
    addIndexKeys: (keys) => {
      for (const key of keys) addTo(indexKeys, `${key.name}/${key.version}`, key);
      return okAsync(undefined);
    },
    moveIndexKeys: (moves, at) => {
      const keys = moves.map(({ name, version }) => indexKeys.get(`${name}/${version}`));
      const mayMove = moves.every(({ from }, n) => keys[n]?.phase === from);
      for (const [n, { name, version, to }] of moves.entries()) {
        const key = keys[n];
        if (mayMove && key !== undefined) indexKeys.set(`${name}/${version}`, { ...key, phase: to, phaseAt: at });
      }
      return okAsync(mayMove);
    },
    destroyIndexKey: (name, version, at) => {
      const key = indexKeys.get(`${name}/${version}`);
      const mayDestroy = key?.phase === 'retired';
      if (mayDestroy) {
        const gone = { ...key, wrappedKey: new Uint8Array(), phase: 'destroyed', phaseAt: at } as const;
        indexKeys.set(`${name}/${version}`, gone);
      }
      return okAsync(mayDestroy);
    },
    signingKeys: () => okAsync(copies(signingKeys.values()).toSorted((one, other) => one.createdAt - other.createdAt)),
    addSigningKey: (key) => {
      addTo(signingKeys, key.keyId, key);
      return okAsync(undefined);
    },
    appendToLedger: (entries) => {
      for (const entry of entries) {
        addTo(ledger, `${entry.erasure}/${entry.step}`, { ...entry, position: ledger.size + 1 });
      }
      return okAsync(undefined);
    },
    ledgerOf: (erasure) => okAsync(copies(ledger.values()).filter((entry) => entry.erasure === erasure)),
    ledgerAfter: (position, limit) =>
      okAsync(
        copies(ledger.values())
          .filter((entry) => entry.position > position)
          .slice(0, limit),
      ),
    ...looksAtOwners(({ table }) => {
      const tables: Partial<Record<TableName, Iterable<{ readonly subject: SubjectId }>>> = {
        subject_keys: subjectKeys.values(),
        destroyed_keys: destroyedKeys.values(),
        erasure_ledger: ledger.values(),
      };
      return [...(tables[table] ?? [])].map(({ subject }) => subject);
    }),
    keepCertificate: (erasure, document) => {
      addTo(certificates, erasure, document);
      return okAsync(certificates.get(erasure) ?? document);
    },
    certificateOf: (erasure) => okAsync(certificates.get(erasure) ?? null),
    close: () => okAsync(undefined),
  };
}

/** All subjects are of one length, so names come in the order of subject and class. */
function nameOf({ subject, keyClass }: Pick<WrappedSubjectKey, 'subject' | 'keyClass'>): string {
  return `${subject}/${keyClass}`;
}

function isRetired({ retiredAt, destroyedAt }: WrappedEpochKey): boolean {
  return retiredAt !== null && destroyedAt === null;
}

/** Adds a row unless there is one under the key, and says whether it did. */
function addTo<Key, Row>(rows: Map<Key, Row>, key: Key, row: Row): boolean {
  if (rows.has(key)) return false;
  rows.set(key, structuredClone(row));
  return true;
}

function copies<Row>(rows: Iterable<Row>): Row[] {
  return structuredClone([...rows]);
}
