import type { StoreName } from '../data-map/vocabulary.ts';
import { vaultBackupLifeMs } from '../deletion/certificate-of.ts';
import { dayMs, type Instant } from '../instant.ts';
import { instanceOf } from './instance-of.ts';
import {
  type CheckResult,
  failed,
  fine,
  inBothStores,
  notChecked,
  type PostureCheck,
  type PostureFacts,
  some,
  whereSeen,
} from './posture-check.ts';
import { isPrivateNetwork } from './private-network.ts';
import type { InstanceFacts } from './provider-facts.ts';

/** The region of the databases: Frankfurt (POLICY.md C18). */
export const databaseRegion = 'eu-central-1';

/** Editions with a second node that takes over. */
const available: readonly string[] = [
  'HighAvailability',
  'cluster',
  'Finance',
  'AlwaysOn',
  'serverless_ha',
  'serverless_standard',
];

/** What Alibaba Cloud says of the two instances (POLICY.md C18, C19). */
export const rdsChecks: readonly PostureCheck[] = [
  ofInstances(
    'rds-region',
    ['C18'],
    `both instances are in ${databaseRegion}`,
    `make the instance anew in ${databaseRegion}, and move the data`,
    ({ region }) => whereSeen(region, (name) => (name === databaseRegion ? fine(name) : failed(name))),
  ),
  ofInstances(
    'rds-network',
    ['C19'],
    'each instance is in a VPC and has no public endpoint',
    'release the public endpoint (ReleaseInstancePublicConnection)',
    ({ network }) =>
      whereSeen(network, ({ isVpc, endpoints }) => {
        const open = endpoints.filter(({ isPublic }) => isPublic).length;
        if (endpoints.length === 0) return notChecked('it was told of no endpoint');
        if (open > 0) return failed(`${open} of ${endpoints.length} endpoints are public`);
        return isVpc ? fine(`in a VPC, ${endpoints.length} private`) : failed('in no VPC');
      }),
  ),
  ofInstances(
    'rds-allow-list',
    ['C19'],
    'only private networks may connect',
    'take the public addresses, and 0.0.0.0/0, off the allow-list',
    ({ allowed }) =>
      whereSeen(allowed, (entries) => {
        const open = entries.filter((entry) => isPrivateNetwork(entry) !== true);
        return open.length > 0 ? failed(some(open)) : fine(entries.length > 0 ? some(entries) : 'nobody');
      }),
  ),
  ofInstances(
    'rds-tls',
    ['C16'],
    'TLS is on, and its certificate lasts for 14 days more at least',
    'enable SSL encryption, and renew the certificate in time',
    ({ tls }, { at }) =>
      whereSeen(tls, ({ enabled, expiresAt }) => {
        if (!enabled) return failed('off');
        if (expiresAt === null) return notChecked('on, but until when the certificate lasts is unknown');
        const days = Math.floor((expiresAt - at) / dayMs);
        return days < 14 ? failed(`on, but the certificate ends in ${days} days`) : fine(`on, for ${days} days more`);
      }),
  ),
  ofInstances(
    'rds-encryption',
    ['C18'],
    'the disk is encrypted under a key that is enabled',
    'encrypt the disk, when the instance is made, under a key of KMS',
    ({ encryption }) =>
      whereSeen(encryption, ({ disk, tables }) => {
        if (disk) return fine('the disk');
        return failed(tables ? 'tables alone, but no logs' : 'not encrypted');
      }),
  ),
  ofInstances(
    'rds-backup-policy',
    ['C18', 'C25'],
    'backups are kept for 7 days at least, and of the vault for 7 at most; logs as well, none archived',
    'set the backup policy (ModifyBackupPolicy)',
    ({ backupPolicy }, { store }) =>
      whereSeen(backupPolicy, ({ keptDays, logsKeptDays, archived }) => {
        const most = store === 'vault' ? vaultBackupLifeMs / dayMs : 730;
        const words = `kept ${keptDays ?? 'for as long as the instance'} days, logs ${logsKeptDays ?? 'not at all'}`;
        if (archived) return failed(`${words}, archived`);
        const isGood = keptDays !== null && keptDays >= 7 && keptDays <= most;
        return isGood && logsKeptDays !== null && logsKeptDays <= most ? fine(words) : failed(words);
      }),
  ),
  ofInstances(
    'rds-backup-region',
    ['C18'],
    'copies of backups stay in the allowed regions',
    'send no backup to another region, or to an allowed one',
    ({ backupRegion }, { facts: { configuration } }) =>
      whereSeen(backupRegion, (region) =>
        whereSeen(configuration, ({ residency }) => {
          if (region === null) return fine('none go elsewhere');
          return residency.regions.some((allowed) => allowed === region) ? fine(region) : failed(region);
        }),
      ),
  ),
  ofInstances(
    'rds-availability',
    ['C18'],
    'each instance has a second node that takes over',
    'change the edition to High-availability or Cluster',
    ({ edition }) => whereSeen(edition, (name) => (available.includes(name) ? fine(name) : failed(name))),
  ),
];

/** Beside the instance: of which store it is, when it was looked at, and all that was seen. */
interface Around {
  readonly store: StoreName;
  readonly at: Instant;
  readonly facts: PostureFacts;
}

function ofInstances(
  id: string,
  clauses: PostureCheck['clauses'],
  expected: string,
  mend: string,
  judge: (instance: InstanceFacts, around: Around) => CheckResult,
): PostureCheck {
  return {
    id,
    clauses,
    needs: 'provider',
    expected,
    mend,
    judge: (facts) =>
      whereSeen(facts.provider, ({ at }) =>
        inBothStores((store) =>
          whereSeen(instanceOf(store, facts), (instance) => judge(instance, { store, at, facts })),
        ),
      ),
  };
}
