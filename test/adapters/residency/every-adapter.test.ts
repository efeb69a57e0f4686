import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { createKeyFile, openKeyFile } from '../../../src/adapters/key-file/index.ts';
import { alibabaKmsKeyWrapper } from '../../../src/adapters/kms-alibaba/index.ts';
import { awsKmsKeyWrapper } from '../../../src/adapters/kms-aws/index.ts';
import { apple, facebook, google, type OidcProvider, oidcProviders } from '../../../src/adapters/oidc/index.ts';
import { openDsrProcessor } from '../../../src/adapters/opendsr/index.ts';
import { outboxFolder } from '../../../src/adapters/outbox-folder/index.ts';
import { sesMailer } from '../../../src/adapters/ses/index.ts';
import { simulatedCards } from '../../../src/adapters/simulated-cards/index.ts';
import { awsSmsSender } from '../../../src/adapters/sms-aws/index.ts';
import { smsWithFallback } from '../../../src/adapters/sms-fallback/index.ts';
import { twilioSms } from '../../../src/adapters/sms-twilio/index.ts';
import { smtpMailer } from '../../../src/adapters/smtp/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { stripeCards } from '../../../src/adapters/stripe/index.ts';
import type { Residencies } from '../../../src/domain/residency/residency.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { sampleMail } from '../sample-mail.ts';

awsOfNobody();
afterEach(() => vi.unstubAllEnvs());

const from = 'Joos <service@joos.example>';
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const here = { kind: 'here' } as const;
const region = (provider: 'aws' | 'alibaba', name: string) => ({ kind: 'region', provider, region: name });
const stated = (of: string, name: string) => ({ kind: 'stated', of, region: name });

const smtp = (host: string, more: { readonly region?: string | null } = {}) => {
  const mailer = smtpMailer({ host, from, ...more });
  mailer.close();
  return mailer;
};
const twilio = (more: { readonly region?: { readonly region: string; readonly edge: string } } = {}) =>
  twilioSms({ accountSid: `AC${'0a'.repeat(16)}`, credentials: { authToken: 't' }, sender: { from: 'JOOS' }, ...more });
const alibaba = (endpoint?: string) =>
  alibabaKmsKeyWrapper({
    region: 'eu-central-1',
    keyId,
    accessKeyId: 'a',
    accessKeySecret: 's',
    ...(endpoint === undefined ? {} : { endpoint }),
  });
const mysql = (host: string, named?: string) =>
  mysqlStores({
    dataUrl: `mysql://joos:p@${host}:3306/joos`,
    vaultUrl: `mysql://vault:p@127.0.0.1:3306/vault`,
    ...(named === undefined ? {} : { region: named }),
  });
const processor = (endpoint: string, named?: string | null) =>
  openDsrProcessor({
    name: 'help-desk',
    endpoint,
    knowsBy: ['email'],
    ...(named === undefined ? {} : { region: named }),
  });
const client = { clientId: 'joos', clientSecret: 's' };
const redirectUri = (name: string) => `https://app.example.com/logged-in/${name}`;
const identities = (providers: Readonly<Record<string, OidcProvider>>) => oidcProviders({ providers });
const office = (named?: string | null): OidcProvider => ({
  issuer: 'https://login.example.com',
  clientId: 'joos',
  authentication: { kind: 'none' },
  redirectUri: redirectUri('office'),
  ...(named === undefined ? {} : { region: named }),
});

