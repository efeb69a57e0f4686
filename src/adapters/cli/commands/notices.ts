import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { OutboxStatus } from '../../../application/ports/outbox.ts';
import { Instant, minuteMs } from '../../../domain/instant.ts';
import { systemClock } from '../../system/index.ts';
import { ageInWords } from '../age-in-words.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { answer, Exit, refuse, type Shell } from '../shell.ts';
import { parkedCommand, releaseCommand } from './parked-notices.ts';
import { previewCommand } from './preview.ts';
import { publishCommand } from './publish.ts';

/** `joos notices status|parked|release|publish|preview`: what is sent to people, and what did not get through. */
export function noticesCommand(shell: Shell): CommandUnknownOpts {
  return new Command('notices')
    .description('see what waits to be sent, release what was given up, publish news, preview messages')
    .addHelpText(
      'after',
      `
Nothing that these commands print tells who a person is or what a message says.

Example:
  joos notices status --max-age 5`,
    )
    .addCommand(statusCommand(shell))
    .addCommand(parkedCommand(shell))
    .addCommand(releaseCommand(shell))
    .addCommand(publishCommand(shell))
    .addCommand(previewCommand(shell));
}

function statusCommand(shell: Shell) {
  return new Command('status')
    .description('show how much waits, for how long, what is parked; exits 1 if somebody has to look')
    .option(
      '--max-age <minutes>',
      'how long the oldest due notice may wait',
      wholeNumber(shell, '--max-age', 0, 100_000),
      15,
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
An unclear try is one whose answer was lost: the message may have gone out, and
the next try may be its duplicate. There are at most so many duplicates.

Example:
  joos notices status --max-age 5 --json`,
    )
    .action(async ({ maxAge, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const read = await joos.notices.outboxStatus();
        if (read.isErr()) {
          return refuse(shell, json, read.error);
        }
        const status = read.value;
        const now = systemClock.now();
        const isLate = status.oldestDueAt !== null && now - status.oldestDueAt > maxAge * minuteMs;
        const needsLook = status.parked > 0 || isLate;
        answer(shell, json, statusJson(status, now, !needsLook), inWords(status, now));
        if (status.parked > 0) shell.err('joos: some are parked; `joos notices parked` lists them');
        if (isLate) shell.err('joos: the oldest has waited for too long; does `joos worker` run, and get through?');
        if (needsLook) throw new Exit(exitCodes.found);
      } finally {
        await joos.close();
      }
    });
}

function inWords(status: OutboxStatus, now: Instant): string {
  const { queued, due, parked, unclearTries, oldestDueAt, oldestQueuedAt } = status;
  const lines = {
    waiting: `${queued}, ${due} of them due`,
    oldest: oldestQueuedAt === null ? 'none' : `written down ${ageInWords(now - oldestQueuedAt)} ago`,
    due: oldestDueAt === null ? 'none' : `for ${ageInWords(now - oldestDueAt)}`,
    parked: String(parked),
    unclear: unclearTries === 1 ? '1 try' : `${unclearTries} tries`,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name.padEnd(8)} ${value}`)
    .join('\n');
}

/** Times as texts, for programs. */
function statusJson({ oldestQueuedAt, oldestDueAt, ...counts }: OutboxStatus, now: Instant, inOrder: boolean): unknown {
  const time = (at: Instant | null): string | null => (at === null ? null : Instant.toISOString(at));
  const oldestDueMs = oldestDueAt === null ? null : Math.max(0, now - oldestDueAt);
  return { ...counts, oldestQueuedAt: time(oldestQueuedAt), oldestDueAt: time(oldestDueAt), oldestDueMs, inOrder };
}
