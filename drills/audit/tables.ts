import { DatabaseSync } from 'node:sqlite';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** A value of a column. */
export type Cell = number | string | Uint8Array | null;
/** A row, by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

/** A database in the hands of somebody who may do everything to it: no account of an installation may. */
export interface Tables {
  readonly all: (sql: string, values?: readonly Cell[]) => Promise<readonly Row[]>;
  /** Answers false where the database itself refuses: two rows would have one key. */
  readonly run: (sql: string, values: readonly Cell[]) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** What keeps the tables of the log as they are; who may do everything drops it first. */
const guards: readonly string[] = [
  'audit_chain_no_update',
  'audit_chain_no_delete',
  'audit_disposals_no_update',
  'audit_disposals_no_delete',
  'audit_entries_no_update',
];

export async function mysqlTables(url: string): Promise<Tables> {
  const connection = await createConnection({ uri: url, supportBigNumbers: true });
  for (const guard of guards) await connection.query(`DROP TRIGGER ${guard}`);
  return {
    all: async (sql, values = []) => {
      const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
      return rows;
    },
    run: async (sql, values) => {
      try {
        await connection.query(sql, [...values]);
        return true;
      } catch (problem) {
        if (problem instanceof Error && 'errno' in problem && problem.errno === 1062) return false;
        throw problem;
      }
    },
    close: () => connection.end(),
  };
}

export function sqliteTables(file: string): Tables {
  const database = new DatabaseSync(file);
  // Nothing here has to outlive the process.
  database.exec('PRAGMA synchronous = OFF');
  for (const guard of guards) database.exec(`DROP TRIGGER ${guard}`);
  return {
    all: async (sql, values = []) => database.prepare(sql).all(...values) as readonly Row[],
    run: async (sql, values) => {
      try {
        database.prepare(sql).run(...values);
        return true;
      } catch (problem) {
        if (problem instanceof Error && /UNIQUE|PRIMARY KEY/.test(problem.message)) return false;
        throw problem;
      }
    },
    close: async () => database.close(),
  };
}
