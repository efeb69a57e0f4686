import { type ClosedList, closedList } from '../closed-list.ts';
import type { Category, LawfulBasis } from '../data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../ids.ts';
import type { Day, Instant } from '../instant.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';
import type { RuleName } from './deletion-policy.ts';

/**
 * One erasure of one person, from the request to its end (POLICY.md C23 to C26; GDPR art. 17). Every step is keyed
 * (erasure, step): doing it again changes nothing.
 */

// --- States ---------------------------------------------------------------------------------------------------------

/** Why support cancels on a person's behalf: a closed list, so that no free text of a person's gets in. */
export type CancellationReason = 'asked-by-phone' | 'asked-by-email' | 'asked-in-writing' | 'death' | 'guardian';
/** How the wish reached support, or what took its place: a death, or a guardian who decides. */
export const cancellationReasons: readonly CancellationReason[] = [
  'asked-by-phone',
  'asked-by-email',
  'asked-in-writing',
  'death',
  'guardian',
];

/** The text names no reason to cancel on a person's behalf. */
export interface InvalidCancellationReason {
  readonly kind: 'InvalidCancellationReason';
}

/** Smart constructor: accepts the exact name of a reason, and no free text. */
export const CancellationReason: ClosedList<CancellationReason, 'InvalidCancellationReason'> = closedList(
  cancellationReasons,
  'InvalidCancellationReason',
);

/** Who asked: the person in the app (C24), or support on the person's behalf (C23). */
export type ErasureRequest =
  | { readonly kind: 'person' }
  | {
      readonly kind: 'support';
      readonly staff: StaffId;
      readonly reason: CancellationReason;
      readonly caseNumber: CaseNumber;
    };

/** The steps in their order; the state of an erasure is the last step done. */
export type ErasureState = 'fenced' | 'shredded' | 'purged' | 'completed';
/** The states in the order of the steps: an erasure only ever moves on to a later one. */
export const erasureStates: readonly ErasureState[] = ['fenced', 'shredded', 'purged', 'completed'];

/** Until when something outlives the account. */
export type KeptUntil =
  | { readonly kind: 'day'; readonly day: Day }
  /** Until the open rental is returned and every amount of it is paid. */
  | { readonly kind: 'settled' };

/** What outlives the account: how many records of a category, by which rule, why, until when. No identity in it. */
export interface Kept {
  readonly category: Category;
  readonly records: number;
  readonly rule: RuleName;
  readonly basis: LawfulBasis;
  readonly until: KeptUntil;
}

/** The record of one erasure, by which we show that it was asked for and done (GDPR art. 5(2)). */
export interface Erasure {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly request: ErasureRequest;
  readonly requestedAt: Instant;
  readonly state: ErasureState;
  readonly kept: readonly Kept[];
  readonly completedAt: Instant | null;
}
