import type { ErasureLedgerEntry } from '../../application/ports/vault.ts';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { vaultListQuery, vaultRowsQuery } from './list-query.ts';
import type { VaultSchema } from './schema.ts';
import { type Parameters, type Statement, vaultQuery } from './statement.ts';

/** What is asked of the vault's database. A row that is there already is never written over. */

export const addSubjectKeys: (count: number) => Statement<Parameters, unknown> = vaultRowsQuery<
  VaultSchema['subject_keys'],
  unknown
>(['subject_id', 'key_class', 'epoch_id', 'wrapped_key', 'fingerprint', 'created_at'], ({ db, mysql }, rows) =>
  db
    .insertInto('subject_keys')
    .values(rows)
    .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ subject_id: eb.ref('subject_keys.subject_id') })))
    .$if(!mysql, (query) => query.onConflict((on) => on.columns(['subject_id', 'key_class']).doNothing())),
);

export const subjectKeysOf: (count: number) => Statement<Parameters, VaultSchema['subject_keys']> = vaultListQuery(
  ({ db }, _given: Parameters, subjects: readonly SubjectId[]) =>
    db.selectFrom('subject_keys').selectAll().where('subject_id', 'in', subjects),
);

export const deleteSubjectKeys: (count: number) => Statement<{ subject: SubjectId } & Parameters, unknown> =
  vaultListQuery(({ db }, given: { subject: SubjectId }, classes: readonly KeyClass[]) =>
    db.deleteFrom('subject_keys').where('subject_id', '=', given.subject).where('key_class', 'in', classes),
  );

export const epochKeys: Statement<Parameters, VaultSchema['epoch_keys']> = vaultQuery(({ db }) =>
  db.selectFrom('epoch_keys').selectAll().orderBy('epoch_id'),
);

export const addEpochKey: Statement<VaultSchema['epoch_keys'] & Parameters, unknown> = vaultQuery(
  ({ db, mysql }, given: VaultSchema['epoch_keys'] & Parameters) =>
    db
      .insertInto('epoch_keys')
      .values({ epoch_id: given.epoch_id, wrapped_key: given.wrapped_key, created_at: given.created_at })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ epoch_id: eb.ref('epoch_keys.epoch_id') })))
      .$if(!mysql, (query) => query.onConflict((on) => on.column('epoch_id').doNothing())),
);

export const indexKeys: Statement<Parameters, VaultSchema['index_keys']> = vaultQuery(({ db }) =>
  db.selectFrom('index_keys').selectAll().orderBy('name').orderBy('version'),
);

export const addIndexKeys: (count: number) => Statement<Parameters, unknown> = vaultRowsQuery<
  VaultSchema['index_keys'],
  unknown
>(['name', 'version', 'wrapped_key', 'created_at'], ({ db, mysql }, rows) =>
  db
    .insertInto('index_keys')
    .values(rows)
    .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ name: eb.ref('index_keys.name') })))
    .$if(!mysql, (query) => query.onConflict((on) => on.columns(['name', 'version']).doNothing())),
);

interface LedgerLine {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly step: ErasureLedgerEntry['step'];
  readonly recorded_at: Instant;
  readonly counts: string;
}

export const append: Statement<LedgerLine & Parameters, unknown> = vaultQuery(
  ({ db, mysql }, given: LedgerLine & Parameters) =>
    db
      .insertInto('erasure_ledger')
      .values({
        erasure_id: given.erasure,
        subject_id: given.subject,
        step: given.step,
        recorded_at: given.recorded_at,
        counts: given.counts,
      })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ step: eb.ref('erasure_ledger.step') })))
      .$if(!mysql, (query) => query.onConflict((on) => on.columns(['erasure_id', 'step']).doNothing())),
);

type StoredLine = Omit<VaultSchema['erasure_ledger'], 'position'>;

export const ledgerOf: Statement<{ erasure: ErasureId }, StoredLine> = vaultQuery(
  ({ db }, given: { erasure: ErasureId }) =>
    db
      .selectFrom('erasure_ledger')
      .select(['erasure_id', 'subject_id', 'step', 'recorded_at', 'counts'])
      .where('erasure_id', '=', given.erasure)
      .orderBy('position'),
);
