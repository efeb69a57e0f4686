import { type Kysely, sql } from 'kysely';
import type { Engine } from '../sessions.ts';

/** A trigger that refuses a change; one that is there already is left alone, and never missing for a moment. */
export async function refuseChange(
  db: Kysely<unknown>,
  engine: Engine['name'],
  table: string,
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
