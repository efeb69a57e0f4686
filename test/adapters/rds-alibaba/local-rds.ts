import { createHash, createHmac } from 'node:crypto';
import type { Recorded } from '../recording-endpoint.ts';

type Answer = { readonly status: number; readonly body: unknown };

/** The access key that the service knows; nobody's. */
export const accessKey = { accessKeyId: 'LTAIrdsRDSrdsRDSrds', accessKeySecret: 'rds/secret+of the=tests' } as const;

/** What the service answers to each action, of each instance. */
export type Instance = Readonly<Record<string, unknown>>;

/** Moments as the service writes them. */
const inUtc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** An instance as the policy wants it; the fields are those of the API of 2014-08-15. */
export function goodInstance(
  id: string,
  nowMs: number,
  host: string = `${id}.mysql.eu-central-1.rds.aliyuncs.com`,
): Instance {
  const hourMs = 3_600_000;
  return {
    DescribeDBInstanceAttribute: {
      Items: {
        DBInstanceAttribute: [
          { DBInstanceId: id, RegionId: 'eu-central-1', Category: 'HighAvailability', InstanceNetworkType: 'VPC' },
        ],
      },
    },
    DescribeDBInstanceNetInfo: {
      InstanceNetworkType: 'VPC',
      SecurityIPMode: 'normal',
      DBInstanceNetInfos: {
        DBInstanceNetInfo: [
          {
            ConnectionString: host,
            IPAddress: '10.0.1.7',
            IPType: 'Private',
            Port: '3306',
          },
        ],
      },
    },
    DescribeDBInstanceIPArrayList: {
      Items: {
        DBInstanceIPArray: [
          { DBInstanceIPArrayName: 'default', SecurityIPList: '127.0.0.1', SecurityIPType: 'IPv4' },
          { DBInstanceIPArrayName: 'core', SecurityIPList: '10.0.1.0/24,10.0.2.0/24', SecurityIPType: 'IPv4' },
        ],
      },
    },
    DescribeDBInstanceSSL: { SSLEnabled: 'Yes', SSLExpireTime: inUtc(nowMs + 200 * 24 * hourMs), RequireUpdate: 'No' },
    DescribeDBInstanceEncryptionKey: {
      EncryptionKey: 'key-fra1',
      EncryptionKeyStatus: 'Enabled',
      KeyUsage: 'ENCRYPT/DECRYPT',
    },
    DescribeDBInstanceTDE: { TDEStatus: 'Disabled' },
    DescribeBackupPolicy: {
      BackupRetentionPeriod: 7,
      BackupLog: 'Enable',
      EnableBackupLog: '1',
      LogBackupRetentionPeriod: 7,
      ReleasedKeepPolicy: 'None',
      ArchiveBackupRetentionPeriod: '0',
    },
    DescribeInstanceCrossBackupPolicy: { BackupEnabled: 'Disabled', LogBackupEnabled: 'Disabled' },
    DescribeBackups: {
      Items: {
        Backup: [
          { BackupStatus: 'Success', BackupEndTime: inUtc(nowMs - 2 * hourMs), BackupType: 'FullBackup' },
          { BackupStatus: 'Failed', BackupEndTime: inUtc(nowMs - hourMs), BackupType: 'FullBackup' },
        ],
      },
      TotalRecordCount: '2',
    },
  };
}

/**
 * Alibaba Cloud RDS as its API reference describes it: it verifies the signature (ACS3-HMAC-SHA256), takes no nonce twice and
 * no old request, and knows only its instances.
 */
export function localRds(instances: Readonly<Record<string, Instance>>): (request: Recorded) => Answer {
  const nonces = new Set<string>();
  return (request) => {
    const { headers, path, method, body } = request;
    const url = new URL(path, 'http://localhost');
    const nonce = String(headers['x-acs-signature-nonce'] ?? '');
    if (method !== 'POST' || headers['x-acs-version'] !== '2014-08-15') return refused(400, 'InvalidVersion');
    if (nonce === '' || nonces.has(nonce)) return refused(400, 'SignatureNonceUsed');
    if (!(Math.abs(Date.now() - Date.parse(String(headers['x-acs-date']))) < 15 * 60_000)) {
      return refused(400, 'IllegalTimestamp');
    }
    const [, keyId, signed = '', signature] =
      /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    if (keyId !== accessKey.accessKeyId) return refused(404, 'InvalidAccessKeyId.NotFound');
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const query = [...url.searchParams]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .toSorted()
      .join('&');
    const canonical = [
      method,
      '/',
      query,
      ...signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
      '',
      signed,
      sha256(body),
    ].join('\n');
    const expected = createHmac('sha256', accessKey.accessKeySecret)
      .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
      .digest('hex');
    if (signature !== expected) return refused(400, 'SignatureDoesNotMatch');
    nonces.add(nonce);
    const instance = instances[url.searchParams.get('DBInstanceId') ?? ''];
    if (instance === undefined) return refused(404, 'InvalidDBInstanceId.NotFound');
    const answer = instance[String(headers['x-acs-action'])];
    if (answer === undefined) return refused(403, 'Forbidden.RAM');
    return { status: 200, body: { RequestId: 'r-1', ...Object(answer) } };
  };
}

/** Percent-encoding as RFC 3986 has it. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** How the service says no; its message quotes what was sent. */
export function refused(status: number, code: string): Answer {
  return { status, body: { Code: code, Message: 'secret words of the service', RequestId: 'r-1', HostId: 'rds' } };
}
