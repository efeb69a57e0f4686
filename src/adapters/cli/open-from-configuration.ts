import type { DataProcessor } from '../../application/ports/data-processor.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Stores } from '../../application/ports/stores.ts';
import {
  type Joos,
  type JoosAdapters,
  type JoosForReplay,
  type JoosNotOpened,
  openForReplay,
  openJoos,
} from '../../index.ts';
import {
  type Configuration,
  type ConfigurationProblem,
  readConfiguration,
  type StoreLocation,
} from './configuration.ts';
import { exitCodes } from './exit-codes.ts';
import { keysAt, openedKeyFile } from './open-keys.ts';
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

/** Opens the core as the configuration wants it. Logs from this level on. */
export async function openFromConfiguration(shell: Shell, level: LogLevel): Promise<OpenedShell> {
  const adapters = await adaptersFrom(shell, level);
  const opened = await withProgress(shell, 'opening', () => openJoos(adapters));
  return { joos: opened.isErr() ? notOpened(shell, opened.error) : opened.value, log: adapters.log };
}

/** Opens the core on a data store that may have been restored, for nothing but a replay of the ledger. */
export async function openForReplayFromConfiguration(shell: Shell): Promise<JoosForReplay> {
  const adapters = await adaptersFrom(shell, 'warn');
  const opened = await withProgress(shell, 'opening', () => openForReplay(adapters));
  return opened.isErr() ? notOpened(shell, opened.error) : opened.value;
}

/** Only the adapters that the configuration names are loaded. */
async function adaptersFrom(shell: Shell, level: LogLevel): Promise<JoosAdapters & Pick<OpenedShell, 'log'>> {
  const keyFile = await openedKeyFile(shell);
  const configuration = configured(shell, keyFile.problems);
  const { simulatedCards } = await import('../simulated-cards/index.ts');
  const { messageTemplates } = await import('../templates/index.ts');
  const { receiptPdf } = await import('../receipt-pdf/index.ts');
  const log = await shell.openLog(level);

  const keys = await keysAt(configuration.keys, keyFile);
  const stores = await storesAt(configuration.stores);
  const mailer = await mailerAt(configuration);
  const sms = await smsAt(configuration);
  return {
    environment: configuration.environment,
    stores,
    keys,
    mailer,
    sms,
    cards: simulatedCards(),
    processors: await processorsIn(shell, configuration),
    templates: messageTemplates({
      issuer: configuration.issuer,
      vatId: configuration.vatId,
      support: configuration.support,
      paymentDetailsUrl: configuration.paymentDetailsUrl,
      timeZone: configuration.timeZone,
      pdf: receiptPdf,
    }),
    business: {
      timeZone: configuration.timeZone,
      receiptIssuer: configuration.receiptIssuer,
      inactivity: configuration.inactivity,
    },
    log,
  };
}

async function processorsIn(shell: Shell, { processorsFile }: Configuration): Promise<readonly DataProcessor[]> {
  if (processorsFile === null) return [];
  const { readProcessorsFile } = await import('./processors-file.ts');
  const read = await readProcessorsFile(processorsFile);
  return read.unwrapOr(null) ?? stop(shell, exitCodes.configuration, processorsFileProblem);
}

const processorsFileProblem =
  'JOOS_PROCESSORS names no JSON list of processors that can be meant; see `joos --help` and the operations guide';

/** What to do where the vault was rolled back. */
export const vaultBehind: string = [
  'the vault is older than the data store: keys that were destroyed since may be back in it',
  '  Restore the newest backup of the vault. Where that is this one, restore a backup of the data store that is no newer',
  '  than it, and run `joos restore replay`.',
].join('\n');

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
    case 'LedgerNotApplied': {
      const { erasures } = problem;
      const back = erasures === 1 ? 'an erasure has' : `${erasures} erasures have`;
      return stop(
        shell,
        exitCodes.refused,
        `the data store was restored from a backup, and ${back} to be done again; run \`joos restore replay\` first`,
      );
    }
    case 'VaultBehind':
      return stop(shell, exitCodes.refused, vaultBehind);
    case 'PortFailure':
      if ((problem.port === 'KeyWrapper' || problem.port === 'Vault') && !problem.retryable) {
        stop(
          shell,
          exitCodes.configuration,
          'the vault does not open with these JOOS_KEYS and JOOS_ENVIRONMENT, or its database refuses this account',
        );
      }
      return refuse(shell, false, problem);
  }
}

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
