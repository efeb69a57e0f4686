import { describeRefusal, type Refusal } from '../../application/refusals.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Where a command reads and writes; a test brings its own. */
export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Answers: prose, or one JSON document with `--json`. */
  readonly out: (text: string) => void;
  /** Problems and progress. */
  readonly err: (text: string) => void;
  /** Whether a person sits at the other end: without one nothing is asked. */
  readonly interactive: boolean;
  /** All of standard input, for values that must not stand in a command line. */
  readonly readInput: () => Promise<string>;
  /** Resolves when the process is asked to stop (SIGTERM, SIGINT). */
  readonly stopped: () => Promise<void>;
}

/** Ends a command with a code; what there is to say was said. */
export class Exit extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** Prints an answer: as it is for programs, in words for people. */
export function answer(shell: Shell, json: boolean | undefined, value: unknown, words: string): void {
  shell.out(json ? JSON.stringify(value, null, 2) : words);
}

/** Says why the core refused, in words or as JSON, and ends the command. */
export function refuse(shell: Shell, json: boolean | undefined, refusal: Refusal): never {
  const { title, detail, advice } = describeRefusal(refusal, 'en');
  if (json) {
    shell.out(JSON.stringify({ kind: refusal.kind, title, detail, advice }, null, 2));
  } else {
    shell.err(`joos: ${title}\n  ${detail}\n  ${advice}`);
  }
  throw new Exit(refusal.kind === 'PortFailure' ? exitCodes.unavailable : exitCodes.refused);
}

/** Shows that something long is under way: on standard error, after a second, and only to a person. */
export async function withProgress<Value>(shell: Shell, what: string, work: () => PromiseLike<Value>): Promise<Value> {
  const startedMs = performance.now();
  const timer = setInterval(() => {
    shell.err(`joos: ${what}, ${Math.round((performance.now() - startedMs) / 1000)} s so far`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
