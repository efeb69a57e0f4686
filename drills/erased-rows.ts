import type { Connection, RowDataPacket } from 'mysql2/promise';
import { heldColumns, subjectTables } from '../src/domain/data-map/columns.ts';
import { fieldOf } from '../src/domain/data-map/personal-field.ts';
import { type TableName, tableOf } from '../src/domain/data-map/tables.ts';

/** The two databases as an operator has them: no code of the core stands between. */
export interface DrillStores {
  readonly data: Connection;
  readonly vault: Connection;
}

/** How many rows of which table each subject has, table by table of the data map. */
export async function rowsBySubject(
  stores: DrillStores,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const found = new Map<string, Record<string, number>>();
  for (const store of ['data', 'vault'] as const) {
    for (const table of subjectTables(store)) {
      const { subjectColumn } = tableOf(table);
      if (subjectColumn === null) continue;
      const [rows] = await stores[store].query<RowDataPacket[]>(
        `SELECT ${subjectColumn} AS subject, COUNT(*) AS held FROM ${table} WHERE ${subjectColumn} IS NOT NULL GROUP BY ${subjectColumn}`,
      );
      for (const { subject, held } of rows) {
        const of = found.get(String(subject)) ?? {};
        of[table] = Number(held);
        found.set(String(subject), of);
      }
    }
  }
  return found;
}

/** Tables of which an erased person may have rows: a mark without a person, and who did what when. */
const lasting: ReadonlySet<string> = new Set<TableName>([
  'users',
  'audit_entries',
  'erasures',
  'propagations',
  'erasure_ledger',
  'destroyed_keys',
]);

/** Of a person who was erased: the tables that should hold nothing, and do. */
export function halfDone(rows: Readonly<Record<string, number>> | undefined): readonly string[] {
  return Object.keys(rows ?? {}).filter((table) => !lasting.has(table));
}

/** The subjects whose row does not say that they are erased, or says more than that. */
export async function notEmptied({ data }: DrillStores, erased: ReadonlySet<string>): Promise<readonly string[]> {
  // What lasts no day beyond the account, by the data map.
  const doomed = heldColumns('users').filter(
    ({ column, field }) => column !== 'subject_id' && fieldOf(field).retention.keepFor === 'P0D',
  );
  const columns = ['registered_at', ...doomed.map(({ column }) => column)];
  const [rows] = await data.query<RowDataPacket[]>(
    `SELECT subject_id AS subject, state = 'erased' AND ${columns.map((column) => `${column} IS NULL`).join(' AND ')} AS emptied FROM users`,
  );
  const emptied = new Set(rows.filter((row) => Number(row.emptied) === 1).map(({ subject }) => String(subject)));
  return [...erased].filter((subject) => !emptied.has(subject));
}
