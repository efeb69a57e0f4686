import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { OpenRequest } from '../../../application/privacy/open-requests.ts';
import type { RequestReport } from '../../../application/privacy/record-request.ts';
import type { Urgency } from '../../../domain/privacy-request/legal-clock.ts';
import {
  dataSubjectRights,
  extensionReasons,
  requestChannels,
  requestOutcomes,
} from '../../../domain/privacy-request/privacy-request.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { personFrom, subjectMeaning } from '../person-from.ts';
import { answer, Exit, refuse, type Shell } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos privacy requests|record|verify|extend|close`: what people ask under data protection law, and its clock. */
export function privacyCommand(shell: Shell): CommandUnknownOpts {
  return new Command('privacy')
    .description('requests under data protection law, with their legal clock')
    .addHelpText(
      'after',
      `
A request is due a month after the day on which it came; two further months can
be taken once, within the first, and the person is told (GDPR art. 12(3)).

Example:
  joos privacy record --case CASE-1042 \\
    --right access --channel letter --received 2026-11-20 < phone.txt
  joos privacy requests`,
    )
    .addCommand(requestsCommand(shell))
    .addCommand(recordCommand(shell))
    .addCommand(verifyCommand(shell))
    .addCommand(extendCommand(shell))
    .addCommand(closeCommand(shell));
}

/** More than anybody reads; the most urgent are among them. */
const listedAtMost = 1000;

function requestsCommand(shell: Shell) {
  return new Command('requests')
    .description('list open requests and unfinished erasures by time left; exits 1 if one is overdue or nearly so')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  joos privacy requests')
    .action(async ({ json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const open = await joos.privacy.openRequests({ limit: listedAtMost });
        if (open.isErr()) {
          return refuse(shell, json, open.error);
        }
        const words = open.value.length === 0 ? 'Nobody waits for an answer.' : open.value.map(inWords).join('\n');
        answer(shell, json, open.value, words);
        const overdue = open.value.filter((one) => one.overdue).length;
        const alarmed = open.value.filter((one) => one.alarm).length;
        if (alarmed > 0) {
          shell.err(`joos: ${overdue} overdue, ${alarmed - overdue} due within 7 days`);
          throw new Exit(exitCodes.found);
        }
      } finally {
        await joos.close();
      }
    });
}

function recordCommand(shell: Shell) {
  return new Command('record')
    .description('write down a request that came in')
    .argument('[subject]', subjectMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .requiredOption(
      '--right <right>',
      `what is asked: ${dataSubjectRights.join(', ')}`,
      oneOf(shell, '--right', dataSubjectRights),
    )
    .requiredOption(
      '--channel <channel>',
      `how it came: ${requestChannels.join(', ')}`,
      oneOf(shell, '--channel', requestChannels),
    )
    .option('--received <day>', 'the day on which it came, if not today')
    .option('--order <id>', 'the rental that it is about; its record is kept as evidence')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos privacy record --case CASE-1042 \\
    --right access --channel letter --received 2026-11-20 < phone.txt`,
    )
    .action(async (subject, { case: caseNumber, received: receivedOn, json, ...typed }) => {
      const person = await personFrom(shell, subject);
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const recorded = await joos.privacy.recordRequest({ ...typed, staffSession, caseNumber, receivedOn, person });
        if (recorded.isErr()) {
          return refuse(shell, json, recorded.error);
        }
        answer(shell, json, recorded.value, reportInWords(recorded.value));
      } finally {
        await joos.close();
      }
    });
}

function verifyCommand(shell: Shell) {
  return new Command('verify')
    .description('say that it is sure now who asks')
    .argument('<request>', requestMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos privacy verify 7d1f6c1e-7f0e-4a5e-8d6f-3c1e2a340b5c \\
    --case CASE-1042`,
    )
    .action(async (request, { case: caseNumber, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const verified = await joos.privacy.verifyRequest({ request, staffSession, caseNumber });
        if (verified.isErr()) {
          return refuse(shell, json, verified.error);
        }
        answer(shell, json, verified.value, reportInWords(verified.value));
      } finally {
        await joos.close();
      }
    });
}

function extendCommand(shell: Shell) {
  return new Command('extend')
    .description('take two further months, once and within the first; the person is told')
    .argument('<request>', requestMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .requiredOption(
      '--reason <reason>',
      `why: ${extensionReasons.join(', ')}`,
      oneOf(shell, '--reason', extensionReasons),
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos privacy extend 7d1f6c1e-7f0e-4a5e-8d6f-3c1e2a340b5c \\
    --case CASE-1042 --reason complexity`,
    )
    .action(async (request, { case: caseNumber, reason, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const extended = await joos.privacy.extendRequest({ request, staffSession, caseNumber, reason });
        if (extended.isErr()) {
          return refuse(shell, json, extended.error);
        }
        answer(shell, json, extended.value, `${reportInWords(extended.value)}\nThe person is told by \`joos worker\`.`);
      } finally {
        await joos.close();
      }
    });
}

function closeCommand(shell: Shell) {
  return new Command('close')
    .description('say how a request ended')
    .argument('<request>', requestMeaning)
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .requiredOption(
      '--outcome <outcome>',
      `how: ${requestOutcomes.join(', ')}`,
      oneOf(shell, '--outcome', requestOutcomes),
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos privacy close 7d1f6c1e-7f0e-4a5e-8d6f-3c1e2a340b5c \\
    --case CASE-1042 --outcome done`,
    )
    .action(async (request, { case: caseNumber, outcome, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const closed = await joos.privacy.closeRequest({ request, staffSession, caseNumber, outcome });
        if (closed.isErr()) {
          return refuse(shell, json, closed.error);
        }
        answer(shell, json, closed.value, `${closed.value.request}  closed`);
      } finally {
        await joos.close();
      }
    });
}

const requestMeaning = 'the number of the request, as `record` and `requests` print it';

function inWords({ id, right, state, caseNumber, dueOn, extended, ...urgency }: OpenRequest): string {
  const more = [right, state, ...(extended ? ['extended'] : []), caseNumber ?? 'without a case'].join(', ');
  return `${id}  due ${dueOn}, ${leftInWords(urgency)}: ${more}`;
}

function reportInWords({ request, state, dueOn, ...urgency }: RequestReport): string {
  return `${request}  ${state}, due ${dueOn}, ${leftInWords(urgency)}`;
}

function leftInWords({ daysLeft, overdue }: Urgency): string {
  const days = Math.abs(daysLeft);
  const words = `${days} ${days === 1 ? 'day' : 'days'}`;
  if (overdue) return `OVERDUE by ${words}`;
  return daysLeft === 0 ? 'TODAY' : `${words} left`;
}
