import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { accountRoles } from '../../../domain/database-account/account-role.ts';
import { breachInWords, breachJson } from '../breach-in-words.ts';
import { exitCodes } from '../exit-codes.ts';
import { configured, openFromConfiguration } from '../open-from-configuration.ts';
import { answer, refuse, type Shell, stop, withProgress } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';
import { wrapped } from '../wrapped.ts';

/** `joos breach scope`: what a breach of personal data touched, and until when to notify whom. */
export function breachCommand(shell: Shell): CommandUnknownOpts {
  return new Command('breach')
    .description('say what a breach of personal data touched, and until when to notify')
    .addHelpText(
      'after',
      `
Example:
  joos breach scope --accounts anna.support --from 2026-11-20T00:00:00Z \\
    --to 2026-11-27T00:00:00Z --known-at 2026-11-27T09:00:00+01:00`,
    )
    .addCommand(scopeCommand(shell));
}

const roles = wrapped(accountRoles.map((role) => `db:${role}`).join(', '), 78)
  .map((line) => `  ${line}`)
  .join('\n');

function scopeCommand(shell: Shell) {
  return new Command('scope')
    .description('count categories, people and records that accounts or a window touched')
    .option('--accounts <names>', 'of staff, or db:ROLE of the database, by comma; all staff without')
    .requiredOption('--from <time>', 'from then on, such as 2026-11-20T00:00:00Z')
    .requiredOption('--to <time>', 'before then')
    .option('--known-at <time>', 'when it became known: the 72 hours run from then')
    .option('--subjects', 'print the pseudonyms of the people instead, as JSON lines')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
What staff did is known from the audit log, field by field. What an account of
the database read nobody records: it is counted what it may read of all that is
stored now, which is the most there can be. The roles are:
${roles}
Without accounts, all that staff did in the window counts, and of what was
written in it messages and risks at the door; other tables are not told by time.

Nobody is named. --subjects prints pseudonyms, for telling the people
(GDPR art. 34), and the counts to standard error; that it was asked is recorded,
as is every look at this. You are signed in by \`joos staff sign-in\`, as privacy
officer or auditor.

Example:
  joos breach scope --accounts db:application --from 2026-11-20T00:00:00Z \\
    --to 2026-11-27T00:00:00Z --known-at 2026-11-27T09:00:00+01:00 --json`,
    )
    .action(async ({ accounts = '', from, to, knownAt, subjects, json }) => {
      if (subjects && json) stop(shell, exitCodes.usage, '--subjects prints JSON lines by itself, without --json');
      const staffSession = readStaffSession(shell);
      const { timeZone } = configured(shell).business;
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const asked = { staffSession, accounts: namesIn(accounts), from, to, knownAt };
        const onPeople = (people: readonly string[]): void => {
          for (const subject of people) shell.out(JSON.stringify({ subject }));
        };
        const scope = await withProgress(shell, 'counting', () =>
          joos.audit.scopeBreach(subjects ? { ...asked, onPeople } : asked),
        );
        if (scope.isErr()) return refuse(shell, json, scope.error);
        const words = breachInWords(scope.value, timeZone);
        if (subjects) shell.err(words);
        else answer(shell, json, breachJson(scope.value), words);
      } finally {
        await joos.close();
      }
    });
}

function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
