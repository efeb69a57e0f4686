import type { Category, KeyClass } from '../../domain/data-map/vocabulary.ts';
import { type Erasure, hasReached, type Obstacle } from '../../domain/deletion/erasure.ts';
import { keysToDestroy } from '../../domain/deletion/plan-erasure.ts';
import type { OrderId } from '../../domain/ids.ts';
import { hourMs, Instant, minuteMs } from '../../domain/instant.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { LeftStanding } from '../ports/disposal.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What the steps of an erasure need of the outside. */
export type ErasurePorts = Pick<
  Ports,
  | 'store'
  | 'vault'
  | 'processor'
  | 'processors'
  | 'clock'
  | 'ids'
  | 'log'
  | 'mailer'
  | 'sms'
  | 'templates'
  | 'certificates'
  | 'auditSeals'
  | 'hashing'
>;

/** What a step came to: it is done, or it has to wait, for time to pass or for something that stands in its way. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'wait'; readonly until: Instant; readonly obstacle: Obstacle | null };

/** One step of the protocol. It may run at any time, again, and side by side with itself. */
export type Step = (erasure: Erasure) => ResultAsync<StepOutcome, PortFailure>;

/** The step is done. */
export function done(counts: Readonly<Record<string, number>> = {}): StepOutcome {
  return { kind: 'done', counts };
}

/** The longest that a step waits before it is tried again, whatever stands in its way. */
const longestPauseMs: number = hourMs;

/** When a step that could not be done is tried again: a minute at first, doubling, an hour at most. */
export function nextTryAt(at: Instant, tries: number): Instant {
  return Instant.plusMs(at, Math.min(longestPauseMs, minuteMs * 2 ** Math.min(tries, 10)));
}

/** What stays when the rest goes. */
export interface Staying extends LeftStanding {
  readonly orders: readonly OrderId[];
  readonly categories: readonly Category[];
}

/**
 * What outlives the account at this moment: orders that are open, unpaid or under a hold, and categories under a hold.
 * Nothing is added behind the fence: where the plan kept no rental, only a hold that came later can keep one.
 */
export function stayingNow(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  erasure: Erasure,
): ResultAsync<Staying, PortFailure> {
  return safeTry(async function* () {
    const protection = yield* store.reads.protectionOf(erasure.subject, clock.now());
    const unsettled = keptRentals(erasure) ? yield* store.disposal.keptOrdersOf(erasure.subject) : yield* okAsync([]);
    const orders = new Set([...unsettled, ...protection.orders.keys()]);
    return ok({ orders: [...orders], categories: [...protection.categories.keys()] });
  });
}

/** Whether the plan kept a rental; where it did not, none was added behind the fence. */
export function keptRentals({ kept }: Erasure): boolean {
  return kept.some(({ category }) => category === 'rental');
}

/** The keys that nothing needs which stays. The one of the farewell goes in any case: the goodbye is said by then. */
export function doomedKeys({ orders, categories }: Staying): readonly KeyClass[] {
  return [...keysToDestroy(orders, categories), 'farewell'];
}

/** Whether the rows that no rule keeps are gone: from then on what is kept is let go of order by order. */
export function isPurged(erasure: Erasure): boolean {
  return hasReached(erasure, 'purged');
}
