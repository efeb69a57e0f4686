import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { isInForce, keepsAnOfficer, type LastOfficer } from '../../domain/staff/staff-grant.ts';
import { type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import { decideMember, evolveMember, type StaffGone } from '../../domain/staff/staff-member.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from './acting-staff.ts';
import { actingOfficers, changingStaff, type NoSuchMember } from './changing-staff.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** Somebody leaves, or must not get in for now. */
export interface DismissStaffInput {
  readonly staffSession: StaffSessionToken;
  readonly staff: string;
}

/** Why the member stays. */
export type DismissStaffRefusal = InvalidStaffId | NoSuchMember | StaffGone | LastOfficer | StaffRefusal | PortFailure;

/** Lets a member in no more: sessions, roles, invitation and approvals are worth nothing from the answer on. */
export type DismissStaff = (input: DismissStaffInput) => ResultAsync<void, DismissStaffRefusal>;

/** Makes the use case. The name stays taken, since records speak of it; who comes back gets another. */
export function dismissStaff(ports: StaffPorts): DismissStaff {
  return (input) =>
    changingStaff(ports, { session: input.staffSession, action: 'dismiss-staff' }, ({ tx, record, by, at }) =>
      safeTry(async function* () {
        const staff = yield* StaffId.parse(input.staff);
        const member = yield* tx.staff.member(staff);
        if (member === null) return err({ kind: 'NoSuchMember' as const });
        const events = yield* decideMember({ kind: 'DismissMember', by, at }, member);
        yield* keepsAnOfficer(yield* actingOfficers({ tx, at }), staff);
        for (const grant of yield* tx.staff.grantsOf(staff)) {
          if (isInForce(grant, at)) yield* tx.staff.saveGrant({ ...grant, revoked: { by, at } });
        }
        yield* tx.staff.endSessionsOf(staff);
        yield* tx.staff.withdrawApprovals(staff);
        yield* tx.staff.save(events.reduce(evolveMember, member));
        yield* record({ action: 'dismiss-staff', staff: by, about: staff });
        return ok(undefined);
      }),
    );
}
