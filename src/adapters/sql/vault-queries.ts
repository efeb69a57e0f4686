import { type RawBuilder, sql } from 'kysely';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { IndexKeyPhase } from '../../domain/keys/index-key.ts';
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

/**
 * Remembers what is about to be deleted, in the same transaction. The rows are locked on the way: one that another process
 * wraps anew meanwhile would be remembered under the wrong epoch.
 */
export const rememberDestroyed: (
  count: number,
) => Statement<{ subject: SubjectId; destroyed_at: Instant } & Parameters, unknown> = vaultListQuery(
  ({ db, mysql }, given: { subject: SubjectId; destroyed_at: Instant }, classes: readonly KeyClass[]) =>
    db
      .insertInto('destroyed_keys')
      .columns(['subject_id', 'key_class', 'fingerprint', 'epoch_id', 'destroyed_at'])
      .expression(
        db
          .selectFrom('subject_keys')
          .select(['subject_id', 'key_class', 'fingerprint', 'epoch_id'])
          // MySQL takes a parameter in a list of columns for text, unless it is told.
          .select(sql<Instant>`cast(${given.destroyed_at} as signed)`.as('destroyed_at'))
          .where('subject_id', '=', given.subject)
          .where('key_class', 'in', classes)
          .$if(mysql, (query) => query.forUpdate()),
      )
      .$if(mysql, (query) => query.ignore())
      .$if(!mysql, (query) => query.onConflict((on) => on.columns(['subject_id', 'key_class']).doNothing())),
);

export const destroyedKeysOf: Statement<{ subject: SubjectId }, VaultSchema['destroyed_keys']> = vaultQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db.selectFrom('destroyed_keys').selectAll().where('subject_id', '=', given.subject).orderBy('key_class'),
);

export const epochKeys: Statement<Parameters, VaultSchema['epoch_keys']> = vaultQuery(({ db }) =>
  db.selectFrom('epoch_keys').selectAll().orderBy('epoch_id'),
);

type NewEpoch = Pick<VaultSchema['epoch_keys'], 'epoch_id' | 'wrapped_key' | 'created_at'>;

export const addEpochKey: Statement<NewEpoch & Parameters, unknown> = vaultQuery(
  ({ db, mysql }, given: NewEpoch & Parameters) =>
    db
      .insertInto('epoch_keys')
      .values({
        epoch_id: given.epoch_id,
        wrapped_key: given.wrapped_key,
        created_at: given.created_at,
        clean_scans: 0,
      })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ epoch_id: eb.ref('epoch_keys.epoch_id') })))
      .$if(!mysql, (query) => query.onConflict((on) => on.column('epoch_id').doNothing())),
);

export const retireBefore: Statement<{ epoch_id: number; retired_at: Instant }, unknown> = vaultQuery(
  ({ db }, given: { epoch_id: number; retired_at: Instant }) =>
    db
      .updateTable('epoch_keys')
      .set({ retired_at: given.retired_at })
      .where('epoch_id', '<', given.epoch_id)
      .where('retired_at', 'is', null),
);

interface KeyPage {
  readonly epoch_id: number;
  /** Behind this key: the empty text comes before every other. */
  readonly subject: string;
  readonly key_class: string;
  readonly limit: number;
}

export const keysUnder: Statement<KeyPage & Parameters, VaultSchema['subject_keys']> = vaultQuery(
  ({ db }, given: KeyPage & Parameters) =>
    db
      .selectFrom('subject_keys')
      .selectAll()
      .where('epoch_id', '=', given.epoch_id)
      // So spelled, both engines find the place in the index; an `or` of both columns they would not.
      .where(sql<boolean>`subject_id >= ${given.subject}`)
      .where(sql<boolean>`not (subject_id = ${given.subject} and key_class <= ${given.key_class})`)
      .orderBy('subject_id')
      .orderBy('key_class')
      .limit(given.limit),
);

export const countKeysUnder: Statement<{ epoch_id: number }, { count: number }> = vaultQuery(
  ({ db }, given: { epoch_id: number }) =>
    db
      .selectFrom('subject_keys')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('epoch_id', '=', given.epoch_id),
);

/** Keeps the epoch from being destroyed until the transaction is over. */
export const holdEpoch: Statement<{ epoch_id: number }, { epoch_id: number }> = vaultQuery(
  ({ db, mysql }, given: { epoch_id: number }) =>
    db
      .selectFrom('epoch_keys')
      .select('epoch_id')
      .where('epoch_id', '=', given.epoch_id)
      .where('destroyed_at', 'is', null)
      .$if(mysql, (query) => query.forShare()),
);

