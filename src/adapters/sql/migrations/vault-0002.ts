import { type Kysely, sql } from 'kysely';
import type { SchemaChange } from '../migrating.ts';
import type { Engine } from '../sessions.ts';
import { addColumns } from './add-columns.ts';
import { createTable } from './create-table.ts';

/** Epochs that end, keys that were destroyed, certificates, and a ledger that nobody can rewrite. */
export const vault0002: SchemaChange = async (db, engine) => {
  await addColumns(db, engine, 'epoch_keys', {
    columns: { retired_at: 'integer?', clean_scans: ['integer', 0], scanned_at: 'integer?', destroyed_at: 'integer?' },
  });
  await addColumns(db, engine, 'subject_keys', { columns: {}, indexes: [['epoch_id', 'subject_id', 'key_class']] });
  await createTable(db, engine, 'destroyed_keys', {
    columns: {
      subject_id: 'id',
      key_class: 'word',
      fingerprint: 'fingerprint',
      epoch_id: 'integer',
      destroyed_at: 'integer',
    },
    primaryKey: ['subject_id', 'key_class'],
  });
  await createTable(db, engine, 'signing_keys', {
    columns: { key_id: 'word', wrapped_key: 'sealed', public_key: 'sealed', created_at: 'integer' },
    primaryKey: ['key_id'],
  });
  await createTable(db, engine, 'certificates', {
    columns: { erasure_id: 'id', issued_at: 'integer', document: 'json' },
    primaryKey: ['erasure_id'],
  });
  // What reached these tables stays as it is, whoever asks.
  for (const table of ['erasure_ledger', 'certificates'] as const) {
    for (const change of ['update', 'delete'] as const) await refuse(db, engine, table, change);
  }
};

/** A trigger that refuses a change; one that is there already is left alone, and never missing for a moment. */
async function refuse(
  db: Kysely<unknown>,
  engine: Engine['name'],
  table: 'erasure_ledger' | 'certificates',
  change: 'update' | 'delete',
): Promise<void> {
  const name = `${table}_no_${change}`;
  if (await isThere(db, engine, name)) return;
  const why = sql.lit(`${table} is append-only`);
  await (engine === 'mysql'
    ? sql`create trigger ${sql.id(name)} before ${sql.raw(change)} on ${sql.table(table)} for each row signal sqlstate '45000' set message_text = ${why}`
    : sql`create trigger ${sql.id(name)} before ${sql.raw(change)} on ${sql.table(table)} begin select raise(abort, ${why}); end`
  ).execute(db);
}

async function isThere(db: Kysely<unknown>, engine: Engine['name'], trigger: string): Promise<boolean> {
  const query =
    engine === 'mysql'
      ? sql`select 1 from information_schema.triggers where trigger_schema = database() and trigger_name = ${trigger}`
      : sql`select 1 from sqlite_master where type = 'trigger' and name = ${trigger}`;
  return (await query.execute(db)).rows.length > 0;
}
