import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Configuration, readConfiguration } from '../../../src/adapters/cli/configuration.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import { dayMs, hourMs } from '../../../src/domain/instant.ts';
import { defaultSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { installation, joos, newFolder, settingsIn } from './installation.ts';

const password = 'geheim-7f3c';
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

const smtp = { JOOS_MAIL: 'smtp:mail.joos.test:587', JOOS_MAIL_FROM: 'service@joos.test' } as const;
const aws = { JOOS_SMS: 'aws:', JOOS_SMS_ORIGIN: 'JOOS' } as const;
const twilio = {
  JOOS_TWILIO_ACCOUNT: `AC${'0a'.repeat(16)}`,
  JOOS_TWILIO_KEY: `SK${'0b'.repeat(16)}`,
  JOOS_TWILIO_SECRET: password,
} as const;
const stripe = {
  JOOS_CARDS: 'stripe',
  JOOS_STRIPE_SECRET_KEY: 'rk_test_1',
  JOOS_STRIPE_WEBHOOK_SECRET: 'whsec_1',
  JOOS_SUPPORT_INBOX: 'none',
} as const;
const topic = 'arn:aws:sns:eu-central-1:111122223333:mail-events';
const told = { JOOS_SUPPORT_INBOX: 'support@joos.test' } as const;

/** The settings of a folder, once some of them are changed. */
function readWith(changed: Readonly<Record<string, string>>): Configuration {
  return readConfiguration({ ...settingsIn('/nowhere'), ...changed })._unsafeUnwrap();
}

/** What is wrong with the settings of a folder, once some of them are changed. */
function problemsWith(changed: Readonly<Record<string, string | undefined>>): readonly string[] {
  return readConfiguration({ ...settingsIn('/nowhere'), ...changed }).match(
    () => [],
    ({ problems }) => problems.map(({ setting, problem }) => `${setting} ${problem}`),
  );
}

describe('the configuration', () => {
  test('is read from the environment, with defaults for what has one', () => {
    expect(readConfiguration(settingsIn('/nowhere'))._unsafeUnwrap()).toEqual({
      environment: 'test',
      residency: { regions: ['eu-central-1'], exceptions: [] },
      stores: { kind: 'sqlite', dataFile: '/nowhere/data.db', vaultFile: '/nowhere/vault.db' },
      keys: { kind: 'file', path: '/nowhere/master.key' },
      auditFile: '/nowhere/audit.jsonl',
      mail: { kind: 'folder', folder: '/nowhere/messages' },
      mailTopics: [],
      sms: { kind: 'folder', folder: '/nowhere/messages' },
      cards: { kind: 'simulated' },
      processorsFile: null,
      identityProviders: {},
      staffProvider: {},
      sender: {
        issuer: ['Joos Test GmbH', 'Frankfurt am Main'],
        vatId: 'DE000000000',
        support: 'help@joos.test',
        paymentDetailsUrl: 'https://joos.test/pay',
        timeZone: 'Europe/Berlin',
        codeOrigin: null,
      },
      business: {
        timeZone: 'Europe/Berlin',
        receiptIssuer: 'JOOS',
        inactivity: null,
        paymentRetries: { waitsMs: [dayMs, 3 * dayMs, 7 * dayMs] },
        supportInbox: null,
        unsubscribeUrl: null,
        confirmEmailUrl: null,
        undoChangeUrl: null,
        signIn: defaultSignInPolicy,
      },
    });
  });

  test('names services by a word and a region', () => {
    const read = readConfiguration({
      ...settingsIn('/nowhere'),
      JOOS_MAIL: 'ses:',
      JOOS_MAIL_FROM: 'no-reply@joos.test',
      JOOS_SMS: 'aws:eu-west-1',
      JOOS_SMS_ORIGIN: 'JOOS',
    })._unsafeUnwrap();
    const from = 'no-reply@joos.test';
    expect(read.mail).toEqual({ kind: 'ses', region: 'eu-central-1', from, configurationSet: null });
    const named = { JOOS_MAIL: 'ses:', JOOS_MAIL_FROM: from, JOOS_MAIL_CONFIGURATION_SET: 'joos-mails' };
    expect(readWith(named).mail).toMatchObject({ configurationSet: 'joos-mails' });
    expect(read.sms).toEqual({
      kind: 'provider',
      first: { kind: 'aws', region: 'eu-west-1', originationIdentity: 'JOOS' },
      second: null,
    });
  });

  test.each([
    ['smtp:mail.joos.test', { host: 'mail.joos.test', port: 587, security: 'starttls' }],
    ['smtp:mail.joos.test:2525', { host: 'mail.joos.test', port: 2525, security: 'starttls' }],
    ['smtp:mail.joos.test:465', { host: 'mail.joos.test', port: 465, security: 'implicit' }],
    ['smtp:127.0.0.1:1025', { host: '127.0.0.1', port: 1025, security: 'none' }],
    ['smtp:localhost:25', { host: 'localhost', port: 25, security: 'none' }],
    ['smtp:[::1]:25', { host: '::1', port: 25, security: 'none' }],
    ['smtp:127.0.0.1.joos.test:25', { host: '127.0.0.1.joos.test', port: 25, security: 'starttls' }],
  ])('names a mail server by host and port, and nothing goes to another machine in plain text: %s', (mail, server) => {
    const from = 'Joos <service@joos.test>';
    const changed = { JOOS_MAIL: mail, JOOS_MAIL_FROM: from };
    const login = { JOOS_SMTP_USER: 'joos', JOOS_SMTP_PASSWORD: password };
    expect(readWith(changed).mail).toEqual({ kind: 'smtp', ...server, login: null, from });
    expect(readWith({ ...changed, ...login }).mail).toMatchObject({ login: { user: 'joos', password } });
  });

  test('names two providers of text messages, with one account of Twilio', () => {
    const credentials = { apiKeySid: twilio.JOOS_TWILIO_KEY, apiKeySecret: password };
    const account = { accountSid: twilio.JOOS_TWILIO_ACCOUNT, credentials };
    const { sms } = readWith({
      ...twilio,
      JOOS_SMS: 'aws:',
      JOOS_SMS_ORIGIN: 'JOOS',
      JOOS_SMS_FALLBACK: 'twilio:',
      JOOS_SMS_FALLBACK_ORIGIN: '+4915228895000',
    });
    expect(sms).toEqual({
      kind: 'provider',
      first: { kind: 'aws', region: 'eu-central-1', originationIdentity: 'JOOS' },
      second: {
        kind: 'twilio',
        region: { region: 'ie1', edge: 'dublin' },
        sender: { from: '+4915228895000' },
        ...account,
      },
    });
    const service = `MG${'0f'.repeat(16)}`;
    const alone = readWith({ ...twilio, JOOS_SMS: 'twilio:us1', JOOS_SMS_ORIGIN: service }).sms;
    expect(alone).toMatchObject({
      first: { sender: { messagingServiceSid: service }, region: { region: 'us1', edge: 'ashburn' } },
      second: null,
    });
  });

  test('names the card processor, with a webhook secret that takes over from another', () => {
    expect(readWith({ ...stripe, JOOS_STRIPE_WEBHOOK_SECRET: 'whsec_old, whsec_new' }).cards).toEqual({
      kind: 'stripe',
      secretKey: stripe.JOOS_STRIPE_SECRET_KEY,
      webhookSecrets: ['whsec_old', 'whsec_new'],
    });
  });

  test('says when payments are tried again, who is told of bounces, and where addresses in messages lead', () => {
    const { business, mailTopics, sender } = readWith({
      JOOS_PAYMENT_RETRIES: 'PT12H/P2D',
      JOOS_SUPPORT_INBOX: 'support@joos.test',
      JOOS_UNSUBSCRIBE_URL: 'https://api.joos.test/v1/unsubscribe',
      JOOS_CONFIRM_EMAIL_URL: 'https://api.joos.test/v1/email-confirmations',
      JOOS_UNDO_CHANGE_URL: 'https://api.joos.test/v1/contact-changes',
      JOOS_MAIL_TOPIC: topic,
      JOOS_CODE_ORIGIN: 'app.joos.test',
    });
    expect(business).toMatchObject({
      paymentRetries: { waitsMs: [12 * hourMs, 2 * dayMs] },
      supportInbox: 'support@joos.test',
      unsubscribeUrl: 'https://api.joos.test/v1/unsubscribe',
      confirmEmailUrl: 'https://api.joos.test/v1/email-confirmations',
      undoChangeUrl: 'https://api.joos.test/v1/contact-changes',
    });
    expect({ mailTopics, origin: sender.codeOrigin }).toEqual({ mailTopics: [topic], origin: 'app.joos.test' });
    expect(readWith({ JOOS_PAYMENT_RETRIES: 'none' }).business.paymentRetries).toEqual({ waitsMs: [] });
  });

  test('never lets a code origin through that no text message of a code has room for', () => {
    const origins = fc.oneof(
      fc.domain(),
      fc.string({ maxLength: 90 }),
      fc.nat({ max: 200 }).map((length) => `${'a'.repeat(Math.min(63, length))}.${'b'.repeat(60)}.de`.slice(0, length)),
    );
    fc.assert(
      fc.property(origins, (origin) => {
        const read = readConfiguration({ ...settingsIn('/nowhere'), JOOS_CODE_ORIGIN: origin });
        if (read.isOk()) expect(() => messageTemplates(read.value.sender)).not.toThrow();
      }),
    );
    expect(problemsWith({ JOOS_CODE_ORIGIN: `${'a'.repeat(60)}.joos.test` })).toEqual([]);
  });

  test.each([
    ['aws', `aws:eu-central-1/${keyId}`, { kind: 'aws', region: 'eu-central-1', keyId }],
    [
      'aws by an ARN',
      `aws:eu-central-1/arn:aws:kms:eu-central-1:111122223333:key/${keyId}`,
      { kind: 'aws', region: 'eu-central-1', keyId: `arn:aws:kms:eu-central-1:111122223333:key/${keyId}` },
    ],
    [
      'alibaba',
      'alibaba:cn-hongkong/key-hkg65f1cb66fa42qo0001',
      {
        kind: 'alibaba',
        region: 'cn-hongkong',
        keyId: 'key-hkg65f1cb66fa42qo0001',
        accessKeyId: 'LTAI',
        accessKeySecret: password,
      },
    ],
  ])('names the master key by a service, a region and a key: %s', (_, location, keys) => {
    const secret = join(newFolder(), 'secret');
    writeFileSync(secret, `${password}\n`);
    const read = readConfiguration({
      ...settingsIn('/nowhere'),
      JOOS_KEYS: location,
      JOOS_ALIBABA_ACCESS_KEY_ID: 'LTAI',
      JOOS_ALIBABA_ACCESS_KEY_SECRET_FILE: secret,
    });
    expect(read._unsafeUnwrap().keys).toEqual(keys);
  });

  test('is refused with all problems of its providers together, and none of their secrets', () => {
    const problems = problemsWith({
      JOOS_MAIL: `smtp:${password}:x`,
      JOOS_SMTP_PASSWORD: password,
      JOOS_MAIL_TOPIC: password,
      JOOS_SMS: `twilio:${password}`,
      JOOS_SMS_FALLBACK: password,
      JOOS_TWILIO_SECRET: `${password} ${password}`,
      JOOS_CODE_ORIGIN: `${password}/`,
      JOOS_CARDS: 'stripe',
      JOOS_STRIPE_SECRET_KEY: password,
      JOOS_STRIPE_WEBHOOK_SECRET: password,
      JOOS_PAYMENT_RETRIES: password,
      JOOS_SUPPORT_INBOX: password,
      JOOS_UNSUBSCRIBE_URL: password,
      JOOS_CONFIRM_EMAIL_URL: password,
      JOOS_UNDO_CHANGE_URL: `http://joos.test/${password}`,
      JOOS_SIGN_IN: password,
      JOOS_IDENTITY_PROVIDERS: password,
    });
    expect(problems.join()).not.toContain(password);
    expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual([
      'JOOS_CODE_ORIGIN',
      'JOOS_CONFIRM_EMAIL_URL',
      'JOOS_IDENTITY_PROVIDERS',
      'JOOS_MAIL',
      'JOOS_MAIL_FROM',
      'JOOS_MAIL_TOPIC',
      'JOOS_PAYMENT_RETRIES',
      'JOOS_SIGN_IN',
      'JOOS_SMS',
      'JOOS_SMS_FALLBACK',
      'JOOS_SMTP_USER',
      'JOOS_STRIPE_SECRET_KEY',
      'JOOS_STRIPE_WEBHOOK_SECRET',
      'JOOS_SUPPORT_INBOX',
      'JOOS_TWILIO_ACCOUNT',
      'JOOS_TWILIO_KEY',
      'JOOS_TWILIO_SECRET',
      'JOOS_UNDO_CHANGE_URL',
      'JOOS_UNSUBSCRIBE_URL',
    ]);
  });

  test('is refused with all of its problems together, and none of its values', async () => {
    const folder = newFolder();
    const { code, out, err } = await joos(['worker', '--once'], {
      environment: {
        ...settingsIn(folder),
        JOOS_ENVIRONMENT: `${password} !`,
        JOOS_DATABASE_URL: `postgres://root:${password}@host/joos`,
        JOOS_VAULT_URL: undefined,
        JOOS_KEYS: `file:${join(folder, password)}`,
        JOOS_MAIL: 'ses:eu-central-1',
        JOOS_SMS: password,
        JOOS_PAYMENT_PAGE: `http://${password}`,
        JOOS_TIME_ZONE: password,
        JOOS_RECEIPT_ISSUER: password,
      },
    });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).not.toContain(password);
    const [first = '', ...lines] = err.split('\n');
    expect(first).toBe('joos: the configuration has 9 problems:');
    expect(
      lines
        .slice(0, -1)
        .map((line) => line.trim().split(' ')[0])
        .toSorted(),
    ).toEqual([
      'JOOS_DATABASE_URL',
      'JOOS_ENVIRONMENT',
      'JOOS_KEYS',
      'JOOS_MAIL_FROM',
      'JOOS_PAYMENT_PAGE',
      'JOOS_RECEIPT_ISSUER',
      'JOOS_SMS',
      'JOOS_TIME_ZONE',
      'JOOS_VAULT_URL',
    ]);
    expect(lines.at(-1)).toContain('joos migrate --help');
  });

  test.each([
    ['a database that is nowhere', { JOOS_DATABASE_URL: 'sqlite:' }, /^JOOS_DATABASE_URL is neither/],
    ['a server without a database', { JOOS_DATABASE_URL: 'mysql://root@host' }, /^JOOS_DATABASE_URL is neither/],
    ['stores of two kinds', { JOOS_VAULT_URL: 'mysql://root@host/vault' }, /^JOOS_VAULT_URL is of another kind/],
    [
      'one file for both stores, by two paths',
      { JOOS_DATABASE_URL: 'sqlite:./a/../b.db', JOOS_VAULT_URL: 'sqlite:b.db' },
      /^JOOS_VAULT_URL is the data store itself/,
    ],
    [
      'one database for both stores, by two accounts',
      { JOOS_DATABASE_URL: 'mysql://one@host/joos', JOOS_VAULT_URL: 'mysql://two@host:3306/joos' },
      /^JOOS_VAULT_URL is the data store itself/,
    ],
    ['a text message service without a sender', { JOOS_SMS: 'aws:' }, /^JOOS_SMS_ORIGIN is not set/],
    ['a folder without a name', { JOOS_MAIL: 'folder:' }, /^JOOS_MAIL is none of/],
    [
      'a mail server without a sender',
      { JOOS_MAIL: 'smtp:mail.joos.test:587' },
      /^JOOS_MAIL_FROM is not set, and smtp/,
    ],
    [
      'a sender that is none',
      { ...smtp, JOOS_MAIL_FROM: `Joos ${password}` },
      /^JOOS_MAIL_FROM is neither ADDRESS nor/,
    ],
    ['a mail server on no port', { ...smtp, JOOS_MAIL: 'smtp:mail.joos.test:65536' }, /^JOOS_MAIL is none of/],
    ['a mail server by an address', { ...smtp, JOOS_MAIL: 'smtp://mail.joos.test' }, /^JOOS_MAIL is none of/],
    ['a user without a password', { ...smtp, JOOS_SMTP_USER: 'joos' }, /^JOOS_SMTP_PASSWORD is not set, and the user/],
    [
      'a password without a user',
      { ...smtp, JOOS_SMTP_PASSWORD: password },
      /^JOOS_SMTP_USER is not set, and the pass/,
    ],
    [
      'a topic that is none',
      { JOOS_MAIL_TOPIC: 'bounces', ...told },
      /^JOOS_MAIL_TOPIC is not the ARN of an SNS topic/,
    ],
    ['a topic and nobody who is told', { JOOS_MAIL_TOPIC: topic }, /^JOOS_SUPPORT_INBOX is not set: .* or none$/],
    ['a place for text messages that is none', { ...twilio, JOOS_SMS: 'twilio:mars1' }, /^JOOS_SMS is none of/],
    ['twilio without a sender', { JOOS_SMS: 'twilio:', ...twilio }, /^JOOS_SMS_ORIGIN is not set, and twilio needs it/],
    [
      'twilio without a key',
      { JOOS_SMS: 'twilio:', JOOS_SMS_ORIGIN: 'JOOS', ...twilio, JOOS_TWILIO_KEY: '' },
      /^JOOS_TWILIO_KEY is not set, and twilio needs it$/,
    ],
    [
      'an account of twilio that is none',
      { JOOS_SMS: 'twilio:', JOOS_SMS_ORIGIN: 'JOOS', ...twilio, JOOS_TWILIO_ACCOUNT: twilio.JOOS_TWILIO_KEY },
      /^JOOS_TWILIO_ACCOUNT is no account of Twilio/,
    ],
    [
      'a fallback in a folder',
      { ...aws, JOOS_SMS_FALLBACK: 'folder:x' },
      /^JOOS_SMS_FALLBACK is neither aws:REGION nor/,
    ],
    ['a fallback without a sender', { ...aws, JOOS_SMS_FALLBACK: 'aws:' }, /^JOOS_SMS_FALLBACK_ORIGIN is not set, and/],
    [
      'a fallback of a folder',
      { JOOS_SMS_FALLBACK: 'aws:', JOOS_SMS_FALLBACK_ORIGIN: 'JOOS' },
      /^JOOS_SMS_FALLBACK is set, and a folder needs none$/,
    ],
    ['a code origin with a scheme', { JOOS_CODE_ORIGIN: 'https://app.joos.test' }, /^JOOS_CODE_ORIGIN is no host name/],
    [
      'a code origin that is too long',
      { JOOS_CODE_ORIGIN: `${'a'.repeat(63)}.joos.test` },
      /^JOOS_CODE_ORIGIN is no host/,
    ],
    [
      'waits that fall',
      { JOOS_PAYMENT_RETRIES: 'P3D/P1D' },
      /^JOOS_PAYMENT_RETRIES is neither none nor up to 8 rising/,
    ],
    ['waits that are none', { JOOS_PAYMENT_RETRIES: 'daily' }, /^JOOS_PAYMENT_RETRIES is neither/],
    ['an inbox that is none', { JOOS_SUPPORT_INBOX: 'support' }, /^JOOS_SUPPORT_INBOX is neither none nor an email/],
    [
      'a way to unsubscribe without TLS',
      { JOOS_UNSUBSCRIBE_URL: 'http://joos.test/u' },
      /^JOOS_UNSUBSCRIBE_URL is neither/,
    ],
    [
      'a way to unsubscribe with a query',
      { JOOS_UNSUBSCRIBE_URL: 'https://joos.test/u?t=' },
      /^JOOS_UNSUBSCRIBE_URL is/,
    ],
    [
      'a way to confirm an email that ends in a slash',
      { JOOS_CONFIRM_EMAIL_URL: 'https://joos.test/c/' },
      /^JOOS_CONFIRM_EMAIL_URL is neither none nor an https address/,
    ],
    ['a way to undo a change without TLS', { JOOS_UNDO_CHANGE_URL: 'http://joos.test/u' }, /^JOOS_UNDO_CHANGE_URL is/],
    ['a policy of codes that is no file', { JOOS_SIGN_IN: 'none' }, /^JOOS_SIGN_IN names no file that can be read/],
    [
      'companies to log in by that are no file',
      { JOOS_IDENTITY_PROVIDERS: '/nowhere' },
      /^JOOS_IDENTITY_PROVIDERS names no file/,
    ],
    ['a card processor of nobody', { JOOS_CARDS: 'cash' }, /^JOOS_CARDS is neither stripe nor simulated$/],
    [
      'stripe without its key',
      { ...stripe, JOOS_STRIPE_SECRET_KEY: '' },
      /^JOOS_STRIPE_SECRET_KEY is not set, and stripe/,
    ],
    ['a public key', { ...stripe, JOOS_STRIPE_SECRET_KEY: 'pk_test_1' }, /^JOOS_STRIPE_SECRET_KEY begins with neither/],
    [
      'stripe without a webhook secret',
      { ...stripe, JOOS_STRIPE_WEBHOOK_SECRET: '' },
      /^JOOS_STRIPE_WEBHOOK_SECRET is not set, and stripe/,
    ],
    [
      'a webhook secret with an empty one beside it',
      { ...stripe, JOOS_STRIPE_WEBHOOK_SECRET: 'whsec_old,' },
      /^JOOS_STRIPE_WEBHOOK_SECRET does not begin with whsec_/,
    ],
    [
      'stripe and nobody who is told of disputes',
      { ...stripe, JOOS_SUPPORT_INBOX: '' },
      /^JOOS_SUPPORT_INBOX is not set/,
    ],
    ['a key file by its path alone', { JOOS_KEYS: '/nowhere/master.key' }, /^JOOS_KEYS is none of/],
    ['a key file without a path', { JOOS_KEYS: 'file:' }, /^JOOS_KEYS is none of/],
    ['keys of a service that is not there', { JOOS_KEYS: `gcp:eu-central-1/${keyId}` }, /^JOOS_KEYS is none of/],
    ['keys without a region', { JOOS_KEYS: `aws:${keyId}` }, /^JOOS_KEYS is none of/],
    ['keys of a region that leads elsewhere', { JOOS_KEYS: `aws:example.com/${keyId}` }, /^JOOS_KEYS is none of/],
    ['a region without a key', { JOOS_KEYS: 'aws:eu-central-1/' }, /^JOOS_KEYS is none of/],
    ['an alias of a key at AWS', { JOOS_KEYS: 'aws:eu-central-1/alias/joos' }, /an alias is no KEYID$/],
    ['an alias of a key at Alibaba', { JOOS_KEYS: 'alibaba:eu-central-1/alias/joos' }, /an alias is no KEYID$/],
    [
      'a key at Alibaba and no access key',
      { JOOS_KEYS: `alibaba:eu-central-1/${keyId}`, JOOS_ALIBABA_ACCESS_KEY_SECRET: password },
      /^JOOS_ALIBABA_ACCESS_KEY_ID is not set, and alibaba needs it$/,
    ],
    [
      'a key at Alibaba and no secret of the access key',
      { JOOS_KEYS: `alibaba:eu-central-1/${keyId}`, JOOS_ALIBABA_ACCESS_KEY_ID: 'LTAI' },
      /^JOOS_ALIBABA_ACCESS_KEY_SECRET is not set, and alibaba needs it$/,
    ],
  ])('with %s is refused', (_, changed, problem) => {
    const problems = problemsWith(changed);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test('that is empty counts as one that is not there', () => {
    expect(problemsWith({ JOOS_SUPPORT: '', JOOS_TIME_ZONE: '' })).toEqual([
      'JOOS_SUPPORT is not set: where people get help, shown in messages',
    ]);
  });
});

describe('a secret', () => {
  test('comes from the file that NAME_FILE names', async () => {
    const { environment, folder } = await installation();
    const file = join(folder, 'database-url');
    writeFileSync(file, `${environment.JOOS_DATABASE_URL}\n`);
    const { code, out } = await joos(['migrate', '--dry-run'], {
      environment: { ...environment, JOOS_DATABASE_URL: '', JOOS_DATABASE_URL_FILE: file },
    });
    expect({ code, out }).toEqual({ code: 0, out: 'Both schemas are up to date.' });
  });

  test('is refused when it is given twice, when its file is not there, and when its file is empty', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'empty'), '\n');
    const byFile = (file: string) => ({ JOOS_DATABASE_URL: undefined, JOOS_DATABASE_URL_FILE: join(folder, file) });
    expect(problemsWith({ JOOS_VAULT_URL_FILE: '/nowhere/url' })).toEqual([
      'JOOS_VAULT_URL is set twice, by JOOS_VAULT_URL and by JOOS_VAULT_URL_FILE',
    ]);
    expect(problemsWith(byFile('none'))).toEqual([
      'JOOS_DATABASE_URL cannot be read from the file that JOOS_DATABASE_URL_FILE names',
    ]);
    expect(problemsWith(byFile('empty'))).toEqual([
      'JOOS_DATABASE_URL is not set: the file that JOOS_DATABASE_URL_FILE names is empty',
    ]);
  });

  test('is no setting that may lie in the open', () => {
    expect(problemsWith({ JOOS_VAT_ID: undefined, JOOS_VAT_ID_FILE: '/etc/passwd' })).toEqual([
      'JOOS_VAT_ID is not set: VAT id on receipts',
    ]);
  });
});

describe('the key file', () => {
  test('is refused in words when it is open to others or no key file', async () => {
    const { environment, folder } = await installation();
    const file = join(folder, 'master.key');
    chmodSync(file, 0o644);
    const open = await joos(['worker', '--once'], { environment });
    expect(open.code).toBe(3);
    expect(open.err).toContain('JOOS_KEYS names a file that others may read or write; give it mode 0600');
    chmodSync(file, 0o600);
    writeFileSync(file, password);
    const malformed = await joos(['worker', '--once'], { environment });
    expect(malformed.code).toBe(3);
    expect(malformed.err).toContain('JOOS_KEYS names a file that is not a key file of joos');
    expect(malformed.err).not.toContain(password);
  });

  test('of another installation does not open the vault', async () => {
    const [one, other] = [await installation(), await installation()];
    const environment = { ...one.environment, JOOS_KEYS: `file:${join(other.folder, 'master.key')}` };
    await joos(['worker', '--once'], { environment: one.environment });
    const { code, err } = await joos(['worker', '--once'], { environment });
    expect(code).toBe(3);
    expect(err).toContain('the vault does not open with these JOOS_KEYS and JOOS_ENVIRONMENT');
  });
});