interface RewrappedKey {
  readonly subject_id: SubjectId;
  readonly key_class: KeyClass;
  readonly fingerprint: Uint8Array;
  readonly wrapped_key: Uint8Array;
  readonly from_epoch: number;
  readonly to_epoch: number;
}

/** All of a batch go from one epoch to one other. */
export const rewrapSubjectKeys: (count: number) => Statement<Parameters, unknown> = vaultRowsQuery<
  RewrappedKey,
  unknown
>(['subject_id', 'key_class', 'fingerprint', 'wrapped_key', 'from_epoch', 'to_epoch'], ({ db, mysql }, rows) => {
  const [first, ...others] = rows;
  if (first === undefined) throw new Error('There is no key to be wrapped anew');
  const isKey = (row: RewrappedKey): RawBuilder<boolean> =>
    sql<boolean>`(subject_id = ${row.subject_id} and key_class = ${row.key_class} and fingerprint = ${row.fingerprint})`;
  // MySQL takes a parameter in a `case` for text, unless it is told.
  const bytes = (row: RewrappedKey): RawBuilder<Uint8Array> =>
    mysql ? sql`cast(${row.wrapped_key} as binary)` : sql`${row.wrapped_key}`;
  return db
    .updateTable('subject_keys')
    .set({
      wrapped_key: sql<Uint8Array>`case ${sql.join(
        rows.map((row) => sql`when ${isKey(row)} then ${bytes(row)}`),
        sql` `,
      )} end`,
      epoch_id: first.to_epoch,
    })
    .where('epoch_id', '=', first.from_epoch)
    .where(sql<boolean>`(${sql.join([first, ...others].map(isKey), sql` or `)})`);
});

interface RecordedScan {
  readonly epoch_id: number;
  readonly clean_scans: number;
  readonly scanned_at: Instant | null;
  readonly clean_scans_before: number;
  readonly scanned_at_before: Instant | null;
}

export const recordScan: Statement<RecordedScan & Parameters, unknown> = vaultQuery(
  ({ db, mysql }, given: RecordedScan & Parameters) =>
    db
      .updateTable('epoch_keys')
      .set({ clean_scans: given.clean_scans, scanned_at: given.scanned_at })
      .where('epoch_id', '=', given.epoch_id)
      .where('clean_scans', '=', given.clean_scans_before)
      .where(sql<boolean>`scanned_at ${mysql ? sql`<=>` : sql`is`} ${given.scanned_at_before}`)
      .where('retired_at', 'is not', null)
      .where('destroyed_at', 'is', null),
);

/** Waits for whoever holds the epoch. */
export const lockRetiredEpoch: Statement<{ epoch_id: number }, { epoch_id: number }> = vaultQuery(
  ({ db, mysql }, given: { epoch_id: number }) =>
    db
      .selectFrom('epoch_keys')
      .select('epoch_id')
      .where('epoch_id', '=', given.epoch_id)
      .where('retired_at', 'is not', null)
      .where('destroyed_at', 'is', null)
      .$if(mysql, (query) => query.forUpdate()),
);

export const anyKeyUnder: Statement<{ epoch_id: number }, { subject_id: SubjectId }> = vaultQuery(
  ({ db }, given: { epoch_id: number }) =>
    db.selectFrom('subject_keys').select('subject_id').where('epoch_id', '=', given.epoch_id).limit(1),
);

interface DestroyedEpoch {
  readonly epoch_id: number;
  readonly nothing: Uint8Array;
  readonly destroyed_at: Instant;
}

export const destroyEpochKey: Statement<DestroyedEpoch & Parameters, unknown> = vaultQuery(
  ({ db }, given: DestroyedEpoch & Parameters) =>
    db
      .updateTable('epoch_keys')
      .set({ wrapped_key: given.nothing, destroyed_at: given.destroyed_at })
      .where('epoch_id', '=', given.epoch_id),
);

export const indexKeys: Statement<Parameters, VaultSchema['index_keys']> = vaultQuery(({ db }) =>
  db.selectFrom('index_keys').selectAll().orderBy('name').orderBy('version'),
);

export const addIndexKeys: (count: number) => Statement<Parameters, unknown> = vaultRowsQuery<
  VaultSchema['index_keys'],
  unknown
>(['name', 'version', 'wrapped_key', 'created_at', 'phase', 'phase_at'], ({ db, mysql }, rows) =>
  db
    .insertInto('index_keys')
    .values(rows)
    .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ name: eb.ref('index_keys.name') })))
    .$if(!mysql, (query) => query.onConflict((on) => on.columns(['name', 'version']).doNothing())),
);

