import { setTimeout as sleep } from 'node:timers/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { IndexKeyStatus } from '../../../application/keys/index-key-status.ts';
import type { IndexKeysRotated } from '../../../application/keys/rotate-index-keys.ts';
import { Instant } from '../../../domain/instant.ts';
import type { IndexStage } from '../../../domain/keys/index-key.ts';
import type { Joos } from '../../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { progressBar } from '../progress-bar.ts';
import { answer, Exit, refuse, type Shell, stop } from '../shell.ts';

/** `joos keys rotate-index`: a new version of the key of a blind index, or of all of them. */
export function rotateIndexCommand(shell: Shell): CommandUnknownOpts {
  return new Command('rotate-index')
    .description('bring blind indexes under new keys: write both, fill the new one, switch, drop the old one')
    .argument('[name]', 'whose key, such as users.phone_index; `joos keys status` lists them')
    .option('--all', 'all of them but message-links, whose old version messages that were sent still need')
    .option('--wait', 'stay until it is done, half an hour or so')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Run it while everything else runs. It does what can be done now and says when
to go on: between two stages lie 10 minutes, until every process knows. Run it
again then, or let it --wait. It may be ended anywhere: run again, it goes on
from there. It exits 1 if there are values that do not open; their keys stay.

Example:
  joos keys rotate-index --all --wait`,
    )
    .action(async (name, { all, wait, json }) => {
      if ((name === undefined) === (all === undefined)) {
        return stop(shell, exitCodes.usage, 'name one key, or say --all');
      }
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        await demandKnown(shell, joos, name, json);
        const rotated = await rotate(shell, joos, name === undefined ? null : [name], wait ?? false, json);
        answer(shell, json, rotated, rotatedInWords(rotated));
        if (rotated.unopened > 0) throw new Exit(exitCodes.found);
      } finally {
        await joos.close();
      }
    });
}

async function demandKnown(
  shell: Shell,
  joos: Pick<Joos, 'keys'>,
  name: string | undefined,
  json: boolean | undefined,
): Promise<void> {
  if (name === undefined) return;
  const status = await joos.keys.indexKeyStatus();
  if (status.isErr()) return refuse(shell, json, status.error);
  const names = status.value.map((key) => key.name);
  if (!names.includes(name)) stop(shell, exitCodes.usage, `there is no such key; there are ${names.join(', ')}`);
}

/** One pass, or as many as it takes; whoever is asked to stop has only waited. */
async function rotate(
  shell: Shell,
  joos: Pick<Joos, 'keys'>,
  names: readonly string[] | null,
  wait: boolean,
  json: boolean | undefined,
): Promise<IndexKeysRotated> {
  const bar = progressBar(shell, 'filling and emptying indexes');
  const stopping = new AbortController();
  const { signal } = stopping;
  if (wait) void shell.stopped().then(() => stopping.abort());
  try {
    for (let begin = true; ; begin = false) {
      const rotated = await joos.keys.rotateIndexKeys({
        names,
        begin,
        onProgress: (done, total) => bar.show({ done, total }),
      });
      bar.end();
      if (rotated.isErr()) return refuse(shell, json, rotated.error);
      const { goesOnAt } = rotated.value;
      if (!wait || signal.aborted || goesOnAt === null) return rotated.value;
      shell.err(`joos: ${stagesInWords(rotated.value.keys)}; goes on at ${inUtc(goesOnAt)}`);
      await sleep(Math.max(0, goesOnAt - Date.now()), undefined, { signal }).catch(() => {}); // told to stop
      if (signal.aborted) return rotated.value;
    }
  } finally {
    bar.end();
  }
}

function rotatedInWords({ keys, goesOnAt, unopened }: IndexKeysRotated): string {
  return [
    ...indexKeysInWords(keys),
    ...(unopened > 0 ? [`${unopened} values do not open: they and both versions of their key stay.`] : []),
    goesOnAt === null
      ? unopened > 0
        ? 'It cannot go on before they are repaired or erased.'
        : 'Done: the old keys are destroyed.'
      : `Go on at ${inUtc(goesOnAt)} or later, by the same command.`,
  ].join('\n');
}

/** A table of the index keys. */
export function indexKeysInWords(keys: readonly IndexKeyStatus[]): readonly string[] {
  const rows = [
    ['index key', 'version', 'rows left', 'stage'],
    ...keys.map(({ name, stage, current, rowsLeft, since }) => [
      name,
      String(current),
      rowsLeft === null ? '-' : String(rowsLeft),
      stage === 'steady' ? stageNames[stage] : `${stageNames[stage]} since ${inUtc(since)}`,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function stagesInWords(keys: readonly IndexKeyStatus[]): string {
  return [...new Set(keys.map(({ stage }) => stageNames[stage]))].join('; ');
}

const stageNames: Readonly<Record<IndexStage, string>> = {
  steady: 'in use',
  written: 'a new version is written too',
  switched: 'looked up by the new version, the old one is written too',
  dropping: 'the old version is dropped',
};

/** To the second above: it is not before. */
function inUtc(at: Instant): string {
  return `${Instant.toISOString(Instant.plusMs(at, 999)).slice(0, 19)}Z`;
}
