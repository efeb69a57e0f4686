import { type RawBuilder, sql } from 'kysely';
import { heldColumns, subjectTables } from '../../domain/data-map/columns.ts';
import type { FieldId } from '../../domain/data-map/personal-field.ts';
import { type TableName, tableNames, tableOf } from '../../domain/data-map/tables.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { HeldValues } from '../../domain/retention/explain.ts';
import { type HeldRow, heldValuesOf } from '../../domain/retention/held-rows.ts';
import type { Database } from './database.ts';
import { viaAmended } from './index-hint.ts';
import type { SqlValue } from './sessions.ts';
import { dataQuery, type Statement } from './statement.ts';

/**
 * What is held of a subject, by field: one statement a table, by the data map. No value is read, only whether there is one,
 * and the columns by which its time is counted.
 */
export async function heldValues(database: Database, subject: SubjectId): Promise<readonly HeldValues[]> {
  const rows: HeldRow[] = [];
  for (const { table, fields, clock, statement } of looked) {
    for (const row of await database.look(statement, { subject })) {
      rows.push({
        table,
        fields: fields.filter((_, n) => Number(row[`field_${n}`]) === 1),
        events: clock.map((_, n) => row[`event_${n}`] as number | string | null), // as the schema has clocks
        order: (row.of_order as OrderId | null | undefined) ?? null, // sound: the column of that name holds one
      });
    }
  }
  return heldValuesOf(rows);
}

interface LookedTable {
  readonly table: TableName;
  readonly fields: readonly FieldId[];
  readonly clock: readonly RawBuilder<unknown>[];
  readonly statement: Statement<{ subject: SubjectId }, HeldColumns>;
}

type HeldColumns = Readonly<Record<string, SqlValue>>;

const looked: readonly LookedTable[] = tableNames.flatMap((table) => {
  const fields = [...new Set(heldColumns(table).map(({ field }) => field))];
  const { store, subjectColumn, record, amends } = tableOf(table);
  const owner = subjectColumn === null ? namerOf(record[0]) : null;
  if (store !== 'data' || fields.length === 0 || (subjectColumn === null && owner === null)) return [];
  const clock = clockOf(table);
  const columns = sql.join([
    ...fields.map((field, n) => sql`${isThere(table, field)} as ${sql.ref(`field_${n}`)}`),
    ...clock.map((event, n) => sql`${event} as ${sql.ref(`event_${n}`)}`),
    ...('order_id' in tableOf(table).columns ? [sql`order_id as of_order`] : []),
  ]);
  const statement = dataQuery(({ db }, given: { subject: SubjectId }) => {
    const from = (
      selected: RawBuilder<unknown>,
      own: RawBuilder<unknown>,
      hint: RawBuilder<unknown> = sql``,
    ): RawBuilder<unknown> => sql`select ${hint} ${selected} from ${sql.table(table)} where ${own}`;
    // What amends a row that somebody's row names is looked for by itself, each by an index of its own.
    const namedBy = (owning: TableName, column: string): RawBuilder<unknown> =>
      from(
        owning === 'orders' ? sql`${columns}, ${orderThatNames(table, record[0], column, given.subject)}` : columns,
        sql`${sql.ref(column)} in (select ${sql.ref(record[0])} from ${sql.table(owning)} where subject_id = ${given.subject})`,
        viaAmended(table, column),
      );
    const ways = [record[0], ...(amends === undefined ? [] : [amends])];
    const query =
      owner === null
        ? sql<HeldColumns>`${from(columns, sql`${sql.ref(subjectColumn ?? '')} = ${given.subject}`)}`
        : sql<HeldColumns>`${sql.join(
            ways.map((column) => namedBy(owner, column)),
            sql` union all `,
          )}`;
    return { compile: () => query.compile(db) };
  });
  return [{ table, fields, clock, statement }];
});

/** A row that names nobody is of the order that names it, or the row that it amends; the subject has few of them. */
function orderThatNames(table: TableName, key: string, column: string, subject: SubjectId): RawBuilder<unknown> {
  return sql`(select max(o.order_id) from orders as o where o.subject_id = ${subject} and ${sql.ref(`o.${key}`)} = ${sql.ref(`${table}.${column}`)}) as of_order`;
}

/** 1 where a column of the row holds a value of the field. */
function isThere(table: TableName, field: FieldId): RawBuilder<unknown> {
  const columns = heldColumns(table).filter((held) => held.field === field);
  const any = sql.join(
    columns.map(({ column }) => sql`${sql.ref(column)} is not null`),
    sql` or `,
  );
  return sql`case when ${any} then 1 else 0 end`;
}

/** The moments by which the time of a row is counted: its own, or those of the row that it goes with. */
function clockOf(table: TableName): readonly RawBuilder<unknown>[] {
  const { clock } = tableOf(table);
  if (clock === undefined || 'stays' in clock) return [];
  if ('columns' in clock) return clock.columns.map((column) => sql.ref(column));
  const other = tableNames.find((name) => name === clock.goesWith);
  const { clock: clockOfOther, record } = tableOf(other ?? table);
  if (clockOfOther === undefined || !('columns' in clockOfOther)) return [];
  return clockOfOther.columns.map(
    (column) =>
      sql`(select ${sql.ref(`other.${column}`)} from ${sql.table(clock.goesWith)} as other where ${sql.ref(`other.${record[0]}`)} = ${sql.ref(`${table}.${record[0]}`)})`,
  );
}

/** The table of the subject's that names rows by this column; null if nobody's does. */
function namerOf(column: string): TableName | null {
  return subjectTables('data').find((table) => column in tableOf(table).columns) ?? null;
}
