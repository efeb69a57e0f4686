import { Instant, secondMs } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type Delivery, type DeliveryPorts, deliverNotice } from './deliver-notice.ts';

/** For so long a worker holds what it claimed. */
export const leaseMs: number = 60 * secondMs;
/** So few are claimed at a time, and sent side by side, that a slow provider does not outlast the lease. */
export const claimedAtOnce = 8;

/** So long one notice whose worker said nothing waits for another one that is tried alone. */
const suspectsApartMs: number = secondMs;

/** The size of one delivery round; what is left over stays due for the next. */
export interface DeliverDueInput {
  /** How many notices at most. */
  readonly limit: number;
  /** Once it says so, nothing else is claimed; what is under way ends, and is recorded. */
  readonly isStopping?: () => boolean;
}

/** How many notices came to what. `unrecorded`: the outbox did not answer; they come back when the lease runs out. */
export type NoticesDelivered = Readonly<Record<Delivery | 'unrecorded', number>>;

/** Sends what the outbox holds and is due (POLICY.md C10 to C12): at least once, never past the fence or a withdrawal. */
export type DeliverDue = (input: DeliverDueInput) => ResultAsync<NoticesDelivered, PortFailure>;

/** Makes the use case. Any number of workers may run it side by side. */
export function deliverDue(ports: DeliveryPorts & Pick<Ports, 'ids'>): DeliverDue {
  const { store, clock, ids } = ports;
  const deliver = deliverNotice(ports);
  return ({ limit, isStopping = () => false }) =>
    safeTry(async function* () {
      const counts: Record<Delivery | 'unrecorded', number> = {
        sent: 0,
        skipped: 0,
        retried: 0,
        unclear: 0,
        parked: 0,
        withheld: 0,
        unrecorded: 0,
      };
      for (let left = limit; left > 0 && !isStopping(); ) {
        const at = clock.now();
        const claimed = yield* store.outbox.claim({
          at,
          leaseUntil: Instant.plusMs(at, leaseMs),
          leaseToken: ids.random(),
          limit: Math.min(left, claimedAtOnce),
        });
        if (claimed.length === 0) break;
        left -= claimed.length;
        const [suspects, others] = partedBy(claimed, ({ problem }) => problem === 'lease-ran-out');
        const [suspect, ...later] = suspects;
        // One that may bring its worker down takes no other along: it goes alone and last, and the next one with the next round.
        for (const { notice, leaseToken } of later) {
          const dueAt = Instant.plusMs(at, suspectsApartMs);
          const handedBack = await store.outbox.retryAt(notice.notice, leaseToken, dueAt, 'lease-ran-out');
          counts[handedBack.isOk() ? 'withheld' : 'unrecorded'] += 1;
        }
        const delivered = await Promise.all(others.map((one) => deliver(one)));
        if (suspect !== undefined) delivered.push(await deliver(suspect));
        for (const delivery of delivered) counts[delivery.unwrapOr('unrecorded')] += 1;
      }
      return ok(counts);
    });
}

/** Those that are so, and those that are not. */
function partedBy<Item>(
  items: readonly Item[],
  isSo: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(isSo), items.filter((item) => !isSo(item))];
}
