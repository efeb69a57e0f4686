import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { exitCodes } from '../exit-codes.ts';
import { configured, storesAt } from '../open-from-configuration.ts';
import { answer, Exit, refuse, type Shell, withProgress } from '../shell.ts';

/** `joos migrate`: both schemas up to date. */
export function migrateCommand(shell: Shell): CommandUnknownOpts {
  return new Command('migrate')
    .description('bring the schemas of both databases up to date')
    .option('--dry-run', 'only say what would be done')
    .option('--create-key', 'make the key file first if there is none')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  joos migrate --dry-run')
    .action(async ({ dryRun, createKey, json }) => {
      const { stores: location, keyFile } = configured(shell);
      if (createKey && !dryRun) {
        const { createKeyFile } = await import('../../key-file/index.ts');
        const made = await createKeyFile(keyFile);
        if (made.isErr() && made.error.kind !== 'KeyFileExists') {
          shell.err('joos: JOOS_KEY_FILE cannot be made there');
          throw new Exit(exitCodes.configuration);
        }
      }
      const stores = await storesAt(location);
      const steps = await withProgress(shell, 'migrating', () =>
        dryRun ? stores.pendingMigrations() : stores.migrate(),
      );
      if (steps.isErr()) {
        return refuse(shell, json, steps.error);
      }
      const done = steps.value.map(({ store, name }) => `${store}: ${name}`);
      const words =
        done.length === 0 ? 'Both schemas are up to date.' : `${dryRun ? 'Would do' : 'Did'}:\n  ${done.join('\n  ')}`;
      answer(shell, json, { dryRun: dryRun ?? false, steps: steps.value }, words);
    });
}
