import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

export interface DisposeExpiredInput {
  /** How many rows of each table at most. */
  readonly limit: number;
}

/** Deletes codes and sessions whose time is over, and removed cards that nothing needs any more (POLICY.md C22). */
export type DisposeExpired = (input: DisposeExpiredInput) => ResultAsync<number, PortFailure>;

/** Makes the use case; it answers how many rows went. */
export function disposeExpired({ store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>): DisposeExpired {
  return ({ limit }) =>
    store.disposal.expire(clock.now(), limit).map((count) => {
      if (count > 0) log.write('info', 'expired-disposed', { count });
      return count;
    });
}
