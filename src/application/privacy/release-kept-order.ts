import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { doomedKeys, isPurged, stayingNow } from './erasure-step.ts';
import { forgetCards } from './forget-cards.ts';

type ReleasePorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>;

/**
 * Lets go of an order that outlived its person's account and is settled now; again changes nothing. Says whether it is gone:
 * a hold keeps it, and so does an erasure that is not that far.
 */
export type ReleaseKeptOrder = (subject: SubjectId, order: OrderId) => ResultAsync<boolean, PortFailure>;

/**
 * Deletes a settled order of a person who left, and destroys the `contract` key once no other order needs it (POLICY.md
 * C25, C26). An erasure that has not purged yet does this itself, so it is left alone; so is an order under a hold.
 *
 * The key goes before the row, and only the row says that something is left to do: a crash in between is found by
 * `settledKeptOrders`. Of two orders that settle at once, the one looked at last sees none open and takes the key along.
 */
export function releaseKeptOrder(ports: ReleasePorts): ReleaseKeptOrder {
  const { store, vault, clock } = ports;
  return (subject, order) =>
    store.reads.erasureOf(subject).andThen((erasure) => {
      if (erasure === null || !isPurged(erasure)) return okAsync(false);
      return safeTry<boolean, PortFailure>(async function* () {
        const { orders, categories } = yield* stayingNow(ports, erasure);
        if (orders.includes(order) || categories.length > 0) return ok(false);
        yield* forgetCards(ports)(erasure, { orders, categories }, 'as-long-as-it-takes');
        // Telling the processor takes time, and a hold may have come meanwhile.
        const after = yield* stayingNow(ports, erasure);
        if (after.orders.includes(order) || after.categories.length > 0) return ok(false);
        if (orders.length === 0) {
          const keys = yield* vault.destroyKeys(subject, doomedKeys({ orders, categories }), clock.now());
          yield* vault.appendToLedger([
            {
              erasure: erasure.erasure,
              subject,
              step: 'released',
              recordedAt: clock.now(),
              counts: { subject_keys: keys },
            },
          ]);
        }
        yield* store.disposal.releaseSettled(subject, order);
        return ok(true);
      });
    });
}
