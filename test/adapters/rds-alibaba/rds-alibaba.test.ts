import { afterEach, describe, expect, test } from 'vitest';
import { type AlibabaRdsOptions, alibabaRdsPosture } from '../../../src/adapters/rds-alibaba/index.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import {
  judgePosture,
  nothingSeen,
  type PostureFacts,
  type ProviderFacts,
  postureChecks,
  seen,
} from '../../../src/domain/posture/index.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { ResidencyPolicy } from '../../../src/domain/residency/residency-policy.ts';
import { orThrow } from '../../../src/index.ts';
import { goodFacts, value } from '../../domain/posture/good-facts.ts';
import { type RecordingEndpoint, recordingEndpoint, type Told } from '../recording-endpoint.ts';
import { accessKey, goodInstance, type Instance, localRds, refused } from './local-rds.ts';

const ids = { data: 'rm-data0001', vault: 'rm-vault001' } as const;
const now = Date.now();

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function looked(
  told: Told,
  options: Partial<AlibabaRdsOptions> = {},
): Promise<{ facts: ProviderFacts; endpoint: RecordingEndpoint }> {
  const endpoint = await recordingEndpoint(told);
  closing.push(endpoint.close);
  const provider = alibabaRdsPosture({
    region: 'eu-central-1',
    instances: ids,
    ...accessKey,
    endpoint: endpoint.url,
    timeoutMs: 2_000,
    now: () => now as Instant, // sound: whole milliseconds of our time
    ...options,
  });
  const found = await orThrow(provider.look());
  if (found.kind === 'unseen') throw new Error('It tells of each part by itself');
  return { facts: found.value, endpoint };
}

/** Both instances, of which the vault's answers otherwise to one action. */
function bothBut(action: string, answer: unknown): Told {
  const vault: Instance = { ...goodInstance(ids.vault, now), [action]: answer };
  return localRds({ [ids.data]: goodInstance(ids.data, now), [ids.vault]: vault });
}

const good = (): Told => bothBut('Nothing', null);

function lines(facts: ProviderFacts) {
  const database = value(goodFacts.database);
  // The core connects to the endpoint that the instance has.
  const at = (store: 'data' | 'vault') => {
    const { network } = facts.instances[store];
    const [endpoint] = network.kind === 'seen' ? network.value.endpoints : [];
    return { ...database.servers[store], host: endpoint?.host ?? 'nowhere.internal' };
  };
  const all: PostureFacts = {
    ...nothingSeen('not here'),
    database: seen({ ...database, servers: { data: at('data'), vault: at('vault') } }),
    provider: seen(facts),
    configuration: seen({
      engine: 'mysql',
      residency: ResidencyPolicy.of({ regions: ['eu-central-1', 'eu-west-1'] })._unsafeUnwrap(),
      mail: seen(onThisMachine),
      sms: seen(onThisMachine),
      keys: seen(onThisMachine),
    }),
  };
  return judgePosture(all).filter(({ check }) => check.needs === 'provider');
}

const result = (facts: ProviderFacts, id: string) => lines(facts).find(({ check }) => check.id === id)?.result;
const kindsOf = (facts: ProviderFacts) =>
  Object.fromEntries(lines(facts).map(({ check, result: { kind } }) => [check.id, kind]));
const each = (kind: string) =>
  Object.fromEntries(postureChecks.filter(({ needs }) => needs === 'provider').map(({ id }) => [id, kind]));

describe('two instances as the policy wants them', () => {
  test('are fine in every line, by requests that are signed and only look', async () => {
    const { facts, endpoint } = await looked(good());
    expect(kindsOf(facts)).toEqual(each('ok'));
    expect(facts.instances.vault.backups).toEqual(seen([Math.floor((now - 2 * 3_600_000) / 1000) * 1000]));
    const actions = endpoint.requests.map(({ headers }) => String(headers['x-acs-action']));
    expect(actions.filter((action) => !action.startsWith('Describe'))).toEqual([]);
    for (const { path, headers, body } of endpoint.requests) {
      expect(JSON.stringify([path, headers, body])).not.toContain(accessKey.accessKeySecret);
    }
  });
});

