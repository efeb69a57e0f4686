import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffNameTaken } from '../../domain/staff/staff-member.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from './acting-staff.ts';
import { changingStaff } from './changing-staff.ts';
import { invite, type StaffInvited } from './invite.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** A privacy officer lets somebody in by name; what they may do is granted beside. */
export interface AppointStaffInput {
  readonly staffSession: StaffSessionToken;
  /** The short name of an individual, such as `jo.miller`: never one that several people share. */
  readonly staff: string;
}

/** Why nobody is appointed. */
export type AppointStaffRefusal = InvalidStaffId | StaffNameTaken | StaffRefusal | PortFailure;

/** Appoints somebody, or invites anew who has not come yet. The officer need not know the number that the provider has for them. */
export type AppointStaff = (input: AppointStaffInput) => ResultAsync<StaffInvited, AppointStaffRefusal>;

/** Makes the use case. */
export function appointStaff(ports: StaffPorts): AppointStaff {
  return (input) =>
    changingStaff(ports, { session: input.staffSession, action: 'appoint-staff' }, ({ tx, record, by, at }) =>
      safeTry(async function* () {
        const staff = yield* StaffId.parse(input.staff);
        const invited = yield* invite(ports, tx, { staff, by, at });
        yield* record({ action: 'appoint-staff', staff: by, about: staff });
        return ok(invited);
      }),
    );
}
