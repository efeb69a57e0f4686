import type * as RdsPackage from '@alicloud/rds20140815';
import { dayMs, Instant } from '../../domain/instant.ts';
import type { BackupPolicyFacts, InstanceFacts } from '../../domain/posture/provider-facts.ts';
import { type Seen, seen, unseen } from '../../domain/posture/seen.ts';
import { whyRefused } from './refusal.ts';

/** The package as `require` has it. */
type Rds = (typeof RdsPackage)['default'];

/** What asks. */
export interface AskRds {
  readonly client: InstanceType<Rds['default']>;
  readonly rds: Rds;
  readonly timeoutMs: number;
}

/** Asks everything about one instance; what is refused or garbled is unseen, each answer by itself. */
export async function instanceFacts(asking: AskRds, instance: string, at: Instant): Promise<InstanceFacts> {
  const { client, rds } = asking;
  const of = { DBInstanceId: instance };
  const ask = <Body, Fact>(call: Promise<{ body?: Body }>, read: (body: Body) => Fact | null) =>
    told(asking.timeoutMs, call, read);

  const [attributes, network, allowed, tls, disk, tables, backupPolicy, backupRegion, backups] = await Promise.all([
    ask(
      client.describeDBInstanceAttribute(new rds.DescribeDBInstanceAttributeRequest(of)),
      ({ items }) => items?.DBInstanceAttribute?.find(({ DBInstanceId }) => DBInstanceId === instance) ?? null,
    ),
    ask(
      client.describeDBInstanceNetInfo(new rds.DescribeDBInstanceNetInfoRequest(of)),
      ({ DBInstanceNetInfos, instanceNetworkType }) => {
        const infos = DBInstanceNetInfos?.DBInstanceNetInfo;
        if (infos === undefined || instanceNetworkType === undefined) return null;
        const endpoints = infos.map(({ connectionString, IPType }) => ({
          host: connectionString ?? '',
          isPublic: IPType !== 'Private' && IPType !== 'Inner',
        }));
        return { isVpc: instanceNetworkType === 'VPC', endpoints };
      },
    ),
    ask(
      client.describeDBInstanceIPArrayList(new rds.DescribeDBInstanceIPArrayListRequest(of)),
      ({ items }) =>
        items?.DBInstanceIPArray?.flatMap(({ securityIPList = '' }) => securityIPList.split(','))
          .map((entry) => entry.trim())
          .filter((entry) => entry !== '') ?? null,
    ),
    ask(client.describeDBInstanceSSL(new rds.DescribeDBInstanceSSLRequest(of)), ({ SSLEnabled, SSLExpireTime }) =>
      SSLEnabled === undefined
        ? null
        : { enabled: SSLEnabled === 'Yes' || SSLEnabled === 'on', expiresAt: momentIn(SSLExpireTime) },
    ),
    ask(
      client.describeDBInstanceEncryptionKey(new rds.DescribeDBInstanceEncryptionKeyRequest(of)),
      ({ encryptionKey = '', encryptionKeyStatus, requestId }) =>
        requestId === undefined ? null : encryptionKey !== '' && encryptionKeyStatus === 'Enabled',
    ),
    ask(client.describeDBInstanceTDE(new rds.DescribeDBInstanceTDERequest(of)), ({ TDEStatus }) =>
      TDEStatus === undefined ? null : TDEStatus === 'Enabled',
    ),
    ask(client.describeBackupPolicy(new rds.DescribeBackupPolicyRequest(of)), policyIn),
    ask(
      client.describeInstanceCrossBackupPolicy(
        new rds.DescribeInstanceCrossBackupPolicyRequest({ ...of, regionId: client._regionId ?? '' }),
      ),
      ({ backupEnabled, logBackupEnabled, crossBackupRegion, requestId }) => {
        if (requestId === undefined) return null;
        return backupEnabled === 'Enable' || logBackupEnabled === 'Enable'
          ? { region: crossBackupRegion ?? 'a region that it does not name' }
          : { region: null };
      },
    ),
    ask(allBackups(asking, instance, at), (list) => list),
  ]);
  return {
    instance,
    region: mapped(attributes, ({ regionId }) => regionId),
    edition: mapped(attributes, ({ category }) => category),
    network,
    allowed,
    tls,
    encryption:
      disk.kind === 'unseen' ? disk : seen({ disk: disk.value, tables: tables.kind === 'seen' && tables.value }),
    backupPolicy,
    backupRegion: mapped(backupRegion, ({ region }) => region),
    backups,
  };
}

