import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { createKeyFile, openKeyFile } from '../src/adapters/key-file/index.ts';
import { type OpenedSealing, openSealing } from '../src/adapters/sealing/index.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { systemClock, systemIds, systemRandomness } from '../src/adapters/system/index.ts';
import { newSubjectId } from '../src/application/new-ids.ts';
import type { Cell } from '../src/application/ports/sealing.ts';
import type { VaultRows } from '../src/application/ports/vault-rows.ts';
import { keyClasses } from '../src/domain/data-map/vocabulary.ts';
import type { SubjectId } from '../src/domain/ids.ts';
import { Instant } from '../src/domain/instant.ts';
import { scanDistanceMs } from '../src/domain/keys/epoch.ts';
import { orThrow } from '../src/index.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { addedTogether } from './added-together.ts';
import { figuresOf } from './measure.ts';

const { values } = parseArgs({
  options: {
    subjects: { type: 'string', default: '100000' },
    readers: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:rotation -- [--subjects 100000] [--readers 8] [--json]

Begins a new epoch, moves the two data keys of so many subjects to it, scans and destroys the old one, on MySQL, while
readers that know nothing of it open values of random subjects all the time, without a pause. It fails if a single read does.
`);
  process.exit(0);
}

const announce = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const [subjects, readers] = [Number(values.subjects), Number(values.readers)];
/** People whose keys are made with one statement. */
const peopleAtOnce = 500;

interface SealedPerson {
  readonly subject: SubjectId;
  readonly sealed: readonly (readonly [Cell, Uint8Array])[];
}

let passedMs = 0;
const clock = { now: (): Instant => Instant.plusMs(systemClock.now(), passedMs) };
const folder = await mkdtemp(join(tmpdir(), 'joos-bench-'));
await orThrow(createKeyFile(join(folder, 'master.key')));
await using server = await startMysqlServer({ flags: ['--innodb-buffer-pool-size=512M'] });
const unique = `bench_${randomBytes(3).toString('hex')}`;
const schemas = { data: `${unique}_data`, vault: `${unique}_vault` };
const admin = await createConnection({ uri: server.url() });
for (const schema of Object.values(schemas)) await admin.query(`CREATE DATABASE ${schema}`);
const stores = mysqlStores({
  dataUrl: server.url(schemas.data),
  vaultUrl: server.url(schemas.vault),
  connectionLimit: readers,
});

try {
  await orThrow(stores.migrate());
  const maker = await opened(addedTogether(stores.openVaultRows()));
  announce(`making the keys of ${subjects} subjects`);
  const people = await made(maker);
  await orThrow(maker.vault.close());

  // Each opens the vault by itself, as processes do: the readers are told nothing of the rotation.
  const [rotating, reading] = [await opened(stores.openVaultRows()), await opened(stores.openVaultRows())];
  const calm = await whileReading(reading, people, () => new Promise((resolve) => setTimeout(resolve, 5000)));
  announce('rotating');
  const busy = await whileReading(reading, people, () => rotated(rotating));
  await orThrow(rotating.vault.close());
  await orThrow(reading.vault.close());
  const { keys, seconds, destroyed } = busy.outcome;
  const report = {
    node: process.version,
    cores: cpus().length,
    load: loadavg().map((load) => Number(load.toFixed(1))),
    subjects,
    keys,
    seconds: Number(seconds.toFixed(1)),
    keysPerSecond: Math.round(keys / seconds),
    epochsDestroyed: destroyed.length,
    readers,
    readsBefore: calm.reads,
    reads: busy.reads,
    failedReads: calm.reads.failed + busy.reads.failed,
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : Object.entries(report)
          .map(([what, figure]) => `${what.padEnd(16)} ${JSON.stringify(figure)}\n`)
          .join(''),
  );
  if (report.failedReads > 0 || destroyed.length !== 1 || keys < 2 * subjects) process.exitCode = 1;
} finally {
  for (const schema of Object.values(schemas)) await admin.query(`DROP DATABASE ${schema}`);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
}

async function opened(rows: VaultRows): Promise<OpenedSealing> {
  const wrapper = await orThrow(openKeyFile(join(folder, 'master.key')));
  return orThrow(openSealing({ rows, wrapper, randomness: systemRandomness, clock, environment: 'bench' }));
}

/** Makes keys as a sign-up does, and seals a value of each class under them. */
async function made({ vault, sealing }: OpenedSealing): Promise<readonly SealedPerson[]> {
  const people: SealedPerson[] = [];
  while (people.length < subjects) {
    const some = Array.from({ length: Math.min(peopleAtOnce, subjects - people.length) }, async () => {
      const subject = newSubjectId(systemIds);
      await orThrow(vault.createKeys(subject, keyClasses, clock.now()));
      const sealer = await orThrow(sealing.sealer(subject));
      const cells: readonly Cell[] = [
        { table: 'users', column: 'phone_sealed', record: subject, keyClass: 'account' },
        { table: 'cards', column: 'last4_sealed', record: subject, keyClass: 'contract' },
      ];
      return { subject, sealed: cells.map((cell) => [cell, sealer.seal(cell, textOf(subject, cell))] as const) };
    });
    people.push(...(await Promise.all(some)));
  }
  return people;
}

function textOf(subject: SubjectId, { column }: Cell): string {
  return `${column} of ${subject}`;
}

interface Rotated {
  readonly keys: number;
  readonly seconds: number;
  readonly destroyed: readonly number[];
}

/** What `joos keys rotate` does, and once more 10 minutes later; they pass at once. */
async function rotated({ rotation }: OpenedSealing): Promise<Rotated> {
  const startedMs = performance.now();
  await orThrow(rotation.begin());
  let announced = 0;
  const { keys, unopened } = await orThrow(
    rotation.rewrap(({ done, total }) => {
      const tenth = Math.floor((done / total) * 10);
      if (tenth > announced) announce(`${done} of ${total} keys`);
      announced = tenth;
    }),
  );
  if (unopened > 0) throw new Error('A key did not open');
  await orThrow(rotation.scan());
  passedMs += scanDistanceMs;
  await orThrow(rotation.scan());
  const destroyed = await orThrow(rotation.destroyEmpty());
  return { keys, seconds: (performance.now() - startedMs) / 1000, destroyed };
}

interface Reads {
  readonly served: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Has every reader open values of random subjects until the work is done, and for a moment after it. */
async function whileReading<Outcome>(
  { sealing }: OpenedSealing,
  people: readonly SealedPerson[],
  work: () => Promise<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly reads: Reads }> {
  const latenciesMs: number[] = [];
  let failed = 0;
  let over = false;
  const reader = async (): Promise<void> => {
    while (!over) {
      const person = people[randomInt(people.length)];
      if (person === undefined) return;
      const beganMs = performance.now();
      if (!(await opens(sealing, person))) failed += 1;
      latenciesMs.push(performance.now() - beganMs);
      await nextTurn(); // a key that is at hand asks nobody, and would let nobody else have a turn
    }
  };
  const startedMs = performance.now();
  const reading = Promise.all(Array.from({ length: readers }, reader));
  const outcome = await work();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  over = true;
  await reading;
  const { operationsPerSecond, p50Ms, p99Ms } = figuresOf([
    { operations: latenciesMs.length, durationMs: performance.now() - startedMs, latenciesMs },
  ]);
  return { outcome, reads: { served: latenciesMs.length, failed, perSecond: operationsPerSecond, p50Ms, p99Ms } };
}

/** Whether all values of somebody open to what was sealed. */
async function opens(sealing: OpenedSealing['sealing'], { subject, sealed }: SealedPerson): Promise<boolean> {
  const keyring = await sealing.keyring(subject, 'data-subject-rights');
  if (keyring.isErr()) return false;
  return sealed.every(([cell, bytes]) => {
    const clear = keyring.value.open(cell, bytes);
    return clear.isOk() && clear.value === textOf(subject, cell);
  });
}