/** Each adapter to which personal data goes, and the keys to it, as `src/adapters` calls it, and where it says that is. */
const table: readonly (readonly [folder: string, what: string, residency: () => Residencies, expected: unknown])[] = [
  ['in-memory', 'stores in memory', () => inMemoryStores().residency, [here]],
  ['sql', 'SQLite files', () => sqliteStores({ dataFile: '/nowhere/d', vaultFile: '/nowhere/v' }).residency, [here]],
  ['sql', 'MySQL of this machine', () => mysql('localhost').residency, [here, here]],
  ['sql', 'MySQL elsewhere, unsaid', () => mysql('10.0.0.7').residency, [{ kind: 'unstated', of: 'data' }, here]],
  [
    'sql',
    'MySQL elsewhere, stated',
    () => mysql('10.0.0.7', 'eu-central-1').residency,
    [stated('data', 'eu-central-1'), stated('vault', 'eu-central-1')],
  ],
  [
    'sql',
    'RDS, stated wrong',
    () => mysql('rm-1.mysql.cn-hangzhou.rds.aliyuncs.com', 'eu-central-1').residency,
    [
      { kind: 'contradicted', of: 'data', stated: 'eu-central-1', told: 'cn-hangzhou' },
      stated('vault', 'eu-central-1'),
    ],
  ],
  [
    'sql',
    'RDS, stated wrong, by a host that is encoded as the driver decodes it',
    () => mysql('rm-1.mysql.cn%2Dhangzhou.rds.aliyuncs.com', 'eu-central-1').residency,
    [
      { kind: 'contradicted', of: 'data', stated: 'eu-central-1', told: 'cn-hangzhou' },
      stated('vault', 'eu-central-1'),
    ],
  ],
  [
    'sql',
    'MySQL by no address',
    () => mysqlStores({ dataUrl: 'mysql', vaultUrl: 'mysql://%zz/x' }).residency,
    [
      { kind: 'unstated', of: 'data' },
      { kind: 'unstated', of: 'vault' },
    ],
  ],
  [
    'kms-aws',
    'AWS KMS',
    () => awsKmsKeyWrapper({ region: 'eu-west-1', keyId }).residency,
    [region('aws', 'eu-west-1')],
  ],
  ['kms-alibaba', 'Alibaba Cloud KMS', () => alibaba().residency, [region('alibaba', 'eu-central-1')]],
  [
    'kms-alibaba',
    'Alibaba Cloud KMS, within the network',
    () => alibaba('https://kms-vpc.eu-central-1.aliyuncs.com').residency,
    [region('alibaba', 'eu-central-1')],
  ],
  [
    'kms-alibaba',
    'Alibaba Cloud KMS by another region’s endpoint',
    () => alibaba('https://kms.cn-hangzhou.aliyuncs.com').residency,
    [{ kind: 'contradicted', of: 'alibaba', stated: 'eu-central-1', told: 'cn-hangzhou' }],
  ],
  ['ses', 'SES', () => sesMailer({ from }).residency, [region('aws', 'eu-central-1')]],
  ['ses', 'SES elsewhere', () => sesMailer({ from, region: 'us-east-1' }).residency, [region('aws', 'us-east-1')]],
  [
    'ses',
    'SES by a proxy',
    () => sesMailer({ from, endpoint: 'https://p.example' }).residency,
    [stated('aws', 'eu-central-1')],
  ],
  [
    'smtp',
    'a mail server, unsaid',
    () => smtp('mail.example.com').residency,
    [{ kind: 'unstated', of: 'mail-server' }],
  ],
  [
    'smtp',
    'a mail server',
    () => smtp('mail.example.com', { region: 'eu-central-1' }).residency,
    [stated('mail-server', 'eu-central-1')],
  ],
  [
    'smtp',
    'a mail server anywhere',
    () => smtp('mail.example.com', { region: null }).residency,
    [{ kind: 'outside', provider: 'mail.example.com' }],
  ],
  ['smtp', 'a mail server of this machine', () => smtp('localhost').residency, [here]],
  ['outbox-folder', 'a folder, for mails', () => outboxFolder('/nowhere').mailer.residency, [here]],
  ['outbox-folder', 'a folder, for texts', () => outboxFolder('/nowhere').sms.residency, [here]],
  [
    'sms-aws',
    'texts by AWS',
    () => awsSmsSender({ originationIdentity: 'JOOS' }).residency,
    [region('aws', 'eu-central-1')],
  ],
  ['sms-twilio', 'texts by Twilio', () => twilio().residency, [{ kind: 'outside', provider: 'twilio:ie1' }]],
  [
    'sms-twilio',
    'texts by Twilio elsewhere',
    () => twilio({ region: { region: 'us1', edge: 'ashburn' } }).residency,
    [{ kind: 'outside', provider: 'twilio:us1' }],
  ],
  [
    'sms-fallback',
    'both senders of texts',
    () => smsWithFallback({ first: awsSmsSender({ originationIdentity: 'JOOS' }), second: twilio() }).residency,
    [region('aws', 'eu-central-1'), { kind: 'outside', provider: 'twilio:ie1' }],
  ],
  [
    'stripe',
    'Stripe',
    () => stripeCards({ secretKey: 'sk_test_1' }).residency,
    [{ kind: 'outside', provider: 'stripe' }],
  ],
  [
    'stripe',
    'Stripe, played on this machine',
    () => stripeCards({ secretKey: 'sk_test_1', endpoint: 'http://127.0.0.1:1' }).residency,
    [here],
  ],
  ['simulated-cards', 'simulated cards', () => simulatedCards().residency, [here]],
  [
    'opendsr',
    'a processor, unsaid',
    () => processor('https://desk.example/v2').residency,
    [{ kind: 'unstated', of: 'help-desk' }],
  ],
  [
    'opendsr',
    'a processor',
    () => processor('https://desk.example/v2', 'eu-central-1').residency,
    [stated('help-desk', 'eu-central-1')],
  ],
  [
    'opendsr',
    'a processor anywhere',
    () => processor('https://desk.example/v2', null).residency,
    [{ kind: 'outside', provider: 'desk.example' }],
  ],
  ['opendsr', 'a processor of this machine', () => processor('http://127.0.0.1:1/v2').residency, [here]],
  ['oidc', 'nobody to log in by', () => identities({}).residency, [here]],
  [
    'oidc',
    'the companies of the presets',
    () =>
      identities({
        google: google({ ...client, redirectUri: redirectUri('google') }),
        facebook: facebook({ ...client, redirectUri: redirectUri('facebook') }),
      }).residency,
    [
      { kind: 'outside', provider: 'accounts.google.com' },
      { kind: 'outside', provider: 'www.facebook.com' },
    ],
  ],
  [
    'oidc',
    'another company, unsaid',
    () => identities({ office: office() }).residency,
    [{ kind: 'unstated', of: 'office' }],
  ],
  [
    'oidc',
    'another company',
    () => identities({ office: office('eu-central-1') }).residency,
    [stated('office', 'eu-central-1')],
  ],
];