/** Each thing that can be wrong with an instance, as the service tells it. */
const wrong: readonly (readonly [check: string, action: string, answer: unknown])[] = [
  [
    'rds-region',
    'DescribeDBInstanceAttribute',
    { Items: { DBInstanceAttribute: [{ DBInstanceId: ids.vault, RegionId: 'cn-hangzhou', Category: 'cluster' }] } },
  ],
  [
    'rds-availability',
    'DescribeDBInstanceAttribute',
    { Items: { DBInstanceAttribute: [{ DBInstanceId: ids.vault, RegionId: 'eu-central-1', Category: 'Basic' }] } },
  ],
  [
    'rds-network',
    'DescribeDBInstanceNetInfo',
    {
      InstanceNetworkType: 'VPC',
      DBInstanceNetInfos: {
        DBInstanceNetInfo: [
          { ConnectionString: 'a', IPType: 'Private' },
          { ConnectionString: 'b', IPType: 'Public' },
        ],
      },
    },
  ],
  [
    'rds-network',
    'DescribeDBInstanceNetInfo',
    {
      InstanceNetworkType: 'Classic',
      DBInstanceNetInfos: { DBInstanceNetInfo: [{ ConnectionString: 'a', IPType: 'Inner' }] },
    },
  ],
  [
    'rds-allow-list',
    'DescribeDBInstanceIPArrayList',
    { Items: { DBInstanceIPArray: [{ SecurityIPList: '10.0.0.0/8' }, { SecurityIPList: '0.0.0.0/0' }] } },
  ],
  ['rds-tls', 'DescribeDBInstanceSSL', { SSLEnabled: 'No' }],
  ['rds-tls', 'DescribeDBInstanceSSL', { SSLEnabled: 'Yes', SSLExpireTime: new Date(now - 1000).toISOString() }],
  ['rds-encryption', 'DescribeDBInstanceEncryptionKey', {}],
  ['rds-encryption', 'DescribeDBInstanceEncryptionKey', { EncryptionKey: 'key-fra1', EncryptionKeyStatus: 'Disabled' }],
  [
    'rds-backup-policy',
    'DescribeBackupPolicy',
    { BackupRetentionPeriod: 30, BackupLog: 'Enable', LogBackupRetentionPeriod: 7 },
  ],
  [
    'rds-backup-policy',
    'DescribeBackupPolicy',
    { BackupRetentionPeriod: -1, BackupLog: 'Enable', LogBackupRetentionPeriod: 7 },
  ],
  ['rds-backup-policy', 'DescribeBackupPolicy', { BackupRetentionPeriod: 7, BackupLog: 'Disabled' }],
  [
    'rds-backup-policy',
    'DescribeBackupPolicy',
    { BackupRetentionPeriod: 7, BackupLog: 'Enable', LogBackupRetentionPeriod: 7, ReleasedKeepPolicy: 'All' },
  ],
  [
    'rds-backup-region',
    'DescribeInstanceCrossBackupPolicy',
    { BackupEnabled: 'Enable', LogBackupEnabled: 'Disabled', CrossBackupRegion: 'ap-southeast-1' },
  ],
  [
    'rds-backup-region',
    'DescribeInstanceCrossBackupPolicy',
    { BackupEnabled: 'Disabled', LogBackupEnabled: 'Enable', CrossBackupRegion: 'us-east-1' },
  ],
];

describe('an instance that is not', () => {
  test.each(wrong)('fails %s and nothing else, by %s', async (id, action, answer) => {
    const { facts } = await looked(bothBut(action, answer));
    expect(kindsOf(facts)).toEqual({ ...each('ok'), [id]: 'failed' });
  });

  test('may send backups to another region that is allowed', async () => {
    const { facts } = await looked(
      bothBut('DescribeInstanceCrossBackupPolicy', { BackupEnabled: 'Enable', CrossBackupRegion: 'eu-west-1' }),
    );
    expect(kindsOf(facts)).toEqual(each('ok'));
  });
});

