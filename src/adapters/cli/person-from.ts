import { SubjectId } from '../../domain/ids.ts';
import { exitCodes } from './exit-codes.ts';
import { type Shell, stop, valuesFromInput } from './shell.ts';

/** A person by the contact that came in. */
export type TypedContact = { readonly phone: string } | { readonly email: string };

/** What the help says of the argument that {@link personFrom} reads. */
export const subjectMeaning = 'the subject id; without it the phone or email comes by standard input';

/** A person as the command line names one: by subject id there, or by a contact that comes by standard input. */
export async function personFrom(
  shell: Shell,
  subject: string | undefined,
): Promise<TypedContact | { readonly subject: string }> {
  if (subject === undefined) return contactFromInput(shell);
  if (SubjectId.parse(subject).isErr()) {
    const instead =
      'a phone number or an email address comes by standard input, since a command line is seen by others';
    stop(shell, exitCodes.usage, `the argument is no subject id; ${instead}`);
  }
  return { subject };
}

/** The phone number or the email address that comes by standard input. */
export async function contactFromInput(shell: Shell): Promise<TypedContact> {
  const text = (await valuesFromInput(shell, 'the phone number or the email address')).trim();
  if (text === '') {
    stop(shell, exitCodes.usage, 'standard input holds no phone number and no email address');
  }
  return text.includes('@') ? { email: text } : { phone: text };
}
