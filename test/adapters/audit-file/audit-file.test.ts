import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { auditFile } from '../../../src/adapters/audit-file/index.ts';
import type { AuditSink } from '../../../src/application/ports/audit-sink.ts';
import type { AnchorLine, SinkLine } from '../../../src/domain/audit/checkpoint.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'joos-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const anchor = (position: number): AnchorLine => ({
  kind: 'anchor',
  lane: position % 64,
  position,
  link: 'ab'.repeat(32),
  recordedAt: instant(position),
  keyId: '00ff112233445566',
  signature: 'ab'.repeat(32),
});

async function everyLine(sink: AuditSink, limit = 1_000): Promise<readonly (SinkLine | null)[]> {
  const lines: (SinkLine | null)[] = [];
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page: { readonly lines: readonly (SinkLine | null)[]; readonly next: number | null } = await must(
      sink.read(cursor, limit),
    );
    lines.push(...page.lines);
    cursor = page.next;
  }
  return lines;
}

test('what is appended is read back in order, page by page, by another process too', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const [one, other] = [auditFile(path), auditFile(path)];
  const lines = Array.from({ length: 2_500 }, (_, number) => anchor(number + 1));
  for (let from = 0; from < lines.length; from += 500) {
    await must((from % 1_000 === 0 ? one : other).append(lines.slice(from, from + 500)));
  }
  expect(await everyLine(other, 999)).toEqual(lines);
  expect(await everyLine(one)).toEqual(lines);
  await one.close();
  await other.close();
});

test('of many that append at once each line is there once, whole', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const files = [auditFile(path), auditFile(path), auditFile(path)];
  await Promise.all(
    Array.from({ length: 600 }, (_, number) => must(files[number % files.length]!.append([anchor(number + 1)]))),
  );
  const positions = (await everyLine(files[0]!)).map((line) => (line?.kind === 'anchor' ? line.position : null));
  expect(positions.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
  for (const file of files) await file.close();
});

test('the file is its owner’s alone, and nothing in it says who did what with whom', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const sink = auditFile(path);
  await must(sink.append([anchor(1)]));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toEqual([
    'kind',
    'lane',
    'position',
    'link',
    'recordedAt',
    'keyId',
    'signature',
  ]);
  await sink.close();
});

test('what is no line is refused, and not written as one that says nothing', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const sink = auditFile(path);
  for (const lane of [-1, 64, 0.5]) {
    const refused = await sink.append([{ ...anchor(1), lane }]);
    expect(refused.isErr() && refused.error).toMatchObject({ kind: 'PortFailure', port: 'AuditSink' });
  }
  await must(sink.append([anchor(1)]));
  expect(await everyLine(sink)).toEqual([anchor(1)]);
  await sink.close();
});

test('what comes after it was closed is refused, and no file is opened for it', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const sink = auditFile(path);
  const last = sink.append([anchor(1)]);
  await sink.close();
  await must(last);
  expect((await sink.append([anchor(2)])).isErr()).toBe(true);
  const other = auditFile(path);
  expect(await everyLine(other)).toEqual([anchor(1)]);
  await other.close();
});

test('a line that broke off is told from one that was forged', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const first = auditFile(path);
  await must(first.append([anchor(1)]));
  await first.close();
  appendFileSync(path, '{"kind":"anchor","lane":3,"pos');
  const second = auditFile(path);
  await must(second.append([anchor(2)]));
  expect(await everyLine(second)).toEqual([anchor(1), null, { kind: 'torn' }, anchor(2)]);
  await second.close();
});

test('a line that another process broke off does not take the next one with it', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const sink = auditFile(path);
  await must(sink.append([anchor(1)]));
  // Another process died while it wrote; this one has had no trouble of its own.
  appendFileSync(path, '{"kind":"anchor","lane":3,"pos');
  await must(sink.append([anchor(2)]));
  expect(await everyLine(sink)).toEqual([anchor(1), null, { kind: 'torn' }, anchor(2)]);
  await sink.close();
});

