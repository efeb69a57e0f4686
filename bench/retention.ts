import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
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

What a sweep costs with the same number of rows due and more and more people stored, on a MySQL of its own. Each person has
one row in the record of staff accesses and one notice; the rows are made up, and nothing in them was ever sealed.
`);
  process.exit(0);
}

const due = Number(values.due);
const rounds = Number(values.rounds);
const now = systemClock.now();
const long = 400 * dayMs;
const medians: number[] = [];

await using server = await startMysqlServer({ flags: ['--innodb-buffer-pool-size=1G'] });
const admin = await createConnection({ uri: server.url() });
for (const subjects of values.subjects.split(',').map(Number)) {
  const names = ['data', 'vault'].map((role) => `bench_${randomBytes(3).toString('hex')}_${role}`);
  for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
  const [dataUrl = '', vaultUrl = ''] = names.map((name) => server.url(name));
  const stores = mysqlStores({ dataUrl, vaultUrl });
  await orThrow(stores.migrate());
  const data = await createConnection(dataUrl);
  const opened = await storeOn(stores, async () => new Uint8Array());
  await seed(data, 0, subjects, now);
  await data.query('ANALYZE TABLE staff_accesses, notices');
  const took: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await seed(data, (round + 1) * 10_000_000, due / 2, now - long);
    const beganMs = performance.now();
    const gone = await sweep(opened.store);
    if (gone !== due) throw new Error(`A sweep disposed of ${gone} rows, and ${due} were due`);
    if (round > 0) took.push(performance.now() - beganMs); // the first one warms up
  }
  const medianMs = took.sort((one, other) => one - other)[Math.floor(took.length / 2)] ?? 0;
  medians.push(medianMs);
  process.stdout.write(
    `${subjects} subjects, ${due} rows due: ${medianMs.toFixed(1)} ms a sweep (median of ${rounds})\n`,
  );
  await opened.close();
  await data.end();
  for (const name of names) await admin.query(`DROP DATABASE ${name}`);
}
await admin.end();
const [first = 0] = medians;
process.stdout.write(`ratio of the last to the first: ${((medians.at(-1) ?? 0) / first).toFixed(2)}\n`);

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

/** Rows of so many people, in pieces: one statement for all would be one transaction. */
async function seed(data: Connection, from: number, count: number, at: number): Promise<void> {
  const piece = 50_000;
  await data.query(`SET SESSION cte_max_recursion_depth = ${piece + 1}`);
  for (let done = 0; done < count; done += piece) {
    const numbers = `WITH RECURSIVE numbers (n) AS (SELECT ${from + done} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${from + Math.min(done + piece, count) - 1})`;
    await data.query(
      `INSERT INTO staff_accesses (entry_id, subject_id, staff, purpose, case_number, fields, recorded_at) ${numbers} SELECT UUID(), UUID(), 'jo.miller', 'resolve-problem', 'CASE-1', '[]', ${at} + n MOD 1000 FROM numbers`,
    );
    await data.query(
      `INSERT INTO notices (notice_id, subject_id, template, template_version, language, reference, dedupe_key, state, channel, created_at, sent_at, due_at, tries) ${numbers} SELECT UUID(), UUID(), 'receipt', 1, 'de', UUID(), CONCAT('receipt/', UUID()), 'sent', 'email', ${at} + n MOD 1000, ${at}, ${at}, 1 FROM numbers`,
    );
  }
}
