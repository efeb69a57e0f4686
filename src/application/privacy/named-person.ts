import { type InvalidId, SubjectId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Contact } from '../ports/reads.ts';

/** A person as staff names one: by pseudonym, or by the phone or the email of the account. */
export type NamedPerson = { readonly subject: string } | { readonly phone: string } | { readonly email: string };

export type PersonRefusal = InvalidId | InvalidPhoneNumber | InvalidEmailAddress;

/** No account goes by that name. */
export interface NoSuchPerson {
  readonly kind: 'NoSuchPerson';
}

/** Finds the pseudonym. One that is passed as such is taken as it is: whether somebody bears it shows at the door. */
export function subjectOf({
  store,
}: Pick<Ports, 'store'>): (person: NamedPerson) => ResultAsync<SubjectId, PersonRefusal | NoSuchPerson | PortFailure> {
  return (person) =>
    safeTry(async function* () {
      if ('subject' in person) return ok(yield* SubjectId.parse(person.subject));
      const contact: Contact =
        'phone' in person
          ? { kind: 'phone', phone: yield* PhoneNumber.parse(person.phone) }
          : { kind: 'email', email: yield* EmailAddress.parse(person.email) };
      const subject = yield* store.reads.subjectByContact(contact);
      return subject === null ? err({ kind: 'NoSuchPerson' as const }) : ok(subject);
    });
}
