import { readdir } from 'node:fs/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshSchemas, freshSchemas } from './fresh-schemas.ts';

describe('the MySQL server of the tests', () => {
  let schemas: FreshSchemas;
  let one: Connection;
  let other: Connection;

  const rowsOf = async (connection: Connection, query: string): Promise<readonly Record<string, unknown>[]> => {
    const [rows] = await connection.query<RowDataPacket[]>(query);
    return rows.map((row) => ({ ...row }));
  };

  beforeAll(async () => {
    schemas = await freshSchemas();
    one = await createConnection(schemas.data.url);
    other = await createConnection(schemas.data.url);
  });

  afterAll(async () => {
    await one.end();
    await other.end();
  });

  it('is MySQL 8.0 or newer, not a look-alike', async () => {
    const [{ version }] = (await rowsOf(one, 'SELECT VERSION() AS version')) as [{ version: string }];
    expect(version).not.toMatch(/maria/i);
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(8);
    expect(await rowsOf(one, 'SELECT DATABASE() AS name')).toEqual([{ name: schemas.data.name }]);
  });

  it('gives two workers different rows of one queue', async () => {
    await one.query('CREATE TABLE queue (id INT PRIMARY KEY) ENGINE=InnoDB');
    await one.query('INSERT INTO queue VALUES (1), (2)');
    const claim = 'SELECT id FROM queue ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED';
    await one.beginTransaction();
    await other.beginTransaction();
    expect(await rowsOf(one, claim)).toEqual([{ id: 1 }]);
    expect(await rowsOf(other, claim)).toEqual([{ id: 2 }]);
    await one.rollback();
    await other.rollback();
  });

  it('keeps the vault apart from the data', async () => {
    const vault = await createConnection(schemas.vault.url);
    expect(await rowsOf(vault, 'SHOW TABLES')).toEqual([]);
    await vault.end();
  });

  // What follows is ours to promise only of a server that we have set up.
  it.skipIf(process.env.JOOS_TEST_MYSQL_URL)('is as durable as one that holds real data', async () => {
    const settings =
      'SELECT @@innodb_flush_log_at_trx_commit AS flushed, @@sync_binlog AS synced, @@log_bin AS logged, ' +
      '@@binlog_row_image AS image, @@innodb_doublewrite AS twice';
    expect(await rowsOf(one, settings)).toEqual([{ flushed: 1, synced: 1, logged: 1, image: 'FULL', twice: 'ON' }]);
  });

  it.skipIf(process.env.JOOS_TEST_MYSQL_URL)('shows every file that it writes', async () => {
    const files = await readdir(schemas.server.dataDir!, { recursive: true });
    for (const expected of [/ibdata1$/, /undo_001$/, /#ib_redo\d+$/, /binlog\.\d+$/, /error\.log$/, /queue\.ibd$/]) {
      expect(files.filter((file) => expected.test(file))).not.toEqual([]);
    }
  });
});
