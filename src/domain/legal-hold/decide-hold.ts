import { plusPeriod } from '../calendar.ts';
import { Day, dayMs, Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { StaffId } from '../staff/staff-id.ts';
import { unreachable } from '../unreachable.ts';
import { type HoldActor, holdState, type LegalHold } from './legal-hold.ts';

/**
 * What can be done to a hold: one places it, another one approves it, anybody of the staff ends it. It is renewed by placing
 * it anew, so that two people look at it again.
 */

/** The longest time that a hold runs from the day on which it is placed, as an ISO 8601 duration. */
export const longestHold = 'P1Y';

// --- Commands -------------------------------------------------------------------------------------------------------

/** A second person agrees. */
export interface ApproveHold {
  readonly kind: 'ApproveHold';
  readonly by: StaffId;
  readonly at: Instant;
}

/** The reason for the hold is gone before its time is over. */
export interface EndHold {
  readonly kind: 'EndHold';
  readonly by: HoldActor;
  readonly at: Instant;
}

/** What can be done to a hold that was placed. */
export type HoldCommand = ApproveHold | EndHold;

// --- Events ---------------------------------------------------------------------------------------------------------

/** What happened to a hold. */
export type HoldEvent =
  | { readonly kind: 'HoldApproved'; readonly by: HoldActor; readonly at: Instant }
  | { readonly kind: 'HoldEnded'; readonly by: HoldActor; readonly at: Instant };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** Why a hold is not placed: one without an end in sight would be a way to keep things for good (POLICY.md C26). */
export type PlacementRejection =
  /** Its last day is over already. */
  | { readonly kind: 'ExpiryInPast' }
  /** Its last day is more than {@link longestHold} ahead. */
  | { readonly kind: 'ExpiryTooFar' };

/** Nothing can be done any more: it stops nothing, and never will again. */
export type HoldOver =
  /** Somebody ended it. */
  { readonly kind: 'HoldEnded' } | { readonly kind: 'HoldExpired' };

/** Why a hold is not approved. */
export type ApprovalRejection =
  | HoldOver
  /** Who placed it cannot be the one who approves it. */
  | { readonly kind: 'SameApprover' }
  /** A second person agreed already. */
  | { readonly kind: 'AlreadyApproved' };

// --- Decide ---------------------------------------------------------------------------------------------------------

/** Who wants to keep what, on what basis, and through which day. */
export type HoldPlacement = Pick<LegalHold, 'hold' | 'subject' | 'scope' | 'basis' | 'caseNumber'> & {
  readonly by: StaffId;
  readonly at: Instant;
  /** The last day on which it holds, in UTC like every retention. */
  readonly until: Day;
};

/** Places a hold, which stops nothing before another person approves it. */
export function placeHold(placement: HoldPlacement): Result<LegalHold, PlacementRejection> {
  const { by, at, until, hold, subject, scope, basis, caseNumber } = placement;
  const today = Day.ofInstant(at);
  if (until < today) return err({ kind: 'ExpiryInPast' });
  if (until > plusPeriod(today, longestHold)) return err({ kind: 'ExpiryTooFar' });
  return ok({
    hold,
    subject,
    scope,
    basis,
    caseNumber,
    placedBy: by,
    placedAt: at,
    approved: null,
    expiresAt: endOf(until),
    ended: null,
  });
}

/** Decides what a command does to a hold. */
export function decideHold(command: ApproveHold, hold: LegalHold): Result<readonly HoldEvent[], ApprovalRejection>;
export function decideHold(command: EndHold, hold: LegalHold): Result<readonly HoldEvent[], HoldOver>;
export function decideHold(command: HoldCommand, hold: LegalHold): Result<readonly HoldEvent[], ApprovalRejection>;
export function decideHold(command: HoldCommand, hold: LegalHold): Result<readonly HoldEvent[], ApprovalRejection> {
  const { by, at } = command;
  const state = holdState(hold, at);
  if (state === 'ended') return err({ kind: 'HoldEnded' });
  if (state === 'expired') return err({ kind: 'HoldExpired' });
  switch (command.kind) {
    case 'ApproveHold':
      if (state === 'active') return err({ kind: 'AlreadyApproved' });
      return by === hold.placedBy ? err({ kind: 'SameApprover' }) : ok([{ kind: 'HoldApproved', by, at }]);
    case 'EndHold':
      return ok([{ kind: 'HoldEnded', by, at }]);
    default:
      return unreachable(command satisfies never);
  }
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The hold after an event. Total: an event that {@link decideHold} would not give in this state changes nothing. */
export function evolveHold(state: LegalHold, event: HoldEvent): LegalHold {
  if (state.ended !== null) return state;
  const { by, at } = event;
  switch (event.kind) {
    case 'HoldApproved':
      return state.approved === null && by !== state.placedBy ? { ...state, approved: { by, at } } : state;
    case 'HoldEnded':
      return { ...state, ended: { by, at } };
    default:
      return unreachable(event satisfies never);
  }
}

/** The last day on which a hold holds, which is what a person is told. */
export function lastDayOf({ expiresAt }: Pick<LegalHold, 'expiresAt'>): Day {
  return Day.ofInstant(Instant.plusMs(expiresAt, -1));
}

/** The first moment after a day. */
export function endOf(day: Day): Instant {
  return Instant.plusMs(Date.parse(`${day}T00:00:00Z`) as Instant, dayMs); // sound: a day of the calendar begins then
}
