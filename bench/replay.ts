import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { dump, restore } from '../drills/backup.ts';
import { drillCore } from '../drills/drill-core.ts';
import { eraseDrillPerson, newDrillPerson } from '../drills/drill-people.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { openForReplay, openJoos, orThrow } from '../src/index.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { inEights } from './core.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:replay -- [--entries 100000] [--json]

How long it takes to replay so many lines of the erasure ledger on a restored data store, on MySQL: people with a card, a
rental and a receipt each sign up, a backup is taken, all of them are erased, the backup is restored, the ledger is replayed.
An erasure writes 8 lines; the figure per erasure is the one that counts.
`);
  process.exit(0);
}

const announce = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const entriesPerErasure = 8;
const people = Math.ceil(Number(values.entries) / entriesPerErasure);

await using server = await startMysqlServer({ flags: ['--innodb-buffer-pool-size=512M'] });
const name = `bench_${randomBytes(3).toString('hex')}`;
const admin = await createConnection({ uri: server.url() });
for (const role of ['data', 'vault']) await admin.query(`CREATE DATABASE ${name}_${role}`);
const data = await createConnection({ uri: server.url(`${name}_data`) });
const core = await drillCore(
  mysqlStores({ dataUrl: server.url(`${name}_data`), vaultUrl: server.url(`${name}_vault`) }),
  'bench',
);
try {
  announce(`making ${people} people`);
  const living = await orThrow(openJoos(core.adapters));
  const made = [...(await inEights(people, () => newDrillPerson(living, core, { rents: false })))];
  const backup = await dump(data);
  announce('erasing them');
  let erased = 0;
  await inEights(people, async () => {
    const person = made[erased++];
    if (person === undefined || !(await eraseDrillPerson(living, person))) throw new Error('An erasure did not end');
  });
  await living.close();
  announce('restoring the backup');
  await restore(data, backup);

  const openedMs = performance.now();
  const refused = await openJoos(core.adapters);
  if (refused.isOk()) throw new Error('A restored store must not open');
  const lookedMs = performance.now() - openedMs;
  const replay = await orThrow(openForReplay(core.adapters));
  const { lines } = await orThrow(replay.ledgerState());
  announce('replaying');
  const startedMs = performance.now();
  const { replayed, unfinished } = await orThrow(replay.replayLedger());
  const seconds = (performance.now() - startedMs) / 1000;
  await replay.close();
  if (replayed !== people || unfinished > 0) throw new Error('The replay left something undone');
  const report = {
    node: process.version,
    cores: cpus().length,
    lines,
    erasures: replayed,
    seconds: Number(seconds.toFixed(1)),
    linesPerSecond: Math.round(lines / seconds),
    erasuresPerSecond: Math.round(replayed / seconds),
    minutesFor100000Lines: Number((100_000 / (lines / seconds) / 60).toFixed(2)),
    minutesFor100000Erasures: Number((100_000 / (replayed / seconds) / 60).toFixed(2)),
    refusedOpeningMs: Math.round(lookedMs),
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : Object.entries(report)
          .map(([what, figure]) => `${what.padEnd(25)} ${figure}\n`)
          .join(''),
  );
} finally {
  await data.end();
  for (const role of ['data', 'vault']) await admin.query(`DROP DATABASE ${name}_${role}`);
  await admin.end();
  await core.remove();
}
