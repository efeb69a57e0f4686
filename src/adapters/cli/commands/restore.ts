import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { PortFailure } from '../../../application/ports/port-failure.ts';
import type { LedgerState, UndecidedErasure } from '../../../application/privacy/ledger-state.ts';
import type { VaultBehind } from '../../../application/privacy/read-ledger.ts';
import type { JoosForReplay } from '../../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openForReplayFromConfiguration, vaultBehind } from '../open-from-configuration.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';

/** `joos restore status|replay`: a data store that was restored from a backup, until it may serve again. */
export function restoreCommand(shell: Shell): CommandUnknownOpts {
  return new Command('restore')
    .description('bring a restored data store up to the erasure ledger')
    .addHelpText(
      'after',
      `
A backup of the data store brings people back who were erased since. Nothing is
served from it until the ledger of the vault is replayed: they are erased again.
Never restore the vault together with the data store.

Example:
  joos restore status
  joos restore replay`,
    )
    .addCommand(statusCommand(shell))
    .addCommand(replayCommand(shell));
}

function statusCommand(shell: Shell) {
  return new Command('status')
    .description('say whether the data store has done what the ledger says')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nIt exits 1 if a replay is needed.\n\nExample:\n  joos restore status --json`)
    .action(({ json }) =>
      opened(shell, async (joos) => {
        const state = await stateOf(shell, joos, json);
        answer(shell, json, state, stateInWords(state));
        if (state.toReplay > 0) throw new Exit(exitCodes.found);
      }),
    );
}

function replayCommand(shell: Shell) {
  return new Command('replay')
    .description('erase again who came back with a backup')
    .option('--dry-run', 'only say what would be done')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It may be interrupted and run again at any point, and changes nothing where
nothing is to be done.

Example:
  joos restore replay --dry-run`,
    )
    .action(({ dryRun, json }) =>
      opened(shell, async (joos) => {
        if (dryRun) {
          const state = await stateOf(shell, joos, json);
          answer(shell, json, { dryRun, ...state }, stateInWords(state));
          return;
        }
        const replayed = await withProgress(shell, 'replaying', (onProgress) => joos.replayLedger({ onProgress }));
        if (replayed.isErr()) return notRead(shell, json, replayed.error);
        const { replayed: count, unfinished, undecided, position } = replayed.value;
        const words = [
          count === 0 ? 'Nobody was back.' : `Erased again: ${counted(count)}.`,
          ...(unfinished === 0 ? [] : [`${counted(unfinished)} not finished yet; \`joos worker\` carries on.`]),
          `The data store has done what the ledger says up to position ${position}, and may serve.`,
          ...undecidedInWords(undecided),
        ];
        answer(shell, json, { dryRun: false, ...replayed.value }, words.join('\n'));
      }),
    );
}

async function opened(shell: Shell, work: (joos: JoosForReplay) => Promise<void>): Promise<void> {
  const joos = await openForReplayFromConfiguration(shell);
  try {
    await work(joos);
  } finally {
    await joos.close();
  }
}

async function stateOf(shell: Shell, joos: JoosForReplay, json: boolean | undefined): Promise<LedgerState> {
  const state = await withProgress(shell, 'reading the ledger', () => joos.ledgerState());
  return state.isErr() ? notRead(shell, json, state.error) : state.value;
}

function notRead(shell: Shell, json: boolean | undefined, problem: VaultBehind | PortFailure): never {
  if (problem.kind === 'PortFailure') return refuse(shell, json, problem);
  if (json) shell.out(JSON.stringify(problem, null, 2));
  return stop(shell, exitCodes.refused, vaultBehind);
}

function stateInWords({ position, lines, toReplay, undecided }: LedgerState): string {
  return [
    toReplay === 0
      ? 'The data store has done what the ledger says, and may serve.'
      : `${counted(toReplay)} must be done again: run \`joos restore replay\`. Until then nothing is served.`,
    `Done up to position ${position}; ${lines} newer lines.`,
    ...undecidedInWords(undecided),
  ].join('\n');
}

/** Ids alone: they say nothing of a person to who has no key. */
function undecidedInWords(undecided: readonly UndecidedErasure[]): readonly string[] {
  if (undecided.length === 0) return [];
  return [
    '',
    `${counted(undecided.length)} asked for, and nothing says that it ever began. The account is there and active.`,
    'Ask the person, or erase by `joos user erase SUBJECT`:',
    ...undecided.map(({ erasure, subject }) => `  erasure ${erasure}, subject ${subject}`),
  ];
}

function counted(count: number): string {
  return count === 1 ? '1 erasure' : `${count.toLocaleString('en')} erasures`;
}