test('a line is whole whatever another process writes at that moment', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const sink = auditFile(path);
  await must(sink.append([anchor(1)]));
  const loop = `const { appendFileSync } = require('node:fs');
    for (;;) { appendFileSync(process.argv[1], 'x'); appendFileSync(process.argv[1], '\\n{"kind":"torn"}\\n'); }`;
  const other = spawn(process.execPath, ['-e', loop, path], { stdio: 'ignore' });
  while ((await sink.read(0, 10)).unwrapOr({ lines: [], next: 0 }).lines.length < 10) await pause(5);
  const lines = Array.from({ length: 300 }, (_, number) => anchor(number + 2));
  for (const line of lines) await must(sink.append([line]));
  other.kill('SIGKILL');
  const positions = (await everyLine(sink)).flatMap((line) => (line?.kind === 'anchor' ? [line.position] : []));
  expect(positions).toEqual([1, ...lines.map(({ position }) => position)]);
  await sink.close();
});

test('a file that was moved away is begun anew in its place, and shows that the old one is missing', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  const sink = auditFile(path);
  await must(sink.append([anchor(1)]));
  renameSync(path, `${path}.gone`);
  await must(sink.append([anchor(2)]));
  expect(await everyLine(sink)).toEqual([anchor(2)]);
  await sink.close();
});

test('a file that is not there cannot be read, and reading makes none', async () => {
  const path = join(newFolder(), 'audit.jsonl');
  expect((await auditFile(path).read(0, 1)).isErr()).toBe(true);
  expect(existsSync(path)).toBe(false);
});

test('whoever comes when too many wait is refused at once', async () => {
  const path = join(newFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  expect(() => {
    for (;;) writeSync(pipe, 'x'.repeat(4_096));
  }).toThrow('EAGAIN');
  const sink = auditFile(path);
  const first = sink.append([anchor(1)]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const answers = Array.from({ length: 10_001 }, (_, number) => sink.append([anchor(number + 2)]));
  expect((await answers[10_000]!).isErr()).toBe(true);
  // Whoever reads lets it go on, and nothing is left waiting.
  const draining = setInterval(() => {
    try {
      readSync(pipe, Buffer.alloc(65_536));
    } catch {
      // nothing stands in it right now
    }
  }, 1);
  const outcomes = await Promise.all([first, ...answers]);
  expect(outcomes).toHaveLength(10_002);
  clearInterval(draining);
  await sink.close();
  closeSync(pipe);
});

test('a disk without room fails the append, and one that has room again takes up where it was', async () => {
  const folder = newFolder();
  const full = join(folder, 'full.jsonl');
  symlinkSync('/dev/full', full);
  const sink = auditFile(full);
  const refused = await sink.append([anchor(1)]);
  expect(refused.isErr() && refused.error).toMatchObject({ kind: 'PortFailure', port: 'AuditSink', retryable: true });
  await sink.close();
});

test.each([
  ['a folder that is not there', 'nowhere/audit.jsonl'],
  ['a folder in place of a file', '.'],
])('%s fails the append, not the opening', async (_, path) => {
  const sink = auditFile(join(newFolder(), path));
  const refused = await sink.append([anchor(1)]);
  expect(refused.isErr() && refused.error.port).toBe('AuditSink');
  expect((await sink.read(0, 1)).isErr()).toBe(true);
  await sink.close();
});

test('a file that hangs answers nothing, and goes on once it hangs no more', async () => {
  const path = join(newFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  // A pipe that is full: a write to it waits until somebody reads.
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  expect(() => {
    for (;;) writeSync(pipe, 'x'.repeat(4_096));
  }).toThrow('EAGAIN');
  const sink = auditFile(path);
  const pending = sink.append([anchor(1)]);
  const early = await Promise.race([pending.then(() => 'answered'), new Promise((r) => setTimeout(r, 300, 'hangs'))]);
  expect(early).toBe('hangs');
  expect(readSync(pipe, Buffer.alloc(65_536))).toBeGreaterThan(0);
  // It is written then; but a pipe keeps nothing, so it is no sink.
  expect((await pending).isErr()).toBe(true);
  await sink.close();
  closeSync(pipe);
});
