import type { ErasureLedgerEntry, RecordedLedgerEntry } from '../../application/ports/vault.ts';
import type {
  VaultRows,
  WrappedEpochKey,
  WrappedIndexKey,
  WrappedSubjectKey,
} from '../../application/ports/vault-rows.ts';
import { err, errAsync, ok, okAsync, ResultAsync } from '../../domain/result.ts';
import { type Database, database } from './database.ts';
import { answer, attempt, settled } from './failing.ts';
import { listed, numbered } from './list-query.ts';
import { personsWithRows, rowsOfPersons } from './persons-rows.ts';
import type { VaultSchema } from './schema.ts';
import type { Sessions } from './sessions.ts';
import type { Parameters } from './statement.ts';
import * as queries from './vault-queries.ts';

/** The rows of the vault: wrapped keys, the ledger and the certificates. */
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
        return (await opened.look(queries.subjectKeysOf(subjects.length), listed(subjects))).map(subjectKeyOf);
      }),

    deleteSubjectKeys: (subject, classes, at) => {
      if (classes.length === 0) return okAsync(0);
      const deleted = opened.transact(async (unit) => {
        const given = { subject, destroyed_at: at, ...listed(classes) };
        await unit.run(queries.rememberDestroyed(classes.length), given);
        return ok((await unit.run(queries.deleteSubjectKeys(classes.length), given)).changed);
      });
      return settled(deleted).andThen((count) => {
        // A wrapped key that stood on in the journal would still open what it sealed.
        return count === 0 ? okAsync(0) : answer(() => opened.tidy().then(() => count));
      });
    },

    destroyedKeysOf: (subject) =>
      answer(async () =>
        (await opened.look(queries.destroyedKeysOf, { subject })).map((row) => ({
          keyClass: row.key_class,
          fingerprint: Buffer.from(row.fingerprint).toString('hex'),
          epochId: row.epoch_id,
          destroyedAt: row.destroyed_at,
        })),
      ),

    epochKeys: () => answer(async () => (await opened.look(queries.epochKeys, {})).map(epochKeyOf)),

    beginEpoch: ({ epochId, wrappedKey, createdAt }) =>
      settled(
        opened.transact(async (unit) => {
          const epoch = { epoch_id: epochId };
          await unit.run(queries.addEpochKey, { ...epoch, wrapped_key: wrappedKey, created_at: createdAt });
          await unit.run(queries.retireBefore, { ...epoch, retired_at: createdAt });
          return ok(undefined);
        }),
      ),

    keysUnder: (epochId, after, limit) =>
      answer(async () => {
        const page = { epoch_id: epochId, subject: after?.subject ?? '', key_class: after?.keyClass ?? '', limit };
        return (await opened.look(queries.keysUnder, page)).map(subjectKeyOf);
      }),

    countKeysUnder: (epochId) =>
      answer(async () => (await opened.look(queries.countKeysUnder, { epoch_id: epochId }))[0]?.count ?? 0),

    rewrapSubjectKeys: (from, keys) => {
      const [first] = keys;
      if (first === undefined) return okAsync(0);
      return settled(
        opened.transact(async (unit) => {
          const held = await unit.run(queries.holdEpoch, { epoch_id: first.epochId });
          if (held.rows.length === 0) return ok(0);
          const rewrapped = numbered(keys.map((key) => rewrappedColumns(from, key)));
          return ok((await unit.run(queries.rewrapSubjectKeys(keys.length), rewrapped)).changed);
        }),
      );
    },

    recordScan: (before, after) =>
      answer(async () => {
        const { changed } = await opened.write(queries.recordScan, {
          epoch_id: before.epochId,
          clean_scans: after.cleanScans,
          scanned_at: after.scannedAt,
          clean_scans_before: before.cleanScans,
          scanned_at_before: before.scannedAt,
        });
        return changed > 0;
      }),

    destroyEpochKey: (epochId, at) => {
      const destroyed = opened.transact(async (unit) => {
        const epoch = { epoch_id: epochId };
        if ((await unit.run(queries.lockRetiredEpoch, epoch)).rows.length === 0) return ok(false);
        if ((await unit.run(queries.anyKeyUnder, epoch)).rows.length > 0) return ok(false);
        await unit.run(queries.destroyEpochKey, { ...epoch, nothing: new Uint8Array(), destroyed_at: at });
        return ok(true);
      });
      return settled(destroyed).andThen((done) =>
        done ? answer(() => opened.tidy().then(() => done)) : okAsync(done),
      );
    },

    indexKeys: () =>
      answer(async () =>
        (await opened.look(queries.indexKeys, {})).map((row) => ({
          name: row.name,
          version: row.version,
          wrappedKey: new Uint8Array(row.wrapped_key),
          createdAt: row.created_at,
          phase: row.phase,
          phaseAt: row.phase_at,
        })),
      ),

    addIndexKeys: (keys) =>
      answer(async () => {
        if (keys.length > 0) {
          await opened.write(queries.addIndexKeys(keys.length), numbered(keys.map(indexKeyColumns)));
        }
      }),

    moveIndexKeys: (moves, at) =>
      new ResultAsync(
        opened.transact<boolean, NotInPhase>(async (unit) => {
          for (const { name, version, from, to } of moves) {
            const { changed } = await unit.run(queries.moveIndexKey, { name, version, from, to, phase_at: at });
            if (changed === 0) return err({ kind: 'NotInPhase' });
          }
          return ok(true);
        }),
      ).orElse((refusal) => (refusal.kind === 'NotInPhase' ? okAsync(false) : errAsync(refusal))),

    destroyIndexKey: (name, version, at) =>
      answer(async () => {
        const given = { name, version, nothing: new Uint8Array(), phase_at: at };
        const { changed } = await opened.write(queries.destroyIndexKey, given);
        if (changed > 0) await opened.tidy();
        return changed > 0;
      }),

    signingKeys: () =>
      answer(async () =>
        (await opened.look(queries.signingKeys, {})).map((row) => ({
          keyId: row.key_id,
          wrappedKey: new Uint8Array(row.wrapped_key),
          publicKey: new Uint8Array(row.public_key),
          createdAt: row.created_at,
        })),
      ),

    addSigningKey: ({ keyId, wrappedKey, publicKey, createdAt }) =>
      answer(async () => {
        await opened.write(queries.addSigningKey, {
          key_id: keyId,
          wrapped_key: wrappedKey,
          public_key: publicKey,
          created_at: createdAt,
        });
      }),

    appendToLedger: (entries) => answer(() => append(opened, entries)),

    ledgerOf: (erasure) => answer(async () => (await opened.look(queries.ledgerOf, { erasure })).map(ledgerEntryOf)),

    ledgerAfter: (position, limit) =>
      answer(async () => (await opened.look(queries.ledgerAfter, { position, limit })).map(ledgerEntryOf)),

    rowsOfPersons: (of) => answer(() => rowsOfPersons(opened, of)),
    personsWithRows: (of, after, limit) => answer(() => personsWithRows(opened, of, after, limit)),

    keepCertificate: (erasure, document, issuedAt) =>
      answer(async () => {
        const certificate = { erasure_id: erasure, issued_at: issuedAt, document };
        if ((await opened.add(queries.addCertificate, certificate)) === null) return document;
        const [standing] = await opened.look(queries.certificateOf, { erasure });
        return standing?.document ?? document;
      }),

    certificateOf: (erasure) =>
      answer(async () => (await opened.look(queries.certificateOf, { erasure }))[0]?.document ?? null),

    close: () => attempt('Vault', () => opened.close()),
  };
}

