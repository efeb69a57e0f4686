import { type Kysely, sql } from 'kysely';
import type { SchemaChange } from '../migrating.ts';
import { addColumns } from './add-columns.ts';
import { createTable, type TablePlan } from './create-table.ts';

/** A second column for every blind index, so that its key can be rotated; then either of the two may be empty. */
export const data0003: SchemaChange = async (db, engine) => {
  const unique = ['phone_index_b', 'email_index_b', 'username_index_b'] as const;
  await addColumns(db, engine, 'users', {
    columns: Object.fromEntries(unique.map((column) => [column, 'blind-index?'])),
    unique: unique.map((column) => [column]),
  });
  if (engine === 'mysql') {
    for (const { table, index, plan } of mayBeEmpty) {
      const column = `${index}_b`;
      await sql`alter table ${sql.table(table)} modify ${sql.ref(index)} binary(16) null`.execute(db);
      const others = plan.unique?.[0]?.slice(1) ?? [];
      await addColumns(db, engine, table, {
        columns: { [column]: 'blind-index?' },
        unique: [[column, ...others]],
      });
    }
    return;
  }
  for (const { table, plan } of mayBeEmpty) await madeAnew(db, table, plan);
};

const mayBeEmpty: readonly { readonly table: string; readonly index: string; readonly plan: TablePlan }[] = [
  {
    table: 'identities',
    index: 'identity_index',
    plan: {
      columns: {
        identity_id: 'id',
        subject_id: 'id',
        issuer_sealed: 'sealed',
        provider_subject_sealed: 'sealed',
        identity_index: 'blind-index?',
        identity_index_b: 'blind-index?',
      },
      primaryKey: ['identity_id'],
      unique: [['identity_index'], ['identity_index_b']],
      indexes: [['subject_id']],
    },
  },
  {
    table: 'challenges',
    index: 'target_index',
    plan: {
      columns: {
        challenge_id: 'id',
        subject_id: 'id?',
        purpose: 'word',
        target_index: 'blind-index?',
        target_index_b: 'blind-index?',
        target_sealed: 'sealed?',
        code_hash: 'hash',
        tries_left: 'integer',
        sent_at: 'integer',
        expires_at: 'integer',
      },
      primaryKey: ['challenge_id'],
      unique: [
        ['target_index', 'purpose'],
        ['target_index_b', 'purpose'],
      ],
      indexes: [['subject_id'], ['expires_at']],
    },
  },
];

/** SQLite does not let a column of a table that is there be null. It takes all of this back if some of it fails. */
async function madeAnew(db: Kysely<unknown>, table: string, plan: TablePlan): Promise<void> {
  const before = `${table}_before`;
  await db.schema.alterTable(table).renameTo(before).execute();
  for (const columns of plan.indexes ?? []) {
    await db.schema.dropIndex(`${table}_${columns.join('_')}`).execute();
  }
  await createTable(db, 'sqlite', table, plan);
  const kept = Object.keys(plan.columns).filter((column) => !column.endsWith('_b'));
  const columns = sql.join(kept.map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from ${sql.table(before)}`.execute(db);
  await db.schema.dropTable(before).execute();
}
