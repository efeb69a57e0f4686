import { type PortFailure, type PortName, portFailure } from '../../application/ports/port-failure.ts';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';

/**
 * Carries a port failure through the asynchronous code of this adapter to the edge of the port, where it becomes a value.
 * Every other exception is a bug, and goes on as one.
 */
export class Failing extends Error {
  readonly failure: PortFailure;

  constructor(failure: PortFailure) {
    super(`${failure.port} failed`);
    this.failure = failure;
  }
}

/** The value of an answer of another port; its failure goes on to the edge. */
export async function granted<Value>(answer: ResultAsync<Value, PortFailure>): Promise<Value> {
  const result = await answer;
  if (result.isErr()) throw new Failing(result.error);
  return result.value;
}

/** The edge of a port method that can only fail. */
export function answer<Value>(run: () => Promise<Value>): ResultAsync<Value, PortFailure> {
  return new ResultAsync(run().then((value) => ok(value), failureOf));
}

/** The edge of a port method that is one transaction and can only fail. */
export function settled<Value>(transaction: Promise<Result<Value, PortFailure>>): ResultAsync<Value, PortFailure> {
  return new ResultAsync(transaction);
}

/** The edge of a port method that can say no. */
export function decide<Value, Refusal>(
  run: () => Promise<Result<Value, Refusal>>,
): ResultAsync<Value, Refusal | PortFailure> {
  return new ResultAsync(run().then((result): Result<Value, Refusal | PortFailure> => result, failureOf));
}

/** A call of the driver outside of any statement: closing, migrating. */
export function attempt<Value>(port: PortName, run: () => Promise<Value>): ResultAsync<Value, PortFailure> {
  return ResultAsync.fromPromise(run(), (error) => portFailure(port, false, error));
}

function failureOf(problem: unknown): Result<never, PortFailure> {
  if (problem instanceof Failing) return err(problem.failure);
  throw problem;
}
