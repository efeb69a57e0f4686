import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import {
  keepsAnOfficer,
  type LastOfficer,
  type NoSuchGrant,
  revokeRole as revoked,
} from '../../domain/staff/staff-grant.ts';
import { type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import { type InvalidStaffRole, StaffRole } from '../../domain/staff/staff-role.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from './acting-staff.ts';
import { actingOfficers, changingStaff, type NoSuchMember } from './changing-staff.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** A privacy officer takes a role back. */
export interface RevokeRoleInput {
  readonly staffSession: StaffSessionToken;
  readonly staff: string;
  /** One of `staffRoles`. */
  readonly role: string;
}

/** Why the role stays. */
export type RevokeRoleRefusal =
  | InvalidStaffId
  | InvalidStaffRole
  | NoSuchMember
  | NoSuchGrant
  | LastOfficer
  | StaffRefusal
  | PortFailure;

/** Takes a role back: from the answer on it allows nothing, in a session that runs either. */
export type RevokeRole = (input: RevokeRoleInput) => ResultAsync<void, RevokeRoleRefusal>;

/** Makes the use case. What the member asked for or agreed to as a second person and nobody used is withdrawn. */
export function revokeRole(ports: StaffPorts): RevokeRole {
  return (input) =>
    changingStaff(ports, { session: input.staffSession, action: 'revoke-role' }, ({ tx, record, by, at }) =>
      safeTry(async function* () {
        const staff = yield* StaffId.parse(input.staff);
        const role = yield* StaffRole.parse(input.role);
        if ((yield* tx.staff.member(staff)) === null) return err({ kind: 'NoSuchMember' as const });
        const grants = yield* revoked(yield* tx.staff.grantsOf(staff), role, { by, at });
        if (role === 'privacy-officer') yield* keepsAnOfficer(yield* actingOfficers({ tx, at }), staff);
        for (const grant of grants) yield* tx.staff.saveGrant(grant);
        yield* tx.staff.withdrawApprovals(staff);
        yield* record({ action: 'revoke-role', staff: by, about: `${staff}/${role}` });
        return ok(undefined);
      }),
    );
}
