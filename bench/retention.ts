import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { systemClock } from '../src/adapters/system/index.ts';
import type { DataStore } from '../src/application/ports/data-store.ts';
import type { Place } from '../src/application/ports/retention-rows.ts';
import { dayMs } from '../src/domain/instant.ts';
import { dueBelow, timedTables } from '../src/domain/retention/timed-tables.ts';
import { orThrow } from '../src/index.ts';
import { storeOn } from '../test/adapters/sql/opened-stores.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';

const { values } = parseArgs({
  options: {
    subjects: { type: 'string', default: '10000,1000000' },
    due: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:retention -- [--subjects 10000,1000000] [--due 1000] [--rounds 5]

What a sweep costs with the same number of rows due and more and more people stored, on a MySQL of its own: time, rows that
the server examined, and pages that it asked its buffer pool for, which no other load disturbs. Each person has one row in the record of staff accesses and one notice; the rows are made up, and nothing in them was ever sealed.
`);
  process.exit(0);
}

/** A UUID that says nothing, as those that outlive a person are. */
const randomId =
  "INSERT(INSERT(INSERT(INSERT(LOWER(HEX(RANDOM_BYTES(16))), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')";
/** A UUID that begins with its time (RFC 9562, version 7). */
const orderedId = (at: string): string =>
  `CONCAT(INSERT(LPAD(LOWER(HEX(${at})), 12, '0'), 9, 0, '-'), '-7', RIGHT(${randomId}, 21))`;

const due = Number(values.due);
const rounds = Number(values.rounds);
const now = systemClock.now();
const long = 400 * dayMs;

/** A store of so many people, with what its sweeps took. */
interface Seeded {
  readonly subjects: number;
  readonly data: Connection;
  readonly store: DataStore;
  readonly close: () => Promise<void>;
  readonly tookMs: number[];
  readonly pages: number[];
  readonly examined: number[];
}

await using server = await startMysqlServer({ flags: ['--innodb-buffer-pool-size=1G'] });
const admin = await createConnection({ uri: server.url() });
const all: Seeded[] = [];
for (const subjects of values.subjects.split(',').map(Number)) all.push(await seeded(subjects));
// All sizes take turns, so that whatever else the machine does hits them alike.
for (let round = 0; round <= rounds; round += 1) {
  for (const one of all) await measure(one, round);
}
for (const { subjects, tookMs, pages, examined } of all) {
  process.stdout.write(
    `${subjects} subjects, ${due} rows due: ${median(tookMs).toFixed(1)} ms a sweep (median of ${rounds}, best ${Math.min(...tookMs).toFixed(1)}), ${(median(examined) / due).toFixed(2)} rows examined and ${(median(pages) / due).toFixed(1)} page requests a row\n`,
  );
}
const [first] = all;
const last = all.at(-1);
if (first !== undefined && last !== undefined) {
  process.stdout.write(
    `ratio of the last to the first: time ${(median(last.tookMs) / median(first.tookMs)).toFixed(2)}, rows examined ${(median(last.examined) / median(first.examined)).toFixed(2)}, page requests ${(median(last.pages) / median(first.pages)).toFixed(2)}\n`,
  );
}
for (const one of all) await one.close();
await admin.end();

async function seeded(subjects: number): Promise<Seeded> {
  const names = ['data', 'vault'].map((role) => `bench_${randomBytes(3).toString('hex')}_${role}`);
  for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
  const [dataUrl = '', vaultUrl = ''] = names.map((name) => server.url(name));
  const stores = mysqlStores({ dataUrl, vaultUrl });
  await orThrow(stores.migrate());
  const data = await createConnection(dataUrl);
  const opened = await storeOn(stores, async () => new Uint8Array());
  await seed(data, 0, subjects, now);
  await data.query('ANALYZE TABLE audit_entries, notices');
  const close = async (): Promise<void> => {
    await opened.close();
    await data.end();
    for (const name of names) await admin.query(`DROP DATABASE ${name}`);
  };
  return { subjects, data, store: opened.store, close, tookMs: [], pages: [], examined: [] };
}

async function measure({ data, store, tookMs, pages, examined }: Seeded, round: number): Promise<void> {
  await seed(data, (round + 1) * 10_000_000, due / 2, now - long);
  await data.query('DO SLEEP(1)'); // the server has tidied up after the seeding
  const before = await counters(data);
  const beganMs = performance.now();
  const gone = await sweep(store);
  const endedMs = performance.now();
  if (gone !== due) throw new Error(`A sweep disposed of ${gone} rows, and ${due} were due`);
  const after = await counters(data);
  if (round === 0) return; // the first one warms up
  tookMs.push(endedMs - beganMs);
  pages.push(after.pages - before.pages);
  examined.push(after.examined - before.examined);
}

/** What the server has done so far: pages that were asked for, and rows of this schema that statements looked at. */
async function counters(data: Connection): Promise<{ readonly pages: number; readonly examined: number }> {
  const [[status], [digests]] = await Promise.all([
    data.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_read_requests'"),
    data.query<RowDataPacket[]>(
      "SELECT COALESCE(SUM(SUM_ROWS_EXAMINED), 0) AS examined FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = DATABASE() AND DIGEST_TEXT LIKE 'EXECUTE %'",
    ),
  ]);
  return { pages: Number(status[0]?.Value), examined: Number(digests[0]?.examined) };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

/** All tables, page by page, as a sweep goes through them. */
async function sweep(store: DataStore): Promise<number> {
  let gone = 0;
  for (const table of timedTables) {
    const below = dueBelow(table, now);
    for (const column of below === null ? [] : table.columns) {
      let after: Place | null = null;
      for (;;) {
        const limit = 512;
        const places: readonly Place[] = await orThrow(
          store.retention.due(table, column, { below: below ?? now, after, limit }),
        );
        if (places.length > 0) {
          gone += await orThrow(store.retention.disposeOf(table, { column, below: below ?? now, places }, now));
        }
        if (places.length < limit) break;
        after = places.at(-1) ?? null;
      }
    }
  }
  return gone;
}

/** Rows of so many people, in pieces: one statement for all would be one transaction. Ids as the core makes them. */
async function seed(data: Connection, from: number, count: number, at: number): Promise<void> {
  const piece = 50_000;
  await data.query(`SET SESSION cte_max_recursion_depth = ${piece + 1}`);
  for (let done = 0; done < count; done += piece) {
    const numbers = `WITH RECURSIVE numbers (n) AS (SELECT ${from + done} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${from + Math.min(done + piece, count) - 1})`;
    await data.query(
      `INSERT INTO audit_entries (entry_id, subject_id, staff, action, purpose, case_number, fields, recorded_at, lane, position, salt) ${numbers} SELECT ${randomId}, ${randomId}, 'jo.miller', 'reveal-contact', 'resolve-problem', 'CASE-1', '[]', ${at} + n MOD 1000, 100, n, RANDOM_BYTES(16) FROM numbers`,
    );
    await data.query(
      `INSERT INTO notices (notice_id, subject_id, template, template_version, language, reference, dedupe_key, state, channel, created_at, sent_at, due_at, tries) ${numbers} SELECT ${orderedId(`${at} + n MOD 1000`)}, ${randomId}, 'receipt', 1, 'de', ${randomId}, CONCAT('receipt/', ${randomId}), 'sent', 'email', ${at} + n MOD 1000, ${at}, ${at}, 1 FROM numbers`,
    );
  }
}