interface MovedIndexKey {
  readonly name: string;
  readonly version: number;
  readonly from: IndexKeyPhase;
  readonly to: IndexKeyPhase;
  readonly phase_at: Instant;
}

export const moveIndexKey: Statement<MovedIndexKey & Parameters, unknown> = vaultQuery(
  ({ db }, given: MovedIndexKey & Parameters) =>
    db
      .updateTable('index_keys')
      .set({ phase: given.to, phase_at: given.phase_at })
      .where('name', '=', given.name)
      .where('version', '=', given.version)
      .where('phase', '=', given.from),
);

interface DestroyedIndexKey {
  readonly name: string;
  readonly version: number;
  readonly nothing: Uint8Array;
  readonly phase_at: Instant;
}

export const destroyIndexKey: Statement<DestroyedIndexKey & Parameters, unknown> = vaultQuery(
  ({ db }, given: DestroyedIndexKey & Parameters) =>
    db
      .updateTable('index_keys')
      .set({ wrapped_key: given.nothing, phase: 'destroyed', phase_at: given.phase_at })
      .where('name', '=', given.name)
      .where('version', '=', given.version)
      .where('phase', '=', 'retired'),
);

export const signingKeys: Statement<Parameters, VaultSchema['signing_keys']> = vaultQuery(({ db }) =>
  db.selectFrom('signing_keys').selectAll().orderBy('created_at').orderBy('key_id'),
);

export const addSigningKey: Statement<VaultSchema['signing_keys'] & Parameters, unknown> = vaultQuery(
  ({ db, mysql }, given: VaultSchema['signing_keys'] & Parameters) =>
    db
      .insertInto('signing_keys')
      .values({
        key_id: given.key_id,
        wrapped_key: given.wrapped_key,
        public_key: given.public_key,
        created_at: given.created_at,
      })
      // No account may write over what is there: INSERT alone is granted.
      .$if(mysql, (query) => query.ignore())
      .$if(!mysql, (query) => query.onConflict((on) => on.column('key_id').doNothing())),
);

// The account of the ledger may read and add, nothing else. So no line is ever written over, not even by itself: a plain
// insert is refused, and who asked looks what is there.

type LedgerColumns = Omit<VaultSchema['erasure_ledger'], 'position'>;

export const append: (count: number) => Statement<Parameters, unknown> = vaultRowsQuery<LedgerColumns, unknown>(
  ['erasure_id', 'subject_id', 'step', 'recorded_at', 'counts'],
  ({ db }, rows) => db.insertInto('erasure_ledger').values(rows),
);

/** Which steps of these erasures are in the ledger. */
export const stepsOf: (count: number) => Statement<Parameters, Pick<LedgerColumns, 'erasure_id' | 'step'>> =
  vaultListQuery(({ db }, _given: Parameters, erasures: readonly ErasureId[]) =>
    db.selectFrom('erasure_ledger').select(['erasure_id', 'step']).where('erasure_id', 'in', erasures),
  );

/** A line as it is read. */
export type LedgerRow = LedgerColumns & { readonly position: number };

export const ledgerOf: Statement<{ erasure: ErasureId }, LedgerRow> = vaultQuery(
  ({ db }, given: { erasure: ErasureId }) =>
    db.selectFrom('erasure_ledger').selectAll().where('erasure_id', '=', given.erasure).orderBy('position'),
);

/**
 * MySQL waits for lines that are being written: a line gets its position before it can be seen, and whoever went on behind
 * one that comes later would never see it.
 */
export const ledgerAfter: Statement<{ position: number; limit: number }, LedgerRow> = vaultQuery(
  ({ db, mysql }, given: { position: number; limit: number }) =>
    db
      .selectFrom('erasure_ledger')
      .selectAll()
      .where('position', '>', given.position)
      .orderBy('position')
      .limit(given.limit)
      .$if(mysql, (query) => query.forShare()),
);

export const addCertificate: Statement<VaultSchema['certificates'] & Parameters, unknown> = vaultQuery(
  ({ db }, given: VaultSchema['certificates'] & Parameters) =>
    db
      .insertInto('certificates')
      .values({ erasure_id: given.erasure_id, issued_at: given.issued_at, document: given.document }),
);

export const certificateOf: Statement<{ erasure: ErasureId }, { document: string }> = vaultQuery(
  ({ db }, given: { erasure: ErasureId }) =>
    db.selectFrom('certificates').select('document').where('erasure_id', '=', given.erasure),
);
