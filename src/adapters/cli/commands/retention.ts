import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { RetentionExplained } from '../../../application/privacy/explain-retention.ts';
import type { RetentionSwept } from '../../../application/privacy/sweep-retention.ts';
import { basisNames } from '../../../domain/data-map/plain-words.ts';
import { SubjectId } from '../../../domain/ids.ts';
import type { HeldUntil } from '../../../domain/retention/explain.ts';
import { unreachable } from '../../../domain/unreachable.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos retention explain|sweep`: why something is still held, and disposal of what is not to be held any more. */
export function retentionCommand(shell: Shell): CommandUnknownOpts {
  return new Command('retention')
    .description('explain what is held of a person and until when; dispose of what is over')
    .addHelpText('after', `\nExample:\n  joos retention sweep --dry-run`)
    .addCommand(explainCommand(shell))
    .addCommand(sweepCommand(shell));
}

function explainCommand(shell: Shell) {
  return new Command('explain')
    .description('list every held field of a person: why, until when, what then; no values')
    .argument('<subject>', 'the subject id, as `joos user find` shows it')
    .requiredOption('--case <number>', 'an open case of the person, such as CASE-1042')
    .option('--at <day>', 'what will still be held at the end of this day, YYYY-MM-DD')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
That you looked is recorded, and the person can see it.

Example:
  joos retention explain 0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37 \\
    --case CASE-1042 --at 2029-12-31`,
    )
    .action(async (subject, { case: caseNumber, at, json }) => {
      if (SubjectId.parse(subject).isErr()) {
        stop(shell, exitCodes.usage, 'the argument is no subject id; `joos user find` shows it');
      }
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const explained = await joos.privacy.explainRetention({
          person: { subject },
          staffSession,
          caseNumber,
          on: at,
        });
        if (explained.isErr()) {
          return refuse(shell, json, explained.error);
        }
        answer(shell, json, explained.value, explainedInWords(explained.value));
      } finally {
        await joos.close();
      }
    });
}

function sweepCommand(shell: Shell) {
  return new Command('sweep')
    .description('dispose of everything whose time is over; run it again and it goes on')
    .option('--dry-run', 'only count what is due')
    .option('--limit <count>', 'stop after so many', wholeNumber(shell, '--limit', 1, 1_000_000_000), 1_000_000_000)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos retention sweep --dry-run --json`)
    .action(async ({ dryRun, limit, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        let total: RetentionSwept | null = null;
        let rest = limit;
        do {
          const round = Math.min(rest, dryRun ? limit : roundSize);
          const swept = await withProgress(shell, 'sweeping', () =>
            joos.worker.sweepRetention({ limit: round, dryRun: dryRun === true }),
          );
          if (swept.isErr()) {
            return refuse(shell, json, swept.error);
          }
          total = total === null ? swept.value : sumOf(total, swept.value);
          rest = limit - countOf(total);
          if (total.more && rest > 0) shell.err(`joos: sweeping, ${countOf(total).toLocaleString('en')} so far`);
        } while (total.more && rest > 0);
        answer(shell, json, { ...total, dryRun: dryRun === true }, sweptInWords(total, dryRun === true));
        if (total.failed > 0) {
          shell.err('joos: a part did not answer; the next sweep tries again');
          throw new Exit(exitCodes.unavailable);
        }
      } finally {
        await joos.close();
      }
    });
}

/** After so many it says how far it is. */
const roundSize = 10_000;

function countOf({ disposed, writtenOff, warned, ended }: RetentionSwept): number {
  return Object.values(disposed).reduce((sum, count) => sum + count, writtenOff + warned + ended);
}

function sumOf(one: RetentionSwept, other: RetentionSwept): RetentionSwept {
  const disposed: Record<string, number> = { ...one.disposed };
  for (const [table, count] of Object.entries(other.disposed)) disposed[table] = (disposed[table] ?? 0) + count;
  return {
    disposed,
    writtenOff: one.writtenOff + other.writtenOff,
    warned: one.warned + other.warned,
    ended: one.ended + other.ended,
    failed: other.failed, // what failed once and then went through has not failed
    more: other.more,
  };
}

function sweptInWords(swept: RetentionSwept, dryRun: boolean): string {
  const { disposed, writtenOff, warned, ended, more } = swept;
  const lines = Object.entries({
    ...disposed,
    'rentals given up': writtenOff,
    'people warned': warned,
    'accounts ended': ended,
  });
  const words = lines.filter(([, count]) => count > 0).map(([what, count]) => `  ${what.padEnd(18)} ${count}`);
  if (words.length === 0) return 'Nothing is due.';
  const rest = more ? ['The limit is reached; the next sweep goes on.'] : [];
  return [dryRun ? 'Due now, and left as it is:' : 'Disposed of:', ...words, ...rest].join('\n');
}

function explainedInWords({ subject, account, lines }: RetentionExplained): string {
  const words = lines.map(({ field, meaning, records, basis, clauses, since, until, afterwards }) =>
    [
      `${field} (${records}): ${meaning}`,
      `    why:   ${basisNames[basis]}; ${clauses.join(', ')}`,
      ...(since === null ? [] : [`    since: ${since}`]),
      `    until: ${untilInWords(until)}; then ${afterwards}`,
    ].join('\n'),
  );
  return [`Subject ${subject}, account ${account}`, ...(words.length === 0 ? ['Nothing is held.'] : words)].join('\n');
}

function untilInWords(until: HeldUntil): string {
  switch (until.kind) {
    case 'day':
      return until.day;
    case 'account':
      return `while the account is active${until.unusedUntil === null ? '' : `; if nobody uses it, ${until.unusedUntil}`}`;
    case 'settled':
      return `the rental is returned and paid, ${until.atMost} at most`;
    case 'hold':
      return `${until.day}, by a legal hold or an open request`;
    case 'expiry':
      return `it expires on ${until.day}`;
    case 'closing':
      return 'it is closed; only then its time begins';
    case 'erasure':
      return 'the erasure under way takes it';
    default:
      return unreachable(until satisfies never);
  }
}
