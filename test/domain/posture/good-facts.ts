import { dayMs, hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import {
  type AccountFacts,
  type CoreFacts,
  type InstanceFacts,
  type PostureFacts,
  type ServerFacts,
  seen,
} from '../../../src/domain/posture/index.ts';
import { inRegionOf } from '../../../src/domain/residency/residency.ts';
import { policyTerms, ResidencyPolicy } from '../../../src/domain/residency/residency-policy.ts';

/** When the installation was looked at. */
export const at: Instant = Instant.parse('2026-11-27T12:00:00Z')._unsafeUnwrap();
/** So many milliseconds before. */
export const before = (ms: number): Instant => Instant.plusMs(at, -ms);

export const goodAccount: AccountFacts = {
  user: 'joos_application',
  host: '10.0.1.0/255.255.255.0',
  locked: false,
  hasSecret: true,
  hasOldPassword: false,
  attribute: { owner: 'anna.miller', role: 'application' },
  grants: seen([
    'GRANT USAGE ON *.* TO `joos_application`@`10.0.1.0/255.255.255.0`',
    'GRANT SELECT ON `joos`.`kysely_migration` TO `joos_application`@`10.0.1.0/255.255.255.0`',
  ]),
  needsTls: true,
  passwordExpired: false,
  passwordAgeDays: 10,
  passwordLifetimeDays: null,
};

/** The account of the vault, on its own server. */
const vaultAccount: AccountFacts = {
  ...goodAccount,
  user: 'joos_vault',
  attribute: { owner: 'anna.miller', role: 'vault' },
  grants: seen(['GRANT SELECT, INSERT ON `joos_vault`.`erasure_ledger` TO `joos_vault`@`10.0.1.0/255.255.255.0`']),
};

/** As every server has it, locked. */
const reserved: AccountFacts = {
  ...goodAccount,
  user: 'mysql.sys',
  host: 'localhost',
  locked: true,
  attribute: null,
  needsTls: false,
  passwordLifetimeDays: null,
};

const goodServer = (serverId: string, schema: string, account: AccountFacts): ServerFacts => ({
  serverId,
  lookedAtId: serverId,
  version: '8.0.36',
  schema,
  host: `${serverId}.internal`,
  addresses: seen(['10.0.1.7', 'fd00::7']),
  tls: { version: 'TLSv1.3', verified: true, named: true },
  variables: {
    admin_address: '',
    bind_address: '10.0.1.7',
    binlog_encryption: 'ON',
    binlog_expire_logs_auto_purge: 'ON',
    binlog_expire_logs_seconds: '604800',
    binlog_format: 'ROW',
    binlog_row_image: 'MINIMAL',
    binlog_rows_query_log_events: 'OFF',
    default_password_lifetime: '90',
    default_table_encryption: 'ON',
    general_log: 'OFF',
    innodb_flush_log_at_trx_commit: '1',
    innodb_redo_log_encrypt: 'ON',
    innodb_undo_log_encrypt: 'ON',
    local_infile: 'OFF',
    log_bin: 'ON',
    log_raw: 'OFF',
    partial_revokes: 'OFF',
    require_secure_transport: 'ON',
    secure_file_priv: null,
    slow_query_log: 'OFF',
    sync_binlog: '1',
    tls_version: 'TLSv1.2,TLSv1.3',
  },
  accounts: seen([account, reserved]),
  tables: seen([{ table: 'users', encrypted: true }]),
  newTablesEncrypted: true,
  plugins: seen(['group_replication']),
  clock: { aheadMs: 3, uncertainMs: 1 },
});

export const goodCore: CoreFacts = {
  at,
  epochs: [
    {
      epochId: 1,
      begunAt: before(13 * dayMs),
      retiredAt: before(6 * dayMs),
      cleanScans: 1,
      scannedAt: at,
      destroyedAt: null,
    },
    { epochId: 2, begunAt: before(6 * dayMs), retiredAt: null, cleanScans: 0, scannedAt: null, destroyedAt: null },
  ],
  retentionBehind: 0,
  erasures: [
    { stuck: false, held: false, overdue: false },
    { stuck: false, held: true, overdue: true },
  ],
  requestsOverdue: 0,
  noticesParked: 0,
  noticeDueSince: before(minuteMs),
};

export const goodInstance = (instance: string): InstanceFacts => ({
  instance,
  region: seen('eu-central-1'),
  edition: seen('HighAvailability'),
  network: seen({ isVpc: true, endpoints: [{ host: `${instance}.internal`, isPublic: false }] }),
  allowed: seen(['10.0.1.0/24', '127.0.0.1']),
  tls: seen({ enabled: true, expiresAt: Instant.plusMs(at, 200 * dayMs) }),
  encryption: seen({ disk: true, tables: false }),
  backupPolicy: seen({ keptDays: 7, logsKeptDays: 7, archived: false }),
  backupRegion: seen(null),
  backups: seen([before(hourMs)]),
});

/** An installation where nothing is wrong. */
export const goodFacts: PostureFacts = {
  database: seen({
    at,
    servers: {
      data: goodServer('rm-data', 'joos', goodAccount),
      vault: goodServer('rm-vault', 'joos_vault', vaultAccount),
    },
    schema: seen({ undeclared: [], missing: [], pending: [], isWhole: true }),
  }),
  core: seen(goodCore),
  provider: seen({ at, instances: { data: goodInstance('rm-data'), vault: goodInstance('rm-vault') } }),
  backups: seen({ at, madeAt: [before(2 * hourMs), before(6 * dayMs)] }),
  configuration: seen({
    engine: 'mysql',
    residency: ResidencyPolicy.of(policyTerms)._unsafeUnwrap(),
    mail: seen([inRegionOf('aws', 'eu-central-1')]),
    sms: seen([inRegionOf('aws', 'eu-central-1')]),
    keys: seen([inRegionOf('alibaba', 'eu-central-1')]),
  }),
};

/** The fact, which was looked at. */
export function value<Value>(fact: { readonly kind: string; readonly value?: Value }): Value {
  if (fact.value === undefined) throw new Error('It was not looked at');
  return fact.value;
}

/** The good installation with another server, of one store or of both. */
export function withServer(change: Partial<ServerFacts>, stores: readonly ('data' | 'vault')[]): PostureFacts {
  const database = value(goodFacts.database);
  const servers = { ...database.servers };
  for (const store of stores) servers[store] = { ...servers[store], ...change };
  return { ...goodFacts, database: seen({ ...database, servers }) };
}
