import { type InvalidId, SubjectId } from '../../domain/ids.ts';
import { err, ok, okAsync, Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type NotRevealable, RevealableField } from '../../domain/staff/contact-access.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { phoneOf } from '../../domain/user/user.ts';
import type { VisibleUser } from '../../domain/user/visible-user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NoSuchPerson } from '../privacy/named-person.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { parseStaffInput, recordedLook, type StaffInput, type StaffInputRefusal } from './staff-looks.ts';

/** Support has to reach a person and asks for a contact in clear (POLICY.md C09). */
export interface RevealContactInput extends StaffInput {
  /** As `findPerson` answered it. */
  readonly subject: string;
  /** Of `revealableFields`; at least one. */
  readonly fields: readonly string[];
}

/** The fields that were asked for and no other; null where the person gave none. */
export type RevealedContact = Readonly<Partial<Record<RevealableField, string | null>>>;

/** Why no contact is shown in clear; without a record of the look none ever is (POLICY.md C21). */
export type RevealContactRefusal =
  | StaffInputRefusal
  | InvalidId
  /** No field is named, or one that staff may not have in clear. */
  | NotRevealable
  | NoSuchPerson
  | PortFailure;

/** Shows staff the phone or the email of one person, to call or write about one case (POLICY.md C09, C21). */
export type RevealContact = (input: RevealContactInput) => ResultAsync<RevealedContact, RevealContactRefusal>;

/** Makes the use case. The look is on record, with the fields by name, before a value is released. */
export function revealContact(ports: StaffPorts): RevealContact {
  return (input) =>
    safeTry(async function* () {
      const look = yield* parseStaffInput(ports, input, 'reveal-contact');
      const subject = yield* SubjectId.parse(input.subject);
      const fields = yield* parseFields(input.fields);
      const revealed = yield* recordedLook(ports, look, subject, fields, 'customer-service', (_tx, { user }) =>
        okAsync<RevealedContact>(Object.fromEntries(fields.map((field) => [field, contactOf(user, field)]))),
      );
      return ok(revealed);
    });
}

function parseFields(names: readonly string[]): Result<readonly RevealableField[], NotRevealable> {
  if (names.length === 0) return err({ kind: 'NotRevealable' });
  return Result.combine(names.map((name) => RevealableField.parse(name))).map((fields) => [...new Set(fields)]);
}

function contactOf(user: VisibleUser, field: RevealableField): string | null {
  switch (field) {
    case 'login.phone':
      return phoneOf(user);
    case 'contact.email':
      return user.email;
    default:
      return unreachable(field satisfies never);
  }
}
