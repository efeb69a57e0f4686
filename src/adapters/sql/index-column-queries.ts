import { type RawBuilder, sql } from 'kysely';
import { columnOfIndex } from '../../domain/data-map/columns.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { IndexColumn } from '../../domain/keys/index-key.ts';
import type { IndexedColumn } from './indexed-tables.ts';
import { rowsQuery } from './list-query.ts';
import type { SqlValue } from './sessions.ts';
import { dataQuery, type Parameters, type Statement } from './statement.ts';

/** A row that lacks an index: its key, its subject, the index in the other column, and the sealed columns by their names. */
export interface RowToFill {
  readonly key: string;
  readonly subject: SubjectId;
  readonly seen: Uint8Array;
  readonly [sealed: string]: SqlValue;
}

/** A value of a column, as it was seen. */
interface SeenValue {
  readonly key: string;
  readonly seen: Uint8Array;
}

/** What comes into the column beside the one that was seen. */
export interface FilledValue extends SeenValue {
  readonly value: Uint8Array;
}

interface Counted {
  readonly rows: number;
}

/** What is asked of one column of an index while its key is rotated. */
export interface IndexStatements {
  readonly countMissing: Statement<Parameters, Counted>;
  readonly missing: Statement<{ after: string; limit: number }, RowToFill>;
  readonly fill: (count: number) => Statement<Parameters, unknown>;
  readonly dropExpired: Statement<{ at: Instant }, unknown>;
  readonly countLeft: Statement<Parameters, Counted>;
  readonly left: Statement<{ after: Uint8Array; limit: number }, SeenValue>;
  readonly empty: (count: number) => Statement<Parameters, unknown>;
}

const made = new Map<string, IndexStatements>();

/** The statements on a column of an index; made once. */
export function indexStatements(indexed: IndexedColumn, which: IndexColumn): IndexStatements {
  const name = `${indexed.table}.${columnOfIndex(indexed.index, which)}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const fresh = statementsOn(indexed, which);
  made.set(name, fresh);
  return fresh;
}

function statementsOn({ table, index, key, sealed }: IndexedColumn, which: IndexColumn): IndexStatements {
  const column = sql.ref(columnOfIndex(index, which));
  const other = sql.ref(columnOfIndex(index, which === 'a' ? 'b' : 'a'));
  const rows = sql.table(table);
  const keyed = sql.ref(key);
  /** Look-ups find nobody else: a code of whoever asked, and what belongs to an active account. */
  const isLookedUp: RawBuilder<unknown> =
    table === 'challenges'
      ? sql`true`
      : table === 'users'
        ? sql`state = 'active'`
        : sql`subject_id in (select subject_id from users where state = 'active')`;
  const isSeen = (value: RawBuilder<unknown>, row: SeenValue): RawBuilder<unknown> =>
    sql`(${keyed} = ${row.key} and ${value} = ${row.seen})`;

  return {
    countMissing: raw<Parameters, Counted>(
      () =>
        sql`select count(*) as ${sql.ref('rows')} from ${rows} where ${column} is null and ${other} is not null and ${isLookedUp}`,
    ),
    missing: raw<{ after: string; limit: number }, RowToFill>(({ after, limit }) => {
      const columns = sql.join([sql`subject_id as subject`, ...sealed.map((one) => sql.ref(one))]);
      return sql`select ${keyed} as ${sql.ref('key')}, ${other} as seen, ${columns} from ${rows} where ${column} is null and ${other} is not null and ${keyed} > ${after} order by ${keyed} limit ${limit}`;
    }),
    fill: rowsQuery<FilledValue, unknown>(['key', 'seen', 'value'], ({ db, mysql }, filled) => {
      // MySQL takes a parameter in a `case` for text, unless it is told.
      const bytes = ({ value }: FilledValue) => (mysql ? sql`cast(${value} as binary(16))` : sql`${value}`);
      const values = sql.join(
        filled.map((row) => sql`when ${row.key} then ${bytes(row)}`),
        sql` `,
      );
      const query = sql`update ${rows} set ${column} = case ${keyed} ${values} end where ${column} is null and (${either(filled.map((row) => isSeen(other, row)))})`;
      return { compile: () => query.compile(db) };
    }),
    dropExpired: raw<{ at: Instant }, unknown>(
      ({ at }) => sql`delete from ${rows} where ${column} is null and expires_at <= ${at}`,
    ),
    countLeft: raw<Parameters, Counted>(
      () => sql`select count(*) as ${sql.ref('rows')} from ${rows} where ${column} is not null`,
    ),
    left: raw<{ after: Uint8Array; limit: number }, SeenValue>(
      ({ after, limit }) =>
        sql`select ${keyed} as ${sql.ref('key')}, ${column} as seen from ${rows} where ${column} > ${after} and (${other} is not null or not (${isLookedUp})) order by ${column} limit ${limit}`,
    ),
    empty: rowsQuery<SeenValue, unknown>(['key', 'seen'], ({ db }, seen) => {
      const query = sql`update ${rows} set ${column} = null where ${either(seen.map((row) => isSeen(column, row)))}`;
      return { compile: () => query.compile(db) };
    }),
  };
}

function either(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(conditions, sql` or `);
}

function raw<Given extends Parameters, Row>(text: (given: Given) => RawBuilder<unknown>): Statement<Given, Row> {
  return dataQuery(({ db }, given: Given) => {
    const query = sql<Row>`${text(given)}`;
    return { compile: () => query.compile(db) };
  });
}
