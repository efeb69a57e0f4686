import { plusPeriod } from '../calendar.ts';
import { type ClosedList, closedList } from '../closed-list.ts';
import type { GrantId } from '../ids.ts';
import { Day, type Instant } from '../instant.ts';
import { endOf } from '../legal-hold/decide-hold.ts';
import { err, ok, type Result } from '../result.ts';
import { CaseNumber, type StaffId } from './staff-id.ts';
import type { StaffRole } from './staff-role.ts';

/**
 * A role granted to one member of the staff, by whom, why and until when (POLICY.md C21). It allows nothing once its time is
 * over or it was revoked, and is renewed by granting anew, so that somebody looks at it once a year at least.
 */

/** The longest time that a grant runs from the day on which it is given, as an ISO 8601 duration. */
export const longestGrant = 'P1Y';

/** Why a role is granted: a closed list, so that nothing of anybody's private life gets in. */
export type GrantOccasion = 'new-duty' | 'renewal' | 'stand-in' | 'incident' | 'first-officer';
/** The occasions to choose from; `first-officer` is that of the operator's and nobody else's. */
export const grantOccasions: readonly GrantOccasion[] = ['new-duty', 'renewal', 'stand-in', 'incident'];

/** The text names no occasion, and is no number of a case. */
export interface InvalidGrantReason {
  readonly kind: 'InvalidGrantReason';
}

/** The occasion, or the case that the role is needed for. */
export type GrantReason = GrantOccasion | CaseNumber;

const occasion: ClosedList<GrantOccasion, 'InvalidGrantReason'> = closedList(grantOccasions, 'InvalidGrantReason');

/** Smart constructor: accepts the exact name of an occasion or the number of a case, and no free text. */
export const GrantReason = {
  /** One of {@link grantOccasions}, or such as `CASE-1042`. */
  parse(text: string): Result<GrantReason, InvalidGrantReason> {
    const named: Result<GrantReason, InvalidGrantReason> = occasion.parse(text);
    return named.orElse((refusal) => CaseNumber.parse(text).mapErr(() => refusal));
  },
};

// --- State ----------------------------------------------------------------------------------------------------------

/** One role of one member. */
export interface StaffGrant {
  readonly grant: GrantId;
  readonly staff: StaffId;
  readonly role: StaffRole;
  /** Null for the first two privacy officers', whom the installation's operator appoints. */
  readonly grantedBy: StaffId | null;
  readonly reason: GrantReason;
  readonly grantedAt: Instant;
  /** From this moment on it allows nothing. */
  readonly expiresAt: Instant;
  /** Who took it back before its expiry, and when; null where nobody did. The operator has no name. */
  readonly revoked: { readonly by: StaffId | null; readonly at: Instant } | null;
}

/** Whether a grant allows anything at a moment. */
export function isInForce({ expiresAt, revoked }: Pick<StaffGrant, 'expiresAt' | 'revoked'>, at: Instant): boolean {
  return revoked === null && at < expiresAt;
}

/** The roles that somebody has by these grants at a moment. */
export function rolesOf(grants: readonly StaffGrant[], at: Instant): readonly StaffRole[] {
  return [...new Set(grants.filter((grant) => isInForce(grant, at)).map(({ role }) => role))];
}

// --- Rejections -----------------------------------------------------------------------------------------------------

/** Nobody grants a role to themselves, nor lengthens one of their own. */
export interface OwnRole {
  readonly kind: 'OwnRole';
}

/** Why a role is not granted. */
export type GrantRejection = OwnRole | { readonly kind: 'GrantInPast' } | { readonly kind: 'GrantTooLong' };

/** Nothing is to be taken back: the role is not had, or no more. */
export interface NoSuchGrant {
  readonly kind: 'NoSuchGrant';
}

/** Nobody would be left to appoint anybody: appoint another privacy officer first. */
export interface LastOfficer {
  readonly kind: 'LastOfficer';
}

// --- Decide ---------------------------------------------------------------------------------------------------------

/** Who grants what to whom, why, and through which day. */
export type RoleGranting = Pick<StaffGrant, 'grant' | 'staff' | 'role' | 'reason'> & {
  readonly by: StaffId;
  readonly at: Instant;
  /** The last day on which it allows anything, in UTC. */
  readonly until: Day;
};

/** Grants a role to somebody else. */
export function grantRole(granting: RoleGranting): Result<StaffGrant, GrantRejection> {
  const { by, at, until, grant, staff, role, reason } = granting;
  const today = Day.ofInstant(at);
  if (by === staff) return err({ kind: 'OwnRole' });
  if (until < today) return err({ kind: 'GrantInPast' });
  if (until > longestFrom(today)) return err({ kind: 'GrantTooLong' });
  return ok({ grant, staff, role, grantedBy: by, reason, grantedAt: at, expiresAt: endOf(until), revoked: null });
}

/** The grant of a privacy officer whom the operator appoints, for as long as any grant runs. */
export function firstOfficerGrant(grant: GrantId, staff: StaffId, at: Instant): StaffGrant {
  return {
    grant,
    staff,
    role: 'privacy-officer',
    grantedBy: null,
    reason: 'first-officer',
    grantedAt: at,
    expiresAt: endOf(longestFrom(Day.ofInstant(at))),
    revoked: null,
  };
}

/** The last day on which a grant can run that is given on a day. */
export function longestFrom(today: Day): Day {
  return plusPeriod(today, longestGrant);
}

/** The grants of a role as they are once it is taken back; those that are over stay as they are. */
export function revokeRole(
  grants: readonly StaffGrant[],
  role: StaffRole,
  revoked: { readonly by: StaffId | null; readonly at: Instant },
): Result<readonly [StaffGrant, ...StaffGrant[]], NoSuchGrant> {
  const [first, ...others] = grants
    .filter((grant) => grant.role === role && isInForce(grant, revoked.at))
    .map((grant): StaffGrant => ({ ...grant, revoked }));
  return first === undefined ? err({ kind: 'NoSuchGrant' }) : ok([first, ...others]);
}

/** Refuses what would leave no privacy officer who can act; to who is none it says nothing. */
export function keepsAnOfficer(officers: readonly StaffId[], without: StaffId): Result<void, LastOfficer> {
  const isLast = officers.includes(without) && officers.every((officer) => officer === without);
  return isLast ? err({ kind: 'LastOfficer' }) : ok(undefined);
}

/** The action that granting a role is: making a privacy officer is one of its own, since an officer can make others. */
export function actionOfGranting(role: StaffRole): 'grant-role' | 'grant-officer' {
  return role === 'privacy-officer' ? 'grant-officer' : 'grant-role';
}
