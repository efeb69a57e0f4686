import { type RawBuilder, sql } from 'kysely';
import type { HeldRecord, HeldValue } from '../../application/ports/reads.ts';
import type { Keyring } from '../../application/ports/sealing.ts';
import { exportColumns, type HeldColumn, subjectTables } from '../../domain/data-map/columns.ts';
import { type TableName, tableNames, tableOf } from '../../domain/data-map/tables.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Database } from './database.ts';
import { viaAmended } from './index-hint.ts';
import { openedText } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';

/**
 * Every value that the data map lets out of what is held of a subject, opened; one statement a table (GDPR art. 15). No
 * table and no column is named here: what the map declares is in it.
 */
export async function everythingOf(
  database: Database,
  subject: SubjectId,
  keyring: Keyring,
): Promise<readonly HeldRecord[]> {
  const records: HeldRecord[] = [];
  for (const { table, statement, columns } of exported) {
    for (const row of await database.look(statement, { subject })) {
      const record = tableOf(table)
        .record.map((column) => row[column])
        .join('/');
      records.push({ table, values: columns.map((column) => heldValueOf(table, record, column, row, keyring)) });
    }
  }
  return records;
}

type Row = Readonly<Record<string, unknown>>;

interface ExportedTable {
  readonly table: TableName;
  readonly columns: readonly HeldColumn[];
  readonly statement: Statement<{ subject: SubjectId }, Row>;
}

const exported: readonly ExportedTable[] = tableNames.flatMap((table) => {
  const columns = exportColumns(table);
  return tableOf(table).store === 'data' && columns.length > 0
    ? [{ table, columns, statement: rowsOf(table, columns) }]
    : [];
});

/**
 * The rows of a table that are the subject's: by its own column, or through the row of the subject's that names it. What amends
 * such a row is looked for by itself: of two ways in one condition MySQL goes neither, but through the whole table.
 */
function rowsOf(table: TableName, columns: readonly HeldColumn[]): ExportedTable['statement'] {
  const { subjectColumn, record, amends } = tableOf(table);
  const selected = sql.join(
    [...new Set([...record, ...columns.map(({ column }) => column)])].map((name) => sql.ref(name)),
  );
  return dataQuery(({ db }, given: { subject: SubjectId }) => {
    const namedBy = (column: string): RawBuilder<Row> =>
      sql`select ${viaAmended(table, column)} ${selected} from ${sql.table(table)} where ${sql.ref(column)} in (select ${sql.ref(record[0])} from ${sql.table(namer(record[0]))} where subject_id = ${given.subject})`;
    const query =
      subjectColumn === null
        ? sql<Row>`${sql.join([record[0], ...(amends === undefined ? [] : [amends])].map(namedBy), sql` union all `)}`
        : sql<Row>`select ${selected} from ${sql.table(table)} where ${sql.ref(subjectColumn)} = ${given.subject}`;
    return { compile: () => query.compile(db) };
  });
}

/** The table of the subject's that names rows by this column. */
function namer(column: string): TableName {
  const found = subjectTables('data').find((table) => column in tableOf(table).columns);
  if (found === undefined) throw new Error(`Nobody's rows are named by ${column}`);
  return found;
}

function heldValueOf(table: TableName, record: string, held: HeldColumn, row: Row, keyring: Keyring): HeldValue {
  const { column, field, form } = held;
  const stored = row[column];
  if (stored === null || stored === undefined) return { column, field, value: null };
  if (form.kind !== 'sealed') return { column, field, value: stored as string | number }; // the map exports no bytes
  const cell = { table, column, record, keyClass: form.keyClass };
  return { column, field, value: openedText(keyring, cell, stored as Uint8Array) }; // what is sealed is bytes
}
