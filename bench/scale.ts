import { randomBytes } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import type { Contender, Someone } from './contender.ts';
import { openCore } from './core.ts';
import { type Figures, figuresOf } from './measure.ts';
import { seedPeople } from './seed.ts';
import { costOf, type StatementCost } from './statement-cost.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000,1000000' },
    erasures: { type: 'string', default: '200' },
    'buffer-pool': { type: 'string', default: '8G' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:scale -- [--people 10000,1000000] [--erasures 200] [--buffer-pool 8G] [--json]

What erasing one person costs in stores of different sizes, on MySQL. Each store is filled with people on the server itself;
then real people sign up, rent and pay through the core and are erased one by one, in each store in turn, so that whatever
else the machine does hits all of them alike. A million people take 15 GB of disk.
`);
  process.exit(0);
}

interface Store {
  readonly people: number;
  readonly schemas: { readonly data: string; readonly vault: string };
  readonly core: Contender;
  readonly rowsPerPerson: number;
  readonly gigabytes: number;
  readonly latenciesMs: number[];
}

const announce = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const erasures = Number(values.erasures);
/** Erased before the clock counts: connections are opened and statements prepared by then. */
const warmUp = 20;

await using server = await startMysqlServer({
  flags: [`--innodb-buffer-pool-size=${values['buffer-pool']}`, '--innodb-redo-log-capacity=2G'],
});
const admin = await createConnection({ uri: server.url() });
const connect = (schema: string): Promise<Connection> => createConnection({ uri: server.url(schema) });
const stores: Store[] = [];
try {
  for (const people of values.people.split(',').map(Number)) stores.push(await opened(people));
  const people: (readonly Someone[])[] = [];
  for (const { core, people: size } of stores) {
    announce(`${size}: signing ${erasures + warmUp} people up`);
    people.push(await core.people(erasures + warmUp));
  }
  let before: readonly StatementCost[] = [];
  for (let index = 0; index < erasures + warmUp; index += 1) {
    if (index === warmUp) before = await Promise.all(stores.map(({ schemas }) => costOf(admin, schemas)));
    for (const [at, { core, latenciesMs }] of stores.entries()) {
      const someone = people[at]?.[index];
      if (someone === undefined) throw new Error('There are not enough people');
      const beganMs = performance.now();
      await core.erase(someone);
      if (index >= warmUp) latenciesMs.push(performance.now() - beganMs);
    }
  }
  const after = await Promise.all(stores.map(({ schemas }) => costOf(admin, schemas)));
  const lines = stores.map((store, at) => lineOf(store, before[at], after[at]));
  const [smallest, largest] = [lines[0], lines.at(-1)];
  const report = {
    node: process.version,
    cores: cpus().length,
    load: loadavg().map((load) => Number(load.toFixed(1))),
    bufferPool: values['buffer-pool'],
    erasures,
    lines,
    ratio: smallest && largest ? Number((largest.p50Ms / smallest.p50Ms).toFixed(3)) : null,
  };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${text(report.lines, report.ratio)}\n`);
} finally {
  for (const { core, schemas } of stores) {
    await core.close();
    for (const schema of Object.values(schemas)) await admin.query(`DROP DATABASE ${schema}`);
  }
  await admin.end();
}

async function opened(people: number): Promise<Store> {
  const unique = `bench_${randomBytes(3).toString('hex')}`;
  const schemas = { data: `${unique}_data`, vault: `${unique}_vault` };
  for (const schema of Object.values(schemas)) await admin.query(`CREATE DATABASE ${schema}`);
  const core = await openCore(mysqlStores({ dataUrl: server.url(schemas.data), vaultUrl: server.url(schemas.vault) }));
  announce(`${people}: making rows`);
  const startedMs = performance.now();
  await admin.query('ALTER INSTANCE DISABLE INNODB REDO_LOG');
  const { rows, bytes } = await seedPeople(connect, schemas, people);
  await admin.query('ALTER INSTANCE ENABLE INNODB REDO_LOG');
  announce(`${people}: ${rows} rows in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  const gigabytes = Number((bytes / 1e9).toFixed(2));
  return { people, schemas, core, rowsPerPerson: rows / people, gigabytes, latenciesMs: [] };
}

interface Line extends Figures {
  readonly people: number;
  readonly rowsPerPerson: number;
  readonly gigabytes: number;
  readonly statementsPerErasure: number;
  readonly rowsExaminedPerErasure: number;
}

function lineOf(store: Store, before: StatementCost | undefined, after: StatementCost | undefined): Line {
  const { people, rowsPerPerson, gigabytes, latenciesMs } = store;
  const durationMs = latenciesMs.reduce((sum, one) => sum + one, 0);
  const each = (cost: keyof StatementCost): number =>
    Number((((after?.[cost] ?? 0) - (before?.[cost] ?? 0)) / erasures).toFixed(2));
  return {
    people,
    rowsPerPerson,
    gigabytes,
    ...figuresOf([{ operations: erasures, durationMs, latenciesMs }]),
    statementsPerErasure: each('statements'),
    rowsExaminedPerErasure: each('rowsExamined'),
  };
}

function text(lines: readonly Line[], ratio: number | null): string {
  return [
    ...lines.map((line) =>
      Object.entries(line)
        .map(([what, figure]) => `${what} ${figure}`)
        .join('  '),
    ),
    `the largest by the smallest store, median: ${ratio}`,
  ].join('\n');
}