describe('what the service does not tell is not checked, with the reason', () => {
  test.each<readonly [string, Told, RegExp]>([
    [
      'an access key that it does not know',
      refused(404, 'InvalidAccessKeyId.NotFound'),
      /InvalidAccessKeyId\.NotFound/,
    ],
    ['an access key without rights', refused(403, 'Forbidden.RAM'), /Forbidden\.RAM/],
    ['too many requests', refused(400, 'Throttling.User'), /later \(Throttling\.User\)/],
    ['a broken service', refused(503, 'ServiceUnavailable'), /later \(ServiceUnavailable\)/],
    ['garbage', { status: 200, text: '<html>welcome</html>' }, /did not answer, or not in its own words/],
    ['an empty object', { status: 200, body: {} }, /without what was asked for/],
    ['null', { status: 200, text: 'null' }, /Alibaba Cloud/],
    [
      'lists where objects belong',
      { status: 200, body: { Items: [1], DBInstanceNetInfos: 'x', SSLEnabled: 7 } },
      /Alibaba Cloud/,
    ],
    ['an error without words', { status: 500, text: '' }, /did not answer/],
    ['a connection that it hangs up', 'hang-up', /did not answer/],
  ])('%s', async (_what, told, why) => {
    const { facts } = await looked(told);
    const kinds = kindsOf(facts);
    expect(Object.entries(kinds).filter(([, kind]) => kind === 'ok')).toEqual([]);
    const { edition } = facts.instances.data;
    expect(edition.kind === 'unseen' ? edition.why : '').toMatch(why);
    expect(JSON.stringify(facts)).not.toContain('secret words');
  });

  test.each<Told>(['never', 'trickle'])('an answer that comes %s, in the time that there is', async (told) => {
    const began = performance.now();
    const { facts } = await looked(told, { timeoutMs: 300 });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(kindsOf(facts)).toEqual(each('not-checked'));
  });

  test('an instance of somebody else', async () => {
    const { facts } = await looked(localRds({ [ids.data]: goodInstance(ids.data, now) }));
    expect(kindsOf(facts)).toEqual(each('not-checked'));
    const { region } = facts.instances.vault;
    expect(region.kind === 'unseen' ? region.why : '').toContain('InvalidDBInstanceId.NotFound');
  });

  test('an answer about another instance than the one that was asked about', async () => {
    const { facts } = await looked(
      bothBut('DescribeDBInstanceAttribute', {
        Items: { DBInstanceAttribute: [{ DBInstanceId: 'rm-another', RegionId: 'eu-central-1', Category: 'cluster' }] },
      }),
    );
    expect(result(facts, 'rds-region')?.kind).toBe('not-checked');
  });

  test('one refused call, and no other', async () => {
    const { facts } = await looked(bothBut('DescribeDBInstanceSSL', undefined));
    expect(kindsOf(facts)).toEqual({ ...each('ok'), 'rds-tls': 'not-checked' });
  });

  test('a secret that is not the one of the access key', async () => {
    const { facts } = await looked(good(), { accessKeySecret: 'another' });
    expect(kindsOf(facts)).toEqual(each('not-checked'));
    const { region } = facts.instances.data;
    expect(region.kind === 'unseen' ? region.why : '').toContain('SignatureDoesNotMatch');
  });
});

describe('backups', () => {
  test('are read from every page', async () => {
    const pages = new Map<string, number>();
    const service = localRds({ [ids.data]: goodInstance(ids.data, now), [ids.vault]: goodInstance(ids.vault, now) });
    const { facts } = await looked((request) => {
      if (request.headers['x-acs-action'] !== 'DescribeBackups') return service(request);
      const page = new URL(request.path, 'http://localhost').searchParams.get('PageNumber') ?? '';
      pages.set(page, (pages.get(page) ?? 0) + 1);
      const Backup = [{ BackupStatus: 'Success', BackupEndTime: `2026-11-0${page}T00:00:00Z` }];
      return { status: 200, body: { RequestId: 'r', Items: { Backup }, TotalRecordCount: '250' } };
    });
    expect([...pages.keys()]).toEqual(['1', '2', '3']);
    expect(facts.instances.vault.backups).toEqual(
      seen(['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => Date.parse(day))),
    );
  });
});

describe('the mistakes of a host', () => {
  const options: AlibabaRdsOptions = { region: 'eu-central-1', instances: ids, ...accessKey };
  test.each<readonly [string, Partial<AlibabaRdsOptions>]>([
    ['no region', { region: '' }],
    ['an instance that is none', { instances: { data: 'rm-data0001', vault: '' } }],
    ['no access key', { accessKeyId: '' }],
    ['no secret', { accessKeySecret: '' }],
    ['an endpoint in plain text', { endpoint: 'http://rds.example.com' }],
    ['an endpoint that is none', { endpoint: 'rds' }],
  ])('%s is told when it opens', (_what, change) => {
    expect(() => alibabaRdsPosture({ ...options, ...change })).toThrow(TypeError);
  });
});
