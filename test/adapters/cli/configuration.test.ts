import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../src/adapters/cli/configuration.ts';
import { installation, joos, newFolder, settingsIn } from './installation.ts';

const password = 'geheim-7f3c';
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

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
      stores: { kind: 'sqlite', dataFile: '/nowhere/data.db', vaultFile: '/nowhere/vault.db' },
      keys: { kind: 'file', path: '/nowhere/master.key' },
      mail: { kind: 'folder', folder: '/nowhere/messages' },
      sms: { kind: 'folder', folder: '/nowhere/messages' },
      processorsFile: null,
      inactivity: null,
      issuer: ['Joos Test GmbH', 'Frankfurt am Main'],
      vatId: 'DE000000000',
      support: 'help@joos.test',
      paymentDetailsUrl: 'https://joos.test/pay',
      timeZone: 'Europe/Berlin',
      receiptIssuer: 'JOOS',
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
    expect(read.mail).toEqual({ kind: 'ses', region: 'eu-central-1', from: 'no-reply@joos.test' });
    expect(read.sms).toEqual({ kind: 'aws', region: 'eu-west-1', originationIdentity: 'JOOS' });
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
    ['a folder without a name', { JOOS_MAIL: 'folder:' }, /^JOOS_MAIL is neither/],
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
