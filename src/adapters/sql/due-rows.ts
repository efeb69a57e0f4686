import { type RawBuilder, sql } from 'kysely';
import type { DueLook, DueRows, Place } from '../../application/ports/retention-rows.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { Instant } from '../../domain/instant.ts';
import type { TimedTable } from '../../domain/retention/timed-tables.ts';
import type { Database } from './database.ts';
import type { SqlValue } from './sessions.ts';
import { dataQuery, type Statement } from './statement.ts';
import { unprotected } from './unprotected.ts';

/**
 * Rows whose time is over, by the data map alone: no table and no column is named here. A look goes by one range of an
 * index that holds all that it asks for; rows are then counted or deleted by their keys, so many at once.
 */

/** How many keys one statement names; a shorter list repeats its last key, so that one text serves every length. */
const keysAtOnce = 128;

/** The places of rows that are due by one column of their clock. */
export async function dueRows(
  database: Database,
  table: TimedTable,
  column: string,
  look: DueLook,
): Promise<readonly Place[]> {
  const { first, next } = looks(table, column);
  const { below, after, limit } = look;
  const rows =
    after === null
      ? await database.look(first, { below, limit })
      : await database.look(next, { below, limit, event: after.event, key: after.key });
  return rows.map(({ event, key }) => ({ event, key }));
}

/** How many of the rows may go. */
export function countRows(database: Database, table: TimedTable, rows: DueRows, at: Instant): Promise<number> {
  return byKeys(table, rows, async ({ count }, given) => {
    const [counted] = await database.look(count, { ...given, at });
    return counted?.rows ?? 0;
  });
}

/** Deletes those that may go: first the rows that name others, so that a crash in between leaves none that nobody finds. */
export function disposeOfRows(database: Database, table: TimedTable, rows: DueRows, at: Instant): Promise<number> {
  return byKeys(table, rows, async ({ dispose }, given) => {
    return (await database.write(dispose, { ...given, at })).changed;
  });
}

async function byKeys(
  table: TimedTable,
  { column, below, places }: DueRows,
  run: (statements: RowStatements, given: Readonly<Record<string, SqlValue>>) => Promise<number>,
): Promise<number> {
  // In the order of the keys: each statement stays in one part of the table, and two sweeps lock rows in the same order.
  const inOrder = places.map(({ key }) => key).toSorted(compareKeys);
  let count = 0;
  for (let from = 0; from < inOrder.length; from += keysAtOnce) {
    const keys = inOrder.slice(from, from + keysAtOnce);
    const given: Record<string, SqlValue> = { below };
    for (let n = 0; n < keysAtOnce; n += 1) given[`key_${n}`] = keys[Math.min(n, keys.length - 1)] ?? null;
    for (const statements of rowStatements(table, column)) count += await run(statements, given);
  }
  return count;
}

function compareKeys(one: Place['key'], other: Place['key']): number {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  return one < other ? -1 : one > other ? 1 : 0;
}

interface LookStatements {
  readonly first: Statement<{ below: SqlValue; limit: number }, Place>;
  readonly next: Statement<{ below: SqlValue; limit: number; event: SqlValue; key: SqlValue }, Place>;
}

interface RowStatements {
  readonly count: Statement<Readonly<Record<string, SqlValue>>, { readonly rows: number }>;
  readonly dispose: Statement<Readonly<Record<string, SqlValue>>, unknown>;
}

const looks = remembered((table: TimedTable, column: string): LookStatements => {
  const event = sql.ref(column);
  const key = sql.ref(table.key);
  const range = (below: SqlValue): RawBuilder<unknown> =>
    sql`select ${event} as event, ${key} as ${sql.ref('key')} from ${sql.table(table.table)} where ${inState(table)}${event} < ${below}`;
  const order = sql` order by ${event}, ${key} limit `;
  return {
    first: dataQuery(({ db }, given: { below: SqlValue; limit: number }) => {
      const query = sql<Place>`${range(given.below)}${order}${given.limit}`;
      return { compile: () => query.compile(db) };
    }),
    next: dataQuery(({ db }, given: { below: SqlValue; limit: number; event: SqlValue; key: SqlValue }) => {
      const beyond = sql`${event} >= ${given.event} and (${event} > ${given.event} or ${key} > ${given.key})`;
      const query = sql<Place>`${range(given.below)} and ${beyond}${order}${given.limit}`;
      return { compile: () => query.compile(db) };
    }),
  };
});

/** Those that go along first, then the rows themselves. */
const rowStatements = remembered((table: TimedTable, column: string): readonly RowStatements[] => [
  ...table.along.map((other) => statementsOn(table, other, null)),
  statementsOn(table, table.table, column),
]);

function statementsOn(table: TimedTable, on: TableName, column: string | null): RowStatements {
  type Given = Readonly<Record<string, SqlValue>>;
  const chosen = (given: Given): RawBuilder<unknown> => {
    const keys = sql.join(Array.from({ length: keysAtOnce }, (_, n) => given[`key_${n}`]));
    const still = column === null ? sql`` : sql` and ${stillDue(table, column, given.below)}`;
    return sql`from ${sql.table(on)} where ${sql.ref(table.key)} in (${keys})${still}${unprotected(table, on, given.at as Instant)}`; // a place
  };
  return {
    count: dataQuery(({ db }, given: Given) => {
      const query = sql<{ readonly rows: number }>`select count(*) as ${sql.ref('rows')} ${chosen(given)}`;
      return { compile: () => query.compile(db) };
    }),
    dispose: dataQuery(({ db }, given: Given) => {
      const query = sql`delete ${chosen(given)}`;
      return { compile: () => query.compile(db) };
    }),
  };
}

/** Looked at once more where it is counted or deleted. Of several columns the earliest counts: a row is due by the first. */
function stillDue(table: TimedTable, column: string, below: SqlValue | undefined): RawBuilder<unknown> {
  const earlier = table.columns.slice(0, table.columns.indexOf(column));
  const notEarlier = earlier.map((other) => sql` and (${sql.ref(other)} is null or ${sql.ref(other)} >= ${below})`);
  return sql`${inState(table)}${sql.ref(column)} < ${below}${sql.join(notEarlier, sql``)}`;
}

function inState({ when }: TimedTable): RawBuilder<unknown> {
  return when === null ? sql`` : sql`${sql.ref(when.column)} = ${when.is} and `;
}

/** Made once for each table and column of the map. */
function remembered<Made>(
  make: (table: TimedTable, column: string) => Made,
): (table: TimedTable, column: string) => Made {
  const made = new Map<string, Made>();
  return (table, column) => {
    if (!table.columns.includes(column)) throw new Error(`No time is counted by ${table.table}.${column}`);
    const name = `${table.table}.${column}`;
    const known = made.get(name);
    if (known !== undefined) return known;
    const fresh = make(table, column);
    made.set(name, fresh);
    return fresh;
  };
}
