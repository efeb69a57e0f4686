import type { SubjectId } from '../../domain/ids.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { InvalidEmailAddress } from '../../domain/user/email-address.ts';
import type { InvalidPhoneNumber } from '../../domain/user/phone-number.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type NoSuchPerson, notTellingWhose, subjectOf } from '../privacy/named-person.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { type MaskedPerson, maskedPerson } from './masked-person.ts';
import { parseStaffInput, recordedLook, type StaffInput, type StaffInputRefusal } from './staff-looks.ts';

/** Support looks for the person who called or wrote (POLICY.md C09). */
export type FindPersonInput = StaffInput & ({ readonly phone: string } | { readonly email: string });

/** Why staff sees nobody; whose the case is not, and who is leaving or gone, is answered like who never was. */
export type FindPersonRefusal =
  | StaffInputRefusal
  | InvalidPhoneNumber
  | InvalidEmailAddress
  | NoSuchPerson
  | PortFailure;

/** Answers the person with this phone or email, masked; who looked, and for what, is on record (POLICY.md C21). */
export type FindPerson = (input: FindPersonInput) => ResultAsync<MaskedPerson, FindPersonRefusal>;

/** Makes the use case. The look is on record, with no field named, before the view is released. */
export function findPerson(ports: StaffPorts): FindPerson {
  return (input) =>
    safeTry(async function* () {
      const look = yield* parseStaffInput(ports, input, 'find-person');
      const person = 'phone' in input ? { phone: input.phone } : { email: input.email };
      const subject = yield* contactedSubject(ports, person);
      const view = yield* recordedLook(ports, look, subject, [], 'customer-service', (tx, held) =>
        maskedPerson(tx, held, ports.clock.now()),
      ).mapErr(notTellingWhose(person));
      return ok(view);
    });
}

function contactedSubject(
  ports: Pick<Ports, 'store'>,
  person: { readonly phone: string } | { readonly email: string },
): ResultAsync<SubjectId, Exclude<FindPersonRefusal, StaffInputRefusal>> {
  // A pseudonym is not passed here, so that none is refused.
  return subjectOf(ports)(person).mapErr((refusal) =>
    refusal.kind === 'InvalidId' ? { kind: 'NoSuchPerson' as const } : refusal,
  );
}
