import type { InvalidDay } from '../../domain/instant.ts';
import { Day } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { ApprovalObject, type SecondPersonNeeded } from '../../domain/staff/approval.ts';
import {
  actionOfGranting,
  GrantReason,
  type GrantRejection,
  grantRole as granted,
  type InvalidGrantReason,
  type StaffGrant,
} from '../../domain/staff/staff-grant.ts';
import { type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import { type InvalidStaffRole, StaffRole } from '../../domain/staff/staff-role.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { newGrantId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from './acting-staff.ts';
import { changingStaff, type NoSuchMember } from './changing-staff.ts';
import { secondPerson } from './second-person.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** A privacy officer lets somebody do more, or goes on letting them. */
export interface GrantRoleInput {
  readonly staffSession: StaffSessionToken;
  readonly staff: string;
  /** One of `staffRoles`. */
  readonly role: string;
  /** One of `grantOccasions`, or the number of a case. */
  readonly reason: string;
  /** The last day on which it allows anything, `YYYY-MM-DD`, a year ahead at most. */
  readonly until: string;
}

/** Why no role is granted. */
export type GrantRoleRefusal =
  | InvalidStaffId
  | InvalidStaffRole
  | InvalidGrantReason
  | InvalidDay
  | NoSuchMember
  | GrantRejection
  | SecondPersonNeeded
  | StaffRefusal
  | PortFailure;

/** Grants a role to somebody else, for a reason and for a time (POLICY.md C21). */
export type GrantRole = (input: GrantRoleInput) => ResultAsync<StaffGrant, GrantRoleRefusal>;

/**
 * Makes the use case. Another officer has to agree to making a privacy officer, always: who could make one alone once the
 * others are gone would dismiss the others first. Where no other one could agree, the operator appoints (`appointFirstOfficer`).
 */
export function grantRole(ports: StaffPorts): GrantRole {
  return (input) =>
    safeTry(async function* () {
      const role = yield* StaffRole.parse(input.role);
      const action = actionOfGranting(role);
      const made = yield* changingStaff(ports, { session: input.staffSession, action }, ({ tx, record, by, at }) =>
        safeTry(async function* () {
          const staff = yield* StaffId.parse(input.staff);
          const reason = yield* GrantReason.parse(input.reason);
          const until = yield* Day.parse(input.until);
          const member = yield* tx.staff.member(staff);
          if (member === null || member.kind === 'left') return err({ kind: 'NoSuchMember' as const });
          const grant = yield* granted({ grant: newGrantId(ports.ids), staff, role, reason, by, at, until });
          if (action === 'grant-officer') {
            yield* secondPerson(ports, tx, { action, object: ApprovalObject.of(staff), caseNumber: null }, by);
          }
          yield* tx.staff.saveGrant(grant);
          yield* record({ action, staff: by, about: `${staff}/${role}/${reason}/${until}` });
          return ok(grant);
        }),
      );
      return ok(made);
    });
}
