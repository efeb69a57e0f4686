import { portFailure } from '../../application/ports/port-failure.ts';
import type { FoundStaff, StaffRows } from '../../application/ports/staff-rows.ts';
import type { Instant } from '../../domain/instant.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { isInForce, rolesOf } from '../../domain/staff/staff-grant.ts';
import type { StaffMember, StaffTokenHash } from '../../domain/staff/staff-member.ts';
import { isStaffUseToNote, staffSessionExpiry } from '../../domain/staff/staff-session.ts';
import type { Database, Rows } from './rows.ts';

/** The staff. */
export function staffRows(rows: Rows): StaffRows {
  const memberWhere = (fits: (member: StaffMember) => boolean): StaffMember | null =>
    rows.staffMembers.where(fits)[0] ?? null;
  return {
    holdRegister: () => okAsync(undefined), // units of work run one after the other
    standing: (staff, at) =>
      okAsync(
        rows.staffMembers.get(staff)?.kind === 'active'
          ? rolesOf(
              rows.staffGrants.where((grant) => grant.staff === staff),
              at,
            )
          : null,
      ),
    member: (staff) => okAsync(rows.staffMembers.get(staff)),
    invitedBy: (invitation) =>
      okAsync(memberWhere((member) => member.kind === 'invited' && member.invitation === invitation)),
    identifiedBy: (identity) =>
      okAsync(memberWhere((member) => member.kind === 'active' && member.identity === identity)),
    save: (member) => {
      const isTaken = memberWhere(
        (other) =>
          other.staff !== member.staff &&
          other.kind === 'active' &&
          member.kind === 'active' &&
          other.identity === member.identity,
      );
      if (isTaken !== null) return errAsync(portFailure('DataStore', false));
      rows.staffMembers.set(member.staff, member);
      return okAsync(undefined);
    },
    grantsOf: (staff) =>
      okAsync(
        rows.staffGrants
          .where((grant) => grant.staff === staff)
          .toSorted((one, other) => one.grantedAt - other.grantedAt || (one.grant < other.grant ? -1 : 1)),
      ),
    saveGrant: (grant) => {
      rows.staffGrants.set(grant.grant, grant);
      return okAsync(undefined);
    },
    holders: (role, at) => {
      const named = new Set(
        rows.staffGrants.where((grant) => grant.role === role && isInForce(grant, at)).map(({ staff }) => staff),
      );
      const members = rows.staffMembers.where(({ staff, kind }) => kind !== 'left' && named.has(staff));
      return okAsync(members.toSorted((one, other) => (one.staff < other.staff ? -1 : 1)));
    },
    startSession: (token, session) => {
      rows.staffSessions.set(token, session);
      return okAsync(undefined);
    },
    endSession: (token) => {
      const staff = rows.staffSessions.get(token)?.staff ?? null;
      rows.staffSessions.delete(token);
      return okAsync(staff);
    },
    endSessionsOf: (staff) => {
      rows.staffSessions.deleteWhere((session) => session.staff === staff);
      return okAsync(undefined);
    },
    ask: (approval) => {
      rows.staffApprovals.set(approval.approval, approval);
      return okAsync(undefined);
    },
    lockApproval: (approval) => okAsync(rows.staffApprovals.get(approval)),
    lockUsable: ({ action, object, caseNumber, askedBy }, at) =>
      okAsync(
        rows.staffApprovals.where(
          (one) =>
            one.askedBy === askedBy &&
            one.action === action &&
            one.object === object &&
            one.caseNumber === caseNumber &&
            one.approved !== null &&
            one.usedAt === null &&
            at < one.expiresAt,
        )[0] ?? null,
      ),
    saveApproval: (approval) => {
      rows.staffApprovals.set(approval.approval, approval);
      return okAsync(undefined);
    },
    withdrawApprovals: (staff) => {
      rows.staffApprovals.deleteWhere(
        ({ askedBy, approved, usedAt }) => usedAt === null && (askedBy === staff || approved?.by === staff),
      );
      return okAsync(undefined);
    },
  };
}

/** Who is signed in with this session; the use is noted. */
export function staffSession(database: Database, rows: Rows, token: StaffTokenHash, at: Instant): FoundStaff | null {
  const session = rows.staffSessions.get(token);
  if (session === null || at >= session.expiresAt) return null;
  const { staff, startedAt, usedAt } = session;
  if (rows.staffMembers.get(staff)?.kind !== 'active') return null;
  if (isStaffUseToNote(usedAt, at)) {
    database.staffSessions.set(token, { ...session, usedAt: at, expiresAt: staffSessionExpiry(startedAt, at) });
  }
  const grants = rows.staffGrants.where((grant) => grant.staff === staff);
  return { staff, startedAt, usedAt, roles: rolesOf(grants, at) };
}
