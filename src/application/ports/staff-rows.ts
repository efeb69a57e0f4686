import type { ApprovalId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { Approval } from '../../domain/staff/approval.ts';
import type { StaffGrant } from '../../domain/staff/staff-grant.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffIdentityHash, StaffMember, StaffTokenHash } from '../../domain/staff/staff-member.ts';
import type { StaffRole } from '../../domain/staff/staff-role.ts';
import type { StaffSession } from '../../domain/staff/staff-session.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * Who is of the staff, what they may do, who is signed in, and who agreed to what. Changes of members and grants are rare, and
 * rules look at all officers at once: so whoever makes one holds the register.
 */
export interface StaffRows {
  /** Holds the register to the end of the transaction: whoever else changes members or grants waits. */
  holdRegister(): ResultAsync<void, PortFailure>;
  /**
   * The roles of an active member that are in force, as they stay until the transaction ends: whoever changes members or
   * grants waits for it. Null if nobody active goes by that name.
   */
  standing(staff: StaffId, at: Instant): ResultAsync<readonly StaffRole[] | null, PortFailure>;
  /** The member of this name; null if nobody has or had it. */
  member(staff: StaffId): ResultAsync<StaffMember | null, PortFailure>;
  /** Who was invited by this token and has not come; null if nobody. */
  invitedBy(invitation: StaffTokenHash): ResultAsync<StaffMember | null, PortFailure>;
  /** Who is of the staff with this identity; null if nobody. */
  identifiedBy(identity: StaffIdentityHash): ResultAsync<StaffMember | null, PortFailure>;
  /** Writes a member, new or changed. */
  save(member: StaffMember): ResultAsync<void, PortFailure>;
  /** Every grant of a member's that is kept still. */
  grantsOf(staff: StaffId): ResultAsync<readonly StaffGrant[], PortFailure>;
  /** Writes a grant, new or revoked. */
  saveGrant(grant: StaffGrant): ResultAsync<void, PortFailure>;
  /** Members not gone, in or invited, with a grant of the role that is in force. */
  holders(role: StaffRole, at: Instant): ResultAsync<readonly StaffMember[], PortFailure>;
  /** Signs a member in. */
  startSession(token: StaffTokenHash, session: StaffSession): ResultAsync<void, PortFailure>;
  /** Ends a session and says whose it was; null if there was none. */
  endSession(token: StaffTokenHash): ResultAsync<StaffId | null, PortFailure>;
  /** Ends every session of a member's. */
  endSessionsOf(staff: StaffId): ResultAsync<void, PortFailure>;
  /** Adds an approval that is asked for. */
  ask(approval: Approval): ResultAsync<void, PortFailure>;
  /** An approval by its id, locked; null if there is none. */
  lockApproval(approval: ApprovalId): ResultAsync<Approval | null, PortFailure>;
  /** An approval that somebody asked for this and that can be used still, locked; null if there is none. */
  lockUsable(
    asked: Pick<Approval, 'action' | 'object' | 'caseNumber' | 'askedBy'>,
    at: Instant,
  ): ResultAsync<Approval | null, PortFailure>;
  /** Writes who agreed, and that it was used. */
  saveApproval(approval: Approval): ResultAsync<void, PortFailure>;
  /** Withdraws what somebody asked for or agreed to and nobody used yet. */
  withdrawApprovals(staff: StaffId): ResultAsync<void, PortFailure>;
}

/** Somebody of the staff who is signed in, as a look by the token finds them. */
export interface FoundStaff extends Pick<StaffSession, 'staff' | 'startedAt' | 'usedAt'> {
  /** By the grants that are in force at the moment. */
  readonly roles: readonly StaffRole[];
}

/** Everybody of the staff. */
export interface StaffRoster {
  readonly members: readonly StaffMember[];
  readonly grants: readonly StaffGrant[];
}
