import type { Log } from '../../application/ports/log.ts';
import { isUnclear, type PortFailure, type PortName } from '../../application/ports/port-failure.ts';
import { describeRefusal, type Refusal } from '../../application/refusals.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** The least level that is logged: a command that a person waits for says what is wrong, and no more. */
export type LogLevel = 'info' | 'warn';

/** Where a command reads and writes; a test brings its own. */
export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Answers: prose, or one JSON document with `--json`. */
  readonly out: (text: string) => void;
  /** Problems and progress. */
  readonly err: (text: string) => void;
  /** Writes over the last line that it wrote to standard error; absent where nobody sits at it. */
  readonly overwrite?: (text: string) => void;
  /** Whether a person sits at the other end: without one nothing is asked. */
  readonly interactive: boolean;
  /** All of standard input, for values that must not stand in a command line. */
  readonly readInput: () => Promise<string>;
  /** Opens the log of the process, on standard error. */
  readonly openLog: (level: LogLevel) => Promise<Log>;
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

/** Says what is wrong in words that quote nothing, and ends the command. */
export function stop(shell: Shell, code: ExitCode, words: string): never {
  shell.err(`joos: ${words}`);
  throw new Exit(code);
}

/**
 * Says why the core refused, in words or as JSON, and ends the command. A command that may have moved money before its answer
 * was lost says with which option (`again`) it is repeated so that it moves none twice.
 */
export function refuse(shell: Shell, json: boolean | undefined, refusal: Refusal, again: string | null = null): never {
  const { title, detail, advice } =
    refusal.kind === 'PortFailure' ? failureInWords(refusal, again) : describeRefusal(refusal, 'en');
  if (json) {
    const more = again === null ? {} : { again };
    shell.out(JSON.stringify({ kind: refusal.kind, title, detail, advice, ...more }, null, 2));
  } else {
    shell.err(`joos: ${title}\n  ${detail}\n  ${advice}`);
  }
  throw new Exit(refusal.kind === 'PortFailure' ? exitCodes.unavailable : exitCodes.refused);
}

/** To an operator, who can do more about a failing part than the people whom `describeRefusal` speaks to. */
function failureInWords(failure: PortFailure, again: string | null): Record<'title' | 'detail' | 'advice', string> {
  const { port, retryable, reason } = failure;
  const part = parts[port];
  if (reason === 'missing-epoch') {
    return {
      title: 'The vault holds keys of an epoch that was destroyed',
      detail: 'Rows of a backup older than the last rotation stand beside the epochs of today: they are beyond use.',
      advice: 'Restore a younger backup of the vault, whole. `joos keys status` lists the epochs.',
    };
  }
  if (again !== null && isUnclear(failure)) {
    return {
      title: `${part} does not answer`,
      detail: 'Money may have gone back already: nobody knows yet.',
      advice: `Run the same command again with ${again}: what was done is not done twice.`,
    };
  }
  if (reason === 'unclear') {
    return {
      title: `${part} took the request, and its answer was lost`,
      detail: 'Nobody knows yet whether it was done.',
      advice: 'Try the same command again, under the same names: nothing is done twice.',
    };
  }
  return retryable
    ? {
        title: `${part} does not answer`,
        detail: 'Nothing was half done.',
        advice: 'Try the same command again later.',
      }
    : {
        title: `${part} refused`,
        detail: 'Nothing was half done. Trying again does not help.',
        advice: 'Check the settings that lead to it, and its own log.',
      };
}

const parts: Readonly<Record<PortName, string>> = {
  DataStore: 'The data store',
  Vault: 'The vault',
  KeyWrapper: 'The master key',
  Mailer: 'The mail service',
  SmsSender: 'The text message service',
  CardProcessor: 'The card processor',
  DataProcessor: 'A data processor',
  IdentityProviders: 'An identity provider',
  CertificateSigner: 'The signing of certificates',
  AuditSink: 'The audit sink',
  SecretHashing: 'The hashing of codes',
  MessageTemplates: 'The message templates',
  ExportArchive: 'The packing of exports',
};

/**
 * Reads all of standard input: values that must not stand in a command line, which others see. A person at a terminal is
 * told what to type; without one nothing is asked.
 */
export async function valuesFromInput(shell: Shell, what: string): Promise<string> {
  if (shell.interactive) {
    shell.err(`joos: type ${what}, then Enter and Ctrl-D`);
  }
  return shell.readInput();
}

/** Told how much of a work is done, of how much there is. */
export type Progress = (done: number, total: number) => void;

/**
 * Shows that something long is under way: on standard error, once a second, from the first second on, with how much of it is
 * done where the work says so.
 */
export async function withProgress<Value>(
  shell: Shell,
  what: string,
  work: (progress: Progress) => PromiseLike<Value>,
): Promise<Value> {
  const startedMs = performance.now();
  let share = '';
  const timer = setInterval(() => {
    shell.err(`joos: ${what}${share}, ${Math.round((performance.now() - startedMs) / 1000)} s so far`);
  }, 1000);
  try {
    return await work((done, total) => {
      share = `, ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
    });
  } finally {
    clearInterval(timer);
  }
}