/** Takes back what was moved before. */
interface NotInPhase {
  readonly kind: 'NotInPhase';
}

/** Appends with one statement. Only if a line is there already does it look which ones are, and appends the others. */
async function append(opened: Database, entries: readonly ErasureLedgerEntry[]): Promise<void> {
  let left = [...new Map(entries.map((entry) => [`${entry.erasure}/${entry.step}`, entry])).entries()];
  while (left.length > 0) {
    const lines = numbered(left.map(([, entry]) => ledgerColumns(entry)));
    if ((await opened.add(queries.append(left.length), lines)) === null) return;
    const erasures = [...new Set(left.map(([, { erasure }]) => erasure))];
    const rows = await opened.look(queries.stepsOf(erasures.length), listed(erasures));
    const there = new Set(rows.map((row) => `${row.erasure_id}/${row.step}`));
    left = left.filter(([name]) => !there.has(name));
  }
}

function subjectKeyOf(row: VaultSchema['subject_keys']): WrappedSubjectKey {
  return {
    subject: row.subject_id,
    keyClass: row.key_class,
    epochId: row.epoch_id,
    wrappedKey: new Uint8Array(row.wrapped_key),
    fingerprint: new Uint8Array(row.fingerprint),
    createdAt: row.created_at,
  };
}

function epochKeyOf(row: VaultSchema['epoch_keys']): WrappedEpochKey {
  return {
    epochId: row.epoch_id,
    wrappedKey: new Uint8Array(row.wrapped_key),
    createdAt: row.created_at,
    retiredAt: row.retired_at,
    cleanScans: row.clean_scans,
    scannedAt: row.scanned_at,
    destroyedAt: row.destroyed_at,
  };
}

function ledgerEntryOf(row: queries.LedgerRow): RecordedLedgerEntry {
  return {
    position: row.position,
    erasure: row.erasure_id,
    subject: row.subject_id,
    step: row.step,
    recordedAt: row.recorded_at,
    counts: JSON.parse(row.counts) as ErasureLedgerEntry['counts'], // sound: written from them by `ledgerColumns`
  };
}

function ledgerColumns(entry: ErasureLedgerEntry): Parameters {
  return {
    erasure_id: entry.erasure,
    subject_id: entry.subject,
    step: entry.step,
    recorded_at: entry.recordedAt,
    counts: JSON.stringify(entry.counts),
  };
}

function rewrappedColumns(from: number, key: WrappedSubjectKey): Parameters {
  return {
    subject_id: key.subject,
    key_class: key.keyClass,
    fingerprint: key.fingerprint,
    wrapped_key: key.wrappedKey,
    from_epoch: from,
    to_epoch: key.epochId,
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
  return {
    name: key.name,
    version: key.version,
    wrapped_key: key.wrappedKey,
    created_at: key.createdAt,
    phase: key.phase,
    phase_at: key.phaseAt,
  };
}
