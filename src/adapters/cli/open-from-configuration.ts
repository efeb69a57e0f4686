import type { DataProcessor } from '../../application/ports/data-processor.ts';
import type { IdentityProviders } from '../../application/ports/identity-providers.ts';
import type { Log } from '../../application/ports/log.ts';
import type { PostureGate } from '../../application/ports/posture.ts';
import type { CardEvents, MailEvents } from '../../application/ports/provider-events.ts';
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
import type { ListedProviders } from './identity-providers-file.ts';
import { cardsAt } from './open-cards.ts';
import { identitiesOf } from './open-identities.ts';
import { keysAt, openedKeyFile } from './open-keys.ts';
import { type MayClose, mailEventsOf, mailerAt, smsAt } from './open-messages.ts';
import { refuseOutside } from './outside-regions.ts';
import { type Setting, settings } from './settings.ts';
import { Exit, type LogLevel, refuse, type Shell, stop, withProgress } from './shell.ts';

/** The core as the configuration wants it, the log that it writes, and what its providers tell by themselves. */
export interface OpenedShell extends Told {
  readonly joos: Joos;
  readonly log: Log;
  readonly staffProvider: StaffProvider | null;
}

/** By whose log-in the staff comes in. */
export interface StaffProvider {
  readonly name: string;
  readonly redirectUri: string;
}

/** What the providers open over HTTP: who reads what they tell, absent where nobody was configured to, and how cards come. */
interface Told {
  /** Whether there is a provider by which the staff comes in; without one its routes are closed. */
  readonly staff: boolean;
  readonly takesCardNumbers: boolean;
  readonly cardEvents?: CardEvents;
  readonly mailEvents?: MailEvents;
}

/** What the configuration names, not opened yet. */
export interface Chosen {
  readonly adapters: JoosAdapters & Pick<OpenedShell, 'log'>;
  readonly told: Told;
  readonly staffProvider: StaffProvider | null;
  /** What may keep the process from ending, once the core is closed. */
  readonly toClose: readonly MayClose[];
}

/** Reads the configuration; prints every problem with it, and those found elsewhere, and ends the command if there is one. */
export function configured(shell: Shell, more: readonly ConfigurationProblem[] = []): Configuration {
  const configuration = readConfiguration(shell.environment);
  const problems = [...(configuration.isErr() ? configuration.error.problems : []), ...more];
  return configuration.isErr() || problems.length > 0 ? misconfigured(shell, problems) : configuration.value;
}

/** Prints every problem with the configuration, and ends the command. */
export function misconfigured(shell: Shell, problems: readonly ConfigurationProblem[]): never {
  shell.err(`joos: the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`);
  for (const { setting, problem } of problems) {
    shell.err(`  ${setting} ${problem}`);
  }
  shell.err('  See `joos --help` for all settings, `joos migrate --help` for an example.');
  throw new Exit(exitCodes.configuration);
}

/** The two databases, with only the driver loaded that they need. */
export async function storesAt(location: StoreLocation): Promise<Stores> {
  if (location.kind === 'mysql') {
    const { mysqlStores } = await import('../sql/mysql.ts');
    const { dataUrl, vaultUrl, region } = location;
    return mysqlStores({ dataUrl, vaultUrl, ...(region === undefined ? {} : { region }) });
  }
  const { sqliteStores } = await import('../sql/sqlite.ts');
  return sqliteStores({ dataFile: location.dataFile, vaultFile: location.vaultFile });
}

/** Opens the core as the configuration wants it. Logs from this level on. */
export async function openFromConfiguration(shell: Shell, level: LogLevel): Promise<OpenedShell> {
  const { adapters, told, staffProvider, toClose } = await adaptersFrom(shell, level);
  const posture = await gateIn(shell);
  const guarded = posture === null ? adapters : { ...adapters, posture };
  const opened = await withProgress(shell, 'opening', () => openJoos(guarded));
  const joos = opened.isErr() ? notOpened(shell, opened.error) : opened.value;
  return { joos: { ...joos, close: closing(joos, toClose) }, log: adapters.log, staffProvider, ...told };
}

/** Opens the core on a data store that may have been restored, for nothing but a replay of the ledger. */
export async function openForReplayFromConfiguration(shell: Shell): Promise<JoosForReplay> {
  const { adapters, toClose } = await adaptersFrom(shell, 'warn');
  const opened = await withProgress(shell, 'opening', () => openForReplay(adapters));
  const replay = opened.isErr() ? notOpened(shell, opened.error) : opened.value;
  return { ...replay, close: closing(replay, toClose) };
}

