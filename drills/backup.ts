import type { Connection, RowDataPacket } from 'mysql2/promise';

/** All rows of a schema as they were at one moment, table by table. */
export type Backup = ReadonlyMap<string, readonly DumpedRow[]>;
export type DumpedRow = Readonly<Record<string, DumpedValue>>;
type DumpedValue = string | number | bigint | Buffer | null;

/** The tables of the schema that a connection is on. */
async function tablesOf(connection: Connection): Promise<readonly string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'",
  );
  return rows.map(({ name }) => String(name)).sort();
}

/**
 * Dumps a schema as `mysqldump --single-transaction` does: one consistent snapshot, row by row. It needs no client program,
 * which servers in packages come without.
 */
export async function dump(connection: Connection): Promise<Backup> {
  const tables = await tablesOf(connection);
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  try {
    const backup = new Map<string, readonly DumpedRow[]>();
    for (const table of tables) {
      const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM \`${table}\``);
      backup.set(table, rows);
    }
    return backup;
  } finally {
    await connection.query('COMMIT');
  }
}

/** Puts a dump back: the schema is then as it was, and has forgotten all that came after. */
export async function restore(connection: Connection, backup: Backup): Promise<void> {
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  for (const [table, rows] of backup) {
    await connection.query(`TRUNCATE TABLE \`${table}\``);
    for (let from = 0; from < rows.length; from += 500) {
      const some = rows.slice(from, from + 500);
      const columns = Object.keys(some[0] ?? {});
      const values = some.map((row) => columns.map((column) => row[column]));
      await connection.query(`INSERT INTO \`${table}\` (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES ?`, [
        values,
      ]);
    }
  }
}
