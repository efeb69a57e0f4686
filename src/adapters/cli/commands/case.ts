import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Refusal } from '../../../application/refusals.ts';
import { Instant } from '../../../domain/instant.ts';
import type { ResultAsync } from '../../../domain/result.ts';
import { caseChannels, caseOutcomes, caseTopics, type SupportCase } from '../../../domain/support-case/support-case.ts';
import { type Language, languages } from '../../../domain/user/language.ts';
import type { Joos } from '../../../index.ts';
import { caseJson, caseLine, personLine, seenInWords, seenJson } from '../case-in-words.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { personFrom, subjectMeaning } from '../person-from.ts';
import { answer, refuse, type Shell, valuesFromInput } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos case …`: what support does for a person, from the call to the end of the case. */
export function caseCommand(shell: Shell): CommandUnknownOpts {
  return new Command('case')
    .description('support cases: what is done for a person is done in one')
    .addHelpText(
      'after',
      `
What staff looks at or changes of a person names an open case of that very
person. Contacts stay masked; a message goes out without anybody here seeing
where to. What you write comes by standard input, since a command line is seen
by others. A case goes a year after it was closed, and with the account.

Example:
  joos case open --topic payment < phone.txt
  joos case note CASE-1042 < note.txt
  joos case close CASE-1042 --outcome solved`,
    )
    .addCommand(openCommand(shell))
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(noteCommand(shell))
    .addCommand(contactCommand(shell))
    .addCommand(verifyCommand(shell))
    .addCommand(confirmCommand(shell))
    .addCommand(closeCommand(shell));
}

const numberMeaning = 'the number of the case, such as CASE-1042';
const inJson = ['--json', 'print one JSON document'] as const;

function openCommand(shell: Shell) {
  return new Command('open')
    .description('open a case for somebody who called or wrote')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--topic <topic>', `about what: ${caseTopics.join(', ')}`, oneOf(shell, '--topic', caseTopics))
    .option(
      '--language <language>',
      `in which we write about it: ${languages.join(', ')}; the person’s by default`,
      oneOf<Language>(shell, '--language', languages),
    )
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case open --topic rental < phone.txt')
    .action(async (typed, { topic, language, json }) => {
      const staffSession = readStaffSession(shell);
      const person = await personFrom(shell, typed);
      await told(
        shell,
        json,
        ({ support }) => support.openCase({ staffSession, person, topic, language }),
        ({ supportCase, person: masked }) => ({ ...caseJson(supportCase), person: masked }),
        ({ supportCase, person: masked }) => `${caseLine(supportCase)}\n${personLine(masked)}`,
      );
    });
}

function listCommand(shell: Shell) {
  return new Command('list')
    .description('the cases of a person, the newest first')
    .argument('[subject]', subjectMeaning)
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case list < phone.txt')
    .action(async (typed, { json }) => {
      const staffSession = readStaffSession(shell);
      const person = await personFrom(shell, typed);
      await told(
        shell,
        json,
        ({ support }) => support.casesOf({ staffSession, person }),
        (cases) => cases.map(caseJson),
        (cases) => (cases.length === 0 ? 'No case.' : cases.map(caseLine).join('\n')),
      );
    });
}

function showCommand(shell: Shell) {
  return new Command('show')
    .description('a case with its person, masked, its notes and messages')
    .argument('<number>', numberMeaning)
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case show CASE-1042')
    .action(async (caseNumber, { json }) => {
      const staffSession = readStaffSession(shell);
      await told(shell, json, ({ support }) => support.seeCase({ staffSession, caseNumber }), seenJson, seenInWords);
    });
}

function noteCommand(shell: Shell) {
  return new Command('note')
    .description('write something down, which comes by standard input; the person can read it')
    .argument('<number>', numberMeaning)
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case note CASE-1042 < note.txt')
    .action(async (caseNumber, { json }) => {
      const staffSession = readStaffSession(shell);
      const text = await valuesFromInput(shell, 'the note');
      await told(
        shell,
        json,
        ({ support }) => support.addNote({ staffSession, caseNumber, text }),
        (note) => ({ note }),
        (note) => `Noted as ${note}.`,
      );
    });
}

function contactCommand(shell: Shell) {
  return new Command('contact')
    .description('write to the person; the text comes by standard input, the address is shown to nobody')
    .argument('<number>', numberMeaning)
    .option(
      '--by <channel>',
      `by which way: ${caseChannels.join(', ')}`,
      oneOf(shell, '--by', caseChannels),
      'best' as const,
    )
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case contact CASE-1042 --by email < message.txt')
    .action(async (caseNumber, { by: channel, json }) => {
      const staffSession = readStaffSession(shell);
      const text = await valuesFromInput(shell, 'the message');
      await told(
        shell,
        json,
        ({ support }) => support.contactPerson({ staffSession, caseNumber, channel, text }),
        (contacted) => contacted,
        ({ message, channel: reached }) => `Queued as ${message}; it goes by ${reached}.`,
      );
    });
}

function verifyCommand(shell: Shell) {
  return new Command('verify')
    .description('send a code to the person’s own phone or email, which the caller reads out')
    .argument('<number>', numberMeaning)
    .option('--to <contact>', 'phone or email; the phone by default', oneOf(shell, '--to', ['phone', 'email'] as const))
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case verify CASE-1042')
    .action(async (caseNumber, { to, json }) => {
      const staffSession = readStaffSession(shell);
      await told(
        shell,
        json,
        ({ support }) => support.verifyCaller({ staffSession, caseNumber, to }),
        ({ challenge, channel, digits, expiresAt }) => ({
          challenge,
          channel,
          digits,
          expiresAt: Instant.toISOString(expiresAt),
        }),
        ({ challenge, channel, digits }) =>
          `A code of ${digits} digits went out by ${channel}.\nHave it read out: joos case confirm ${caseNumber} ${challenge} < code.txt`,
      );
    });
}

function confirmCommand(shell: Shell) {
  return new Command('confirm')
    .description('take the code that the caller read out; it comes by standard input')
    .argument('<number>', numberMeaning)
    .argument('<challenge>', 'as `joos case verify` answered it')
    .option(...inJson)
    .addHelpText(
      'after',
      `