function closing(core: Pick<Joos, 'close'>, toClose: readonly MayClose[]): () => Promise<void> {
  return async () => {
    await core.close();
    for (const one of toClose) one.close?.();
  };
}

/** Only the adapters that the configuration names are loaded. */
export async function adaptersFrom(shell: Shell, level: LogLevel): Promise<Chosen> {
  const keyFile = await openedKeyFile(shell);
  const configuration = configured(shell, keyFile.problems);
  const { messageTemplates } = await import('../templates/index.ts');
  const { receiptPdf } = await import('../receipt-pdf/index.ts');
  const log = await shell.openLog(level);

  const keys = await keysAt(configuration.keys, keyFile);
  const stores = await storesAt(configuration.stores);
  const { auditFile } = await import('../audit-file/index.ts');
  const audit = auditFile(configuration.auditFile);
  const mailer = await mailerAt(configuration.mail);
  const sms = await smsAt(configuration.sms, log);
  const { cards, takesCardNumbers, cardEvents } = await cardsAt(configuration.cards);
  const mailEvents = await mailEventsOf(configuration.mailTopics);
  const { environment, residency, business, sender } = configuration;
  const processors = await processorsIn(shell, configuration);
  const identities = await identitiesIn(shell, settings.identityProviders, configuration.identityProviders);
  const staffIdentities = await identitiesIn(shell, settings.staffProvider, configuration.staffProvider);
  const [own] = Object.entries(configuration.staffProvider);
  const templates = messageTemplates({ ...sender, pdf: receiptPdf });
  return {
    adapters: {
      environment,
      residency,
      stores,
      keys,
      audit,
      mailer,
      sms,
      cards,
      processors,
      ...(identities === null ? {} : { identities }),
      ...(staffIdentities === null ? {} : { staffIdentities }),
      templates,
      business,
      log,
    },
    staffProvider: own === undefined ? null : { name: own[0], redirectUri: own[1].client.redirectUri },
    told: {
      staff: own !== undefined,
      takesCardNumbers,
      ...(cardEvents === undefined ? {} : { cardEvents }),
      ...(mailEvents === undefined ? {} : { mailEvents }),
    },
    toClose: [mailer, sms, cards, { close: () => void audit.close() }],
  };
}

/** The checks that the installation demands of itself, if it demands any. */
async function gateIn(shell: Shell): Promise<PostureGate | null> {
  const setting = settings.refuseUnless.name;
  const demanded = shell.environment[setting] ?? '';
  if (demanded === '') return null;
  const { demandedChecks, gateOf } = await import('./posture-sources.ts');
  const checks = demandedChecks(demanded);
  if (checks === null) {
    const problem = 'names something that is no check, or that only an open core can tell; see `joos doctor --help`';
    return misconfigured(shell, [{ setting, problem }]);
  }
  const { readPostureSettings } = await import('./posture-settings.ts');
  const read = readPostureSettings(shell.environment);
  if (read.isErr()) return misconfigured(shell, read.error.problems);
  return gateOf(read.value, await storesAt(read.value.stores), checks);
}

async function processorsIn(shell: Shell, { processorsFile }: Configuration): Promise<readonly DataProcessor[]> {
  if (processorsFile === null) return [];
  const { readProcessorsFile } = await import('./processors-file.ts');
  const read = await readProcessorsFile(processorsFile);
  return read.unwrapOr(null) ?? stop(shell, exitCodes.configuration, processorsFileProblem);
}

async function identitiesIn(
  shell: Shell,
  { name: setting }: Setting,
  listed: ListedProviders,
): Promise<IdentityProviders | null> {
  const read = await identitiesOf(listed);
  if (read.isOk()) return read.value;
  return misconfigured(
    shell,
    read.error.map((problem) => ({ setting, problem })),
  );
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
    case 'OutsideAllowedRegions':
      return refuseOutside(shell, problem.adapters);
    // The configuration was held to these rules already.
    case 'InvalidEnvironment':
    case 'InvalidBusiness':
    case 'InvalidResidency':
    case 'NoAuditSink':
      throw new Error(problem.kind);
    case 'PostureFailed':
      return stop(
        shell,
        exitCodes.refused,
        `the installation is not as JOOS_REFUSE_UNLESS demands; \`joos doctor\` says what to do:\n${problem.checks
          .map(({ check, result }) => `  ${check}: ${result === 'failed' ? 'failed' : 'could not be checked'}`)
          .join('\n')}`,
      );
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
