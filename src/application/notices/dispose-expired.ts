import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** The size of one disposal round, bounded so that no delete locks many rows. */
export interface DisposeExpiredInput {
  /** How many rows of each table at most. */
  readonly limit: number;
}

/** Deletes codes and sessions whose time is over, and removed cards that nothing needs any more (POLICY.md C22). */
export type DisposeExpired = (input: DisposeExpiredInput) => ResultAsync<number, PortFailure>;

type DisposePorts = Pick<Ports, 'store' | 'processor' | 'clock' | 'log'>;

/** Makes the use case; it answers how many rows went. */
export function disposeExpired(ports: DisposePorts): DisposeExpired {
  const { store, clock, log } = ports;
  return ({ limit }) =>
    safeTry(async function* () {
      const expired = yield* store.disposal.expire(clock.now(), limit);
      const count = expired + (yield* dropCards(ports, limit));
      if (count > 0) log.write('info', 'expired-disposed', { count });
      return ok(count);
    });
}

/**
 * The row goes once the processor has forgotten the card, since nothing else says under which name the processor knows it
 * (GDPR art. 19). One that does not answer is asked again with the next pass; forgetting twice changes nothing.
 */
function dropCards({ store, processor, clock, log }: DisposePorts, limit: number): ResultAsync<number, PortFailure> {
  return safeTry(async function* () {
    let count = 0;
    for (const { card, paymentMethod } of yield* store.reads.unneededCards(clock.now(), limit, 'data-subject-rights')) {
      const forgotten = await processor.forget(paymentMethod);
      if (forgotten.isErr()) {
        const { port, retryable } = forgotten.error;
        log.write('warn', 'card-not-forgotten', { port, retryable });
        if (retryable) continue;
      }
      count += yield* store.disposal.dropCard(card);
    }
    return ok(count);
  });
}
