import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { newFolder } from './installation.ts';

/** The program of this checkout. */
export const main: string = resolve('src/adapters/cli/main.ts');

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves with standard output and standard error when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  /** Resolves with the match once a line of standard error has it. */
  readonly says: (words: RegExp) => Promise<RegExpExecArray>;
}

/** What a program is started with. */
export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly input?: string;
}

/** Starts a program; what is still running when the test is over is killed. */
export function start(
  command: string,
  argv: readonly string[],
  { environment = {}, folder = newFolder(), input = '' }: StartOptions = {},
): Running {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(command, argv, { cwd: folder, env, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  child.stdin.on('error', () => {}).end(input); // who reads no input may be gone already
  const out = text(child.stdout);
  const closed = once(child, 'close');
  return {
    child,
    ended: closed.then(async ([code]) => ({ code: code as number | null, out: await out, err })),
    says: async (words) => {
      for (;;) {
        const found = words.exec(err);
        if (found !== null) return found;
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode} and never said ${words.source}`);
        await sleep(10);
      }
    },
  };
}

/** Starts `joos`. */
export const joosProcess = (argv: readonly string[], options: StartOptions = {}): Running =>
  start(process.execPath, [main, ...argv], options);
