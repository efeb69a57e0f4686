import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { MigrationNotAllowed, MissingRight, SchemaStep } from '../../../application/ports/stores.ts';
import { exitCodes } from '../exit-codes.ts';
import { configured, storesAt } from '../open-from-configuration.ts';
import { demandRegions } from '../outside-regions.ts';
import { firstInstallation } from '../settings.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';

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
      const { stores: location, keys, residency } = configured(shell);
      const stores = await storesAt(location);
      demandRegions(shell, residency, [{ adapter: 'stores', residency: stores.residency }]);
      const keyMade = createKey && !dryRun && keys.kind === 'file' ? await keyMadeAt(shell, keys.path) : false;
      const steps = await withProgress(shell, 'migrating', () =>
        dryRun ? stores.pendingMigrations() : stores.migrate(),
      );
      if (steps.isErr()) {
        return steps.error.kind === 'PortFailure'
          ? refuse(shell, json, steps.error)
          : notAllowed(shell, json, steps.error);
      }
      const after = notesAfter(steps.value);
      const done = steps.value.map(({ store, name }) => `  ${storeNames[store]}: ${name}`);
      const words = [
        ...(keyMade
          ? ['Made the key file. Keep a copy of it apart: without it nothing that is sealed opens again.']
          : []),
        ...(createKey && keys.kind !== 'file'
          ? ['There is no key to make: the key management service keeps the master key.']
          : []),
        ...(done.length === 0 ? ['Both schemas are up to date.'] : [dryRun ? 'Would do:' : 'Did:', ...done]),
        ...after,
      ];
      answer(shell, json, { dryRun: dryRun ?? false, keyMade, steps: steps.value }, words.join('\n'));
    });
}

/** What people notice of a step, where there were any before it. */
const noticed: Readonly<Record<string, string>> = {
  '0005-signing-in': 'Codes that are open and all sessions end with it: everybody logs in again.',
};

/** What to know of the steps. A store that is made by them has nobody in it yet. */
function notesAfter(steps: readonly SchemaStep[]): readonly string[] {
  const isNew = steps.some(({ store, name }) => store === 'data' && name.startsWith('0001-'));
  return isNew ? [] : steps.flatMap(({ store, name }) => (store === 'data' ? (noticed[name] ?? []) : []));
}

const storeNames = { data: 'data store', vault: 'vault' } as const;

/** Says what the account lacks and how it gets it, and ends the command. */
function notAllowed(shell: Shell, json: boolean | undefined, refused: MigrationNotAllowed): never {
  const { detail, advice } = rights[refused.lacks];
  const title = `The account of the ${storeNames[refused.store]} may not change its schema`;
  if (json) shell.out(JSON.stringify({ ...refused, title, detail, advice }, null, 2));
  else shell.err(`joos: ${title}\n  ${detail}\n  ${advice}`);
  throw new Exit(exitCodes.configuration);
}

const rights: Readonly<Record<MissingRight, Readonly<Record<'detail' | 'advice', string>>>> = {
  'change-tables': {
    detail: 'It lacks CREATE, ALTER, INDEX or DROP on the schema. What was done stands.',
    advice: 'Migrate with an account that has them, then go on with the accounts that do not.',
  },
  'create-triggers': {
    detail: 'It lacks TRIGGER on the schema: triggers keep the erasure ledger append-only. What was done stands.',
    advice: 'Grant it TRIGGER on the schema, then migrate again.',
  },
  'create-triggers-in-binary-log': {
    detail: 'The server keeps a binary log and trusts nobody without SUPER to create triggers. What was done stands.',
    advice:
      'Grant it TRIGGER on the schema, set log_bin_trust_function_creators to 1 on the server, for the migration at ' +
      'least, then migrate again.',
  },
};

/** Makes the key file unless there is one; answers whether it did. */
async function keyMadeAt(shell: Shell, path: string): Promise<boolean> {
  const { createKeyFile } = await import('../../key-file/index.ts');
  const made = await createKeyFile(path);
  if (made.isErr() && made.error.kind !== 'KeyFileExists') {
    stop(shell, exitCodes.configuration, 'JOOS_KEYS names a place where no file can be made');
  }
  return made.isOk();
}
