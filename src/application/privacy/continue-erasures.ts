import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import { releaseKeptOrder } from './release-kept-order.ts';

/** The size of one round over unfinished erasures; what is left over waits for the next. */
export interface ContinueErasuresInput {
  /** How many erasures, and how many kept orders, are looked at. */
  readonly limit: number;
}

/** How many erasures and kept orders came to what in one round. */
export interface ErasuresContinued {
  readonly completed: number;
  /** Orders that outlived their person's account and are settled and gone now. */
  readonly released: number;
  /** Erasures and releases that could not be carried on now; the next pass tries again. */
  readonly failed: number;
}

/** Carries on what a crash or a failing port left unfinished (POLICY.md C25). */
export type ContinueErasures = (input: ContinueErasuresInput) => ResultAsync<ErasuresContinued, PortFailure>;

/** Makes the use case. One erasure that does not go on holds up no other. */
export function continueErasures(
  ports: Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>,
): ContinueErasures {
  const { store } = ports;
  const carryOn = carryOnErasure(ports);
  const release = releaseKeptOrder(ports);
  return ({ limit }) =>
    safeTry(async function* () {
      let completed = 0;
      let released = 0;
      let failed = 0;
      for (const erasure of yield* store.reads.unfinishedErasures(limit)) {
        const reached = await carryOn(erasure);
        if (reached.isOk()) completed += 1;
        else failed += 1;
      }
      for (const { subject, order } of yield* store.disposal.settledKeptOrders(limit)) {
        const gone = await release(subject, order);
        if (gone.isOk()) released += 1;
        else failed += 1;
      }
      return ok({ completed, released, failed });
    });
}
