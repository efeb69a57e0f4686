import { fork } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { drillTariff } from '../drills/drill-people.ts';
import { leave, newDrillPlace } from '../drills/drill-place.ts';
import { newSchemas } from '../drills/drill-server.ts';
import { settleTown, type Town } from '../drills/notices/town.ts';
import { orThrow } from '../src/index.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import type { MailLeft } from './failed-payments/worker.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '3000' },
    rate: { type: 'string', default: '50' },
    people: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:failed-payments -- [--events 3000] [--rate 50] [--people 200] [--json]

How long after the processor told of a failed payment the mail to the person leaves: so many events a second are taken in,
as a webhook would, while one worker process sends. On MySQL. Exit code 1 if the 99th percentile is over 60 s.
`);
  process.exit(0);
}

const aimMs = 60_000;
const events = Number(values.events);
const rate = Number(values.rate);

await using server = await startMysqlServer({});
const place = await newDrillPlace(await newSchemas(server), 1);
const database = await createConnection({ uri: place.dataUrl });
const town = await settleTown(place, Number(values.people));
const leftAtMs = new Map<string, number>();
try {
  const payments = await owed(town, events);
  // Nobody but the processor's word decides: the worker is not to charge them itself meanwhile.
  await database.query("UPDATE payments SET due_at = NULL WHERE state = 'pending'");
  await database.query("DELETE FROM notices WHERE state = 'queued'");
  const worker = fork(fileURLToPath(new URL('./failed-payments/worker.ts', import.meta.url)), [JSON.stringify(place)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await new Promise((resolve) => worker.once('message', resolve));
  worker.on('message', ({ messageId, about, atMs }: MailLeft) => {
    if (about === 'payment-failed' && !leftAtMs.has(messageId)) leftAtMs.set(messageId, atMs);
  });
  const toldAtMs = await tell(town, payments);
  for (let waited = 0; leftAtMs.size < payments.length && waited < 3 * aimMs; waited += 200) await sleep(200);
  worker.disconnect();
  const latenciesMs = await latencies(toldAtMs);
  const at = (share: number): number => Math.round(latenciesMs[Math.ceil(latenciesMs.length * share) - 1] ?? Infinity);
  const report = {
    node: process.version,
    cores: cpus().length,
    load: loadavg().map((load) => Number(load.toFixed(1))),
    events: payments.length,
    rate,
    mailsLeft: latenciesMs.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : `${Object.entries(report)
          .map(([what, figure]) => `${what} ${String(figure)}`)
          .join('  ')}\n`,
  );
  if (report.mailsLeft < payments.length || report.p99Ms > aimMs) process.exitCode = 1;
} finally {
  await town.joos.close();
  await database.end();
  await leave(place);
}

/** Rentals that were returned and are not paid yet. */
async function owed({ joos, people }: Town, count: number): Promise<readonly string[]> {
  const payments: string[] = [];
  let begun = 0;
  const rents = async (): Promise<void> => {
    while (begun < count) {
      const person = people[begun % people.length];
      begun += 1;
      if (person === undefined) throw new Error('There is nobody');
      const { order } = await orThrow(
        joos.orders.rent({
          session: person.session,
          station: 'FRA-0042',
          powerBank: 'PB-000731',
          tariff: drillTariff,
        }),
      );
      payments.push((await orThrow(joos.orders.returnPowerBank({ order, station: 'FRA-0107' }))).payment);
    }
  };
  await Promise.all(Array.from({ length: 8 }, rents));
  return payments;
}

/** Tells of each failure at its time, whether or not the one before is written down; answers when each was told. */
async function tell({ joos }: Town, payments: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const toldAtMs = new Map<string, number>();
  const beganMs = Date.now();
  const taken = payments.map(async (payment, n) => {
    await sleep(Math.max(0, beganMs + (n * 1000) / rate - Date.now()));
    toldAtMs.set(payment, Date.now());
    const answer = { kind: 'declined', reason: 'insufficient-funds' } as const;
    await orThrow(joos.payments.takeProcessorEvent({ kind: 'answered', payment, attempt: 1, answer }));
  });
  await Promise.all(taken);
  return toldAtMs;
}

/** In milliseconds, shortest first: by the payment that each notice speaks of. */
async function latencies(toldAtMs: ReadonlyMap<string, number>): Promise<readonly number[]> {
  const [rows] = await database.query<RowDataPacket[]>(
    "SELECT notice_id, reference FROM notices WHERE template = 'payment-failed'",
  );
  return rows
    .flatMap((row) => {
      const left = leftAtMs.get(String(row.notice_id));
      const told = toldAtMs.get(String(row.reference));
      return left === undefined || told === undefined ? [] : [left - told];
    })
    .toSorted((one, other) => one - other);
}
