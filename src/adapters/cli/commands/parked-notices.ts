import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { ParkedNotice } from '../../../application/ports/outbox.ts';
import type { PortFailure } from '../../../application/ports/port-failure.ts';
import { NoticeId } from '../../../domain/ids.ts';
import { Instant } from '../../../domain/instant.ts';
import { errAsync, ok, type ResultAsync, safeTry } from '../../../domain/result.ts';
import type { Joos } from '../../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';

/** `joos notices parked`: what was given up. */
export function parkedCommand(shell: Shell): CommandUnknownOpts {
  return new Command('parked')
    .description('list the notices that were given up, oldest first')
    .option('--limit <count>', 'how many at most', wholeNumber(shell, '--limit', 1, 10_000), 50)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos notices parked --limit 10`)
    .action(async ({ limit, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const parked = await joos.notices.parkedNotices({ limit });
        if (parked.isErr()) {
          return refuse(shell, json, parked.error);
        }
        const words = parked.value.length === 0 ? 'Nothing is parked.' : parked.value.map(inWords).join('\n');
        answer(shell, json, parked.value.map(parkedJson), words);
      } finally {
        await joos.close();
      }
    });
}

/** `joos notices release`: another try for what was given up. */
export function releaseCommand(shell: Shell): CommandUnknownOpts {
  return new Command('release')
    .description('put parked notices back, to be tried again')
    .argument('[notices...]', 'the numbers of notices, as `parked` prints them')
    .option('--all', 'all that are parked')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Recipient and consent are looked up anew before anything is sent. One that is
parked as provider-unclear may have been sent: its release may be a duplicate,
and one more unclear answer parks it again.

Example:
  joos notices release 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34
  joos notices release --all`,
    )
    .action(async (typed, { all, json }) => {
      if (typed.length > 0 === (all === true)) {
        stop(shell, exitCodes.usage, 'name the notices to release, or all of them by --all');
      }
      if (typed.some((notice) => NoticeId.parse(notice).isErr())) {
        stop(shell, exitCodes.usage, 'an argument is no number of a notice; `joos notices parked` lists them');
      }
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const { notices } = joos;
        const done = await withProgress(shell, 'releasing', () =>
          all ? releaseAll(notices) : releaseEach(notices, [...new Set(typed)]),
        );
        if (done.isErr()) {
          return refuse(shell, json, done.error);
        }
        const { released, notParked } = done.value;
        answer(
          shell,
          json,
          done.value,
          [`Released ${released.length}.`, ...notParked.map(notParkedInWords)].join('\n'),
        );
        if (notParked.length > 0) throw new Exit(exitCodes.refused);
      } finally {
        await joos.close();
      }
    });
}

interface Released {
  readonly released: readonly string[];
  /** They were sent, released or deleted meanwhile, or never were. */
  readonly notParked: readonly string[];
}

function releaseEach({ releaseNotice }: Joos['notices'], named: readonly string[]): ResultAsync<Released, PortFailure> {
  return safeTry(async function* () {
    const done = { released: [] as string[], notParked: [] as string[] };
    for (const notice of named) {
      const isReleased = yield* releaseNotice({ notice })
        .map(() => true)
        .orElse((refusal) => (refusal.kind === 'PortFailure' ? errAsync(refusal) : ok(false)));
      done[isReleased ? 'released' : 'notParked'].push(notice);
    }
    return ok(done);
  });
}

const atOnce = 100;

/** Each once: what a worker parks again meanwhile stays parked. */
function releaseAll(notices: Joos['notices']): ResultAsync<Released, PortFailure> {
  return safeTry(async function* () {
    const seen = new Set<string>();
    const released: string[] = [];
    for (;;) {
      const parked = yield* notices.parkedNotices({ limit: atOnce });
      const fresh = parked.map(({ notice }) => notice).filter((notice) => !seen.has(notice));
      if (fresh.length === 0) return ok({ released, notParked: [] });
      for (const notice of fresh) seen.add(notice);
      released.push(...(yield* releaseEach(notices, fresh)).released);
    }
  });
}

function inWords({ notice, kind, createdAt, tries, unclearTries, problem }: ParkedNotice): string {
  const unclear = unclearTries === 0 ? '' : `, ${unclearTries} of them unclear`;
  const since = Instant.toISOString(createdAt);
  return `${notice}  ${kind}, of ${since}: ${problem ?? 'unknown'} after ${tries} tries${unclear}`;
}

function notParkedInWords(notice: string): string {
  return `Not parked: ${notice}`;
}

/** Times as texts, for programs. */
function parkedJson({ createdAt, ...parked }: ParkedNotice): unknown {
  return { ...parked, createdAt: Instant.toISOString(createdAt) };
}
