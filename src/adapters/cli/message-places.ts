import { senderOf } from '../../application/ports/mail-headers.ts';
import { isLoopback } from '../../domain/residency/region.ts';
import { trustedHosts } from '../ses/sns-message.ts';
import { statedRegion } from './residency-settings.ts';
import { type ReadSetting, type ReportSetting, settings } from './settings.ts';

/** How mails leave. */
export type MailLocation =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'ses'; readonly region: string; readonly from: string; readonly configurationSet: string | null }
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      readonly security: 'starttls' | 'implicit' | 'none';
      readonly login: { readonly user: string; readonly password: string } | null;
      readonly from: string;
      /** Where the server is, by the operator's word. */
      readonly region: string | undefined;
    };

/** Reads where mails go. */
export function mailLocation(read: ReadSetting, report: ReportSetting): MailLocation {
  const location = read(settings.mail);
  const from = read(settings.mailFrom);
  const configurationSet = read(settings.mailSet);
  const login = smtpLogin(read(settings.smtpUser), read(settings.smtpPassword), report);
  const region = statedRegion(read, 'mailRegion', report);
  const [kind, rest] = split(location);
  if (kind === 'ses' || kind === 'smtp') {
    if (from === '') report(settings.mailFrom, `is not set, and ${kind} needs it`);
    else if (throws(() => senderOf(from))) report(settings.mailFrom, 'is neither ADDRESS nor NAME <ADDRESS>');
  }
  if (configurationSet !== '' && !/^[\w-]{1,64}$/.test(configurationSet)) {
    report(settings.mailSet, 'is no name of a configuration set');
  }
  if (kind === 'ses') {
    return { kind, region: rest || 'eu-central-1', from, configurationSet: configurationSet || null };
  }
  const server = kind === 'smtp' ? serverIn(rest) : null;
  if (server !== null) return { kind: 'smtp', ...server, login, from, region };
  if (location !== '' && (kind !== 'folder' || rest === '')) {
    report(settings.mail, 'is none of folder:DIR, ses:REGION, smtp:HOST:PORT');
  }
  return { kind: 'folder', folder: rest };
}

/** The topics by whose word an address bounced; a topic that takes over from another is listed beside it. */
export function mailTopics(read: ReadSetting, report: ReportSetting): readonly string[] {
  const text = read(settings.mailTopic);
  if (text === '') return [];
  const topics = text.split(',').map((topic) => topic.trim());
  if (throws(() => trustedHosts(topics))) report(settings.mailTopic, 'is not the ARN of an SNS topic');
  return topics;
}

function smtpLogin(user: string, password: string, report: ReportSetting) {
  if (user !== '' && password === '') report(settings.smtpPassword, 'is not set, and the user needs it');
  if (user === '' && password !== '') report(settings.smtpUser, 'is not set, and the password needs it');
  return user === '' ? null : { user, password };
}

/**
 * A mail server by host and port. Nothing goes out in plain text but to this machine itself; port 465 speaks TLS from
 * the first byte (RFC 8314), every other one is upgraded to it.
 */
function serverIn(text: string): Pick<Extract<MailLocation, { kind: 'smtp' }>, 'host' | 'port' | 'security'> | null {
  const [, bracketed, name, digits = '587'] =
    /^(?:\[([0-9a-f:.]+)\]|([A-Za-z0-9.-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return null;
  if (port === 465) return { host, port, security: 'implicit' };
  return { host, port, security: isLoopback(host) ? 'none' : 'starttls' };
}

/** A company that hands text messages over. */
export type SmsProvider =
  | { readonly kind: 'aws'; readonly region: string; readonly originationIdentity: string }
  | {
      readonly kind: 'twilio';
      readonly region: { readonly region: string; readonly edge: string };
      readonly sender: { readonly from: string } | { readonly messagingServiceSid: string };
      readonly accountSid: string;
      readonly credentials: { readonly apiKeySid: string; readonly apiKeySecret: string };
    };

/** How text messages leave. */
export type SmsLocation =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'provider'; readonly first: SmsProvider; readonly second: SmsProvider | null };

/** Reads where text messages go, and where those go that the first provider did not take. */
export function smsLocation(read: ReadSetting, report: ReportSetting): SmsLocation {
  const [first, second] = [read(settings.sms), read(settings.smsFallback)];
  const [origin, secondOrigin] = [read(settings.smsOrigin), read(settings.smsFallbackOrigin)];
  const account = twilioAccount(
    read,
    [first, second].some((place) => split(place)[0] === 'twilio') ? report : () => {},
  );
  const provider = smsProvider(first, origin, account);
  const fallback = smsProvider(second, secondOrigin, account);
  if (provider !== null && origin === '') report(settings.smsOrigin, `is not set, and ${provider.kind} needs it`);
  if (fallback !== null && secondOrigin === '')
    report(settings.smsFallbackOrigin, 'is not set, and the fallback needs it');
  if (second !== '' && fallback === null) report(settings.smsFallback, 'is neither aws:REGION nor twilio:REGION');
  if (provider !== null) return { kind: 'provider', first: provider, second: fallback };
  const [kind, folder] = split(first);
  if (first !== '' && (kind !== 'folder' || folder === '')) {
    report(settings.sms, 'is none of folder:DIR, aws:REGION, twilio:REGION');
  } else if (fallback !== null) {
    // Where somebody tries things out, nothing may get to a real phone by the second way.
    report(settings.smsFallback, 'is set, and a folder needs none');
  }
  return { kind: 'folder', folder };
}

type TwilioAccount = Pick<Extract<SmsProvider, { kind: 'twilio' }>, 'accountSid' | 'credentials'>;

function twilioAccount(read: ReadSetting, report: ReportSetting): TwilioAccount {
  const accountSid = read(settings.twilioAccount);
  const apiKeySid = read(settings.twilioKey);
  const apiKeySecret = read(settings.twilioSecret);
  for (const [setting, value, shape, form] of [
    [settings.twilioAccount, accountSid, /^AC[0-9a-f]{32}$/, 'no account of Twilio: AC and 32 digits'],
    [settings.twilioKey, apiKeySid, /^SK[0-9a-f]{32}$/, 'no key of Twilio: SK and 32 digits'],
    [settings.twilioSecret, apiKeySecret, /^\S+$/, 'more than one word'],
  ] as const) {
    if (value === '') report(setting, 'is not set, and twilio needs it');
    else if (!shape.test(value)) report(setting, `is ${form}`);
  }
  return { accountSid, credentials: { apiKeySid, apiKeySecret } };
}

/** The door to each region of Twilio; what is sent by another one goes through the United States. */
const twilioEdges: Readonly<Record<string, string>> = { ie1: 'dublin', us1: 'ashburn', au1: 'sydney' };

function smsProvider(location: string, origin: string, account: TwilioAccount): SmsProvider | null {
  const [kind, rest] = split(location);
  if (kind === 'aws') return { kind, region: rest || 'eu-central-1', originationIdentity: origin };
  const region = rest || 'ie1';
  const edge = twilioEdges[region];
  if (kind !== 'twilio' || edge === undefined) return null;
  const sender = /^MG[0-9a-f]{32}$/.test(origin) ? { messagingServiceSid: origin } : { from: origin };
  return { kind, region: { region, edge }, sender, ...account };
}

/** The word before the first colon, and what comes after it. */
function split(location: string): readonly [word: string, rest: string] {
  const at = location.indexOf(':');
  return at === -1 ? [location, ''] : [location.slice(0, at), location.slice(at + 1)];
}

function throws(check: () => unknown): boolean {
  try {
    check();
    return false;
  } catch {
    return true; // its message may quote the value
  }
}