describe('an adapter tells where it brings personal data', () => {
  test.each(table)('%s: %s', (_, __, residency, expected) => {
    expect(residency()).toEqual(expected);
  });

  test('and so does a key file, which stays here', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'joos-residency-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    await must(createKeyFile(join(folder, 'key')));
    expect((await must(openKeyFile(join(folder, 'key')))).residency).toEqual([here]);
  });

  test('and Apple is in no one place either', () => {
    const key = { teamId: 'A'.repeat(10), keyId: 'B'.repeat(10), privateKey: '' };
    expect(apple({ clientId: 'joos', redirectUri: redirectUri('apple'), ...key }).region).toBeNull();
  });

  test('and none is forgotten here', () => {
    const inTheProcess = [
      'certificates',
      'cli',
      'export-zip',
      'http',
      'inversify',
      'leak-scan',
      'pino-log',
      'receipt-pdf',
      'sealing',
      'system',
      'templates',
    ]; // prettier-ignore
    // They ask how things stand, or note that something was done, and bring nobody's data anywhere.
    const aboutNobody = ['audit-file', 'backup-folder', 'mysql-accounts', 'mysql-posture', 'rds-alibaba'];
    const told = new Set(['key-file', ...table.map(([folder]) => folder)]);
    expect(readdirSync('src/adapters').sort()).toEqual([...told, ...inTheProcess, ...aboutNobody].sort());
  });
});

describe('a client of AWS', () => {
  const elsewhere = 'https://service.us-east-1.amazonaws.com';

  test('by itself asks a host that tells its region', () => {
    const clients = [new SESv2Client({}), new PinpointSMSVoiceV2Client({}), new KMSClient({})];
    for (const { config } of clients) {
      for (const UseDualStack of [false, true]) {
        const { url } = config.endpointProvider({ Region: 'eu-central-1', UseDualStack, UseFIPS: false });
        expect(url.hostname).toMatch(/\.eu-central-1\.(?:amazonaws\.com|api\.aws)$/);
      }
    }
  });

  test('sends no mail to another region, whatever endpoint the environment names', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SESV2', elsewhere);
    const mailer = sesMailer({ from });
    const failure = await refusalOf(mailer.send(sampleMail));
    expect(failure).toMatchObject({ retryable: true, reason: 'not-reached', cause: { name: 'OutOfRegion' } });
    mailer.close();
  });

  test('sends no text to another region, whatever endpoint the environment names', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2', elsewhere);
    const sender = awsSmsSender({ originationIdentity: 'JOOS' });
    const to = await must(PhoneNumber.parse('+4915228895456'));
    const failure = await refusalOf(sender.send({ messageId: 'm', about: 'code', to, text: 'x' }));
    expect(failure).toMatchObject({ retryable: true, reason: 'not-reached', cause: { name: 'OutOfRegion' } });
    sender.close();
  });

  test('sends no key to another region, whatever endpoint the environment names', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', elsewhere);
    const wrapper = awsKmsKeyWrapper({ region: 'eu-central-1', keyId });
    const failure = await refusalOf(wrapper.wrap(Buffer.alloc(32), 'here'));
    expect(failure).toMatchObject({ retryable: false, cause: { message: 'AWS KMS: OutOfRegion, no status' } });
    wrapper.close();
  });
});
