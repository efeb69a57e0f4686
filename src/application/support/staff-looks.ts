import type { FieldId } from '../../domain/data-map/personal-field.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { AccessPurpose, type InvalidAccessPurpose } from '../../domain/staff/access-purpose.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import { CaseNumber, type InvalidCaseNumber, type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import type { UserFor } from '../../domain/user/visible-user.ts';
import { type AuditPorts, auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import type { NoSuchPerson } from '../privacy/named-person.ts';

/** Who of the staff looks, for what and for which case. The host has already made sure that it is that individual. */
export interface StaffInput {
  readonly staff: string;
  /** One of `accessPurposes`. */
  readonly purpose: string;
  readonly caseNumber: string;
}

export type InvalidStaffInput = InvalidStaffId | InvalidAccessPurpose | InvalidCaseNumber;

/** A look that may be recorded. */
export interface StaffLook {
  readonly staff: StaffId;
  readonly purpose: AccessPurpose;
  readonly caseNumber: CaseNumber;
}

/** Reads who looks for what. */
export function parseStaffInput(input: StaffInput): Result<StaffLook, InvalidStaffInput> {
  return safeTry(function* () {
    const staff = yield* StaffId.parse(input.staff);
    const purpose = yield* AccessPurpose.parse(input.purpose);
    const caseNumber = yield* CaseNumber.parse(input.caseNumber);
    return ok({ staff, purpose, caseNumber });
  });
}

/**
 * Records that staff looks at a person, and reads what it looks at in the same transaction: nothing is released before the
 * record is committed, and where it cannot be written nothing is released at all (POLICY.md C09, C20, C21).
 */
export function recordedLook<Seen, Purpose extends UnsealingPurpose>(
  ports: AuditPorts,
  look: StaffLook & { readonly action: StaffAction },
  subject: SubjectId,
  fields: readonly FieldId[],
  purpose: Purpose,
  read: (tx: Transaction, held: HeldUser<UserFor<Purpose>>) => ResultAsync<Seen, NoSuchPerson | PortFailure>,
): ResultAsync<Seen, NoSuchPerson | PortFailure> {
  return auditedLook(ports, (tx, record) =>
    safeTry(async function* () {
      const held = yield* tx.doors.bySubjectAlone(subject, purpose);
      if (held === null) return err<Seen, NoSuchPerson>({ kind: 'NoSuchPerson' });
      const seen = yield* read(tx, held);
      yield* record({ subject, ...look, fields });
      return ok<Seen, NoSuchPerson>(seen);
    }),
  );
}
