import type { Connection, RowDataPacket } from 'mysql2/promise';

interface ColumnRow extends RowDataPacket {
  readonly name: string;
  readonly type: string;
}

/** Fills every table of a MySQL schema but those with a fixed number of rows with so many of nobody's, so that an index is worth more than a scan. */
export async function fillWithStrangers(connection: Connection, rows: number): Promise<void> {
  const [tables] = await connection.query<RowDataPacket[]>(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'kysely%' AND TABLE_NAME NOT IN ('audit_lanes', 'staff_register')",
  );
  await connection.query(`SET SESSION cte_max_recursion_depth = ${rows + 1}`);
  for (const { name } of tables) {
    const [columns] = await connection.query<ColumnRow[]>(
      'SELECT COLUMN_NAME AS name, COLUMN_TYPE AS type FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION',
      [name],
    );
    await connection.query(
      `INSERT INTO ${name} WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${rows}) ` +
        `SELECT ${columns.map(({ type }) => sampleOf(type)).join(', ')} FROM numbers`,
    );
    await connection.query(`ANALYZE TABLE ${name}`);
  }
}

function sampleOf(type: string): string {
  if (type === 'bigint' || type === 'double') return 'n';
  if (type === 'text') return "'[]'";
  const bytes = /^(?:var)?binary\((\d+)\)$/.exec(type);
  if (bytes !== null) return `RANDOM_BYTES(${Math.min(64, Number(bytes[1]))})`;
  return type === 'char(10)' ? "'2026-11-23'" : 'UUID()';
}
