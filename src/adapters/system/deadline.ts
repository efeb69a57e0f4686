import type { Deadline } from '../../application/ports/deadline.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { err, type Result, ResultAsync } from '../../domain/result.ts';

/** Waits by the timer of the process. */
export const systemDeadline: Deadline = {
  within: <Value, Refusal>(durationMs: number, work: ResultAsync<Value, Refusal>, otherwise: PortFailure) =>
    new ResultAsync(raced(durationMs, work, otherwise)),
};

async function raced<Value, Refusal>(
  durationMs: number,
  work: ResultAsync<Value, Refusal>,
  otherwise: PortFailure,
): Promise<Result<Value, Refusal | PortFailure>> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Result<Value, Refusal | PortFailure>>((resolve) => {
    timer = setTimeout(() => resolve(err(otherwise)), durationMs);
  });
  try {
    return await Promise.race([over, work.mapErr((refusal): Refusal | PortFailure => refusal)]);
  } finally {
    clearTimeout(timer);
  }
}
