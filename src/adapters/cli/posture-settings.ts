import type { ConfiguredFacts } from '../../domain/posture/configured-facts.ts';
import { some } from '../../domain/posture/posture-check.ts';
import { type Seen, seen, unseen } from '../../domain/posture/seen.ts';
import { inRegionOf, onThisMachine, type Residencies, statedAt, worldwide } from '../../domain/residency/residency.ts';
import { ResidencyPolicy } from '../../domain/residency/residency-policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import {
  type ConfigurationProblem,
  type InvalidConfiguration,
  reporting,
  type StoreLocation,
  settingReader,
  storesOf,
} from './configuration.ts';
import { keysPlaceIn } from './keys-place.ts';
import { type MailLocation, mailLocation, type SmsLocation, type SmsProvider, smsLocation } from './message-places.ts';
import { residencyIn } from './residency-settings.ts';
import { type ReadSetting, type ReportSetting, type Setting, settings } from './settings.ts';

/** The two instances at Alibaba Cloud, and who may ask about them. */
export interface RdsSettings {
  readonly data: string;
  readonly vault: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly endpoint: string | null;
}

/** What the doctor needs to know; the two databases alone have to be told. */
export interface PostureSettings {
  readonly stores: StoreLocation;
  readonly lookUrls: { readonly data?: string; readonly vault?: string };
  /** Null where no instance is named. */
  readonly rds: RdsSettings | null;
  readonly backups: string | null;
  readonly facts: ConfiguredFacts;
}

/** Reads the settings of the doctor, and of what it looks at as far as they are set. */
export function readPostureSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Result<PostureSettings, InvalidConfiguration> {
  const { report, problems } = reporting();
  const read = settingReader(environment, report);
  const stores = storesOf(read, report);
  const [data, vault] = [read(settings.doctorDatabase), read(settings.doctorVault)];
  for (const [setting, url] of [
    [settings.doctorDatabase, data],
    [settings.doctorVault, vault],
  ] as const) {
    if (url !== '' && !isMysqlUrl(url)) report(setting, 'is no mysql://USER:PASSWORD@HOST/DATABASE');
  }
  const rds = rdsIn(read, report);
  const place = <Value>(setting: Setting, look: (read: ReadSetting, report: ReportSetting) => Value): Seen<Value> => {
    const aside = reporting();
    const value = look(settingReader(environment, aside.report), aside.report);
    return aside.problems.length > 0 ? unseen(`${setting.name} is not set, or says nothing that counts`) : seen(value);
  };
  const facts: ConfiguredFacts = {
    engine: stores.kind,
    // What is wrong with the terms was reported, and no facts are told then.
    residency: ResidencyPolicy.of(residencyIn(read, report)).unwrapOr({ regions: [], exceptions: [] }),
    mail: place(settings.mail, (its, told) => mailPlace(mailLocation(its, told))),
    sms: place(settings.sms, (its, told) => smsPlaces(smsLocation(its, told))),
    keys: place(settings.keys, (its, told) => {
      const keys = keysPlaceIn(its(settings.keys));
      if (keys === null) told(settings.keys, 'says nothing that counts');
      return keys === null || keys.kind === 'file' ? onThisMachine : ([inRegionOf(keys.kind, keys.region)] as const);
    }),
  };
  const lookUrls = { ...(data === '' ? {} : { data }), ...(vault === '' ? {} : { vault }) };
  const backups = read(settings.vaultBackups) || null;
  return problems.length === 0
    ? ok({ stores, lookUrls, rds, backups, facts })
    : err({ kind: 'InvalidConfiguration', problems });
}

/** Names by comma. */
export function listIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function rdsIn(read: ReadSetting, report: ReportSetting): RdsSettings | null {
  const [data, vault] = [read(settings.rdsDatabase), read(settings.rdsVault)];
  const endpoint = read(settings.rdsEndpoint);
  const [accessKeyId, accessKeySecret] = [read(settings.rdsAccessKeyId), read(settings.rdsAccessKeySecret)];
  if (data === '' && vault === '') return null;
  for (const [setting, instance] of [
    [settings.rdsDatabase, data],
    [settings.rdsVault, vault],
  ] as const) {
    if (!/^[a-z0-9-]{3,64}$/.test(instance)) report(setting, 'is no id of an instance: each store has one');
  }
  if (data === vault) report(settings.rdsVault, 'is the instance of the data store: each store has one of its own');
  if (endpoint !== '' && !isSafeEndpoint(endpoint)) report(settings.rdsEndpoint, 'is no https address');
  return { data, vault, accessKeyId, accessKeySecret, endpoint: endpoint || null };
}

function isSafeEndpoint(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
}

function isMysqlUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'mysql:';
}

/** As the mailer itself tells it, of which there is none yet. */
function mailPlace(mail: MailLocation): Residencies {
  switch (mail.kind) {
    case 'folder':
      return onThisMachine;
    case 'ses':
      return [inRegionOf('aws', mail.region)];
    case 'smtp':
      return [statedAt('mail-server', mail.region, mail.host)];
  }
}

function smsPlaces(sms: SmsLocation): Residencies {
  if (sms.kind === 'folder') return onThisMachine;
  const first = providerPlace(sms.first);
  return sms.second === null ? [first] : [first, providerPlace(sms.second)];
}

function providerPlace(provider: SmsProvider): Residencies[0] {
  return provider.kind === 'aws' ? inRegionOf('aws', provider.region) : worldwide(`twilio:${provider.region.region}`);
}

/** Of what is wrong with the configuration of the core a few settings by name. */
export function settingNames(problems: readonly ConfigurationProblem[]): string {
  return some(problems.map(({ setting }) => setting));
}
