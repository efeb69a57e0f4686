import { describe, expect, test, vi } from 'vitest';
import { bugInWords } from '../../../src/adapters/cli/bug.ts';
import { type Shell, withProgress } from '../../../src/adapters/cli/shell.ts';
import { installation, joos, kim } from './installation.ts';

describe('a bug', () => {
  test('is told by its name and its place, with code 70, and nothing of its message', async () => {
    const { code, out, err } = await joos(['user', 'find', '--case', 'b'], {
      readInput: () => Promise.reject(new TypeError(`Duplicate entry '${kim.phone}'\n    at ${kim.email}:1:1`)),
    });
    expect({ code, out }).toEqual({ code: 70, out: '' });
    expect(err).toMatch(
      /^joos: this is a bug in joos \(TypeError at .*shell\.test\.ts:\d+:\d+\)\. The message is left out/,
    );
    expect(err).not.toContain(kim.phone.slice(1));
    expect(err).not.toContain(kim.email);
  });

  test('that is no error is told by its type alone', () => {
    expect(bugInWords(kim.phone)).toMatch(/^this is a bug in joos \(string\)\./);
    expect(bugInWords(Object.assign(new Error(''), { name: kim.email }))).not.toContain(kim.email);
  });

  test('whose message was changed later shows neither the old one nor the new one', () => {
    for (const message of ['another', '']) {
      const problem = new Error(`one\n    at ${kim.phone}:1:1`);
      Object.defineProperty(problem, 'stack', {
        value: `Error: one\n    at ${kim.phone}:1:1\n    at run (/a/b.ts:2:3)`,
      });
      problem.message = message;
      expect(bugInWords(problem)).not.toContain(kim.phone);
    }
  });
});

describe('a package that a host may not need', () => {
  test('is named where it is missing, and nothing else is', async () => {
    const missing = (name: string) =>
      Object.assign(new Error(`Cannot find package '${name}' imported from /a`), { code: 'ERR_MODULE_NOT_FOUND' });
    const ran = (problem: Error) => joos(['scan', '.'], { readInput: () => Promise.reject(problem) });
    expect(await ran(missing('pino'))).toMatchObject({
      code: 3,
      err: 'joos: this needs the package pino: npm install pino',
    });
    const required = Object.assign(new Error("Cannot find module '@alicloud/kms20160120'\nRequire stack:\n- /a"), {
      code: 'MODULE_NOT_FOUND',
    });
    expect(await ran(required)).toMatchObject({
      code: 3,
      err: 'joos: this needs the package @alicloud/kms20160120: npm install @alicloud/kms20160120',
    });
    expect(await ran(missing(kim.phone))).toMatchObject({
      code: 70,
      err: expect.not.stringContaining(kim.phone) as unknown,
    });
  });
});

describe('progress', () => {
  test('is shown on standard error, once a second from the first second on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    try {
      const lines: string[] = [];
      const shell = { err: (text: string) => void lines.push(text) } as unknown as Shell; // progress uses nothing else
      const { promise, resolve } = Promise.withResolvers<string>();
      const work = withProgress(shell, 'exporting', () => promise);
      vi.advanceTimersByTime(999);
      expect(lines).toEqual([]);
      vi.advanceTimersByTime(1001);
      expect(lines).toEqual(['joos: exporting, 1 s so far', 'joos: exporting, 2 s so far']);
      resolve('done');
      expect(await work).toBe('done');
      vi.advanceTimersByTime(5000);
      expect(lines).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the worker', () => {
  test('pauses after a pass with trouble instead of trying again all the time, and says which part it was', async () => {
    const { environment } = await installation();
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync((environment.JOOS_DATABASE_URL ?? '').slice('sqlite:'.length));
    database.exec('alter table notices rename to elsewhere');
    database.close();
    const passes: { readonly failures: readonly unknown[] }[] = [];
    const { code } = await joos(['worker', '--every', '60', '--json'], {
      environment,
      out: (line) => {
        passes.push(JSON.parse(line) as { readonly failures: readonly unknown[] }); // a line a pass
        setTimeout(stop, 1000);
      },
      stopped: () => stopped,
    });
    expect(code).toBe(0);
    expect(passes).toHaveLength(1);
    expect(passes[0]?.failures).toContainEqual({ port: 'DataStore', retryable: false });
    expect(await joos(['worker', '--once'], { environment })).toMatchObject({ code: 5 });
  });
});
