import { setTimeout as sleep } from 'node:timers/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { PassDone } from '../../../application/notices/worker-pass.ts';
import { orThrow } from '../../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { Exit, type Shell } from '../shell.ts';

/** `joos worker`: notices, payments, erasures and expired data, again and again until it is told to stop. */
export function workerCommand(shell: Shell): CommandUnknownOpts {
  return new Command('worker')
    .description('send notices, collect payments, carry erasures on, dispose of what expired')
    .option('--once', 'do one pass and end')
    .option(
      '--every <seconds>',
      'pause after a pass that found nothing to do, or in which something failed',
      wholeNumber(shell, '--every', 1, 3600),
      2,
    )
    .option('--limit <count>', 'how many of each kind a pass looks at', wholeNumber(shell, '--limit', 1, 10_000), 100)
    .option('--json', 'print a pass as one line of JSON')
    .addHelpText(
      'after',
      `
It prints a pass in which something was done. On SIGTERM or SIGINT it brings to
its end what it holds and takes up nothing more; for a silent provider of
messages it waits 15 s at most. Any number of workers may run side by side.

Example:
  joos worker --once --json`,
    )
    .action(async ({ once, every, limit, json }) => {
      const stopping = new AbortController();
      const { signal } = stopping;
      void shell.stopped().then(() => stopping.abort());
      const { joos } = await openFromConfiguration(shell, once ? 'warn' : 'info');
      try {
        while (!signal.aborted) {
          const pass = await orThrow(joos.worker.workerPass({ limit, isStopping: () => signal.aborted }));
          const troubled = isTroubled(pass);
          if (once || troubled || !isIdle(pass)) {
            // A line each, so that whoever reads along knows where a document ends.
            shell.out(json ? JSON.stringify(withoutCauses(pass)) : inWords(pass));
          }
          if (once) {
            if (troubled) throw new Exit(exitCodes.unavailable);
            return;
          }
          if (isIdle(pass) || (troubled && !isGettingOn(pass))) {
            await sleep(every * 1000, undefined, { signal }).catch(() => {}); // told to stop
          }
        }
      } finally {
        await joos.close();
      }
    });
}

function isIdle({ erasures, payments, spread, notices, disposed, retention }: PassDone): boolean {
  const counts = [erasures, payments, notices].flatMap((done): readonly unknown[] => Object.values(done ?? {}));
  return (spread ?? 0) === 0 && (disposed ?? 0) === 0 && sweptOf(retention) === 0 && counts.every((done) => done === 0);
}

/**
 * Whether nothing worse happened than that answers to some messages were lost while others went out. Those come back
 * after a wait of their own, and a pause for each of them would hold up all the rest.
 */
function isGettingOn(pass: PassDone): boolean {
  const { notices } = pass;
  return notices !== null && notices.sent > 0 && !isTroubled({ ...pass, notices: { ...notices, unclear: 0 } });
}

/**
 * Whether something could not be done now and waits, or may have been done. Without a pause it could be tried all the
 * time.
 */
function isTroubled({ erasures, payments, notices, retention, failures }: PassDone): boolean {
  return (
    failures.length > 0 ||
    (erasures?.failed ?? 0) > 0 ||
    (payments?.unclear ?? 0) > 0 ||
    (notices?.unrecorded ?? 0) > 0 ||
    (notices?.unclear ?? 0) > 0 ||
    (retention?.failed ?? 0) > 0
  );
}

/** Which port failed, and whether it may answer later: a cause would quote values. */
function withoutCauses(pass: PassDone) {
  return { ...pass, failures: pass.failures.map(({ port, retryable }) => ({ port, retryable })) };
}

/** How much a sweep did. */
function sweptOf(retention: PassDone['retention']): number {
  if (retention === null) return 0;
  const { disposed, writtenOff, warned, ended } = retention;
  return Object.values(disposed).reduce((sum, count) => sum + count, writtenOff + warned + ended);
}

function inWords({ erasures, payments, spread, notices, disposed, retention, failures }: PassDone): string {
  const parts = Object.entries({ erasures, payments, notices }).map(([name, done]) => {
    const counts = Object.entries(done ?? {}).map(([what, number]) => `${what} ${number}`);
    return `${name}: ${counts.join(', ') || 'not looked up'}`;
  });
  const failed = failures.map(({ port }) => port).join(', ');
  const counts = { spread, expired: disposed, over: retention === null ? null : sweptOf(retention) };
  for (const [name, count] of Object.entries(counts)) parts.push(`${name}: ${count ?? 'not looked up'}`);
  return `${parts.join('; ')}${failed === '' ? '' : `; failed: ${failed}`}`;
}
