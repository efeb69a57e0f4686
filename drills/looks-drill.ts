import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, readSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AuditFile, auditFile } from '../src/adapters/audit-file/index.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { type Joos, openJoos, orThrow } from '../src/index.ts';
import { staffSessionOf } from '../test/staff-desk.ts';
import type { Announce, DrillReport } from './drill.ts';
import { type DrillCore, drillCore } from './drill-core.ts';
import { newDrillPerson } from './drill-people.ts';

/** How big a drill of looks is. */
export interface LooksDrill {
  /** Reads of the staff with each sink that is out of order. */
  readonly reads: number;
  /** How many at once. */
  readonly atOnce: number;
  /** How large the volume is that runs full, in megabytes; null to leave that out, for mounting one takes root. */
  readonly volumeMb: number | null;
}

/** Within which time whoever looks is refused, in milliseconds (POLICY.md C21). */
const refusedWithinMs = 2_000;

/**
 * Staff looks while the audit sink is out of order: it fails, its disk runs full and is full, it hangs. Whatever is shown must
 * stand in the sink, and whoever is refused must be so in time.
 */
export async function looksDrill(
  urls: { readonly dataUrl: string; readonly vaultUrl: string },
  size: LooksDrill,
  announce: Announce,
): Promise<DrillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-looks-drill-'));
  const core = await drillCore(mysqlStores(urls), 'looks');
  const done: Record<string, number> = {};
  const mustBeNone: Record<string, number> = {};
  const notes: string[] = [];
  const sinks: AuditFile[] = [];
  let pipe: Pipe | null = null;
  try {
    const subjects = await somePeople(core, 20);

    const phase: Phase = async (name, path, reads, onAnswer) => {
      const sink = auditFile(path);
      sinks.push(sink);
      const looks = await looksThrough(
        core,
        sink,
        subjects,
        { reads, atOnce: onAnswer === undefined ? size.atOnce : 1 },
        onAnswer,
      );
      done[`reads while the sink ${name}`] = reads;
      done[`of them released while the sink ${name}`] = looks.released;
      mustBeNone[`refusals later than ${refusedWithinMs} ms while the sink ${name}`] = looks.late;
      notes.push(`While the sink ${name} the slowest of ${reads} answers took ${Math.round(looks.slowestMs)} ms.`);
      announce(`${reads} reads while the sink ${name}: ${looks.released} released`);
      return looks;
    };

    const works = join(folder, 'works.jsonl');
    const released = (await phase('works', works, size.reads)).released;
    mustBeNone['reads that were refused although the sink works'] = size.reads - released;
    mustBeNone['reads that were released and do not stand in it'] = Math.max(0, released - (await linesIn(works)));

    mustBeNone['reads that were released while the sink fails'] = (
      await phase('fails', join(folder, 'not-mounted', 'audit.jsonl'), size.reads)
    ).released;

    if (size.volumeMb === null) notes.push('No volume was filled: mounting one takes root.');
    else await fullVolume(folder, size.volumeMb, size.reads, phase, mustBeNone);

    pipe = await fullPipe(folder);
    mustBeNone['reads that were released while the sink hangs'] = (
      await phase('hangs', pipe.path, size.reads)
    ).released;
    return { name: 'looks', done, mustBeNone, notes };
  } finally {
    // A process of which a write still hangs does not end.
    const draining = setInterval(() => pipe?.drain(), 10);
    for (const sink of sinks) await sink.close();
    clearInterval(draining);
    pipe?.close();
    await core.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Looks {
  readonly released: number;
  /** Refusals that came too late. */
  readonly late: number;
  readonly slowestMs: number;
}

/** Reads through a sink; with an eye on each answer one after the other. */
type Phase = (name: string, path: string, reads: number, onAnswer?: OnAnswer) => Promise<Looks>;

type OnAnswer = (isReleased: boolean) => Promise<void>;

async function somePeople(core: DrillCore, count: number): Promise<readonly string[]> {
  const joos = await orThrow(openJoos(core.adapters));
  try {
    const people = [];
    for (let one = 0; one < count; one += 1) people.push(await newDrillPerson(joos, core, { rents: false }));
    return people.map(({ subject }) => subject);
  } finally {
    await joos.close();
  }
}

/** Reveals the phone of one person after the other, so many at once, through a core with this sink. */
async function looksThrough(
  core: DrillCore,
  audit: AuditFile,
  subjects: readonly string[],
  { reads, atOnce }: Pick<LooksDrill, 'reads' | 'atOnce'>,
  onAnswer: OnAnswer = async () => {},
): Promise<Looks> {
  const joos = await orThrow(openJoos({ ...core.adapters, audit }));
  try {
    let begun = 0;
    let released = 0;
    let late = 0;
    let slowestMs = 0;
    const look = async (): Promise<void> => {
      while (begun < reads) {
        begun += 1;
        const startedMs = performance.now();
        const answer = await revealed(joos, subjects[begun % subjects.length] ?? '');
        const tookMs = performance.now() - startedMs;
        slowestMs = Math.max(slowestMs, tookMs);
        if (answer.isOk()) released += 1;
        else if (tookMs > refusedWithinMs) late += 1;
        await onAnswer(answer.isOk());
      }
    };
    await Promise.all(Array.from({ length: atOnce }, look));
    return { released, late, slowestMs };
  } finally {
    await joos.close();
  }
}

function revealed(joos: Joos, subject: string) {
  const staffSession = staffSessionOf('maria.k');
  const why = { purpose: 'resolve-problem', caseNumber: 'CASE-1042', fields: ['login.phone'] };
  return joos.support.revealContact({ staffSession, subject, ...why });
}

/** A volume that runs full while staff looks, and one that has no room at all. */
async function fullVolume(
  folder: string,
  volumeMb: number,
  reads: number,
  phase: Phase,
  mustBeNone: Record<string, number>,
): Promise<void> {
  const volume = join(folder, 'volume');
  await mkdir(volume);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${volumeMb}m`, 'tmpfs', volume]);
  try {
    const runsFull = join(volume, 'runs-full.jsonl');
    fill(volume, 32_768);
    // One at a time, so that each that is released has to have brought a line of its own.
    let lines = 0;
    let without = 0;
    const looks = await phase('runs full', runsFull, reads, async (isReleased) => {
      const now = await linesIn(runsFull);
      if (isReleased && now !== lines + 1) without += 1;
      lines = now;
    });
    mustBeNone['reads that were released on a disk that runs full, and do not stand in it'] = without;
    mustBeNone['disks that did not run full'] = looks.released > 0 && looks.released < reads ? 0 : 1;
    fill(volume, 0);
    const full = await phase('is full', join(volume, 'full.jsonl'), reads);
    mustBeNone['reads that were released while the disk is full'] = full.released;
  } finally {
    await run('umount', ['--lazy', volume]);
  }
}

const run = promisify(execFile);

/** Takes the room of a volume but for so many bytes. */
function fill(volume: string, leftBytes: number): void {
  for (let file = 0; ; file += 1) {
    const { bavail, bsize } = statfsSync(volume);
    const bytes = bavail * bsize - leftBytes;
    if (bytes < bsize) return;
    writeFileSync(join(volume, `filling-${leftBytes}-${file}`), Buffer.alloc(Math.min(bytes, 1 << 24)));
  }
}

interface Pipe {
  readonly path: string;
  /** Reads what stands in it. */
  readonly drain: () => void;
  readonly close: () => void;
}

/** A pipe in which there is no room and that nobody reads: whoever writes to it waits. */
async function fullPipe(folder: string): Promise<Pipe> {
  const path = join(folder, 'pipe');
  await run('mkfifo', [path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    for (;;) writeSync(pipe, 'x'.repeat(4_096));
  } catch {
    // it is full
  }
  return {
    path,
    drain: () => {
      try {
        readSync(pipe, Buffer.alloc(65_536));
      } catch {
        // nothing stands in it right now
      }
    },
    close: () => closeSync(pipe),
  };
}

/** Whole lines that tell of an entry; a line that broke off is none. */
async function linesIn(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{"kind":"anchor"')).length;
}
