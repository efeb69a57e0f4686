import { type FieldId, fieldIds, fieldOf } from '../../domain/data-map/personal-field.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AuditPorts } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type InvalidStaffInput, parseStaffInput, recordedLook, type StaffInput } from '../support/staff-looks.ts';
import { type DataExport, exportOfSubject } from './export-my-data.ts';
import { type NamedPerson, type NoSuchPerson, type PersonRefusal, subjectOf } from './named-person.ts';

/** An operator makes a person's export, since the person asked for it in another way than by the app. */
export interface ExportOnBehalfInput extends StaffInput {
  readonly person: NamedPerson;
}

/** Why nothing is exported: the look of the staff cannot be recorded, or nobody active goes by that name. */
export type ExportOnBehalfRefusal = InvalidStaffInput | PersonRefusal | NoSuchPerson | PortFailure;

/** Answers a request for access that came to support (GDPR art. 15; POLICY.md C21). */
export type ExportOnBehalf = (input: ExportOnBehalfInput) => ResultAsync<DataExport, ExportOnBehalfRefusal>;

const exportedFields: readonly FieldId[] = fieldIds.filter((field) => fieldOf(field).inExport === true);

/** Makes the use case. That staff looks, at what and for which case, is committed before any value is read. */
export function exportOnBehalf(ports: AuditPorts & Pick<Ports, 'archive'>): ExportOnBehalf {
  return (input) =>
    safeTry(async function* () {
      const look = yield* parseStaffInput(input);
      const subject = yield* subjectOf(ports)(input.person);
      yield* recordedLook(
        ports,
        { ...look, action: 'export-data' },
        subject,
        exportedFields,
        'data-subject-rights',
        () => okAsync(undefined),
      );
      return ok(yield* exportOfSubject(ports)(subject));
    });
}
