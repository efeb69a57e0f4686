import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataStoreOn } from '../../../src/adapters/sql/data-store.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { silentLog } from '../../../src/adapters/system/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import { reachOf } from '../../../src/domain/breach/table-reach.ts';
import { writtenBy, writtenTables } from '../../../src/domain/breach/written-rows.ts';
import { tableOf } from '../../../src/domain/data-map/tables.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';
import { type RecordedStatement, recording } from './recording.ts';
import { fillWithStrangers } from './strangers.ts';

const stored = 4000;
const anna = StaffId.parse('anna.support')._unsafeUnwrap();
/** Times of strangers are numbers from 1 on. */
const within = { from: 100 as Instant, to: 120 as Instant }; // sound: moments

describe('the looks after a breach on MySQL', () => {
  let mysql: MysqlSchemas;
  let store: DataStore;
  let statements: RecordedStatement[];
  let close: () => Promise<void>;

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    const { vault, sealing } = await sealingOn(mysql.stores);
    const sessions = recording(mysqlSessions(mysql.schemas.data.url, 1));
    statements = sessions.statements;
    store = dataStoreOn(sessions, { sealing, ids, log: silentLog });
    close = async () => {
      await must(store.close());
      await must(vault.close());
    };
    await fillWithStrangers(mysql.data, stored);
  });
  afterAll(async () => {
    await close();
    await mysql.close();
  });

  async function explained(): Promise<readonly (readonly [sql: string, row: RowDataPacket])[]> {
    const found: (readonly [string, RowDataPacket])[] = [];
    for (const { sql, values } of statements.splice(0)) {
      const bound = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
      const [rows] = await mysql.data.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, bound);
      for (const row of rows) found.push([sql, row]);
    }
    return found;
  }

  it('are one range of the index on the time, for what was written in a window', async () => {
    statements.length = 0;
    for (const table of writtenTables) {
      expect(await must(store.reads.rowsOfPersons({ table, within }))).toEqual({ rows: 20, people: 20 });
      await must(store.reads.personsWithRows({ table, within }, null, 10));
    }
    const looks = await explained();
    expect(looks).toHaveLength(2 * writtenTables.length);
    for (const [sql, { type, key }] of looks) {
      const table = writtenTables.find((one) => sql.includes(`\`${one}\``)) ?? 'notices';
      expect([type, key], sql).toEqual(['range', `${table}_${writtenBy[table]}`]);
    }
  });

  it('are a range of an index of the audit log, for what staff did in a window', async () => {
    statements.length = 0;
    for (const staff of [undefined, anna]) {
      for (const after of [null, { recordedAt: 119 as Instant, entry: '' as never }]) {
        await must(store.auditLog.search({ staff, from: within.from, until: within.to }, after, 1_000));
      }
    }
    for (const [sql, { type, key }] of await explained()) {
      expect(type, sql).toBe('range');
      expect(key, sql).toMatch(/^audit_entries_(?:recorded_at|staff_recorded_at)$/);
    }
  });

  it('read nothing of a row but the index on the pseudonym, for all that is stored', async () => {
    statements.length = 0;
    const tables = reachOf('application').flatMap(({ table }) =>
      tableOf(table).subjectColumn === null ? [] : [table],
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      expect((await must(store.reads.rowsOfPersons({ table }))).rows).toBe(stored);
      await must(store.reads.personsWithRows({ table }, null, 100));
    }
    for (const [sql, { key, Extra }] of await explained()) {
      expect(key, sql).toBeTruthy();
      // The rows of people themselves are in the order of the pseudonym.
      if (!sql.includes('`users`')) expect(Extra, sql).toContain('Using index');
    }
  });

  it('read as many rows as a window holds, whatever is stored', async () => {
    const before = await rowsRead('notices');
    await must(store.reads.rowsOfPersons({ table: 'notices', within }));
    await must(store.reads.personsWithRows({ table: 'notices', within }, null, 1_000));
    expect((await rowsRead('notices')) - before).toBeLessThan(100);
  });

  async function rowsRead(table: string): Promise<number> {
    const [rows] = await mysql.data.query<RowDataPacket[]>(
      'SELECT COUNT_READ AS n FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA = DATABASE() AND OBJECT_NAME = ?',
      [table],
    );
    return Number(rows[0]?.['n'] ?? 0);
  }
});
