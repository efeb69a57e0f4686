import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataStoreOn } from '../../../src/adapters/sql/data-store.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { silentLog } from '../../../src/adapters/system/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';
import { type RecordedStatement, recording } from './recording.ts';
import { fillWithStrangers } from './strangers.ts';
import { wholeLife } from './whole-life.ts';

/** Looks at the whole queue by intent; what it counts is what waits. */
const wholeQueue = /count\(\*\) as `notices`/;

describe('the statements of a whole life on MySQL', () => {
  let mysql: MysqlSchemas;
  let statements: readonly RecordedStatement[];

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    const { vault, sealing } = await sealingOn(mysql.stores);
    const sessions = recording(mysqlSessions(mysql.schemas.data.url, 4));
    const store = dataStoreOn(sessions, { sealing, ids, log: silentLog });
    await wholeLife({ store, vault });
    statements = [...new Map(sessions.statements.map((one) => [one.sql, one])).values()];
    await must(store.close());
    await must(vault.close());
    await fillWithStrangers(mysql.data, 3000);
    // Of hardly any notice it is unclear whether it was sent.
    await mysql.data.query('UPDATE notices SET unclear_tries = 0');
    await mysql.data.query('ANALYZE TABLE notices');
    // Hardly any receipt corrects another: by an index of nothing but nulls MySQL expects to find half of the table.
    await mysql.data.query('UPDATE receipts SET corrects = NULL');
    await mysql.data.query('ANALYZE TABLE receipts');
  });
  afterAll(() => mysql.close());

  const planOf = async ({ sql, values }: RecordedStatement): Promise<readonly Record<string, unknown>[]> => {
    const bound = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    const [rows] = await mysql.data.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, bound);
    return rows.map((row) => ({ ...row }));
  };

  it('are many, and none says RETURNING, which MySQL does not know', () => {
    expect(statements.length).toBeGreaterThan(60);
    expect(statements.filter(({ sql }) => /\breturning\b/i.test(sql))).toEqual([]);
  });

  it('never write a value into their text', () => {
    for (const { sql } of statements) {
      for (const literal of sql.match(/'[^']*'|0x[0-9a-f]+/gi) ?? []) expect(literal).toMatch(/^'[a-z_-]+'$/);
    }
  });

  it('find their rows by an index, whatever else is stored', async () => {
    const scans: string[] = [];
    for (const statement of statements) {
      if (/^insert/i.test(statement.sql) || wholeQueue.test(statement.sql)) continue;
      for (const { type, table, rows } of await planOf(statement)) {
        // Of a derived table only what was found is gone through.
        const derived = typeof table === 'string' && table.startsWith('<');
        const scans3000 = (type === 'ALL' || type === 'index') && !derived && Number(rows) > 1000;
        if (scans3000) scans.push(`${String(table)}: ${statement.sql}`);
      }
    }
    expect(scans).toEqual([]);
  });

  it('would be told apart if one went through a whole table', async () => {
    const [plan] = await planOf({ sql: 'select * from `orders` where `day` = ?', values: ['2026-11-23'] });
    expect(plan).toMatchObject({ type: 'ALL' });
  });
});
