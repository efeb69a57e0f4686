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

/** As {@link subjectOf}; null where nobody goes by the name, for who puts that on record before it is answered. */
export function subjectOrNull(
  ports: Pick<Ports, 'store'>,
): (person: NamedPerson) => ResultAsync<SubjectId | null, PersonRefusal | PortFailure> {
  return (person) =>
    subjectOf(ports)(person).orElse((refusal) =>
      refusal.kind === 'NoSuchPerson' ? ok<null, PersonRefusal | PortFailure>(null) : err(refusal),
    );
}

/**
 * What is answered to who named a person by a contact and a case that is not this person's: the same as where nobody has that
 * contact. Whoever has one case open would learn otherwise, off the record, which numbers belong to customers.
 */
export function notTellingWhose<Refusal extends { readonly kind: string }>(
  person: NamedPerson,
): (refusal: Refusal) => Refusal | NoSuchPerson {
  return (refusal) => (refusal.kind === 'NoSuchCase' && !('subject' in person) ? { kind: 'NoSuchPerson' } : refusal);
}
