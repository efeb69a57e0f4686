import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pinoLog } from '../../../src/adapters/pino-log/index.ts';
import type { LogFields } from '../../../src/application/ports/log.ts';
import { newOrderId } from '../../../src/testing/contracts/samples.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joos-log-'));
  path = join(folder, 'joos.log');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const lines = async (): Promise<Record<string, unknown>[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>); // sound: a line that is none fails the test

test('an event is one JSON line with time, level, name and fields', async () => {
  const log = pinoLog({ destination: { kind: 'file', path } });
  const order = newOrderId();
  log.write('warn', 'notice-failed', { order, port: 'Mailer', retryable: true, tries: 2, durationMs: 1.5 });
  log.write('info', 'opened');
  const [first, second, ...rest] = await lines();
  expect(first).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/) as unknown,
    event: 'notice-failed',
    order,
    port: 'Mailer',
    retryable: true,
    tries: 2,
    durationMs: 1.5,
  });
  expect(second).toEqual({ level: 'info', time: expect.any(String) as unknown, event: 'opened' });
  expect(rest).toEqual([]);
});

test('lines below the level are not written', async () => {
  const log = pinoLog({ destination: { kind: 'file', path }, level: 'warn' });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log.write(level, 'worker-pass');
  expect((await lines()).map(({ level }) => level)).toEqual(['warn', 'error']);
});

test('what a caller without types hands in is dropped', async () => {
  const log = pinoLog({ destination: { kind: 'file', path } });
  const typed = '+4915123456789';
  const open = {
    phone: typed,
    order: typed,
    port: 'Mailer said +4915123456789',
    count: typed,
    retryable: { typed },
    err: new Error(typed),
    constructor: typed,
    tries: 3,
  };
  log.write('error', 'mail-failed', open as unknown as LogFields);
  log.write('error', typed as 'mail-failed', Object.create({ payment: typed }) as LogFields);
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain('4915123456789');
  const [first, second] = await lines();
  expect(Object.keys(first!)).toEqual(['level', 'time', 'event', 'tries']);
  expect(second!.event).toBe('unknown');
});

test('a log goes on where it stopped', async () => {
  pinoLog({ destination: { kind: 'file', path } }).write('info', 'opened');
  pinoLog({ destination: { kind: 'file', path } }).write('info', 'closed');
  expect((await lines()).map(({ event }) => event)).toEqual(['opened', 'closed']);
});

test('to log never fails, not even where nothing can be written', () => {
  const log = pinoLog({ destination: { kind: 'file', path: '/dev/full' } });
  expect(() => log.write('error', 'erasure-stuck')).not.toThrow();
});

test('standard error gets the lines, standard output none', () => {
  const module = pathToFileURL('src/adapters/pino-log/index.ts').href;
  const code = `import { pinoLog } from '${module}'; pinoLog({ destination: { kind: 'stderr' } }).write('info', 'opened');`;
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
  expect(run.stdout).toBe('');
  expect(JSON.parse(run.stderr.trim().split('\n').at(-1)!)).toMatchObject({ event: 'opened' });
});
