import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../domain/result.ts';

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
  readonly keyFile: string;
  readonly mail: MailLocation;
  readonly sms: SmsLocation;
  readonly issuer: readonly string[];
  readonly vatId: string;
  readonly support: string;
  readonly paymentDetailsUrl: string;
  readonly timeZone: string;
  readonly receiptIssuer: string;
}

/** One setting, for `joos --help` and for the reader of the configuration. */
interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly fallback?: string;
  /** May come from the file that `NAME_FILE` names. */
  readonly secret?: true;
}

const settings = {
  environment: { name: 'JOOS_ENVIRONMENT', meaning: 'name of the installation, bound into every seal' },
  database: {
    name: 'JOOS_DATABASE_URL',
    meaning: 'data store: mysql://… or sqlite:FILE',
    secret: true,
  },
  vault: { name: 'JOOS_VAULT_URL', meaning: 'vault: mysql://… or sqlite:FILE, another one', secret: true },
  keyFile: { name: 'JOOS_KEY_FILE', meaning: 'file with the master key, readable by you alone' },
  mail: { name: 'JOOS_MAIL', meaning: 'folder:DIR or ses:REGION' },
  mailFrom: { name: 'JOOS_MAIL_FROM', meaning: 'verified sender, needed for ses', fallback: '' },
  sms: { name: 'JOOS_SMS', meaning: 'folder:DIR or aws:REGION' },
  smsOrigin: { name: 'JOOS_SMS_ORIGIN', meaning: 'sender id or pool, needed for aws', fallback: '' },
  issuer: { name: 'JOOS_ISSUER', meaning: 'company and address on receipts, parts by ;' },
  vatId: { name: 'JOOS_VAT_ID', meaning: 'VAT id on receipts' },
  support: { name: 'JOOS_SUPPORT', meaning: 'where people get help, shown in messages' },
  paymentPage: { name: 'JOOS_PAYMENT_PAGE', meaning: 'https page where payment details are changed' },
  timeZone: { name: 'JOOS_TIME_ZONE', meaning: 'calendar of the business', fallback: 'Europe/Berlin' },
  receiptIssuer: { name: 'JOOS_RECEIPT_ISSUER', meaning: 'begins receipt numbers', fallback: 'JOOS' },
} as const satisfies Record<string, Setting>;

/** The settings in words, for `joos --help`. */
export const settingsInWords: string = `Settings (environment variables; a secret may come from the file that NAME_FILE names):\n${Object.values(
  settings,
)
  .map((setting: Setting) => {
    const fallback = setting.fallback ? ` (default ${setting.fallback})` : '';
    return `  ${setting.name.padEnd(20)} ${setting.meaning}${fallback}${setting.secret ? ' [secret]' : ''}`;
  })
  .join('\n')}`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the whole configuration and reports everything that is wrong with it together. */
export function readConfiguration(environment: Environment): Result<Configuration, InvalidConfiguration> {
  const problems: ConfigurationProblem[] = [];
  const report = (setting: Setting, problem: string): void => {
    problems.push({ setting: setting.name, problem });
  };
  const text = (setting: Setting): string => {
    const value = settingOf(setting, environment, report) ?? setting.fallback;
    if (value === undefined) {
      report(setting, `is not set: ${setting.meaning}`);
    }
    return value ?? '';
  };

  const configuration: Configuration = {
    environment: text(settings.environment),
    stores: storesOf(text(settings.database), text(settings.vault), report),
    keyFile: text(settings.keyFile),
    mail: mailOf(text(settings.mail), text(settings.mailFrom), report),
    sms: smsOf(text(settings.sms), text(settings.smsOrigin), report),
    issuer: text(settings.issuer)
      .split(';')
      .map((part) => part.trim()),
    vatId: text(settings.vatId),
    support: text(settings.support),
    paymentDetailsUrl: text(settings.paymentPage),
    timeZone: text(settings.timeZone),
    receiptIssuer: text(settings.receiptIssuer),
  };
  if (configuration.paymentDetailsUrl !== '' && !/^https:\/\/\S+$/.test(configuration.paymentDetailsUrl)) {
    report(settings.paymentPage, 'is not an https address');
  }
  if (!isTimeZone(configuration.timeZone)) {
    report(settings.timeZone, 'is not a time zone such as Europe/Berlin');
  }
  if (!/^[A-Z]{2,8}$/.test(configuration.receiptIssuer)) {
    report(settings.receiptIssuer, 'is not 2 to 8 capital letters');
  }
  return problems.length === 0 ? ok(configuration) : err({ kind: 'InvalidConfiguration', problems });
}

type Report = (setting: Setting, problem: string) => void;

function settingOf(setting: Setting, environment: Environment, report: Report): string | undefined {
  const value = environment[setting.name];
  const file = setting.secret ? environment[`${setting.name}_FILE`] : undefined;
  if (value !== undefined && file !== undefined) {
    report(setting, `is set twice, by ${setting.name} and by ${setting.name}_FILE`);
  }
  if (file === undefined) {
    return value === '' ? undefined : value;
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    report(setting, `cannot be read from the file that ${setting.name}_FILE names`);
    return '';
  }
}

function storesOf(database: string, vault: string, report: Report): StoreLocation {
  if (database !== '' && database === vault) {
    report(settings.vault, 'is the data store itself: keys must not lie beside the data');
  }
  if (database.startsWith('sqlite:') && vault.startsWith('sqlite:')) {
    return { kind: 'sqlite', dataFile: database.slice('sqlite:'.length), vaultFile: vault.slice('sqlite:'.length) };
  }
  const urls = [
    [settings.database, database],
    [settings.vault, vault],
  ] as const;
  for (const [setting, url] of urls) {
    if (url !== '' && !isMysqlUrl(url)) {
      report(setting, 'is neither mysql://USER:PASSWORD@HOST/DATABASE nor sqlite:FILE, or the two differ in kind');
    }
  }
  return { kind: 'mysql', dataUrl: database, vaultUrl: vault };
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

function split(location: string): readonly [string, string?] {
  const at = location.indexOf(':');
  return at === -1 ? [location] : [location.slice(0, at), location.slice(at + 1)];
}

function isMysqlUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'mysql:' && url.hostname !== '' && url.pathname.length > 1;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
