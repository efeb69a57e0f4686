import assert from 'node:assert/strict';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';

/** One sentence that every adapter of a port must make true, and how to see whether it does. */
export interface ContractCheck<Opened> {
  /** A sentence of the domain. */
  readonly name: string;
  /** Opens the adapter anew, empty, checks, and closes it. Rejects with an assertion if the sentence is false. */
  readonly check: (open: () => Promise<Opened>) => Promise<void>;
}

/** All that is asked of the adapters of one port. It needs no test framework: run each check in a test of its name. */
export type Contract<Opened> = readonly ContractCheck<Opened>[];

/** What a check opens, it closes. */
export interface Closable {
  /** Gives back what was opened. */
  readonly close: () => Promise<void>;
}

/** A refusal or a failure of a port, as far as a check looks at it. */
export interface Refusal {
  readonly kind: string;
}

/** A check that opens the adapter, runs, and closes it whatever happens. */
export function checkThat<Opened extends Closable>(
  name: string,
  run: (opened: Opened) => Promise<void>,
): ContractCheck<Opened> {
  return {
    name,
    check: async (open) => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    },
  };
}

/** Ends a unit of work with an error, so that the store sees the refusal and may run the work again. */
class Stopped extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`Refused: ${refusal.kind}`); // the kind alone: a refusal may come with more than a test report should show
    this.refusal = refusal;
  }
}

/** The value of an answer that must be ok. */
export async function must<Value, Error extends Refusal>(
  answer: ResultAsync<Value, Error> | Result<Value, Error>,
): Promise<Value> {
  const result = await answer;
  if (result.isErr()) throw new Stopped(result.error);
  return result.value;
}

/** The refusal of an answer that must be one. */
export async function refusalOf<Value, Error extends Refusal>(
  answer: ResultAsync<Value, Error> | Result<Value, Error>,
): Promise<Error> {
  const result = await answer;
  assert.ok(result.isErr(), 'this should have been refused');
  return result.error;
}

/** Turns a piece of a check into the work of a transaction: what {@link must} refuses becomes its error. */
export function asWork<Value>(run: () => Promise<Value>): ResultAsync<Value, Refusal> {
  return new ResultAsync(
    run().then(
      (value): Result<Value, Refusal> => ok(value),
      (problem: unknown): Result<Value, Refusal> => {
        if (problem instanceof Stopped) return err(problem.refusal);
        throw problem;
      },
    ),
  );
}

/** A value that must be there. */
export function present<Value>(value: Value | null | undefined): Value {
  assert.ok(value !== null && value !== undefined, 'there should be a value');
  return value;
}

/** A promise that another part of the check fulfils, for races that must be staged. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** A {@link Gate}, shut. */
export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** A pause, in milliseconds, long enough for the other side of a race to get stuck where it should. */
export function pause(durationMs: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, durationMs));
}
