import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { firstOfficerGrant, revokeRole } from '../../domain/staff/staff-grant.ts';
import { type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffNameTaken } from '../../domain/staff/staff-member.ts';
import { type AuditPorts, audited } from '../audit/audited.ts';
import { newGrantId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { invite, type StaffInvited } from './invite.ts';

/** The installation's operator appoints the two who appoint all others. */
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
  /** There are two privacy officers who can act, beside who is named: those appoint others. */
  | { readonly kind: 'OfficerThere' }
  | PortFailure;

/** How many privacy officers the operator sees to: one to grant, and another to agree. */
const officersNeeded = 2;

/**
 * Makes somebody privacy officer while fewer than two others can act: at the beginning, when one left or the time of one ran
 * out; or renews one of two, neither of whom could agree to it.
 */
export type AppointFirstOfficer = (
  input: AppointFirstOfficerInput,
) => ResultAsync<FirstOfficerAppointed, AppointFirstOfficerRefusal>;

/**
 * Makes the use case. Who was to be an officer and has not come yet is none any more: the second is appointed once
 * the first came in, so that there are never more than two of the operator's.
 */
export function appointFirstOfficer(ports: AuditPorts): AppointFirstOfficer {
  return (input) =>
    safeTry(async function* () {
      const staff = yield* StaffId.parse(input.staff);
      const at = ports.clock.now();
      const appointed = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          yield* tx.staff.holdRegister();
          const officers = yield* tx.staff.holders('privacy-officer', at);
          const acting = officers.filter(({ kind }) => kind === 'active');
          const others = acting.filter((officer) => officer.staff !== staff);
          if (others.length >= officersNeeded) return err({ kind: 'OfficerThere' as const });
          // Who is renewed takes nobody's place.
          const awaited = others.length < acting.length ? [] : officers.filter(({ kind }) => kind !== 'active');
          for (const officer of awaited) {
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
