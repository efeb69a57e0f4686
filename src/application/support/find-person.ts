import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { InvalidEmailAddress } from '../../domain/user/email-address.ts';
import type { Language } from '../../domain/user/language.ts';
import { maskEmail, maskPhone, maskUsername } from '../../domain/user/mask-contact.ts';
import type { InvalidPhoneNumber } from '../../domain/user/phone-number.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type NoSuchPerson, subjectOf } from '../privacy/named-person.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { parseStaffInput, recordedLook, type StaffInput, type StaffInputRefusal } from './staff-looks.ts';

/** Support looks for the person who called or wrote (POLICY.md C09). */
export type FindPersonInput = StaffInput & ({ readonly phone: string } | { readonly email: string });

/** Enough to tell whether it is the right person and what the trouble may be; nothing in it reaches or names anybody. */
export interface MaskedPerson {
  readonly subject: SubjectId;
  /** People who leave or left are not found: nothing of theirs is looked at. */
  readonly state: ActiveUser['kind'];
  readonly registeredAt: Instant;
  readonly language: Language;
  /** `+49 ••• ••67`. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly username: string | null;
  readonly rentals: number;
  readonly openRentals: number;
  readonly unpaidRentals: number;
}

/** Why staff sees nobody; who is leaving or gone is answered like who never was. */
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
      const subject = yield* contactedSubject(ports, input);
      const view = yield* recordedLook(ports, look, subject, [], 'customer-service', (tx, { proof, user }) =>
        tx.erasures.holdingsOf({ proof, user }, ports.clock.now()).map((holdings): MaskedPerson => {
          const phone = phoneOf(user);
          return {
            subject,
            state: user.kind,
            registeredAt: user.registeredAt,
            language: user.language,
            phone: phone === null ? null : maskPhone(phone),
            email: user.email === null ? null : maskEmail(user.email),
            username: user.username === null ? null : maskUsername(user.username),
            rentals: holdings.counts.rental ?? 0,
            openRentals: holdings.rentals.filter((rental) => rental.state === 'open').length,
            unpaidRentals: holdings.rentals.filter((rental) => rental.unpaid).length,
          };
        }),
      );
      return ok(view);
    });
}

function contactedSubject(
  ports: Pick<Ports, 'store'>,
  input: FindPersonInput,
): ResultAsync<SubjectId, Exclude<FindPersonRefusal, StaffInputRefusal>> {
  const person = 'phone' in input ? { phone: input.phone } : { email: input.email };
  // A pseudonym is not passed here, so that none is refused.
  return subjectOf(ports)(person).mapErr((refusal) =>
    refusal.kind === 'InvalidId' ? { kind: 'NoSuchPerson' as const } : refusal,
  );
}
