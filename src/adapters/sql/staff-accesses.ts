import type { StaffAccessRows } from '../../application/ports/transaction.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { AccessPurpose } from '../../domain/staff/staff-access.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { answer } from './failing.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Who of the staff looked at whom (POLICY.md C20, C21). */
export function staffAccessRows(work: Work): StaffAccessRows {
  return {
    record: (access) =>
      answer(async () => {
        await work.run(record, {
          entry: access.entry,
          subject: access.subject,
          staff: access.staff,
          purpose: access.purpose,
          case_number: access.caseNumber,
          fields: JSON.stringify(access.fields),
          recorded_at: access.recordedAt,
        });
      }),
  };
}

const record = dataQuery(
  (
    { db },
    given: {
      entry: EntryId;
      subject: SubjectId;
      staff: StaffId;
      purpose: AccessPurpose;
      case_number: CaseNumber;
      fields: string;
      recorded_at: Instant;
    },
  ) =>
    db.insertInto('staff_accesses').values({
      entry_id: given.entry,
      subject_id: given.subject,
      staff: given.staff,
      purpose: given.purpose,
      case_number: given.case_number,
      fields: given.fields,
      recorded_at: given.recorded_at,
    }),
);
