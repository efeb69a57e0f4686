import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { mayAct, type StaffAction } from '../../domain/staff/access-rules.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { type AuditPorts, audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { FoundStaff } from '../ports/staff-rows.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import { staffTokenHash } from './staff-hashes.ts';
import type { StaffNotAllowed, StaffNotSignedIn, StaffRefusal } from './staff-refusal.ts';

/** What the gate needs of the outside. */
export type StaffPorts = RiskPorts & AuditPorts;

/**
 * The gate that everything passes which staff does: who is signed in, and may do this by a role that is in force now. What no
 * rule allows is refused (POLICY.md C20, C21), and noted as a risk where it can be.
 */
export function actingStaff(
  ports: StaffPorts,
  session: StaffSessionToken,
  action: StaffAction,
): ResultAsync<StaffId, StaffRefusal | PortFailure> {
  return actingMember(ports, session, action).map(({ staff }) => staff);
}

/** As {@link actingStaff}, with the roles and the times of the session. */
export function actingMember(
  ports: StaffPorts,
  session: StaffSessionToken,
  action: StaffAction,
): ResultAsync<FoundStaff, StaffRefusal | PortFailure> {
  return safeTry(async function* () {
    const found = yield* signedIn(ports, session);
    return mayAct(action, found.roles) ? ok(found) : refusedTo<FoundStaff>(ports, found.staff, action);
  });
}

/** Refuses who is signed in and may not; who it was, and what they tried, is on record, and the door's watchers are told. */
export function refusedTo<Value>(
  ports: StaffPorts,
  staff: StaffId,
  tried: StaffAction,
): ResultAsync<Value, StaffNotAllowed | PortFailure> {
  return noteRisk(ports, { kind: 'staff-refused' })
    .andThen(() => audited(ports, (_tx, record) => record({ action: 'staff-refused', staff, about: tried })))
    .andThen(() => err<Value, StaffNotAllowed>({ kind: 'StaffNotAllowed' }));
}

/** Who is signed in, whatever they may do: for what somebody may know or end of their own. */
export function signedIn(
  ports: Pick<Ports, 'store' | 'hashing' | 'clock'>,
  session: StaffSessionToken,
): ResultAsync<FoundStaff, StaffNotSignedIn | PortFailure> {
  return ports.store.reads
    .staffSession(staffTokenHash(ports, session), ports.clock.now())
    .andThen((found) => (found === null ? err<FoundStaff, StaffNotSignedIn>({ kind: 'StaffNotSignedIn' }) : ok(found)));
}
