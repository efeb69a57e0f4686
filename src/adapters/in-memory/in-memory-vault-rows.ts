import type { ErasureLedgerEntry } from '../../application/ports/vault.ts';
import type {
  VaultRows,
  WrappedEpochKey,
  WrappedIndexKey,
  WrappedSubjectKey,
} from '../../application/ports/vault-rows.ts';
import { okAsync } from '../../domain/result.ts';

/** {@link VaultRows} that live as long as the process. Two openings of the same rows are two processes on one vault. */
export function openInMemoryVaultRows(): VaultRows {
  const subjectKeys = new Map<string, WrappedSubjectKey>();
  const epochKeys = new Map<number, WrappedEpochKey>();
  const indexKeys = new Map<string, WrappedIndexKey>();
  const ledger = new Map<string, ErasureLedgerEntry>();

  return {
    addSubjectKeys: (keys) => {
      const added = keys.filter((key) => addTo(subjectKeys, `${key.subject}/${key.keyClass}`, key));
      return okAsync(added.length);
    },
    subjectKeys: (subjects) => {
      const wanted = new Set(subjects);
      return okAsync(copies(subjectKeys.values()).filter(({ subject }) => wanted.has(subject)));
    },
    deleteSubjectKeys: (subject, classes) =>
      okAsync(classes.filter((keyClass) => subjectKeys.delete(`${subject}/${keyClass}`)).length),
    epochKeys: () => okAsync(copies(epochKeys.values()).toSorted((one, other) => one.epochId - other.epochId)),
    addEpochKey: (key) => {
      addTo(epochKeys, key.epochId, key);
      return okAsync(undefined);
    },
    indexKeys: () => okAsync(copies(indexKeys.values())),
    addIndexKeys: (keys) => {
      for (const key of keys) addTo(indexKeys, `${key.name}/${key.version}`, key);
      return okAsync(undefined);
    },
    appendToLedger: (entry) => {
      addTo(ledger, `${entry.erasure}/${entry.step}`, entry);
      return okAsync(undefined);
    },
    ledgerOf: (erasure) => okAsync(copies(ledger.values()).filter((entry) => entry.erasure === erasure)),
    close: () => okAsync(undefined),
  };
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
