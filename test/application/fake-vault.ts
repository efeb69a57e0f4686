import { createHash } from 'node:crypto';
import { looksAtOwners } from '../../src/adapters/in-memory/owners.ts';
import type { DestroyedKey, RecordedLedgerEntry, Vault } from '../../src/application/ports/vault.ts';
import type { KeyClass } from '../../src/domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../src/domain/ids.ts';
import { okAsync } from '../../src/domain/result.ts';

/** A vault that knows whose keys there are, and has none. */
export function openFakeVault(): { readonly vault: Vault; readonly held: () => unknown } {
  const classes = new Map<SubjectId, readonly KeyClass[]>();
  const destroyed = new Map<SubjectId, readonly DestroyedKey[]>();
  const ledger: RecordedLedgerEntry[] = [];
  const certificates = new Map<ErasureId, string>();
  const vault: Vault = {
    createKeys: (subject, made) => {
      classes.set(subject, [...new Set([...(classes.get(subject) ?? []), ...made])]);
      return okAsync(undefined);
    },
    destroyKeys: (subject, chosen, destroyedAt) => {
      const before = classes.get(subject) ?? [];
      const gone = before.filter((keyClass) => chosen.includes(keyClass));
      const left = before.filter((keyClass) => !chosen.includes(keyClass));
      if (left.length === 0) classes.delete(subject);
      else classes.set(subject, left);
      const keys = gone.map((keyClass) => ({
        keyClass,
        fingerprint: fingerprintOf(keyClass),
        epochId: 1,
        destroyedAt,
      }));
      if (keys.length > 0) destroyed.set(subject, [...(destroyed.get(subject) ?? []), ...keys]);
      return okAsync(gone.length);
    },
    destroyedKeysOf: (subject) => okAsync(destroyed.get(subject) ?? []),
    keyClassesOf: (subject) => okAsync(classes.get(subject) ?? []),
    appendToLedger: (entries) => {
      for (const entry of entries) {
        const isThere = ledger.some(({ erasure, step }) => erasure === entry.erasure && step === entry.step);
        if (!isThere) ledger.push({ ...entry, position: ledger.length + 1 });
      }
      return okAsync(undefined);
    },
    ledgerOf: (erasure) => okAsync(ledger.filter((entry) => entry.erasure === erasure)),
    ledgerAfter: (position, limit) => okAsync(ledger.slice(position, position + limit)),
    ...looksAtOwners(({ table }) => {
      const all = {
        subject_keys: [...classes].flatMap(([subject, kept]) => kept.map(() => subject)),
        destroyed_keys: [...destroyed].flatMap(([subject, keys]) => keys.map(() => subject)),
        erasure_ledger: ledger.map(({ subject }) => subject),
      };
      return table in all ? all[table as keyof typeof all] : [];
    }),
    keepCertificate: (erasure, document) => {
      if (!certificates.has(erasure)) certificates.set(erasure, document);
      return okAsync(certificates.get(erasure) ?? document);
    },
    certificateOf: (erasure) => okAsync(certificates.get(erasure) ?? null),
    close: () => okAsync(undefined),
  };
  return { vault, held: () => structuredClone({ classes, destroyed, ledger, certificates }) };
}

/** 8 bytes in hexadecimal digits. */
function fingerprintOf(keyClass: KeyClass): string {
  return createHash('sha256').update(keyClass).digest('hex').slice(0, 16);
}
