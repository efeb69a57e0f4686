import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { drillCore } from '../drills/drill-core.ts';
import { newSchemas } from '../drills/drill-server.ts';
import { auditFile } from '../src/adapters/audit-file/index.ts';
import { openContainer } from '../src/adapters/inversify/index.ts';
import { allPorts } from '../src/adapters/inversify/tokens.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { audited } from '../src/application/audit/audited.ts';
import type { Ports } from '../src/application/ports/ports.ts';
import { recordedLook } from '../src/application/support/staff-looks.ts';
import { auditLanes } from '../src/domain/audit/chain.ts';
import type { SubjectId } from '../src/domain/ids.ts';
import { okAsync } from '../src/domain/result.ts';
import { CaseNumber, StaffId } from '../src/domain/staff/staff-id.ts';
import { phoneOf } from '../src/domain/user/user.ts';
import { orThrow } from '../src/index.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { seat } from '../test/staff-desk.ts';
import { type FloorDatabase, mysqlFloor } from './floor-database.ts';
import { figuresOf, pairedRatio, runSeries, type Series } from './measure.ts';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '1,32' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`npm run bench:audit -- [--operations 2000] [--rounds 5] [--concurrency 1,32] [--json]

What it costs on MySQL that staff leaves a trace nobody can rewrite, against a floor that inserts the same entry as a plain row
and commits: an entry in the chain, an entry that the sink (a file, synced) has as well, and a whole reveal of a phone. And
the chain with one lane in place of ${auditLanes}, the others being held by somebody else: what a single chain would cost.
`);
  process.exit(0);
}

const operations = Number(values.operations);
const rounds = Number(values.rounds);
let inserted = 0;

/** What is compared, by its name. */
type Contenders = Readonly<Record<string, (index: number) => Promise<void>>>;

await using server = await startMysqlServer({ flags: ['--innodb-buffer-pool-size=512M'] });
const urls = await newSchemas(server);
const core = await drillCore(mysqlStores({ ...urls, connectionLimit: 40 }), 'bench');
const container = await orThrow(openContainer(core.adapters));
const floor = await mysqlFloor(urls.dataUrl, 40);
const admin = await createConnection({ uri: urls.dataUrl });
const folder = await mkdtemp(join(tmpdir(), 'joos-bench-audit-'));
const file = auditFile(join(folder, 'audit.jsonl'));
try {
  const ports = container.get(allPorts);
  const subjects = await people(ports, 200);
  await admin.query('CREATE TABLE plain_entries LIKE audit_entries');
  const nowhere: Ports = { ...ports, audit: { ...ports.audit, append: () => okAsync(undefined) } };
  const witnessed: Ports = { ...ports, audit: file };
  const staff = await orThrow(StaffId.parse('maria.k'));
  await orThrow(seat(ports.store, 'maria.k', ['support'], ports.clock.now()));
  const caseNumber = await orThrow(CaseNumber.parse('CASE-1042'));
  const look = { action: 'reveal-contact', staff, purpose: 'resolve-problem', caseNumber } as const;
  const subjectAt = (index: number): SubjectId => subjects[index % subjects.length]!;
  const entry = async (on: Ports, index: number): Promise<void> => {
    await orThrow(
      audited(on, (_tx, record) => record({ ...look, subject: subjectAt(index), fields: ['login.phone'] })),
    );
  };
  const contenders: Contenders = {
    'an entry in the chain': (index) => entry(nowhere, index),
    'an entry that the sink has': (index) => entry(witnessed, index),
    'a reveal': async (index) => {
      await orThrow(
        recordedLook(witnessed, look, subjectAt(index), ['login.phone'], 'customer-service', (_tx, { user }) =>
          okAsync(phoneOf(user)),
        ),
      );
    },
  };
  const lines = [];
  for (const concurrency of values.concurrency.split(',').map(Number)) {
    lines.push(...(await measured(contenders, concurrency)));
    // Who finds no free lane waits for one by chance: here by no chance for the one that is left.
    const { random } = Math;
    Math.random = () => 0;
    await admin.beginTransaction();
    await admin.query('SELECT lane FROM audit_lanes WHERE lane > 0 FOR UPDATE');
    lines.push(
      ...(await measured({ 'an entry where all share one lane': contenders['an entry in the chain']! }, concurrency)),
    );
    await admin.rollback();
    Math.random = random;
  }
  const report = { node: process.version, cores: cpus().length, load: loadavg(), operations, rounds, lines };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${lines.map(inWords).join('\n')}\n`);
} finally {
  await file.close();
  await floor.close();
  await admin.end();
  await container.unbindAllAsync();
  await core.remove();
  await rm(folder, { recursive: true, force: true });
}

interface Line {
  readonly what: string;
  readonly concurrency: number;
  readonly perSecond: number;
  readonly floorPerSecond: number;
  readonly ratio: number;
  readonly p99Ms: number;
}

/** Each series of a contender right beside one of the floor. */
async function measured(contenders: Contenders, concurrency: number): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const [what, operate] of Object.entries(contenders)) {
    const ours: Series[] = [];
    const theirs: Series[] = [];
    await runSeries(Math.ceil(operations / 10), concurrency, operate);
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await runSeries(operations, concurrency, () => plainInsert(floor)));
      ours.push(await runSeries(operations, concurrency, operate));
    }
    const { operationsPerSecond: perSecond, p99Ms } = figuresOf(ours);
    const floorPerSecond = figuresOf(theirs).operationsPerSecond;
    lines.push({ what, concurrency, perSecond, floorPerSecond, ratio: pairedRatio(ours, theirs), p99Ms });
  }
  return lines;
}

async function plainInsert(on: FloorDatabase): Promise<void> {
  inserted += 1;
  await on.run(
    `INSERT INTO plain_entries (entry_id, subject_id, staff, action, purpose, case_number, fields, about, recorded_at, lane,
      position, salt) VALUES (?, ?, 'jo.miller', 'reveal-contact', 'resolve-problem', 'CASE-1042', '["login.phone"]', NULL,
      ?, 0, ?, ?)`,
    [crypto.randomUUID(), crypto.randomUUID(), Date.now(), inserted, Buffer.alloc(16)],
  );
}

async function people(ports: Ports, count: number): Promise<readonly SubjectId[]> {
  const { requestCode } = await import('../src/application/accounts/request-code.ts');
  const { verifyCode } = await import('../src/application/accounts/verify-code.ts');
  const subjects: SubjectId[] = [];
  for (let number = 0; number < count; number += 1) {
    const phone = `+49151200${String(10_000 + number)}`;
    const { challenge, device } = await orThrow(requestCode(ports)({ purpose: 'log-in', phone }));
    const signedIn = await orThrow(verifyCode(ports)({ phone, challenge, device, code: core.codeFor(phone) }));
    subjects.push(signedIn.subject);
  }
  return subjects;
}

function inWords({ what, concurrency, perSecond, floorPerSecond, ratio, p99Ms }: Line): string {
  return `${what.padEnd(34)} ${String(concurrency).padStart(3)} at a time: ${perSecond}/s, a plain insert ${floorPerSecond}/s: ${ratio} of the floor; p99 ${p99Ms} ms`;
}
