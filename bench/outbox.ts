import { type ChildProcess, fork } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { leave, newDrillPlace } from '../drills/drill-place.ts';
import { newSchemas } from '../drills/drill-server.ts';
import { fillOutbox, settleTown } from '../drills/notices/town.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { pairedRatio, type Series } from './measure.ts';
import type { OutboxWorkerOrders, OutboxWorkerReport } from './outbox/worker.ts';
import { costOf } from './statement-cost.ts';

const rowsAtOnce = 10_000;
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '4000' },
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: '1,4' },
    sent: { type: 'string', default: '0,1000000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:outbox -- [--messages 4000] [--rounds 5] [--workers 1,4] [--sent 0,1000000] [--json]

How many notices a second worker processes send on MySQL with a provider that takes everything at once, against a floor:
the same claims and marks by hand-written SQL, and nothing else. Then the same beside a million notices that were sent.
`);
  process.exit(0);
}

const announce = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const messages = Number(values.messages);
const rounds = Number(values.rounds);

interface Line {
  readonly sentBefore: number;
  readonly workers: number;
  readonly corePerSecond: number;
  readonly floorPerSecond: number;
  readonly ratio: number;
  readonly coreStatementsPerNotice: number;
  readonly floorStatementsPerNotice: number;
  /** Of the core, over everything that its statements did. */
  readonly rowsExaminedPerNotice: number;
}

await using server = await startMysqlServer({
  flags: ['--innodb-buffer-pool-size=2G', '--innodb-redo-log-capacity=1G'],
});
const urls = await newSchemas(server);
const place = await newDrillPlace(urls, 1);
const admin = await createConnection({ uri: place.dataUrl });
const schemas = { data: nameIn(place.dataUrl), vault: nameIn(place.vaultUrl) };
const lines: Line[] = [];
try {
  const town = await settleTown(place, 100);
  await town.joos.close();
  for (const sent of values.sent.split(',').map(Number)) {
    await admin.query('DELETE FROM notices');
    await addSent(admin, sent);
    announce(`${sent} sent notices are there`);
    for (const workers of values.workers.split(',').map(Number)) {
      const line = await measured(sent, workers);
      lines.push(line);
      announce(JSON.stringify(line));
    }
  }
  const report = { node: process.version, cores: cpus().length, load: loadavg(), messages, rounds, lines };
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : lines.map(inWords).join('\n')}\n`);

  async function measured(sentBefore: number, workers: number): Promise<Line> {
    const core = await crewOf('core', workers);
    const floor = await crewOf('floor', workers);
    const series: Record<'core' | 'floor', Series[]> = { core: [], floor: [] };
    const cost = { core: { statements: 0, rowsExamined: 0 }, floor: { statements: 0, rowsExamined: 0 } };
    for (let round = 0; round <= rounds; round += 1) {
      for (const [as, crew] of [['core', core] as const, ['floor', floor] as const]) {
        await fillOutbox(place, town, messages, ['receipt']);
        await admin.query('ANALYZE TABLE notices');
        const before = await costOf(admin, schemas);
        const startedMs = performance.now();
        const sent = await crew.empty();
        const durationMs = performance.now() - startedMs;
        const after = await costOf(admin, schemas);
        if (sent !== messages) throw new Error(`${as} sent ${sent} of ${messages}`);
        await admin.query('DELETE FROM notices WHERE dedupe_key LIKE ?', ['drill:%']);
        if (round === 0) continue; // connections are opened and statements prepared by now
        series[as].push({ operations: messages, durationMs, latenciesMs: [] });
        cost[as].statements += after.statements - before.statements;
        cost[as].rowsExamined += after.rowsExamined - before.rowsExamined;
      }
    }
    core.end();
    floor.end();
    const each = (figure: number): number => Number((figure / (messages * rounds)).toFixed(2));
    return {
      sentBefore,
      workers,
      corePerSecond: medianRate(series.core),
      floorPerSecond: medianRate(series.floor),
      ratio: pairedRatio(series.core, series.floor),
      coreStatementsPerNotice: each(cost.core.statements),
      floorStatementsPerNotice: each(cost.floor.statements),
      rowsExaminedPerNotice: each(cost.core.rowsExamined),
    };
  }
} finally {
  await admin.end();
  await leave(place);
}

function medianRate(series: readonly Series[]): number {
  const rates = series.map(({ operations, durationMs }) => (operations * 1000) / durationMs).toSorted((a, b) => a - b);
  return Math.round(rates[Math.floor(rates.length / 2)] ?? 0);
}

interface OutboxCrew {
  /** Has all workers empty the outbox together; how many they sent. */
  readonly empty: () => Promise<number>;
  readonly end: () => void;
}

async function crewOf(as: OutboxWorkerOrders['as'], size: number): Promise<OutboxCrew> {
  const workers = await Promise.all(Array.from({ length: size }, () => hire({ place, as })));
  return {
    empty: async () => {
      const sent = workers.map(
        (worker) =>
          new Promise<number>((resolve) => {
            worker.once('message', (said: OutboxWorkerReport) => resolve(said.kind === 'empty' ? said.sent : 0));
            worker.send('go');
          }),
      );
      return (await Promise.all(sent)).reduce((sum, count) => sum + count, 0);
    },
    end: () => {
      for (const worker of workers) worker.disconnect();
    },
  };
}

function hire(orders: OutboxWorkerOrders): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL('./outbox/worker.ts', import.meta.url)), [JSON.stringify(orders)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise((resolve) => {
    worker.once('message', () => resolve(worker));
  });
}

/** Notices that were sent long ago, made on the server itself. */
async function addSent(database: Connection, count: number): Promise<void> {
  const { subject } = await firstSubject(database);
  for (let first = 0; first < count; first += rowsAtOnce) {
    await database.query(
      `INSERT INTO notices (notice_id, subject_id, template, template_version, language, reference, lane, dedupe_key,
         state, channel, created_at, sent_at, due_at, tries, unclear_tries)
       WITH RECURSIVE n AS (SELECT ? AS i UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT UUID(), ?, 'receipt', 1, 'en', NULL, 'transactional', CONCAT('sent:', i), 'sent', 'email', i, i, i, 1, 0 FROM n`,
      [first, Math.min(first + rowsAtOnce, count) - 1, subject],
    );
  }
}

async function firstSubject(database: Connection): Promise<{ readonly subject: string }> {
  await database.query('SET SESSION cte_max_recursion_depth = 100000');
  const [rows] = await database.query<RowDataPacket[]>('SELECT subject_id FROM users LIMIT 1');
  return { subject: String(rows[0]?.subject_id ?? '') };
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}

function inWords(line: Line): string {
  return Object.entries(line)
    .map(([what, figure]) => `${what} ${figure}`)
    .join('  ');
}