Who was verified counts as the person for 15 minutes, in this case: then the
account is cancelled or exported without a second member of the staff.

Example:
  joos case confirm CASE-1042 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 < code.txt`,
    )
    .action(async (caseNumber, challenge, { json }) => {
      const staffSession = readStaffSession(shell);
      const code = (await valuesFromInput(shell, 'the code')).trim();
      await told(
        shell,
        json,
        ({ support }) => support.confirmCaller({ staffSession, caseNumber, challenge, code }),
        ({ verifiedUntil }) => ({ verifiedUntil: Instant.toISOString(verifiedUntil) }),
        ({ verifiedUntil }) => `The caller is the person, until ${Instant.toISOString(verifiedUntil)}.`,
      );
    });
}

function closeCommand(shell: Shell) {
  return new Command('close')
    .description('close a case: nothing is looked at or changed for it any more')
    .argument('<number>', numberMeaning)
    .requiredOption(
      '--outcome <outcome>',
      `how it ended: ${caseOutcomes.join(', ')}`,
      oneOf(shell, '--outcome', caseOutcomes),
    )
    .option(...inJson)
    .addHelpText('after', '\nExample:\n  joos case close CASE-1042 --outcome solved')
    .action(async (caseNumber, { outcome, json }) => {
      const staffSession = readStaffSession(shell);
      await told(
        shell,
        json,
        ({ support }) => support.closeCase({ staffSession, caseNumber, outcome }),
        caseJson,
        (closed: SupportCase) => caseLine(closed),
      );
    });
}

/** Opens the core, does it, and says what came of it. */
async function told<Value>(
  shell: Shell,
  json: true | undefined,
  act: (joos: Joos) => ResultAsync<Value, Refusal>,
  asJson: (value: Value) => unknown,
  inWords: (value: Value) => string,
): Promise<void> {
  const { joos } = await openFromConfiguration(shell, 'warn');
  try {
    const done = await act(joos);
    if (done.isErr()) {
      return refuse(shell, json, done.error);
    }
    answer(shell, json, asJson(done.value), inWords(done.value));
  } finally {
    await joos.close();
  }
}
