import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Whoever waits for the outside no longer than a time. */
export interface Deadline {
  /**
   * The answer of the work if it comes within so many milliseconds, else the failure. The work itself is not stopped: its
   * answer is dropped.
   */
  within<Value, Refusal>(
    durationMs: number,
    work: ResultAsync<Value, Refusal>,
    otherwise: PortFailure,
  ): ResultAsync<Value, Refusal | PortFailure>;
}
