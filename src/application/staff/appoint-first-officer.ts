import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { firstOfficerGrant, revokeRole } from '../../domain/staff/staff-grant.ts';
import { type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffNameTaken } from '../../domain/staff/staff-member.ts';
import { type AuditPorts, audited } from '../audit/audited.ts';
import { newGrantId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { invite, type StaffInvited } from './invite.ts';

/** The installation's operator appoints the one who appoints all others. */
export interface AppointFirstOfficerInput {
  /** The short name of an individual, such as `jo.miller`. */
  readonly staff: string;
}

/** Who is in already needs no invitation, and is answered without one. */
export type FirstOfficerAppointed = StaffInvited | (Pick<StaffInvited, 'staff'> & { readonly invitation: null });

/** Why the operator appoints nobody. */
export type AppointFirstOfficerRefusal =
  | InvalidStaffId
  | StaffNameTaken
  /** There is a privacy officer who can act: that one appoints others. */
  | { readonly kind: 'OfficerThere' }
  | PortFailure;

/** Makes somebody privacy officer while there is none who can act: at the beginning, or when the last one's time ran out. */
export type AppointFirstOfficer = (
  input: AppointFirstOfficerInput,
) => ResultAsync<FirstOfficerAppointed, AppointFirstOfficerRefusal>;

/** Makes the use case. Somebody else whom the operator appointed before and who never came is none any more. */
export function appointFirstOfficer(ports: AuditPorts): AppointFirstOfficer {
  return (input) =>
    safeTry(async function* () {
      const staff = yield* StaffId.parse(input.staff);
      const at = ports.clock.now();
      const appointed = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          yield* tx.staff.holdRegister();
          const officers = yield* tx.staff.holders('privacy-officer', at);
          if (officers.some(({ kind }) => kind === 'active')) return err({ kind: 'OfficerThere' as const });
          for (const officer of officers) {
            const grants = yield* tx.staff.grantsOf(officer.staff);
            for (const grant of yield* revokeRole(grants, 'privacy-officer', { by: null, at }).orElse(() => ok([]))) {
              yield* tx.staff.saveGrant(grant);
            }
          }
          const isIn = (yield* tx.staff.member(staff))?.kind === 'active';
          const answer: FirstOfficerAppointed = isIn
            ? { staff, invitation: null }
            : yield* invite(ports, tx, { staff, by: null, at });
          yield* tx.staff.saveGrant(firstOfficerGrant(newGrantId(ports.ids), staff, at));
          yield* record({ action: 'first-officer-appointed', staff: null, about: staff });
          return ok(answer);
        }),
      );
      return ok(appointed);
    });
}
