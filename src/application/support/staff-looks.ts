import type { FieldId } from '../../domain/data-map/personal-field.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { AccessPurpose, type InvalidAccessPurpose } from '../../domain/staff/access-purpose.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import { CaseNumber, type InvalidCaseNumber, type StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { UserFor } from '../../domain/user/visible-user.ts';
import { type AuditPorts, auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import type { NoSuchPerson } from '../privacy/named-person.ts';
import { actingStaff, type StaffPorts } from '../staff/acting-staff.ts';
import type { StaffNotAllowed, StaffRefusal } from '../staff/staff-refusal.ts';
import { type NoSuchCase, openCaseOf } from './case-deed.ts';

/** Who of the staff looks, for what and for which case. */
export interface StaffInput {
  /** As `signInStaff` answered it. */
  readonly staffSession: StaffSessionToken;
  /** One of `accessPurposes`. */
  readonly purpose: string;
  readonly caseNumber: string;
}

/** Who looks may not, or for what is not said as it must be. */
export type StaffInputRefusal = StaffRefusal | InvalidAccessPurpose | InvalidCaseNumber | NoSuchCase;

/** A look that may be recorded. */
export interface StaffLook {
  readonly action: StaffAction;
  readonly staff: StaffId;
  readonly purpose: AccessPurpose;
  readonly caseNumber: CaseNumber;
}

/** Makes sure that who is signed in may look, and reads for what. */
export function parseStaffInput(
  ports: StaffPorts,
  input: StaffInput,
  action: StaffAction,
): ResultAsync<StaffLook, StaffInputRefusal | PortFailure> {
  return safeTry(async function* () {
    const staff = yield* actingStaff(ports, input.staffSession, action);
    const purpose = yield* AccessPurpose.parse(input.purpose);
    const caseNumber = yield* CaseNumber.parse(input.caseNumber);
    return ok({ action, staff, purpose, caseNumber });
  });
}

/**
 * Records that staff looks at a person, for an open case of that very person, and reads what it looks at in the same
 * transaction: nothing is released before the record is committed, and where it cannot be written nothing is released at all
 * (POLICY.md C09, C20, C21).
 */
export function recordedLook<Seen, Purpose extends UnsealingPurpose, Missing = never>(
  ports: AuditPorts,
  look: StaffLook,
  subject: SubjectId,
  fields: readonly FieldId[],
  purpose: Purpose,
  read: (tx: Transaction, held: HeldUser<UserFor<Purpose>>) => ResultAsync<Seen, Missing | PortFailure>,
): ResultAsync<Seen, Missing | NoSuchPerson | NoSuchCase | StaffNotAllowed | PortFailure> {
  return auditedLook(ports, (tx, record) =>
    safeTry(async function* () {
      const held = yield* tx.doors.bySubjectAlone(subject, purpose);
      if (held === null) return err<Seen, NoSuchPerson>({ kind: 'NoSuchPerson' });
      yield* openCaseOf(tx, subject, look.caseNumber);
      const seen = yield* read(tx, held);
      yield* record({ subject, ...look, fields });
      return ok<Seen, NoSuchPerson>(seen);
    }),
  );
}
