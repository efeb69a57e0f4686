import { resolve } from 'node:path';
import type { Business } from '../../application/ports/business.ts';
import type { ResidencyTerms } from '../../domain/residency/residency-policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { isEnvironmentName } from '../inversify/installation.ts';
import type { Sender } from '../templates/index.ts';
import { businessIn, valueOrNone } from './business-settings.ts';
import { type CardsLocation, cardsLocation } from './card-place.ts';
import { type ListedProviders, readIdentityProvidersFile } from './identity-providers-file.ts';
import { textIn } from './json-file.ts';
import { type KeysPlace, keysPlaceIn } from './keys-place.ts';
import { type MailLocation, mailLocation, mailTopics, type SmsLocation, smsLocation } from './message-places.ts';
import { residencyIn, statedRegion } from './residency-settings.ts';
import { senderIn } from './sender-settings.ts';
import { type ReadSetting, type ReportSetting, type Setting, settings } from './settings.ts';

/** One thing that is wrong with the configuration, in words that never quote a value: a value may be a password. */
export interface ConfigurationProblem {
  readonly setting: string;
  readonly problem: string;
}

/** The configuration is wrong; all of it that is, at once. */
export interface InvalidConfiguration {
  readonly kind: 'InvalidConfiguration';
  readonly problems: readonly ConfigurationProblem[];
}

export type StoreLocation =
  | {
      readonly kind: 'mysql';
      readonly dataUrl: string;
      readonly vaultUrl: string;
      /** Where both are, by the operator's word. */
      readonly region: string | undefined;
    }
  | { readonly kind: 'sqlite'; readonly dataFile: string; readonly vaultFile: string };

export type KeysLocation =
  | Exclude<KeysPlace, { readonly kind: 'alibaba' }>
  | (Extract<KeysPlace, { readonly kind: 'alibaba' }> & {
      readonly accessKeyId: string;
      readonly accessKeySecret: string;
    });

