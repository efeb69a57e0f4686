import { type Kysely, sql } from 'kysely';
import type { Engine } from '../sessions.ts';
import { type ColumnKind, nameOf, typeOf } from './create-table.ts';

/** What a table gets in addition. */
export interface TableAddition {
  /** `?` after the kind allows null; one that does not needs what the rows that are there get. */
  readonly columns: Readonly<Record<string, `${ColumnKind}?` | readonly [ColumnKind, fill: number | string]>>;
  readonly indexes?: readonly (readonly [string, ...string[]])[];
  /** Each index is named for its first column, as in `TablePlan`. */
  readonly unique?: readonly (readonly [string, ...string[]])[];
}

/** Adds columns and indexes that are not there yet, so that a migration that failed half way can be run again. */
export async function addColumns(
  db: Kysely<unknown>,
  engine: Engine['name'],
  table: string,
  { columns, indexes = [], unique = [] }: TableAddition,
): Promise<void> {
  const [found] = (await db.introspection.getTables()).filter(({ name }) => name === table);
  const there = new Set(found?.columns.map(({ name }) => name));
  for (const [column, spelled] of Object.entries(columns)) {
    if (there.has(column)) continue;
    const [kind, fill] = typeof spelled === 'string' ? [kindOf(spelled)] : spelled;
    await db.schema
      .alterTable(table)
      .addColumn(column, typeOf(engine, kind), (built) =>
        fill === undefined ? built : built.notNull().defaultTo(sql.lit(fill)),
      )
      .execute();
  }
  const known = await indexesOf(db, engine, table);
  for (const index of indexes) {
    const name = `${table}_${index.join('_')}`;
    if (known.has(name)) continue;
    await db.schema
      .createIndex(name)
      .on(table)
      .columns([...index])
      .execute();
  }
  for (const index of unique) {
    const name = nameOf(engine, table, index);
    if (known.has(name)) continue;
    await db.schema
      .createIndex(name)
      .unique()
      .on(table)
      .columns([...index])
      .execute();
  }
}

/** Drops an index if it is there. Neither engine's `drop index` is the other's, and MySQL knows no `if exists`. */
export async function dropIndex(
  db: Kysely<unknown>,
  engine: Engine['name'],
  table: string,
  index: string,
): Promise<void> {
  if (!(await indexesOf(db, engine, table)).has(index)) return;
  const dropped = db.schema.dropIndex(index);
  await (engine === 'mysql' ? dropped.on(table) : dropped).execute();
}

function kindOf(spelled: `${ColumnKind}?`): ColumnKind {
  return spelled.replace('?', '') as ColumnKind; // sound: that is how it is spelled
}

async function indexesOf(db: Kysely<unknown>, engine: Engine['name'], table: string): Promise<ReadonlySet<string>> {
  const query =
    engine === 'mysql'
      ? sql<{
          name: string;
        }>`select distinct index_name as name from information_schema.statistics where table_schema = database() and table_name = ${table}`
      : sql<{ name: string }>`select name from sqlite_master where type = 'index' and tbl_name = ${table}`;
  return new Set((await query.execute(db)).rows.map(({ name }) => name));
}
