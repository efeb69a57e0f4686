import { writeFile } from 'node:fs/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { MaskedPerson } from '../../../application/support/masked-person.ts';
import { cancellationReasons, type Kept } from '../../../domain/deletion/erasure.ts';
import { Instant } from '../../../domain/instant.ts';
import { accessPurposes } from '../../../domain/staff/access-purpose.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { contactFromInput, personFrom, subjectMeaning } from '../person-from.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';
import { endSessionsCommand } from './end-sessions.ts';

/** `joos user find|export|end-sessions|erase`: what staff does for one person, by name and for a case. */
export function userCommand(shell: Shell): CommandUnknownOpts {
  return new Command('user')
    .description('find, export, log out or erase one person, as who is signed in and for a case')
    .addHelpText(
      'after',
      `
The phone number or the email address of the person comes by standard input:
a command line is seen by others. Who looked, when and for which case is
recorded, and the person can see it. Sign in first: joos staff sign-in. An
export and an erasure need a second person who agrees: joos staff ask.

Example:
  joos user find --case CASE-1042 < phone.txt`,
    )
    .addCommand(findCommand(shell))
    .addCommand(exportCommand(shell))
    .addCommand(endSessionsCommand(shell))
    .addCommand(eraseCommand(shell));
}

function findCommand(shell: Shell) {
  return new Command('find')
    .description('show a person, masked; the phone or email comes by standard input')
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option(
      '--purpose <purpose>',
      `for what: ${accessPurposes.join(', ')}`,
      oneOf(shell, '--purpose', accessPurposes),
      'resolve-problem' as const,
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos user find --case CASE-1042 < phone.txt`)
    .action(async ({ case: caseNumber, purpose, json }) => {
      const contact = await contactFromInput(shell);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const found = await joos.support.findPerson({ staffSession, caseNumber, purpose, ...contact });
        if (found.isErr()) {
          return refuse(shell, json, found.error);
        }
        const person = { ...found.value, registeredAt: Instant.toISOString(found.value.registeredAt) };
        answer(shell, json, person, inWords(found.value));
      } finally {
        await joos.close();
      }
    });
}

function exportCommand(shell: Shell) {
  return new Command('export')
    .description('write everything that is held of a person into a zip')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .requiredOption('--out <file>', 'where to write; an existing file is not replaced')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos user export --case CASE-1042 \\
    --out export.zip < phone.txt`,
    )
    .action(async (subject, { case: caseNumber, out, json }) => {
      const person = await personFrom(shell, subject);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const exported = await withProgress(shell, 'exporting', () =>
          joos.privacy.exportOnBehalf({ staffSession, caseNumber, purpose: 'privacy-request', person }),
        );
        if (exported.isErr()) {
          return refuse(shell, json, exported.error);
        }
        const { archive } = exported.value;
        await writeFile(out, archive, { mode: 0o600, flag: 'wx' }).catch(() =>
          stop(shell, exitCodes.usage, 'the export cannot be written there; is the file there already?'),
        );
        const words = `${out}: ${archive.length.toLocaleString('en')} bytes, readable by you alone`;
        answer(shell, json, { file: out, bytes: archive.length }, words);
      } finally {
        await joos.close();
      }
    });
}

function eraseCommand(shell: Shell) {
  return new Command('erase')
    .description('cancel an account on behalf of its person and erase it; it cannot be undone')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .requiredOption(
      '--reason <reason>',
      `why: ${cancellationReasons.join(', ')}`,
      oneOf(shell, '--reason', cancellationReasons),
    )
    .requiredOption('--yes', 'say that it should really be done')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos user erase --case CASE-1042 \\
    --reason asked-in-writing --yes < phone.txt`,
    )
    .action(async (subject, { case: caseNumber, reason, json }) => {
      const person = await personFrom(shell, subject);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const cancelled = await withProgress(shell, 'erasing', () =>
          joos.privacy.cancelOnBehalf({ staffSession, caseNumber, reason, person }),
        );
        if (cancelled.isErr()) {
          return refuse(shell, json, cancelled.error);
        }
        const { erasure, state, kept } = cancelled.value;
        answer(shell, json, cancelled.value, [`Erasure ${erasure}: ${state}`, ...kept.map(keptInWords)].join('\n'));
        if (state !== 'certified') {
          shell.err('joos: not all steps are done yet; `joos worker` carries it on');
          throw new Exit(exitCodes.found);
        }
      } finally {
        await joos.close();
      }
    });
}

function inWords({ registeredAt, rentals, openRentals, unpaidRentals, ...person }: MaskedPerson): string {
  const lines = {
    subject: person.subject,
    state: person.state,
    registered: Instant.toISOString(registeredAt),
    language: person.language,
    phone: person.phone ?? 'none',
    email: person.email ?? 'none',
    username: person.username ?? 'none',
    rentals: `${rentals}, ${openRentals} of them open, ${unpaidRentals} unpaid`,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name.padEnd(11)} ${value}`)
    .join('\n');
}

function keptInWords({ category, records, rule, until }: Kept): string {
  const end = until.kind === 'day' ? until.day : `it is settled, ${until.atMost} at most`;
  return `  kept without a name: ${category}, ${records}, by rule ${rule}, until ${end}`;
}