/** All that the shell needs to open the core. */
export interface Configuration {
  readonly environment: string;
  /** Where personal data may be. */
  readonly residency: ResidencyTerms;
  readonly stores: StoreLocation;
  readonly keys: KeysLocation;
  /** The file that witnesses the audit log. */
  readonly auditFile: string;
  readonly mail: MailLocation;
  /** None where nobody tells of bounces. */
  readonly mailTopics: readonly string[];
  readonly sms: SmsLocation;
  readonly cards: CardsLocation;
  /** The file that lists the processors; null where there are none. */
  readonly processorsFile: string | null;
  /** By whose log-in people may come in. */
  readonly identityProviders: ListedProviders;
  /** By whose log-in the staff comes in: one, or none. */
  readonly staffProvider: ListedProviders;
  readonly sender: Sender;
  readonly business: Required<Business>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the whole configuration and reports everything that is wrong with it together. */
export function readConfiguration(environment: Environment): Result<Configuration, InvalidConfiguration> {
  const { report, problems } = reporting();
  const read = settingReader(environment, report);

  const configuration: Configuration = {
    environment: read(settings.environment),
    residency: residencyIn(read, report),
    stores: storesOf(read, report),
    keys: keysOf(read(settings.keys), read(settings.alibabaAccessKeyId), read(settings.alibabaAccessKeySecret), report),
    auditFile: auditFileIn(read(settings.auditSink), report),
    mail: mailLocation(read, report),
    mailTopics: mailTopics(read, report),
    sms: smsLocation(read, report),
    cards: cardsLocation(read, report),
    // Said aloud, so that no worker certifies an erasure that somebody forgot to be told of.
    processorsFile: valueOrNone(read(settings.processors)),
    identityProviders: providersIn(read, settings.identityProviders, report),
    staffProvider: providersIn(read, settings.staffProvider, report),
    sender: senderIn(read, report),
    business: businessIn(read, report),
  };
  if (configuration.mailTopics.some((topic) => isElsewhere(topic, configuration.residency))) {
    report(settings.mailTopic, 'is in a region that JOOS_REGIONS does not name: it tells whose address bounced');
  }
  // Said aloud, so that no dispute runs out because nobody heard of it.
  const tells = configuration.cards.kind === 'stripe' || configuration.mailTopics.length > 0;
  if (tells && read(settings.supportInbox) === '') {
    report(settings.supportInbox, 'is not set: an address that is told of bounces and disputes, or none');
  }
  const [, second] = Object.keys(configuration.staffProvider);
  if (second !== undefined) report(settings.staffProvider, 'names a file of several companies: the staff has one');
  const shared = Object.values(configuration.staffProvider).some((staff) =>
    Object.values(configuration.identityProviders).some(({ client }) => client.clientId === staff.client.clientId),
  );
  if (shared)
    report(settings.staffProvider, 'names a client by which people come in too: the staff has one of its own');
  if (configuration.environment !== '' && !isEnvironmentName(configuration.environment)) {
    report(settings.environment, 'is not 1 to 32 letters, digits and hyphens');
  }
  return problems.length === 0 ? ok(configuration) : err({ kind: 'InvalidConfiguration', problems });
}

/** Whether a topic is of a region where data may not be; of one that is no ARN that was said already. */
function isElsewhere(topic: string, { regions }: ResidencyTerms): boolean {
  const [, region] = /^arn:[a-z-]+:sns:([a-z0-9-]+):/.exec(topic) ?? [];
  return region !== undefined && !regions.includes(region);
}

/** Where the audit log and its sink are: all that it takes to verify the one by the other. */
export function readAuditPlaces(
  environment: Environment,
): Result<Pick<Configuration, 'residency' | 'stores' | 'auditFile'>, InvalidConfiguration> {
  const { report, problems } = reporting();
  const read = settingReader(environment, report);
  const database = read(settings.database);
  const data = placeOf(database);
  if (database !== '' && data === null) report(settings.database, nowhere);
  const auditFile = auditFileIn(read(settings.auditSink), report);
  const residency = residencyIn(read, report);
  const region = statedRegion(read, 'databaseRegion', report);
  // The vault is not opened.
  const stores: StoreLocation =
    data?.kind === 'sqlite'
      ? { kind: 'sqlite', dataFile: data.place, vaultFile: ':memory:' }
      : { kind: 'mysql', dataUrl: database, vaultUrl: database, region };
  return problems.length === 0 ? ok({ residency, stores, auditFile }) : err({ kind: 'InvalidConfiguration', problems });
}

/** Reads settings one by one. */
export function settingReader(environment: Environment, report: ReportSetting): ReadSetting {
  return (setting) => textOf(setting, environment, report) ?? '';
}

/** A list of problems, and the way to add to it. */
export function reporting(): { readonly report: ReportSetting; readonly problems: readonly ConfigurationProblem[] } {
  const problems: ConfigurationProblem[] = [];
  return {
    problems,
    report: (setting, problem) => {
      problems.push({ setting: setting.name, problem });
    },
  };
}

/** The value of a setting, by itself, from its file, or by default; an empty one counts as none. */
function textOf(setting: Setting, environment: Environment, report: ReportSetting): string | undefined {
  const value = environment[setting.name] || undefined;
  const file = setting.secret ? environment[`${setting.name}_FILE`] || undefined : undefined;
  if (value !== undefined && file !== undefined) {
    report(setting, `is set twice, by ${setting.name} and by ${setting.name}_FILE`);
    return undefined;
  }
  if (file === undefined) {
    if (value === undefined && setting.fallback === undefined) {
      report(setting, `is not set: ${setting.meaning}`);
    }
    return value ?? setting.fallback;
  }
  const content = textIn(file);
  if (content === null) {
    report(setting, `cannot be read from the file that ${setting.name}_FILE names`);
  } else if (content === '') {
    report(setting, `is not set: the file that ${setting.name}_FILE names is empty`);
  }
  return content ?? undefined;
}

/** Reads `file:PATH`. */
function auditFileIn(location: string, report: ReportSetting): string {
  const path = location.startsWith('file:') ? location.slice('file:'.length) : '';
  if (location !== '' && path === '') report(settings.auditSink, 'is not file:PATH');
  return path;
}

function providersIn(read: ReadSetting, setting: Setting, report: ReportSetting): ListedProviders {
  return readIdentityProvidersFile(valueOrNone(read(setting))).match(
    (providers) => providers,
    (problems) => {
      for (const problem of problems) report(setting, problem);
      return {};
    },
  );
}

/** Where the two databases are. */
export function storesOf(read: ReadSetting, report: ReportSetting): StoreLocation {
  const [database, vault] = [read(settings.database), read(settings.vault)];
  const region = statedRegion(read, 'databaseRegion', report);
  const data = placeOf(database);
  const keys = placeOf(vault);
  if (database !== '' && data === null) report(settings.database, nowhere);
  if (vault !== '' && keys === null) report(settings.vault, nowhere);
  if (data !== null && keys !== null && data.kind !== keys.kind) {
    report(settings.vault, 'is of another kind than the data store: both on MySQL, or both on SQLite');
  } else if (data !== null && data.place === keys?.place) {
    report(settings.vault, 'is the data store itself: keys must not lie beside the data');
  }
  return data?.kind === 'sqlite'
    ? { kind: 'sqlite', dataFile: data.place, vaultFile: keys?.place ?? '' }
    : { kind: 'mysql', dataUrl: database, vaultUrl: vault, region };
}

const nowhere = 'is neither mysql://USER:PASSWORD@HOST/DATABASE nor sqlite:FILE';

/** Where a database is, whoever logs in to it: two accounts of one database are one place. Null if it is nowhere. */
function placeOf(url: string): { readonly kind: StoreLocation['kind']; readonly place: string } | null {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length);
    return file === '' ? null : { kind: 'sqlite', place: resolve(file) };
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed?.protocol === 'mysql:' && parsed.hostname !== '' && parsed.pathname.length > 1
    ? { kind: 'mysql', place: `${parsed.hostname}:${parsed.port || '3306'}${parsed.pathname}` }
    : null;
}

function keysOf(location: string, accessKeyId: string, accessKeySecret: string, report: ReportSetting): KeysLocation {
  const place = keysPlaceIn(location);
  if (place === null) {
    if (location !== '') {
      report(settings.keys, 'is none of file:PATH, aws:REGION/KEYID, alibaba:REGION/KEYID; an alias is no KEYID');
    }
    return { kind: 'file', path: '' };
  }
  if (place.kind !== 'alibaba') return place;
  if (accessKeyId === '') {
    report(settings.alibabaAccessKeyId, 'is not set, and alibaba needs it');
  }
  if (accessKeySecret === '') {
    report(settings.alibabaAccessKeySecret, 'is not set, and alibaba needs it');
  }
  return { ...place, accessKeyId, accessKeySecret };
}
