import type { SubjectId } from '../../domain/ids.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import { CaseNumber, type InvalidCaseNumber, type StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { NewAuditEntry } from '../audit/audited.ts';
import type { ActiveSubject, KeptOrder } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { LockedSubject, Transaction } from '../ports/transaction.ts';
import { actingStaff, type StaffPorts } from '../staff/acting-staff.ts';
import type { StaffRefusal } from '../staff/staff-refusal.ts';
import { type NoSuchCase, openCaseOf } from '../support/case-deed.ts';
import type { NoSuchPerson } from './named-person.ts';

/** Who of the staff does something, and for which case. */
export interface StaffDeedInput {
  /** As `signInStaff` answered it. */
  readonly staffSession: StaffSessionToken;
  /** An open case of the person's, as `openCase` answered it; of who left, a number of the company's own files. */
  readonly caseNumber: string;
}

/** Who acts may not, or for which case is not said as it must be. */
export type StaffDeedRefusal = StaffRefusal | InvalidCaseNumber | NoSuchCase;

/** A deed that may be done and recorded. */
export interface StaffDeed {
  readonly action: StaffAction;
  readonly staff: StaffId;
  readonly caseNumber: CaseNumber;
}

/** Makes sure that who is signed in may do it, and reads for which case. */
export function parseStaffDeed(
  ports: StaffPorts,
  input: StaffDeedInput,
  action: StaffAction,
): ResultAsync<StaffDeed, StaffRefusal | InvalidCaseNumber | PortFailure> {
  return safeTry(async function* () {
    const staff = yield* actingStaff(ports, input.staffSession, action);
    const caseNumber = yield* CaseNumber.parse(input.caseNumber);
    return ok({ action, staff, caseNumber });
  });
}

/**
 * Demands that the case of a deed is open and of this very person, as long as there is an account (POLICY.md C09, C21). Cases
 * go with the account, or stay for a hold and take nothing new: of who is leaving or gone the number is one of the company's own
 * files, and is not looked up.
 */
export function demandCase(
  tx: Transaction,
  { caseNumber }: StaffDeed,
  person: ActiveSubject | KeptOrder | LockedSubject,
): ResultAsync<void, NoSuchCase | PortFailure> {
  const hasLeft = 'state' in person ? person.state !== 'active' : person.kind === 'kept-order';
  return hasLeft ? okAsync(undefined) : openCaseOf(tx, person.subject, caseNumber).map(() => undefined);
}

/** Locks whom a deed is about, in whatever state the account is, and demands its case. */
export function heldFor(
  tx: Transaction,
  deed: StaffDeed,
  subject: SubjectId,
): ResultAsync<LockedSubject, NoSuchPerson | NoSuchCase | PortFailure> {
  return safeTry(async function* () {
    const locked = yield* tx.doors.byAnySubject(subject);
    if (locked === null) return err({ kind: 'NoSuchPerson' as const });
    yield* demandCase(tx, deed, locked);
    return ok(locked);
  });
}

/** What is put on record of it, in the transaction of the deed: no field is shown in clear (POLICY.md C20, C21). */
export function deedOn(deed: StaffDeed, subject: SubjectId, about: string | null = null): NewAuditEntry {
  return { subject, ...deed, purpose: 'privacy-request', about };
}