/** The backups of an instance, page by page. */
async function allBackups(
  { client, rds }: AskRds,
  instance: string,
  at: Instant,
): Promise<{ body?: readonly Instant[] }> {
  const moments: Instant[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { body } = await client.describeBackups(
      new rds.DescribeBackupsRequest({
        DBInstanceId: instance,
        startTime: minuteOf(Instant.plusMs(at, -longestDays * dayMs)),
        endTime: minuteOf(Instant.plusMs(at, dayMs)),
        pageSize,
        pageNumber: page,
      }),
    );
    const backups = body?.items?.backup;
    if (backups === undefined) return {};
    for (const { backupStatus, backupEndTime } of backups) {
      if (backupStatus === 'Success') moments.push(...[momentIn(backupEndTime) ?? []].flat());
    }
    if (page * pageSize >= Number(body?.totalRecordCount ?? 0)) return { body: moments };
  }
  return {};
}

const pageSize = 100;
const mostPages = 20;

/** How far back backups are asked for, in days: a provider keeps none for longer. */
const longestDays = 730;

function policyIn(body: RdsPackage.DescribeBackupPolicyResponseBody): BackupPolicyFacts | null {
  const { backupRetentionPeriod, releasedKeepPolicy, backupLog, enableBackupLog, requestId } = body;
  if (requestId === undefined) return null;
  const hasLogs = backupLog === 'Enable' || enableBackupLog === '1';
  const archived =
    Number(body.archiveBackupRetentionPeriod ?? 0) > 0 || ['Lastest', 'All'].includes(releasedKeepPolicy ?? '');
  return {
    // The answer to `DataBackupPolicy`; -1 stands for as long as there is an instance.
    keptDays: backupRetentionPeriod === undefined || backupRetentionPeriod < 0 ? null : backupRetentionPeriod,
    logsKeptDays: hasLogs ? (body.logBackupRetentionPeriod ?? null) : null,
    archived,
  };
}

function mapped<From, To>(fact: Seen<From>, read: (from: From) => To | undefined): Seen<To> {
  if (fact.kind === 'unseen') return fact;
  const value = read(fact.value);
  return value === undefined ? unseen(garbled) : seen(value);
}

const garbled = 'Alibaba Cloud answered without what was asked for';

/** Reads one answer. One that never comes, or comes drop by drop, is given up. */
async function told<Body, Fact>(
  timeoutMs: number,
  call: Promise<{ body?: Body }>,
  read: (body: Body) => Fact | null,
): Promise<Seen<Fact>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs);
  });
  try {
    const { body } = await Promise.race([call, tooLate]);
    const fact = body === undefined || body === null ? null : read(body);
    return fact === null ? unseen(garbled) : seen(fact);
  } catch (problem) {
    return unseen(whyRefused(problem));
  } finally {
    clearTimeout(timer);
  }
}

/** A moment as the service writes it, such as `2026-11-27T20:45:00Z` or without seconds. */
function momentIn(text: string | undefined): Instant | null {
  return text === undefined ? null : Instant.parse(text).unwrapOr(null);
}

/** To the minute, as the service takes it. */
function minuteOf(at: Instant): string {
  return `${Instant.toISOString(at).slice(0, 16)}Z`;
}
