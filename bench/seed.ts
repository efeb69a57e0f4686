import type { Connection, RowDataPacket } from 'mysql2/promise';
import { sealedBytes, type TableSeed } from './seed-columns.ts';
import { dataSeeds } from './seed-data.ts';
import { vaultSeeds } from './seed-vault.ts';

/** What was put into both stores. */
export interface Seeded {
  readonly rows: number;
  readonly bytes: number;
}

/** People are made so many at a time, each time in one transaction a table. */
const peopleAtOnce = 20_000;

/**
 * Fills migrated MySQL schemas with so many people whom nobody knows, on the server itself and by the order of their keys.
 * Their ids are spread over all ids there are, so that real people come to stand among them, and sealed values are bytes of a
 * sealed value's length. Nothing of it can be opened.
 */
export async function seedPeople(
  connect: (schema: string) => Promise<Connection>,
  { data, vault }: { readonly data: string; readonly vault: string },
  people: number,
): Promise<Seeded> {
  await Promise.all([fill(connect, data, dataSeeds(people), people), fill(connect, vault, vaultSeeds(people), people)]);
  const admin = await connect(data);
  const [[found]] = await admin.query<RowDataPacket[]>(
    'SELECT CAST(SUM(TABLE_ROWS) AS DOUBLE) AS estimated_rows, CAST(SUM(DATA_LENGTH + INDEX_LENGTH) AS DOUBLE) AS size FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (?, ?)',
    [data, vault],
  );
  await admin.end();
  const seeds = [...dataSeeds(people), ...vaultSeeds(people)];
  return {
    rows: seeds.reduce((sum, { perPerson, every = 1 }) => sum + perPerson * Math.floor(people / every), 0),
    bytes: Number(found?.size ?? 0),
  };
}

async function fill(
  connect: (schema: string) => Promise<Connection>,
  schema: string,
  seeds: readonly TableSeed[],
  people: number,
): Promise<void> {
  const connection = await connect(schema);
  // What is seeded is no commit that anybody waits for: it need not stand in the binary log.
  await connection.query(
    `SET SESSION sql_log_bin = 0, unique_checks = 0, cte_max_recursion_depth = ${peopleAtOnce + 1}, transaction_isolation = 'READ-COMMITTED'`,
  );
  for (const seed of seeds) {
    const { table, perPerson, every = 1 } = seed;
    const columns = await columnsOf(connection, seed);
    for (let first = 1; first <= people; first += peopleAtOnce) {
      const last = Math.min(people, first + peopleAtOnce - 1);
      await connection.query(
        `INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')})
         WITH RECURSIVE numbers (n) AS (SELECT ${first} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${last}),
         copies (c) AS (SELECT 1 UNION ALL SELECT c + 1 FROM copies WHERE c < ${perPerson}),
         seeded AS (SELECT n, CAST((n - 1) * ${perPerson} + c AS UNSIGNED) AS r FROM numbers CROSS JOIN copies WHERE n % ${every} = 0)
         SELECT ${columns.map(([, expression]) => expression).join(', ')} FROM seeded ORDER BY r`,
      );
    }
    await connection.query(`ANALYZE TABLE ${table}`);
  }
  await connection.end();
}

interface ColumnRow extends RowDataPacket {
  readonly name: string;
  readonly type: string;
  readonly nullable: 'YES' | 'NO';
  readonly extra: string;
}

async function columnsOf(
  connection: Connection,
  { table, columns }: TableSeed,
): Promise<readonly (readonly [name: string, expression: string])[]> {
  const [rows] = await connection.query<ColumnRow[]>(
    'SELECT COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS nullable, EXTRA AS extra FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION',
    [table],
  );
  const unknown = Object.keys(columns).filter((column) => !rows.some(({ name }) => name === column));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`);
  return rows
    .filter(({ extra }) => extra !== 'auto_increment')
    .map(({ name, type, nullable }) => [
      name,
      columns[name] ?? (nullable === 'YES' ? 'NULL' : sampleOf(table, name, type)),
    ]);
}

function sampleOf(table: string, column: string, type: string): string {
  if (type === 'bigint' || type === 'double') return '0';
  if (type.startsWith('varbinary')) return sealedBytes(10);
  throw new Error(`Nobody said what ${table}.${column} holds`);
}
