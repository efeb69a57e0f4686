import { type FieldId, fieldIds, fieldOf } from '../../domain/data-map/personal-field.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { ApprovalObject, type SecondPersonNeeded } from '../../domain/staff/approval.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { personOrAnother } from '../staff/person-or-another.ts';
import { parseStaffInput, recordedLook, type StaffInput, type StaffInputRefusal } from '../support/staff-looks.ts';
import { type DataExport, exportOfSubject } from './export-my-data.ts';
import { type NamedPerson, type NoSuchPerson, notTellingWhose, type PersonRefusal, subjectOf } from './named-person.ts';

/** An operator makes a person's export, since the person asked for it in another way than by the app. */
export interface ExportOnBehalfInput extends StaffInput {
  readonly person: NamedPerson;
}

/** Why nothing is exported: the look of the staff cannot be recorded, or nobody active goes by that name. */
export type ExportOnBehalfRefusal = StaffInputRefusal | PersonRefusal | NoSuchPerson | SecondPersonNeeded | PortFailure;

/** Answers a request for access that came to support (GDPR art. 15; POLICY.md C21). */
export type ExportOnBehalf = (input: ExportOnBehalfInput) => ResultAsync<DataExport, ExportOnBehalfRefusal>;

const exportedFields: readonly FieldId[] = fieldIds.filter((field) => fieldOf(field).inExport === true);

/** Makes the use case. Somebody else stands behind it. That staff looks, at what and for which case, is committed before any value is read. */
export function exportOnBehalf(ports: StaffPorts & Pick<Ports, 'archive'>): ExportOnBehalf {
  return (input) =>
    safeTry(async function* () {
      const look = yield* parseStaffInput(ports, input, 'export-data');
      const subject = yield* subjectOf(ports)(input.person);
      const needed = {
        action: 'export-data',
        object: ApprovalObject.of(subject),
        caseNumber: look.caseNumber,
      } as const;
      yield* recordedLook(ports, look, subject, exportedFields, 'data-subject-rights', (tx, { proof }) =>
        personOrAnother(ports, tx, needed, look.staff, proof),
      ).mapErr(notTellingWhose(input.person));
      return ok(yield* exportOfSubject(ports)(subject));
    });
}
