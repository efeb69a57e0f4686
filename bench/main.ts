import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { sqliteStores } from '../src/adapters/sql/sqlite.ts';
import { orThrow } from '../src/index.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { openCore } from './core.ts';
import { floorOn } from './floor.ts';
import { mysqlFloor, sqliteFloor } from './floor-database.ts';
import { type MemoryReport, watchMemory } from './memory.ts';
import { type Line, measure } from './run.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '1,8,32' },
    engine: { type: 'string', default: 'mysql,sqlite' },
    memory: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench -- [--json] [--rounds 5] [--concurrency 1,8,32] [--engine mysql,sqlite] [--memory 100000]

Each operation of the core against its floor: the same rows, read and written by hand-written prepared SQL on the same
server with the same transactions and the same number at a time. Series of both run in turn; the ratio is the median over
the pairs. --memory signs so many people up on SQLite and looks whether what is in use grows.
`);
  process.exit(0);
}

const announce = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const settings = {
  concurrencies: values.concurrency.split(',').map(Number),
  rounds: Number(values.rounds),
  announce,
};
const folder = await mkdtemp(join(tmpdir(), 'joos-bench-'));
const lines: Line[] = [];
let memory: MemoryReport | null = null;

try {
  if (values.engine.includes('mysql')) {
    await using server = await startMysqlServer({
      flags: ['--innodb-buffer-pool-size=512M', '--max-connections=1000'],
    });
    const names = ['core_data', 'core_vault', 'floor_data', 'floor_vault'].map(
      (name) => `bench_${randomBytes(3).toString('hex')}_${name}`,
    );
    const admin = await createConnection({ uri: server.url() });
    for (const name of names) {
      await admin.query(`CREATE DATABASE ${name}`);
    }
    const [coreData = '', coreVault = '', floorData = '', floorVault = ''] = names.map((name) => server.url(name));
    const connectionLimit = Math.max(...settings.concurrencies);
    const core = await openCore(mysqlStores({ dataUrl: coreData, vaultUrl: coreVault, connectionLimit }));
    await orThrow(mysqlStores({ dataUrl: floorData, vaultUrl: floorVault }).migrate());
    const floor = floorOn(await mysqlFloor(floorData, connectionLimit), await mysqlFloor(floorVault, connectionLimit));
    lines.push(...(await measure('mysql', core, floor, settings)));
    await core.close();
    await floor.close();
    for (const name of names) {
      await admin.query(`DROP DATABASE ${name}`);
    }
    await admin.end();
  }
  if (values.engine.includes('sqlite')) {
    const at = (name: string): string => join(folder, `${name}.db`);
    const core = await openCore(sqliteStores({ dataFile: at('core-data'), vaultFile: at('core-vault') }));
    await orThrow(sqliteStores({ dataFile: at('floor-data'), vaultFile: at('floor-vault') }).migrate());
    const floor = floorOn(await sqliteFloor(at('floor-data')), await sqliteFloor(at('floor-vault')));
    lines.push(...(await measure('sqlite', core, floor, settings)));
    await core.close();
    await floor.close();
  }
  if (Number(values.memory) > 0) {
    const stores = sqliteStores({
      dataFile: join(folder, 'memory-data.db'),
      vaultFile: join(folder, 'memory-vault.db'),
    });
    const core = await openCore(stores);
    memory = await watchMemory(core, Number(values.memory), announce);
    await core.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

const report = { node: process.version, cores: cpus().length, rounds: settings.rounds, lines, memory };
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${table(lines)}\n`);

function table(rows: readonly Line[]): string {
  const cells = [
    ['engine', 'operation', 'at a time', 'core/s', 'p50 ms', 'p99 ms', 'floor/s', 'p50 ms', 'p99 ms', 'ratio'],
    ...rows.map(({ engine, operation, concurrency, core, floor, ratio }) => [
      engine,
      operation,
      String(concurrency),
      ...[
        core.operationsPerSecond,
        core.p50Ms,
        core.p99Ms,
        floor.operationsPerSecond,
        floor.p50Ms,
        floor.p99Ms,
        ratio,
      ].map(String),
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
