import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { EndSessionsOfRefusal } from '../../../application/support/end-sessions-of.ts';
import type { FindPersonRefusal } from '../../../application/support/find-person.ts';
import type { StaffInput } from '../../../application/support/staff-looks.ts';
import { okAsync, type ResultAsync } from '../../../domain/result.ts';
import { accessPurposes } from '../../../domain/staff/access-purpose.ts';
import type { Joos } from '../../../index.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { personFrom, subjectMeaning, type TypedContact } from '../person-from.ts';
import { answer, refuse, type Shell } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos user end-sessions`: a person is logged out everywhere. */
export function endSessionsCommand(shell: Shell): CommandUnknownOpts {
  return new Command('end-sessions')
    .description('log a person out of every device: a phone was stolen, somebody else is in')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option(
      '--purpose <purpose>',
      `for what: ${accessPurposes.join(', ')}`,
      oneOf(shell, '--purpose', accessPurposes),
      'resolve-problem' as const,
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Each device is out with its next request. Whoever holds the phone gets in again
with a code that is sent to it: where it was stolen, have the SIM card blocked
first.

Example:
  joos user end-sessions --case CASE-1042 < phone.txt`,
    )
    .action(async (typed, { case: caseNumber, purpose, json }) => {
      const person = await personFrom(shell, typed);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const look = { staffSession, caseNumber, purpose };
        const done = await subjectOf(joos, look, person).andThen((subject) =>
          joos.support.endSessionsOf({ ...look, subject }).map((ended) => ({ subject, ended })),
        );
        if (done.isErr()) {
          return refuse(shell, json, done.error);
        }
        const { subject, ended } = done.value;
        const devices = ended === 1 ? '1 device' : `${ended} devices`;
        answer(shell, json, { subject, ended }, `Logged ${subject} out of ${devices}.`);
      } finally {
        await joos.close();
      }
    });
}

/** The pseudonym of the person; finding it by a contact is a look of its own, on record as such. */
function subjectOf(
  joos: Joos,
  look: StaffInput,
  person: TypedContact | { readonly subject: string },
): ResultAsync<string, FindPersonRefusal | EndSessionsOfRefusal> {
  if ('subject' in person) return okAsync(person.subject);
  return joos.support.findPerson({ ...look, ...person }).map(({ subject }) => subject);
}
