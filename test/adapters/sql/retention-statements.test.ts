import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataStoreOn } from '../../../src/adapters/sql/data-store.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { silentLog } from '../../../src/adapters/system/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import { Day, Instant } from '../../../src/domain/instant.ts';
import { dueBelow, timedTables } from '../../../src/domain/retention/timed-tables.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';
import { type RecordedStatement, recording } from './recording.ts';
import { fillWithStrangers } from './strangers.ts';

/** Far from every row that is stored: nothing is due, and a look must cost nothing. */
const now = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const stored = 4000;

describe('the looks of a sweep on MySQL', () => {
  let mysql: MysqlSchemas;
  let store: DataStore;
  let close: () => Promise<void>;
  const looks: RecordedStatement[] = [];

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    const { vault, sealing } = await sealingOn(mysql.stores);
    const sessions = recording(mysqlSessions(mysql.schemas.data.url, 1));
    store = dataStoreOn(sessions, { sealing, ids, log: silentLog });
    close = async () => {
      await must(store.close());
      await must(vault.close());
    };
    await fillWithStrangers(mysql.data, stored);
    // Most buckets are not empty yet: where all are, MySQL goes through their whole index, which is the same.
    // What MySQL thinks of the table is from after that, and not from an estimate of its own in between.
    await mysql.data.query('ALTER TABLE code_budgets STATS_AUTO_RECALC = 0');
    await mysql.data.query('UPDATE code_budgets SET empties_at = empties_at + 9000000000000 WHERE empties_at > 50');
    await mysql.data.query('ANALYZE TABLE code_budgets');
    const after = { event: 0, key: '0' };
    for (const table of timedTables) {
      const below = present(dueBelow(table, now));
      for (const column of table.columns) {
        for (const from of [null, typeof below === 'string' ? { event: '0001-01-01', key: '0' } : after]) {
          await must(store.retention.due(table, column, { below, after: from, limit: 100 }));
        }
      }
    }
    await must(store.retention.lapsedOrders({ below: now, after: null, limit: 100 }));
    const day = Day.ofInstant(now);
    await must(store.retention.unwarnedAccounts({ below: day, after: null, limit: 100 }, now));
    await must(store.retention.warnedAccounts({ below: now, after: null, limit: 100 }, now));
    looks.push(...sessions.statements);
  });
  afterAll(async () => {
    await close();
    await mysql.close();
  });

  it('are one range of one index each, which holds all that is asked for', async () => {
    expect(looks.length).toBeGreaterThan(20);
    for (const { sql, values } of looks) {
      const bound = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
      const [rows] = await mysql.data.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, bound);
      const [first] = rows;
      expect(['range', 'ref'], sql).toContain(first?.type);
      expect(first?.key, sql).toBeTruthy();
      expect(first?.Extra, sql).not.toContain('filesort');
      if (!/from `(orders|users)` /.test(sql) && !sql.includes('from `users` as')) {
        expect(first?.Extra, sql).toContain('Using index');
      }
    }
  });

  it('read as many rows as are due, whatever is stored', async () => {
    const [due] = timedTables.filter(({ table }) => table === 'audit_entries');
    const table = present(due);
    // Nobody changes an entry but for this.
    await mysql.data.query('DROP TRIGGER audit_entries_no_update');
    await mysql.data.query('UPDATE audit_entries SET recorded_at = 9e12');
    await mysql.data.query('UPDATE audit_entries SET recorded_at = 5 LIMIT 20');
    const before = await rowsRead();
    const places = await must(
      store.retention.due(table, 'recorded_at', { below: present(dueBelow(table, now)), after: null, limit: 500 }),
    );
    expect(places).toHaveLength(20);
    expect((await rowsRead()) - before).toBeLessThan(60);
  });

  /** By all connections of the server together, of the schema's own index alone. */
  async function rowsRead(): Promise<number> {
    const [rows] = await mysql.data.query<RowDataPacket[]>(
      "SELECT COUNT_READ AS n FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA = DATABASE() AND OBJECT_NAME = 'audit_entries'",
    );
    return Number(rows[0]?.n ?? 0);
  }
});
