import type { Instant } from '../instant.ts';
import type { Epoch } from '../keys/epoch.ts';

/** An erasure that is not done. */
export interface UnfinishedErasure {
  /** Nothing goes on before somebody looks. */
  readonly stuck: boolean;
  /** A legal hold suspends it, as it should. */
  readonly held: boolean;
  readonly overdue: boolean;
}

/** How far the core is with what it has to do in time. */
export interface CoreFacts {
  readonly at: Instant;
  readonly epochs: readonly Epoch[];
  /** How much a sweep of a day ago would still have disposed of. */
  readonly retentionBehind: number;
  readonly erasures: readonly UnfinishedErasure[];
  /** Requests of people that are not answered although the day is over. */
  readonly requestsOverdue: number;
  readonly noticesParked: number;
  /** Since when the notice waits that waits for longest; null where none does. */
  readonly noticeDueSince: Instant | null;
}
