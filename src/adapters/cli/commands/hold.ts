import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { HoldReport } from '../../../application/privacy/hold-report.ts';
import type { HoldPlaced } from '../../../application/privacy/place-hold.ts';
import { Instant } from '../../../domain/instant.ts';
import {
  type HoldScope,
  holdableCategories,
  holdBases,
  holdScopes,
  type LegalHold,
} from '../../../domain/legal-hold/legal-hold.ts';
import { unreachable } from '../../../domain/unreachable.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { personFrom, subjectMeaning } from '../person-from.ts';
import { answer, refuse, type Shell } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos hold place|approve|end|list`: keeping what a law or a claim needs, by two people and for a time. */
export function holdCommand(shell: Shell): CommandUnknownOpts {
  return new Command('hold')
    .description('keep something of a person for now: it takes two of the staff, and ends by itself')
    .addHelpText(
      'after',
      `
A hold stops only what it names. It stops nothing before a second person has
approved it, and nothing after its last day; an erasure that it stopped goes on
by itself then. To renew a hold, place it anew.

Example:
  joos hold place --case CASE-1042 \\
    --basis legal-claim --scope person --until 2027-03-31 < phone.txt
  joos hold approve 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 \\
    --case CASE-1042`,
    )
    .addCommand(placeCommand(shell))
    .addCommand(approveCommand(shell))
    .addCommand(endCommand(shell))
    .addCommand(listCommand(shell));
}

function placeCommand(shell: Shell) {
  return new Command('place')
    .description('place a hold, which waits for somebody else to approve it')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .requiredOption('--basis <basis>', `on what: ${holdBases.join(', ')}`, oneOf(shell, '--basis', holdBases))
    .requiredOption('--scope <scope>', `what it keeps: ${holdScopes.join(', ')}`, oneOf(shell, '--scope', holdScopes))
    .option('--order <id>', 'the rental, with --scope order')
    .option(
      '--category <category>',
      `with --scope category: ${holdableCategories.join(', ')}`,
      oneOf(shell, '--category', holdableCategories),
    )
    .requiredOption('--until <day>', 'its last day, a year ahead at most')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos hold place --case CASE-1042 \\
    --basis payment-dispute --scope category --category payment \\
    --until 2027-03-31 < phone.txt`,
    )
    .action(async (subject, { case: caseNumber, json, ...typed }) => {
      const person = await personFrom(shell, subject);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const placed = await joos.privacy.placeHold({ ...typed, staffSession, caseNumber, person });
        if (placed.isErr()) {
          return refuse(shell, json, placed.error);
        }
        const words = `${inWords(placed.value)}\nSomebody else must approve it now.${reachInWords(placed.value)}`;
        answer(shell, json, holdJson(placed.value), words);
      } finally {
        await joos.close();
      }
    });
}

function approveCommand(shell: Shell) {
  return new Command('approve')
    .description('approve a hold that somebody else placed')
    .argument('<hold>', holdMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos hold approve 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 \\
    --case CASE-1042`,
    )
    .action(async (hold, { case: caseNumber, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const approved = await joos.privacy.approveHold({ hold, staffSession, caseNumber });
        if (approved.isErr()) {
          return refuse(shell, json, approved.error);
        }
        answer(shell, json, holdJson(approved.value), `${inWords(approved.value)}${reachInWords(approved.value)}`);
      } finally {
        await joos.close();
      }
    });
}

function endCommand(shell: Shell) {
  return new Command('end')
    .description('end a hold before its last day; an erasure that it stopped goes on')
    .argument('<hold>', holdMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos hold end 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34 \\
    --case CASE-1042`,
    )
    .action(async (hold, { case: caseNumber, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const ended = await joos.privacy.endHold({ hold, staffSession, caseNumber });
        if (ended.isErr()) {
          return refuse(shell, json, ended.error);
        }
        answer(shell, json, holdJson(ended.value), inWords(ended.value));
      } finally {
        await joos.close();
      }
    });
}

function listCommand(shell: Shell) {
  return new Command('list')
    .description('list the holds on a person, those that are over included')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos hold list --case CASE-1042 < phone.txt`)
    .action(async (subject, { case: caseNumber, json }) => {
      const person = await personFrom(shell, subject);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const holds = await joos.privacy.holdsOf({ staffSession, caseNumber, person });
        if (holds.isErr()) {
          return refuse(shell, json, holds.error);
        }
        const words = holds.value.length === 0 ? 'No holds.' : holds.value.map(inWords).join('\n');
        answer(shell, json, holds.value.map(holdJson), words);
      } finally {
        await joos.close();
      }
    });
}

const holdMeaning = 'the number of the hold, as `place` and `list` print it';

function inWords({ hold, state, scope, basis, caseNumber, until, placedBy, approved }: HoldReport): string {
  const second = approved === null ? 'nobody yet' : approved.by;
  return `${hold}  ${state}, until ${until}: ${scopeInWords(scope)}, for ${basis}, ${caseNumber}; placed by ${placedBy}, approved by ${second}`;
}

function scopeInWords(scope: HoldScope): string {
  switch (scope.kind) {
    case 'person':
      return 'the person';
    case 'order':
      return `the rental ${scope.order}`;
    case 'category':
      return `the category ${scope.category}`;
    default:
      return unreachable(scope satisfies never);
  }
}

function reachInWords({ reach }: HoldPlaced): string {
  return reach === 'everything'
    ? ''
    : '\nAn erasure of the person has gone far already: the hold can keep only what is still there.';
}

/** Times as texts, for programs. */
function holdJson(report: HoldReport): unknown {
  const { placedAt, approved, ended, ...rest } = report;
  return { ...rest, placedAt: Instant.toISOString(placedAt), approved: doneJson(approved), ended: doneJson(ended) };
}

function doneJson(done: LegalHold['approved']): unknown {
  return done === null ? null : { by: done.by, at: Instant.toISOString(done.at) };
}
