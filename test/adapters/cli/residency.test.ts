import { existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { awsOfNobody } from '../aws-environment.ts';
import { installation, joos, newFolder, settingsIn } from './installation.ts';

awsOfNobody();

const stripe = {
  JOOS_CARDS: 'stripe',
  JOOS_STRIPE_SECRET_KEY: 'rk_test_1',
  JOOS_STRIPE_WEBHOOK_SECRET: 'whsec_1',
  JOOS_SUPPORT_INBOX: 'none',
} as const;
const mysql = {
  JOOS_DATABASE_URL: 'mysql://joos:geheim-7f3c@rm-1.mysql.cn-hangzhou.rds.aliyuncs.com/joos',
  JOOS_VAULT_URL: 'mysql://vault:geheim-7f3c@10.255.255.1/vault',
} as const;

/** Settings as an environment has them: what is no text is the content of a file, and named. */
function withFiles(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      const path = join(newFolder(), 'file.json');
      writeFileSync(path, JSON.stringify(value));
      return [name, path];
    }),
  );
}

describe('a part that would bring personal data elsewhere', () => {
  test('keeps the core from opening, and is named with what there is to do about it', async () => {
    const { environment } = await installation();
    const more = { ...stripe, JOOS_SMS: 'aws:us-east-1', JOOS_SMS_ORIGIN: 'JOOS' };
    expect(await joos(['worker', '--once'], { environment: { ...environment, ...more } })).toMatchObject({
      code: 3,
      out: '',
      err: [
        'joos: personal data would be outside JOOS_REGIONS; nothing was opened:',
        '  sms: is in us-east-1 of AWS',
        '    Where that is allowed, JOOS_REGION_EXCEPTIONS names it: {"adapter": "sms", "place": "aws:us-east-1", "reason": …}',
        '  cards: stripe is in no region that can be named',
        '    Where that is allowed, JOOS_REGION_EXCEPTIONS names it: {"adapter": "cards", "place": "stripe", "reason": …}',
      ].join('\n'),
    });
  });

  test('is let by as it was named, with a reason', async () => {
    const { environment } = await installation();
    const reason = 'Card processing by contract, with standard contractual clauses';
    const JOOS_REGION_EXCEPTIONS = [{ adapter: 'cards', place: 'stripe', reason }];
    const settings = { ...environment, ...stripe, ...withFiles({ JOOS_REGION_EXCEPTIONS }) };
    expect(await joos(['notices', 'status'], { environment: settings })).toMatchObject({ code: 0, err: '' });
  });

  test('is let by where its region is one of those that are allowed', async () => {
    const { environment } = await installation();
    const more = { JOOS_SMS: 'aws:eu-west-1', JOOS_SMS_ORIGIN: 'JOOS', JOOS_REGIONS: 'eu-central-1, eu-west-1' };
    expect(await joos(['notices', 'status'], { environment: { ...environment, ...more } })).toMatchObject({ code: 0 });
  });

  test.each([
    ['a mail server of which nobody says where it is', { JOOS_MAIL: 'smtp:mail.joos.test:587' }, 'JOOS_MAIL_REGION'],
    ['a mail server elsewhere', { JOOS_MAIL: 'smtp:mail.joos.test:587', JOOS_MAIL_REGION: 'us-east-1' }, 'mailer'],
    [
      'a processor of which nobody says where it is',
      {
        JOOS_PROCESSORS: [{ name: 'help-desk', endpoint: 'https://desk.example/v2', knowsBy: ['email'] }],
      },
      'processor:help-desk: nobody said where help-desk is',
    ],
    [
      'a company to log in by',
      {
        JOOS_IDENTITY_PROVIDERS: {
          office: {
            issuer: 'https://login.example.com',
            region: null,
            clientId: 'joos',
            publicClient: true,
            redirectUri: 'https://app.example.com/office',
          },
        },
      },
      'identities: login.example.com is in no region',
    ],
  ])('may be %s', async (_, changed, said) => {
    const { environment } = await installation();
    const settings = { ...environment, JOOS_MAIL_FROM: 'service@joos.test', ...withFiles(changed) };
    const { code, err } = await joos(['notices', 'status'], { environment: settings });
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining(said) as string });
  });
});

