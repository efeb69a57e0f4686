import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { isInForce, type StaffGrant } from '../../domain/staff/staff-grant.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffMember } from '../../domain/staff/staff-member.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { actingStaff, type StaffPorts } from './acting-staff.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** Who looks at who may do what. */
export interface StaffListInput {
  readonly staffSession: StaffSessionToken;
}

/** One member with the roles that are in force. */
export interface ListedMember {
  readonly staff: StaffId;
  readonly state: StaffMember['kind'];
  /** Null for the first privacy officer, whom the operator appointed. */
  readonly appointedBy: StaffId | null;
  readonly appointedAt: Instant;
  /** Of who left: when. */
  readonly leftAt: Instant | null;
  readonly roles: readonly Pick<StaffGrant, 'role' | 'grantedBy' | 'reason' | 'grantedAt' | 'expiresAt'>[];
}

/** Why nobody is listed. */
export type StaffListRefusal = StaffRefusal | PortFailure;

/** Lists everybody who is or was of the staff, as long as that is kept, with who gave them which role, why and until when. */
export type ReadStaffList = (input: StaffListInput) => ResultAsync<readonly ListedMember[], StaffListRefusal>;

/** Makes the use case. The look is on record before anything is shown. */
export function staffList(ports: StaffPorts): ReadStaffList {
  return ({ staffSession }) =>
    safeTry(async function* () {
      const staff = yield* actingStaff(ports, staffSession, 'see-staff');
      const at = ports.clock.now();
      yield* auditedLook(ports, (_tx, record) => record({ action: 'see-staff', staff }));
      const { members, grants } = yield* ports.store.reads.staffRoster();
      return ok(members.map((member) => listed(member, grants, at)));
    });
}

function listed(member: StaffMember, grants: readonly StaffGrant[], at: Instant): ListedMember {
  const { staff, kind: state, appointedBy, appointedAt } = member;
  const roles = grants
    .filter((grant) => grant.staff === staff && isInForce(grant, at))
    .map(({ role, grantedBy, reason, grantedAt, expiresAt }) => ({ role, grantedBy, reason, grantedAt, expiresAt }));
  return { staff, state, appointedBy, appointedAt, leftAt: member.kind === 'left' ? member.left.at : null, roles };
}
