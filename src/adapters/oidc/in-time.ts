import type { PortFailure, PortFailureReason } from '../../application/ports/port-failure.ts';
import { err, type Result } from '../../domain/result.ts';
import { providerFailure } from './endpoint.ts';

/**
 * Runs something that takes at most so many milliseconds. Then its signal ends what is under way, and the answer is a
 * failure even if nobody listens to the signal.
 */
export async function inTime<Value, Problem>(
  timeoutMs: number,
  reason: PortFailureReason,
  run: (signal: AbortSignal) => Promise<Result<Value, Problem | PortFailure>>,
): Promise<Result<Value, Problem | PortFailure>> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeOut = new Promise<Result<Value, PortFailure>>((resolve) => {
    timer = setTimeout(() => {
      resolve(err(providerFailure('The identity provider did not answer in time', true, reason)));
      over.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(over.signal), timeOut]);
  } finally {
    clearTimeout(timer);
  }
}
