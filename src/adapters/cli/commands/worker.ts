import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import type { PassDone } from '../../../application/notices/worker-pass.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { answer, Exit, type Shell } from '../shell.ts';

/** `joos worker`: notices, payments, erasures and expired data, again and again until it is told to stop. */
export function workerCommand(shell: Shell): CommandUnknownOpts {
  return new Command('worker')
    .description('send notices, collect payments, carry erasures on, dispose of what expired')
    .option('--once', 'do one pass and end')
    .option('--every <seconds>', 'pause between passes that found nothing to do', seconds, 2)
    .option('--limit <count>', 'how many of each kind a pass looks at', count, 100)
    .option('--json', 'print one JSON document a pass')
    .addHelpText('after', '\nExample:\n  joos worker --once --json')
    .action(async ({ once, every, limit, json }) => {
      const { joos } = await openFromConfiguration(shell);
      let stopping = false;
      const stopped = shell.stopped().then(() => {
        stopping = true;
      });
      try {
        for (;;) {
          const pass = await joos.worker.workerPass({ limit }).match(
            (done) => done,
            () => null,
          );
          if (pass !== null && (once || !isIdle(pass))) {
            answer(shell, json, withoutCauses(pass), inWords(pass));
          }
          if (once && pass !== null && pass.failures.length > 0) {
            throw new Exit(exitCodes.unavailable);
          }
          if (once || stopping) {
            return;
          }
          if (pass === null || isIdle(pass)) {
            await Promise.race([stopped, pause(every * 1000)]);
          }
          if (stopping) {
            return;
          }
        }
      } finally {
        await joos.close();
      }
    });
}

function isIdle({ erasures, payments, notices, disposed, failures }: PassDone): boolean {
  const counts = [erasures, payments, notices].flatMap((done): readonly unknown[] => Object.values(done ?? {}));
  return failures.length === 0 && (disposed ?? 0) === 0 && counts.every((done) => done === 0);
}

/** Which port failed, and whether it may answer later: a cause would quote values. */
function withoutCauses(pass: PassDone) {
  return { ...pass, failures: pass.failures.map(({ port, retryable }) => ({ port, retryable })) };
}

function inWords({ erasures, payments, notices, disposed, failures }: PassDone): string {
  const parts = Object.entries({ erasures, payments, notices }).map(([name, done]) => {
    const counts = Object.entries(done ?? {}).map(([what, number]) => `${what} ${number}`);
    return `${name}: ${counts.join(', ') || 'not looked up'}`;
  });
  const failed = failures.map(({ port }) => port).join(', ');
  return `${parts.join('; ')}; expired: ${disposed ?? 'not looked up'}${failed === '' ? '' : `; failed: ${failed}`}`;
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resume) => {
    setTimeout(resume, durationMs).unref();
  });
}

function seconds(text: string): number {
  return bounded(text, 1, 3600);
}

function count(text: string): number {
  return bounded(text, 1, 10_000);
}

function bounded(text: string, least: number, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  }
  return number;
}
