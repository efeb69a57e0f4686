import { type InvalidId, SubjectId } from '../../domain/ids.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NoSuchPerson } from '../privacy/named-person.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { parseStaffInput, recordedLook, type StaffInput, type StaffInputRefusal } from './staff-looks.ts';

/** Support logs a person out everywhere: the phone was stolen, or somebody else is in the account. */
export interface EndSessionsOfInput extends StaffInput {
  /** As `findPerson` answered it. */
  readonly subject: string;
}

/** Why nobody is logged out. */
export type EndSessionsOfRefusal = StaffInputRefusal | InvalidId | NoSuchPerson | PortFailure;

/** Ends every session of one person, and answers how many there were; who did it, and why, is on record (ASVS 5, 7.4.5). */
export type EndSessionsOf = (input: EndSessionsOfInput) => ResultAsync<number, EndSessionsOfRefusal>;

/** Makes the use case. */
export function endSessionsOf(ports: StaffPorts): EndSessionsOf {
  return (input) =>
    safeTry(async function* () {
      const look = yield* parseStaffInput(ports, input, 'end-sessions');
      const subject = yield* SubjectId.parse(input.subject);
      const ended = yield* recordedLook(ports, look, subject, [], 'customer-service', (tx, { proof }) =>
        tx.sessions.endOthers(proof, null),
      );
      return ok(ended);
    });
}
