import type { ErasureLedgerEntry } from '../../application/ports/vault.ts';
import type { VaultRows, WrappedIndexKey, WrappedSubjectKey } from '../../application/ports/vault-rows.ts';
import { database } from './database.ts';
import { answer, attempt } from './failing.ts';
import { listed, numbered } from './list-query.ts';
import type { Sessions } from './sessions.ts';
import type { Parameters } from './statement.ts';
import * as queries from './vault-queries.ts';

/** The rows of the vault: wrapped keys and the ledger, one statement a method. */
export function vaultRowsOn(sessions: Sessions): VaultRows {
  const opened = database(sessions, 'Vault', null);
  return {
    addSubjectKeys: (keys) =>
      answer(async () => {
        if (keys.length === 0) return 0;
        return (await opened.write(queries.addSubjectKeys(keys.length), numbered(keys.map(subjectKeyColumns)))).changed;
      }),

    subjectKeys: (subjects) =>
      answer(async () => {
        if (subjects.length === 0) return [];
        return (await opened.look(queries.subjectKeysOf(subjects.length), listed(subjects))).map((row) => ({
          subject: row.subject_id,
          keyClass: row.key_class,
          epochId: row.epoch_id,
          wrappedKey: new Uint8Array(row.wrapped_key),
          fingerprint: new Uint8Array(row.fingerprint),
          createdAt: row.created_at,
        }));
      }),

    deleteSubjectKeys: (subject, classes) =>
      answer(async () => {
        if (classes.length === 0) return 0;
        const { changed } = await opened.write(queries.deleteSubjectKeys(classes.length), {
          subject,
          ...listed(classes),
        });
        // A wrapped key that stood on in the journal would still open what it sealed.
        if (changed > 0) await opened.tidy();
        return changed;
      }),

    epochKeys: () =>
      answer(async () =>
        (await opened.look(queries.epochKeys, {})).map((row) => ({
          epochId: row.epoch_id,
          wrappedKey: new Uint8Array(row.wrapped_key),
          createdAt: row.created_at,
        })),
      ),

    addEpochKey: ({ epochId, wrappedKey, createdAt }) =>
      answer(async () => {
        await opened.write(queries.addEpochKey, { epoch_id: epochId, wrapped_key: wrappedKey, created_at: createdAt });
      }),

    indexKeys: () =>
      answer(async () =>
        (await opened.look(queries.indexKeys, {})).map((row) => ({
          name: row.name,
          version: row.version,
          wrappedKey: new Uint8Array(row.wrapped_key),
          createdAt: row.created_at,
        })),
      ),

    addIndexKeys: (keys) =>
      answer(async () => {
        if (keys.length > 0) {
          await opened.write(queries.addIndexKeys(keys.length), numbered(keys.map(indexKeyColumns)));
        }
      }),

    appendToLedger: (entry) =>
      answer(async () => {
        await opened.write(queries.append, {
          erasure: entry.erasure,
          subject: entry.subject,
          step: entry.step,
          recorded_at: entry.recordedAt,
          counts: JSON.stringify(entry.counts),
        });
      }),

    ledgerOf: (erasure) =>
      answer(async () =>
        (await opened.look(queries.ledgerOf, { erasure })).map((row) => ({
          erasure: row.erasure_id,
          subject: row.subject_id,
          step: row.step,
          recordedAt: row.recorded_at,
          counts: JSON.parse(row.counts) as ErasureLedgerEntry['counts'], // sound: written from them by `append`
        })),
      ),

    close: () => attempt('Vault', () => opened.close()),
  };
}

function subjectKeyColumns(key: WrappedSubjectKey): Parameters {
  return {
    subject_id: key.subject,
    key_class: key.keyClass,
    epoch_id: key.epochId,
    wrapped_key: key.wrappedKey,
    fingerprint: key.fingerprint,
    created_at: key.createdAt,
  };
}

function indexKeyColumns(key: WrappedIndexKey): Parameters {
  return { name: key.name, version: key.version, wrapped_key: key.wrappedKey, created_at: key.createdAt };
}
