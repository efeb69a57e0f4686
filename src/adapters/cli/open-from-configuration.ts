import type { Log } from '../../application/ports/log.ts';
import type { Stores } from '../../application/ports/stores.ts';
import { type Joos, openJoos } from '../../index.ts';
import { type Configuration, readConfiguration, type StoreLocation } from './configuration.ts';
import { exitCodes } from './exit-codes.ts';
import { Exit, type Shell } from './shell.ts';

/** The core as the configuration wants it, and the log that it writes. */
export interface OpenedShell {
  readonly joos: Joos;
  readonly log: Log;
  readonly configuration: Configuration;
}

/** Reads the configuration; prints every problem with it and ends the command if there is one. */
export function configured(shell: Shell): Configuration {
  const configuration = readConfiguration(shell.environment);
  if (configuration.isErr()) {
    const { problems } = configuration.error;
    shell.err(`joos: the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`);
    for (const { setting, problem } of problems) {
      shell.err(`  ${setting} ${problem}`);
    }
    shell.err('  See `joos --help` for all settings.');
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

/** Opens the core as the configuration wants it; only the adapters that it names are loaded. */
export async function openFromConfiguration(shell: Shell): Promise<OpenedShell> {
  const configuration = configured(shell);
  const { openKeyFile } = await import('../key-file/index.ts');
  const { simulatedCards } = await import('../simulated-cards/index.ts');
  const { messageTemplates } = await import('../templates/index.ts');
  const { receiptPdf } = await import('../receipt-pdf/index.ts');
  const { pinoLog } = await import('../pino-log/index.ts');
  const log = pinoLog({ destination: { kind: 'stderr' } });

  const keys = await openKeyFile(configuration.keyFile);
  if (keys.isErr()) {
    shell.err(`joos: JOOS_KEY_FILE: ${keyFileProblems[keys.error.kind]}`);
    throw new Exit(exitCodes.configuration);
  }
  const opened = await openJoos({
    environment: configuration.environment,
    stores: await storesAt(configuration.stores),
    keys: keys.value,
    mailer: await mailerAt(configuration),
    sms: await smsAt(configuration),
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
  });
  if (opened.isErr()) {
    switch (opened.error.kind) {
      case 'SchemaNotMigrated':
        shell.err(`joos: the databases lack ${opened.error.pending.length} schema steps; run \`joos migrate\` first`);
        throw new Exit(exitCodes.configuration);
      case 'InvalidEnvironment':
        shell.err('joos: JOOS_ENVIRONMENT is not 1 to 32 letters, digits and hyphens');
        throw new Exit(exitCodes.configuration);
      case 'InvalidBusiness':
        shell.err('joos: JOOS_TIME_ZONE or JOOS_RECEIPT_ISSUER is not usable');
        throw new Exit(exitCodes.configuration);
      case 'PortFailure':
        shell.err(
          opened.error.retryable
            ? 'joos: a database does not answer; try again, or check JOOS_DATABASE_URL and JOOS_VAULT_URL'
            : 'joos: the vault does not open with this key file and environment, or a database refuses this account',
        );
        throw new Exit(exitCodes.unavailable);
    }
  }
  return { joos: opened.value, log, configuration };
}

const keyFileProblems = {
  KeyFileMissing: 'there is no such file; `joos migrate --create-key` makes one',
  KeyFileOpenToOthers: 'others may read or write it; give it mode 0600',
  KeyFileMalformed: 'it is not a key file that joos made',
  KeyFileExists: 'it is there already',
  KeyFileUnusable: 'the system refuses to read it',
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
