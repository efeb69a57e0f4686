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

/**
 * Who asked: the person in the app (C24), support on the person's behalf (C23), the rule that ends accounts which nobody
 * uses (C26), the number that was given to somebody else, or the ledger, which knows of an erasure that a restored backup
 * forgot.
 */
export type ErasureRequest =
  | { readonly kind: 'person' }
  | {
      readonly kind: 'support';
      readonly staff: StaffId;
      readonly reason: CancellationReason;
      readonly caseNumber: CaseNumber;
    }
  | { readonly kind: 'policy' }
  /** Whoever has the phone now began anew with it, and the account had no other way in. */
  | { readonly kind: 'recycled-phone' }
  | { readonly kind: 'replay' };

/**
 * The steps in their order; the state of an erasure is the last step done.
 *
 * - `fenced`: no session, no unsent notice, nothing of the person is written any more.
 * - `drained`: whatever was being sent when the fence came has been sent or given up.
 * - `propagated`: every registered processor has acknowledged the request, and the goodbye is said.
 * - `shredded`: the keys are destroyed.
 * - `purged`: the rows are deleted.
 * - `verified`: a scan that shares no code with the purge found nothing.
 * - `certified`: every processor is done, and the certificate is signed and kept.
 */
export type ErasureState = 'fenced' | 'drained' | 'propagated' | 'shredded' | 'purged' | 'verified' | 'certified';
/** The states in the order of the steps: an erasure only ever moves on to a later one. */
export const erasureStates: readonly ErasureState[] = [
  'fenced',
  'drained',
  'propagated',
  'shredded',
  'purged',
  'verified',
  'certified',
];

/** Whether the erasure has reached the state, or gone beyond it. */
export function hasReached(erasure: Pick<Erasure, 'state'>, state: ErasureState): boolean {
  return erasureStates.indexOf(erasure.state) >= erasureStates.indexOf(state);
}

/** Why an erasure does not go on although it is tried again and again: somebody must look. */
export type StuckReason =
  /** The scan finds rows that the purge should have deleted. */
  | 'remnants-found'
  /** The scan finds keys that should have been destroyed. */
  | 'keys-found'
  /** A registered processor refused, or has not answered for too long. */
  | 'processor-not-done'
  /** A port has failed for good. */
  | 'port-failed'
  /** A restored backup does not know of the hold that stood in its way; it goes on when a hold of the person's ends. */
  | 'hold-lost';

/** What stands in the way of an erasure. */
export type Obstacle =
  /** A legal hold on the person or on a category; the erasure goes on by itself when it ends. */
  { readonly kind: 'held' } | { readonly kind: 'stuck'; readonly reason: StuckReason };

/** Until when something outlives the account. */
export type KeptUntil =
  | { readonly kind: 'day'; readonly day: Day }
  /** Until the open rental is returned and every amount of it is paid, but no longer than the day. */
  | { readonly kind: 'settled'; readonly atMost: Day };

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
  /** What stands in its way, or null. */
  readonly obstacle: Obstacle | null;
  readonly kept: readonly Kept[];
  /** How many rows of which table are deleted so far. */
  readonly deleted: Readonly<Record<string, number>>;
  /** From this moment on no message can be under way any more that was begun before the fence. */
  readonly drainedAt: Instant;
  /** How often a worker took it up. */
  readonly tries: number;
  /** When the certificate was signed. */
  readonly completedAt: Instant | null;
}
