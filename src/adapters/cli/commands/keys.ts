import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { KeyStatus } from '../../../application/keys/key-status.ts';
import type { EpochState } from '../../../application/ports/key-rotation.ts';
import { Instant } from '../../../domain/instant.ts';
import { scansNeeded } from '../../../domain/keys/epoch.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { progressBar } from '../progress-bar.ts';
import { answer, Exit, refuse, type Shell, withProgress } from '../shell.ts';
import { indexKeysInWords, rotateIndexCommand } from './rotate-index.ts';

/** `joos keys rotate|rotate-index|status`: the epochs that the subjects' keys stand under, and the keys of the indexes. */
export function keysCommand(shell: Shell): CommandUnknownOpts {
  return new Command('keys')
    .description('rotate the keys of the vault, or say how it stands with them')
    .addHelpText(
      'after',
      `
Example:
  joos keys rotate`,
    )
    .addCommand(rotateCommand(shell))
    .addCommand(rotateIndexCommand(shell))
    .addCommand(statusCommand(shell));
}

function rotateCommand(shell: Shell) {
  return new Command('rotate')
    .description('begin a new epoch if one is due, move all keys to it, destroy old epochs that are empty')
    .option('--now', 'begin a new epoch although the current one is younger than 7 days')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Run it once a day, while everything else runs. It may be ended anywhere: run
again, it goes on from there. An old epoch is destroyed by the second run that
finds it empty, at least 10 minutes after the first. A backup of the vault that
holds the table epoch_keys opens until you drop it: keep none for more than 7
days. It exits 1 if there are keys that do not open.

Example:
  joos keys rotate --now`,
    )
    .action(async ({ now, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      const bar = progressBar(shell, 'moving keys');
      try {
        const rotated = await joos.keys.rotateKeys({ now: now ?? false, onProgress: bar.show });
        bar.end();
        if (rotated.isErr()) {
          return refuse(shell, json, rotated.error);
        }
        const { begun, rewrapped, destroyed } = rotated.value;
        const words = [
          begun === null ? 'No new epoch is due.' : `Began epoch ${begun}.`,
          `Moved ${rewrapped.keys - rewrapped.unopened} keys to it.`,
          ...(rewrapped.unopened > 0 ? [`${rewrapped.unopened} keys do not open: they and their epoch stay.`] : []),
          ...destroyed.map((epochId) => `Destroyed epoch ${epochId}.`),
          '',
          ...statusInWords(rotated.value),
        ];
        answer(shell, json, rotated.value, words.join('\n'));
        if (rewrapped.unopened > 0) {
          throw new Exit(exitCodes.found);
        }
      } finally {
        bar.end();
        await joos.close();
      }
    });
}

function statusCommand(shell: Shell) {
  return new Command('status')
    .description('list the epochs and the index keys: how old they are, what stands under them, how far they are')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos keys status --json`,
    )
    .action(async ({ json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const status = await withProgress(shell, 'counting keys', () =>
          joos.keys
            .keyStatus()
            .andThen((epochs) => joos.keys.indexKeyStatus().map((indexKeys) => ({ epochs, indexKeys }))),
        );
        if (status.isErr()) {
          return refuse(shell, json, status.error);
        }
        const { epochs, indexKeys } = status.value;
        const words = [...statusInWords(epochs), '', ...indexKeysInWords(indexKeys)];
        answer(shell, json, { ...epochs, indexKeys }, words.join('\n'));
      } finally {
        await joos.close();
      }
    });
}

function statusInWords({ epochs, nextDueAt }: KeyStatus): readonly string[] {
  const rows = [
    ['epoch', 'begun', 'keys left', 'state'],
    ...epochs.map((epoch) => [
      String(epoch.epochId),
      inUtc(epoch.begunAt),
      epoch.keysLeft === null ? '-' : String(epoch.keysLeft),
      stateOf(epoch),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    ...rows.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    `The next epoch is due at ${inUtc(nextDueAt)}.`,
  ];
}

function stateOf({ retiredAt, cleanScans, scannedAt, destroyedAt }: EpochState): string {
  if (destroyedAt !== null) return `destroyed ${inUtc(destroyedAt)}`;
  if (retiredAt === null) return 'current';
  const scanned = scannedAt === null ? '' : `, scanned ${inUtc(scannedAt)}`;
  return `retired ${inUtc(retiredAt)}, ${cleanScans} of ${scansNeeded} scans found nothing${scanned}`;
}

/** To the minute. */
function inUtc(at: Instant): string {
  return `${Instant.toISOString(at).slice(0, 16)}Z`;
}
