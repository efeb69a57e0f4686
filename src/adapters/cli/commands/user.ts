import { writeFile } from 'node:fs/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { cancellationReasons } from '../../../domain/deletion/erasure.ts';
import { accessPurposes } from '../../../domain/staff/staff-access.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { answer, Exit, refuse, type Shell, withProgress } from '../shell.ts';

/** Whom a command is about. Phone and email come by standard input: a command line is seen by others. */
type Person = { readonly subject: string } | { readonly phone: string } | { readonly email: string };

/** `joos user find|export|erase`: what staff does for one person, by name and for a case. */
export function userCommand(shell: Shell): CommandUnknownOpts {
  return new Command('user')
    .description('find, export or erase one person, as named staff and for a case')
    .addCommand(findCommand(shell))
    .addCommand(exportCommand(shell))
    .addCommand(eraseCommand(shell));
}

function findCommand(shell: Shell) {
  return new Command('find')
    .description('show a person, masked; the phone or email comes by standard input')
    .requiredOption('--staff <name>', 'who looks, such as anna.support')
    .requiredOption('--case <number>', 'for which case, such as CASE-1042')
    .option('--purpose <purpose>', `for what: ${accessPurposes.join(', ')}`, 'resolve-problem')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos user find --staff anna.support --case CASE-1042 < phone.txt`)
    .action(async ({ staff, case: caseNumber, purpose, json }) => {
      const person = await personFrom(shell, undefined);
      if ('subject' in person) {
        shell.err('joos: find takes a phone number or an email address');
        throw new Exit(exitCodes.usage);
      }
      const { joos } = await openFromConfiguration(shell);
      try {
        const found = await joos.support.findPerson({ staff, caseNumber, purpose, ...person });
        if (found.isErr()) {
          return refuse(shell, json, found.error);
        }
        const lines = Object.entries(found.value).map(([name, value]) => `${name.padEnd(14)} ${value ?? '-'}`);
        answer(shell, json, found.value, lines.join('\n'));
      } finally {
        await joos.close();
      }
    });
}

function exportCommand(shell: Shell) {
  return new Command('export')
    .description('write everything that is held of a person into a zip')
    .argument('[subject]', 'the subject id; without it the phone or email comes by standard input')
    .requiredOption('--staff <name>', 'who exports, such as anna.support')
    .requiredOption('--case <number>', 'for which case, such as CASE-1042')
    .requiredOption('--out <file>', 'where to write; an existing file is not replaced')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  joos user export --staff anna.support --case CASE-1042 --out export.zip < phone.txt',
    )
    .action(async (subject, { staff, case: caseNumber, out, json }) => {
      const person = await personFrom(shell, subject);
      const { joos } = await openFromConfiguration(shell);
      try {
        const exported = await withProgress(shell, 'exporting', () =>
          joos.privacy.exportOnBehalf({ staff, caseNumber, purpose: 'privacy-request', person }),
        );
        if (exported.isErr()) {
          return refuse(shell, json, exported.error);
        }
        const { archive } = exported.value;
        await writeFile(out, archive, { mode: 0o600, flag: 'wx' }).catch(() => {
          shell.err('joos: the export cannot be written there; is the file there already?');
          throw new Exit(exitCodes.usage);
        });
        answer(
          shell,
          json,
          { file: out, bytes: archive.length },
          `${out}: ${archive.length} bytes, readable by you alone`,
        );
      } finally {
        await joos.close();
      }
    });
}

function eraseCommand(shell: Shell) {
  return new Command('erase')
    .description('cancel an account on behalf of its person and erase it; it cannot be undone')
    .argument('[subject]', 'the subject id; without it the phone or email comes by standard input')
    .requiredOption('--staff <name>', 'who erases, such as anna.support')
    .requiredOption('--case <number>', 'for which case, such as CASE-1042')
    .requiredOption('--reason <reason>', `why: ${cancellationReasons.join(', ')}`)
    .requiredOption('--yes', 'say that it should really be done')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  joos user erase --staff anna.support --case CASE-1042 --reason asked-in-writing --yes < phone.txt',
    )
    .action(async (subject, { staff, case: caseNumber, reason, json }) => {
      const person = await personFrom(shell, subject);
      const { joos } = await openFromConfiguration(shell);
      try {
        const cancelled = await withProgress(shell, 'erasing', () =>
          joos.privacy.cancelOnBehalf({ staff, caseNumber, reason, person }),
        );
        if (cancelled.isErr()) {
          return refuse(shell, json, cancelled.error);
        }
        const { erasure, state, kept } = cancelled.value;
        const lines = kept.map(
          ({ category, records, rule, until }) =>
            `  kept: ${category}, ${records}, by ${rule}, until ${until.kind === 'day' ? until.day : 'it is settled'}`,
        );
        answer(shell, json, cancelled.value, [`Erasure ${erasure}: ${state}`, ...lines].join('\n'));
        if (state !== 'completed') {
          shell.err('joos: not all steps are done yet; `joos worker` carries it on');
          throw new Exit(exitCodes.found);
        }
      } finally {
        await joos.close();
      }
    });
}

async function personFrom(shell: Shell, subject: string | undefined): Promise<Person> {
  if (subject !== undefined) {
    return { subject };
  }
  const text = shell.interactive ? '' : (await shell.readInput()).trim();
  if (text === '') {
    shell.err('joos: standard input holds no phone number or email address; it must not stand in a command line');
    throw new Exit(exitCodes.usage);
  }
  return text.includes('@') ? { email: text } : { phone: text };
}
