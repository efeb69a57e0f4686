import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { RotatedAccount } from '../../mysql-accounts/index.ts';
import { inFolder, toBeShown } from '../account-files.ts';
import { accountsRefused, passwordsInWords } from '../accounts-in-words.ts';
import { administeredServers, configuredDatabases } from '../database-servers.ts';
import { exitCodes } from '../exit-codes.ts';
import { inColumns } from '../in-columns.ts';
import { answer, Exit, type Shell, stop, withProgress } from '../shell.ts';

/** `joos db rotate-password`: a new password, while everything runs. */
export function rotatePasswordCommand(shell: Shell): CommandUnknownOpts {
  return new Command('rotate-password')
    .description('give an account a new password, beside which the old one goes on counting')
    .argument('[account]', 'its name, such as joos_application')
    .option('--all', 'every account of a program')
    .option('--prefix <letters>', 'with --all: what their names begin with', 'joos')
    .option('--discard-old', 'end the old password, once every process has the new one')
    .option('--passwords-to <folder>', 'write new passwords there, and show none')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It takes two calls: nothing stops in between, since both passwords count until
the second. Where an old password of an account was never ended, from whichever
network, nothing of that account is changed. It exits 1 then, and where no
account of anybody is called so.

Example:
  joos db rotate-password joos_application --passwords-to /run/secrets/joos
  joos db rotate-password joos_application --discard-old`,
    )
    .action(async (account, { all, prefix, discardOld, passwordsTo, json }) => {
      if ((account === undefined) === (all === undefined)) {
        return stop(shell, exitCodes.usage, 'name an account, or say --all');
      }
      const which = account === undefined ? { prefix } : { user: account };
      const databases = configuredDatabases(shell);
      const servers = administeredServers(shell, databases);
      const { discardOldPasswords, rotatePasswords } = await import('../../mysql-accounts/index.ts');
      const shown = toBeShown();
      const keeper = passwordsTo === undefined ? shown : inFolder(databases, passwordsTo);
      const rotated: RotatedAccount[] = [];
      for (const server of servers) {
        const result = await withProgress(shell, 'rotating passwords', () =>
          discardOld ? discardOldPasswords(server, which) : rotatePasswords(server, which, keeper),
        );
        if (result.isErr()) return accountsRefused(shell, json, result.error, shown.shown);
        rotated.push(...result.value);
      }
      const lines = rotated.map(({ user, host, outcome }) => [`${user}@${host}`, outcomes[outcome]]);
      const words = rotated.length === 0 ? ['There is no such account that is anybody’s.'] : inColumns(lines, '  ');
      answer(
        shell,
        json,
        { accounts: rotated, passwords: shown.shown },
        [...words, ...passwordsInWords(shown.shown)].join('\n'),
      );
      const wasStopped = rotated.some(({ outcome }) => outcome === 'old-password-still-counts');
      if (wasStopped || rotated.length === 0) throw new Exit(exitCodes.found);
    });
}

const outcomes: Readonly<Record<RotatedAccount['outcome'], string>> = {
  rotated: 'has a new password; the old one goes on counting until --discard-old',
  'old-password-still-counts':
    'has an old password that still counts, from here or from another network: end it by --discard-old first',
  'old-password-discarded': 'has its new password alone',
  'no-old-password': 'has one password, and nothing to end',
};
