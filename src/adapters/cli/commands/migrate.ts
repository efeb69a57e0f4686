import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { exitCodes } from '../exit-codes.ts';
import { configured, storesAt } from '../open-from-configuration.ts';
import { firstInstallation } from '../settings.ts';
import { answer, refuse, type Shell, stop, withProgress } from '../shell.ts';

/** `joos migrate`: both schemas up to date. */
export function migrateCommand(shell: Shell): CommandUnknownOpts {
  return new Command('migrate')
    .description('bring the schemas of both databases up to date')
    .option('--dry-run', 'only say what would be done')
    .option('--create-key', 'make the key file first if there is none')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `\nExample:\n  joos migrate --dry-run\n\nExample of a first installation, on SQLite:\n${firstInstallation}`,
    )
    .action(async ({ dryRun, createKey, json }) => {
      const { stores: location, keyFile } = configured(shell);
      const keyMade = createKey && !dryRun ? await keyMadeAt(shell, keyFile) : false;
      const stores = await storesAt(location);
      const steps = await withProgress(shell, 'migrating', () =>
        dryRun ? stores.pendingMigrations() : stores.migrate(),
      );
      if (steps.isErr()) {
        return refuse(shell, json, steps.error);
      }
      const done = steps.value.map(({ store, name }) => `  ${storeNames[store]}: ${name}`);
      const words = [
        ...(keyMade
          ? ['Made the key file. Keep a copy of it apart: without it nothing that is sealed opens again.']
          : []),
        ...(done.length === 0 ? ['Both schemas are up to date.'] : [dryRun ? 'Would do:' : 'Did:', ...done]),
      ];
      answer(shell, json, { dryRun: dryRun ?? false, keyMade, steps: steps.value }, words.join('\n'));
    });
}

const storeNames = { data: 'data store', vault: 'vault' } as const;

/** Makes the key file unless there is one; answers whether it did. */
async function keyMadeAt(shell: Shell, keyFile: string): Promise<boolean> {
  const { createKeyFile } = await import('../../key-file/index.ts');
  const made = await createKeyFile(keyFile);
  if (made.isErr() && made.error.kind !== 'KeyFileExists') {
    stop(shell, exitCodes.configuration, 'JOOS_KEY_FILE names a place where no file can be made');
  }
  return made.isOk();
}
