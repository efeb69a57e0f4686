import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../../domain/result.ts';
import { InactivityPolicy } from '../../domain/retention/inactivity.ts';
import { isEnvironmentName, wrongIn } from '../inversify/installation.ts';
import { type KeysPlace, keysPlaceIn } from './keys-place.ts';
import { type Setting, settings } from './settings.ts';

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
  | { readonly kind: 'mysql'; readonly dataUrl: string; readonly vaultUrl: string }
  | { readonly kind: 'sqlite'; readonly dataFile: string; readonly vaultFile: string };

export type KeysLocation =
  | Exclude<KeysPlace, { readonly kind: 'alibaba' }>
  | (Extract<KeysPlace, { readonly kind: 'alibaba' }> & {
      readonly accessKeyId: string;
      readonly accessKeySecret: string;
    });

export type MailLocation =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'ses'; readonly region: string; readonly from: string };

export type SmsLocation =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'aws'; readonly region: string; readonly originationIdentity: string };

/** All that the shell needs to open the core. */
export interface Configuration {
  readonly environment: string;
  readonly stores: StoreLocation;
  readonly keys: KeysLocation;
  readonly mail: MailLocation;
  readonly sms: SmsLocation;
  /** The file that lists the processors; null where there are none. */
  readonly processorsFile: string | null;
  readonly issuer: readonly string[];
  readonly vatId: string;
  readonly support: string;
  readonly paymentDetailsUrl: string;
  readonly timeZone: string;
  readonly receiptIssuer: string;
  readonly inactivity: InactivityPolicy | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Report = (setting: Setting, problem: string) => void;

/** Reads the whole configuration and reports everything that is wrong with it together. */
export function readConfiguration(environment: Environment): Result<Configuration, InvalidConfiguration> {
  const problems: ConfigurationProblem[] = [];
  const report: Report = (setting, problem) => {
    problems.push({ setting: setting.name, problem });
  };
  const text = (setting: Setting): string => textOf(setting, environment, report) ?? '';

  const configuration: Configuration = {
    environment: text(settings.environment),
    stores: storesOf(text(settings.database), text(settings.vault), report),
    keys: keysOf(text(settings.keys), text(settings.alibabaAccessKeyId), text(settings.alibabaAccessKeySecret), report),
    mail: mailOf(text(settings.mail), text(settings.mailFrom), report),
    sms: smsOf(text(settings.sms), text(settings.smsOrigin), report),
    processorsFile: fileOrNone(text(settings.processors)),
    issuer: text(settings.issuer)
      .split(';')
      .map((part) => part.trim()),
    vatId: text(settings.vatId),
    support: text(settings.support),
    paymentDetailsUrl: text(settings.paymentPage),
    timeZone: text(settings.timeZone),
    receiptIssuer: text(settings.receiptIssuer),
    inactivity: inactivityOf(text(settings.inactivity), report),
  };
  // Said aloud, so that nobody believes that money moves.
  const cards = text(settings.cards);
  if (cards !== '' && cards !== 'simulated') {
    report(settings.cards, 'is not simulated, the only card processor there is yet');
  }
  if (configuration.environment !== '' && !isEnvironmentName(configuration.environment)) {
    report(settings.environment, 'is not 1 to 32 letters, digits and hyphens');
  }
  if (configuration.paymentDetailsUrl !== '' && !isHttpsUrl(configuration.paymentDetailsUrl)) {
    report(settings.paymentPage, 'is not an https address');
  }
  for (const field of wrongIn(configuration)) {
    report(settings[field], wrongBusiness[field]);
  }
  return problems.length === 0 ? ok(configuration) : err({ kind: 'InvalidConfiguration', problems });
}

const noInactivity = 'is neither none nor two times such as P23M/P24M, at least 14 days apart';

const wrongBusiness = {
  timeZone: 'is not a time zone such as Europe/Berlin',
  receiptIssuer: 'cannot begin a receipt number; take 2 to 8 capital letters',
  inactivity: noInactivity,
} as const;

/** The value of a setting, by itself, from its file, or by default; an empty one counts as none. */
function textOf(setting: Setting, environment: Environment, report: Report): string | undefined {
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
  const content = contentOf(file);
  if (content === null) {
    report(setting, `cannot be read from the file that ${setting.name}_FILE names`);
  } else if (content === '') {
    report(setting, `is not set: the file that ${setting.name}_FILE names is empty`);
  }
  return content ?? undefined;
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function storesOf(database: string, vault: string, report: Report): StoreLocation {
  const data = placeOf(database);
  const keys = placeOf(vault);
  const nowhere = 'is neither mysql://USER:PASSWORD@HOST/DATABASE nor sqlite:FILE';
  if (database !== '' && data === null) report(settings.database, nowhere);
  if (vault !== '' && keys === null) report(settings.vault, nowhere);
  if (data !== null && keys !== null && data.kind !== keys.kind) {
    report(settings.vault, 'is of another kind than the data store: both on MySQL, or both on SQLite');
  } else if (data !== null && data.place === keys?.place) {
    report(settings.vault, 'is the data store itself: keys must not lie beside the data');
  }
  return data?.kind === 'sqlite'
    ? { kind: 'sqlite', dataFile: data.place, vaultFile: keys?.place ?? '' }
    : { kind: 'mysql', dataUrl: database, vaultUrl: vault };
}

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

function keysOf(location: string, accessKeyId: string, accessKeySecret: string, report: Report): KeysLocation {
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

function mailOf(location: string, from: string, report: Report): MailLocation {
  const [kind, rest = ''] = split(location);
  if (kind === 'ses') {
    if (from === '') {
      report(settings.mailFrom, 'is not set, and ses needs it');
    }
    return { kind: 'ses', region: rest || 'eu-central-1', from };
  }
  if (location !== '' && (kind !== 'folder' || rest === '')) {
    report(settings.mail, 'is neither folder:DIR nor ses:REGION');
  }
  return { kind: 'folder', folder: rest };
}

function smsOf(location: string, originationIdentity: string, report: Report): SmsLocation {
  const [kind, rest = ''] = split(location);
  if (kind === 'aws') {
    if (originationIdentity === '') {
      report(settings.smsOrigin, 'is not set, and aws needs it');
    }
    return { kind: 'aws', region: rest || 'eu-central-1', originationIdentity };
  }
  if (location !== '' && (kind !== 'folder' || rest === '')) {
    report(settings.sms, 'is neither folder:DIR nor aws:REGION');
  }
  return { kind: 'folder', folder: rest };
}

function inactivityOf(text: string, report: Report): InactivityPolicy | null {
  if (text === 'none' || text === '') return null;
  const [warnAfter = '', eraseAfter = '', ...more] = text.split('/');
  if (more.length > 0) return reported(report);
  return InactivityPolicy.parse({ warnAfter, eraseAfter }).unwrapOr(null) ?? reported(report);
}

function reported(report: Report): null {
  report(settings.inactivity, noInactivity);
  return null;
}

/** Said aloud, so that no worker certifies an erasure that somebody forgot to be told of. */
function fileOrNone(place: string): string | null {
  return place === 'none' || place === '' ? null : place;
}

function split(location: string): readonly [string, string?] {
  const at = location.indexOf(':');
  return at === -1 ? [location] : [location.slice(0, at), location.slice(at + 1)];
}

function isHttpsUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