describe('a MySQL server of another machine', () => {
  test.each([
    ['worker', '--once'],
    ['migrate', '--create-key'],
    ['restore', 'replay'],
  ])('needs a region before `joos %s` asks it anything', async (...argv) => {
    const folder = newFolder();
    const environment = { ...settingsIn(folder), ...mysql };
    if (argv[0] !== 'migrate') await joos(['migrate', '--create-key'], { environment: settingsIn(folder) });
    const { code, err } = await joos(argv, { environment });
    expect(code).toBe(3);
    expect(err.split('\n')).toEqual([
      'joos: personal data would be outside JOOS_REGIONS; nothing was opened:',
      '  stores: nobody said where data is',
      '    JOOS_DATABASE_REGION says where both databases are.',
      '  stores: nobody said where vault is',
      '    JOOS_DATABASE_REGION says where both databases are.',
    ]);
    if (argv[0] === 'migrate') expect(existsSync(join(folder, 'master.key')), 'no key was made').toBe(false);
  });

  test('is refused where the name of its host tells another region, without a word of its address', async () => {
    const environment = { ...settingsIn(newFolder()), ...mysql, JOOS_DATABASE_REGION: 'eu-central-1' };
    const { code, err } = await joos(['migrate'], { environment });
    expect(code).toBe(3);
    expect(err).toContain('stores: data is said to be in eu-central-1, and the name of its host tells cn-hangzhou');
    expect(err).not.toMatch(/geheim|rm-1|10\.255/);
  });

  test('has not been connected to when it is refused', async () => {
    let connected = 0;
    const server = createServer((socket) => {
      connected += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const url = (name: string) => `mysql://joos:p@127.0.0.1:${port}/${name}`;
    const environment = {
      ...settingsIn(newFolder()),
      JOOS_DATABASE_URL: url('joos'),
      JOOS_VAULT_URL: url('vault'),
      JOOS_DATABASE_REGION: 'us-east-1',
    };
    const { code, err } = await joos(['migrate'], { environment });
    expect({ code, connected }).toEqual({ code: 3, connected: 0 });
    expect(err).toContain('"place": "data:us-east-1"');
    const nearby = { ...environment, JOOS_DATABASE_REGION: 'eu-central-1' };
    expect((await joos(['migrate'], { environment: nearby })).code).toBe(5);
    expect(connected, 'it would have been seen').toBeGreaterThan(0);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the settings of where data may be', () => {
  test.each([
    [{ JOOS_REGIONS: 'Frankfurt' }, 'JOOS_REGIONS is no list of regions such as eu-central-1'],
    [{ JOOS_DATABASE_REGION: 'Frankfurt' }, 'JOOS_DATABASE_REGION is no region such as eu-central-1'],
    [{ JOOS_MAIL_REGION: 'Frankfurt' }, 'JOOS_MAIL_REGION is no region such as eu-central-1'],
    [{ JOOS_REGION_EXCEPTIONS: '/nowhere' }, 'JOOS_REGION_EXCEPTIONS names no file that can be read as JSON'],
    [
      { JOOS_REGION_EXCEPTIONS: [{ adapter: 'cards', place: 'stripe' }] },
      'JOOS_REGION_EXCEPTIONS names a file in which 0.reason is missing',
    ],
    [
      { JOOS_REGION_EXCEPTIONS: [{ adapter: 'cards', place: 'stripe', reason: ' ' }] },
      'JOOS_REGION_EXCEPTIONS names a file in which 0.reason is empty',
    ],
    [
      {
        JOOS_MAIL_TOPIC: 'arn:aws:sns:us-east-1:111122223333:mail-events',
        JOOS_SUPPORT_INBOX: 'none',
      },
      'JOOS_MAIL_TOPIC is in a region that JOOS_REGIONS does not name: it tells whose address bounced',
    ],
  ])('are refused as %j', async (changed, said) => {
    const { environment } = await installation();
    const { code, err } = await joos(['notices', 'status'], { environment: { ...environment, ...withFiles(changed) } });
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining(`  ${said}\n`) as string });
  });
});
