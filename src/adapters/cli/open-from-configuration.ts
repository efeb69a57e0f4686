import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import type { Log } from '../../application/ports/log.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import type { Stores } from '../../application/ports/stores.ts';
import { errAsync } from '../../domain/result.ts';
import { type Joos, type JoosNotOpened, openJoos } from '../../index.ts';
import {
  type Configuration,
  type ConfigurationProblem,
  readConfiguration,
  type StoreLocation,
} from './configuration.ts';
import { exitCodes } from './exit-codes.ts';
import { settings } from './settings.ts';
import { Exit, type LogLevel, refuse, type Shell, stop, withProgress } from './shell.ts';

/** The core as the configuration wants it, and the log that it writes. */
export interface OpenedShell {
  readonly joos: Joos;
  readonly log: Log;
}

/** Reads the configuration; prints every problem with it, and those found elsewhere, and ends the command if there is one. */
export function configured(shell: Shell, more: readonly ConfigurationProblem[] = []): Configuration {
  const configuration = readConfiguration(shell.environment);
  const problems = [...(configuration.isErr() ? configuration.error.problems : []), ...more];
  if (configuration.isErr() || problems.length > 0) {
    shell.err(`joos: the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`);
    for (const { setting, problem } of problems) {
      shell.err(`  ${setting} ${problem}`);
    }
    shell.err('  See `joos --help` for all settings, `joos migrate --help` for an example.');
    throw new Exit(exitCodes.configuration);
  }
  return configuration.value;
}

/** The two databases, with only the driver loaded that they need. */
export async function storesAt(location: StoreLocation): Promise<Stores> {
  if (location.kind === 'mysql') {
    const { mysqlStores } = await import('../sql/mysql.ts');
    return mysqlStores({ dataUrl: location.dataUrl, vaultUrl: location.vaultUrl });
  }
  const { sqliteStores } = await import('../sql/sqlite.ts');
  return sqliteStores({ dataFile: location.dataFile, vaultFile: location.vaultFile });
}

/** Opens the core as the configuration wants it; only the adapters that it names are loaded. Logs from this level on. */
export async function openFromConfiguration(shell: Shell, level: LogLevel): Promise<OpenedShell> {
  const keys = await keysOf(shell);
  const configuration = configured(shell, keys.problems);
  const { simulatedCards } = await import('../simulated-cards/index.ts');
  const { messageTemplates } = await import('../templates/index.ts');
  const { receiptPdf } = await import('../receipt-pdf/index.ts');
  const log = await shell.openLog(level);

  const stores = await storesAt(configuration.stores);
  const mailer = await mailerAt(configuration);
  const sms = await smsAt(configuration);
  const opened = await withProgress(shell, 'opening', () =>
    openJoos({
      environment: configuration.environment,
      stores,
      keys: keys.wrapper,
      mailer,
      sms,
      cards: simulatedCards(),
      templates: messageTemplates({
        issuer: configuration.issuer,
        vatId: configuration.vatId,
        support: configuration.support,
        paymentDetailsUrl: configuration.paymentDetailsUrl,
        timeZone: configuration.timeZone,
        pdf: receiptPdf,
      }),
      business: { timeZone: configuration.timeZone, receiptIssuer: configuration.receiptIssuer },
      log,
    }),
  );
  return { joos: opened.isErr() ? notOpened(shell, opened.error) : opened.value, log };
}

function notOpened(shell: Shell, problem: JoosNotOpened): never {
  switch (problem.kind) {
    case 'SchemaNotMigrated': {
      const { length } = problem.pending;
      const steps = length === 1 ? 'a schema step' : `${length} schema steps`;
      return stop(shell, exitCodes.configuration, `the databases lack ${steps}; run \`joos migrate\` first`);
    }
    // The configuration was held to both rules already.
    case 'InvalidEnvironment':
    case 'InvalidBusiness':
      throw new Error(problem.kind);
    case 'PortFailure':
      if (problem.port === 'KeyWrapper' || (problem.port === 'Vault' && !problem.retryable)) {
        stop(
          shell,
          exitCodes.configuration,
          'the vault does not open with this JOOS_KEY_FILE and JOOS_ENVIRONMENT, or its database refuses this account',
        );
      }
      return refuse(shell, false, problem);
  }
}

interface OpenedKeys {
  readonly wrapper: KeyWrapper;
  readonly problems: readonly ConfigurationProblem[];
}

/** Opens the key file; what is wrong with it is told together with what is wrong with the settings. */
async function keysOf({ environment }: Shell): Promise<OpenedKeys> {
  const { openKeyFile } = await import('../key-file/index.ts');
  const setting = settings.keyFile.name;
  const opened = await openKeyFile(environment[setting] ?? '');
  return opened.match(
    (wrapper): OpenedKeys => ({ wrapper, problems: [] }),
    ({ kind }) => ({
      wrapper: noKeys,
      // A setting that is missing is reported as such.
      problems: environment[setting] ? [{ setting, problem: keyFileProblems[kind] }] : [],
    }),
  );
}

/** Stands in where the command ends before a key is asked for. */
const noKeys: KeyWrapper = {
  wrap: () => errAsync(portFailure('KeyWrapper', false)),
  unwrap: () => errAsync(portFailure('KeyWrapper', false)),
};

const keyFileProblems = {
  KeyFileMissing: 'names no file that is there; `joos migrate --create-key` makes one',
  KeyFileOpenToOthers: 'names a file that others may read or write; give it mode 0600',
  KeyFileMalformed: 'names a file that is not a key file of joos',
  KeyFileExists: 'names a file that is there already',
  KeyFileUnusable: 'names a file that the system refuses to read',
} as const;

async function mailerAt({ mail }: Configuration) {
  if (mail.kind === 'ses') {
    const { sesMailer } = await import('../ses/index.ts');
    return sesMailer({ from: mail.from, region: mail.region });
  }
  const { outboxFolder } = await import('../outbox-folder/index.ts');
  return outboxFolder(mail.folder).mailer;
}

async function smsAt({ sms }: Configuration) {
  if (sms.kind === 'aws') {
    const { awsSmsSender } = await import('../sms-aws/index.ts');
    return awsSmsSender({ originationIdentity: sms.originationIdentity, region: sms.region });
  }
  const { outboxFolder } = await import('../outbox-folder/index.ts');
  return outboxFolder(sms.folder).sms;
}
