import { hasReached } from '../../domain/deletion/erasure.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import { lastDayOf } from '../../domain/legal-hold/decide-hold.ts';
import { type HoldState, holdState, type LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** A hold as staff sees it. */
export interface HoldReport extends Omit<LegalHold, 'subject' | 'expiresAt'> {
  readonly state: HoldState;
  /** The last day on which it holds. */
  readonly until: Day;
}

/** How a hold stands at a moment. */
export function holdReport({ subject: _, expiresAt, ...hold }: LegalHold, at: Instant): HoldReport {
  return { ...hold, state: holdState({ ...hold, expiresAt }, at), until: lastDayOf({ expiresAt }) };
}

/**
 * What a hold can still keep: `everything` that it names, or only `what-is-left` where an erasure of the person has gone too
 * far. Keys that are destroyed and rows that are deleted do not come back.
 */
export type HoldReach = 'everything' | 'what-is-left';

/** Asked after the hold is written: an erasure that has not come to its keys by then will find the hold. */
export function reachOf(store: Ports['store'], subject: SubjectId): ResultAsync<HoldReach, PortFailure> {
  return store.reads
    .erasureOf(subject)
    .map((erasure) => (erasure !== null && hasReached(erasure, 'propagated') ? 'what-is-left' : 'everything'));
}
