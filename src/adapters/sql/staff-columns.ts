import type { Approval } from '../../domain/staff/approval.ts';
import type { StaffGrant } from '../../domain/staff/staff-grant.ts';
import type { StaffIdentityHash, StaffMember, StaffTokenHash } from '../../domain/staff/staff-member.ts';
import type { DataSchema } from './schema.ts';

/** Members, grants and approvals as they stand in rows. */

type MemberRow = DataSchema['staff_members'];
type GrantRow = DataSchema['staff_grants'];
type ApprovalRow = DataSchema['staff_approvals'];

export const memberColumns = [
  'm.staff_id',
  'm.state',
  'm.invitation_hash',
  'm.invited_until',
  'm.identity_hash',
  'm.appointed_by',
  'm.appointed_at',
  'm.joined_at',
  'm.left_by',
  'm.left_at',
] as const;

/** The row that a member is. */
export function memberRow(member: StaffMember): MemberRow {
  const invited = member.kind === 'invited' ? member : null;
  const active = member.kind === 'active' ? member : null;
  const left = member.kind === 'left' ? member.left : null;
  return {
    staff_id: member.staff,
    state: member.kind,
    invitation_hash: invited && hashBytes(invited.invitation),
    invited_until: invited?.invitedUntil ?? null,
    identity_hash: active && hashBytes(active.identity),
    appointed_by: member.appointedBy,
    appointed_at: member.appointedAt,
    joined_at: active?.joinedAt ?? null,
    left_by: left?.by ?? null,
    left_at: left?.at ?? null,
  };
}

/** The member that a row is. */
export function memberOf(row: MemberRow): StaffMember {
  const appointed = { staff: row.staff_id, appointedBy: row.appointed_by, appointedAt: row.appointed_at };
  if (row.state === 'invited' && row.invitation_hash !== null && row.invited_until !== null) {
    const invitation = hexOf(row.invitation_hash) as StaffTokenHash; // sound: `memberRow` wrote one
    return { ...appointed, kind: row.state, invitation, invitedUntil: row.invited_until };
  }
  if (row.state === 'active' && row.identity_hash !== null && row.joined_at !== null) {
    const identity = hexOf(row.identity_hash) as StaffIdentityHash; // sound: `memberRow` wrote one
    return { ...appointed, kind: row.state, identity, joinedAt: row.joined_at };
  }
  if (row.state === 'left' && row.left_by !== null && row.left_at !== null) {
    return { ...appointed, kind: row.state, left: { by: row.left_by, at: row.left_at } };
  }
  throw new Error('A member of the staff lacks what belongs to the state');
}

export const grantColumns = [
  'g.grant_id',
  'g.staff_id',
  'g.role',
  'g.granted_by',
  'g.reason',
  'g.granted_at',
  'g.expires_at',
  'g.revoked_by',
  'g.revoked_at',
] as const;

/** The row that a grant is. */
export function grantRow(grant: StaffGrant): GrantRow {
  return {
    grant_id: grant.grant,
    staff_id: grant.staff,
    role: grant.role,
    granted_by: grant.grantedBy,
    reason: grant.reason,
    granted_at: grant.grantedAt,
    expires_at: grant.expiresAt,
    revoked_by: grant.revoked?.by ?? null,
    revoked_at: grant.revoked?.at ?? null,
  };
}

/** The grant that a row is. */
export function grantOf(row: GrantRow): StaffGrant {
  return {
    grant: row.grant_id,
    staff: row.staff_id,
    role: row.role,
    grantedBy: row.granted_by,
    reason: row.reason,
    grantedAt: row.granted_at,
    expiresAt: row.expires_at,
    revoked: row.revoked_at === null ? null : { by: row.revoked_by, at: row.revoked_at },
  };
}

/** The row that an approval is. */
export function approvalRow(approval: Approval): ApprovalRow {
  return {
    approval_id: approval.approval,
    action: approval.action,
    object: approval.object,
    case_number: approval.caseNumber,
    asked_by: approval.askedBy,
    asked_at: approval.askedAt,
    approved_by: approval.approved?.by ?? null,
    approved_at: approval.approved?.at ?? null,
    used_at: approval.usedAt,
    expires_at: approval.expiresAt,
  };
}

/** The approval that a row is. */
export function approvalOf(row: ApprovalRow): Approval {
  const { approved_by: by, approved_at: at } = row;
  return {
    approval: row.approval_id,
    action: row.action,
    object: row.object,
    caseNumber: row.case_number,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    approved: by === null || at === null ? null : { by, at },
    usedAt: row.used_at,
  };
}

/** The bytes of a hash. */
export function hashBytes(hash: StaffIdentityHash | StaffTokenHash): Uint8Array {
  return Buffer.from(hash, 'hex');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
