import type { SubjectId } from '../../domain/ids.ts';
import { ok, type Result, safeTry } from '../../domain/result.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import { CaseNumber, type InvalidCaseNumber, type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import type { NewAuditEntry } from '../audit/audited.ts';

/** Who of the staff does something about a person's rights, and for which case. The host has made sure who it is. */
export interface StaffDeedInput {
  readonly staff: string;
  readonly caseNumber: string;
}

/** Who acts, or for which case, is not said as it must be. */
export type InvalidStaffDeed = InvalidStaffId | InvalidCaseNumber;

/** A deed that may be recorded. */
export interface StaffDeed {
  readonly staff: StaffId;
  readonly caseNumber: CaseNumber;
}

/** Reads who does it for which case. */
export function parseStaffDeed(input: StaffDeedInput): Result<StaffDeed, InvalidStaffDeed> {
  return safeTry(function* () {
    const staff = yield* StaffId.parse(input.staff);
    const caseNumber = yield* CaseNumber.parse(input.caseNumber);
    return ok({ staff, caseNumber });
  });
}

/** What is put on record of it, in the transaction of the deed: no field is shown in clear (POLICY.md C20, C21). */
export function deedOn(
  deed: StaffDeed,
  action: StaffAction,
  subject: SubjectId,
  about: string | null = null,
): NewAuditEntry {
  return { action, subject, ...deed, purpose: 'privacy-request', about };
}
