import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { type AuditPorts, audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { staffTokenHash } from './staff-hashes.ts';

/** A member goes. */
export interface SignOutStaffInput {
  readonly staffSession: StaffSessionToken;
}

/** Ends a session of the staff; one that ended already is no refusal. */
export type SignOutStaff = (input: SignOutStaffInput) => ResultAsync<void, PortFailure>;

/** Makes the use case. */
export function signOutStaff(ports: AuditPorts): SignOutStaff {
  return ({ staffSession }) =>
    audited(ports, (tx, record) =>
      safeTry(async function* () {
        const staff = yield* tx.staff.endSession(staffTokenHash(ports, staffSession));
        if (staff !== null) yield* record({ action: 'staff-signed-out', staff });
        return ok(undefined);
      }),
    );
}
