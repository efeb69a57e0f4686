import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import {
  type AccountFacts,
  type ConfiguredFacts,
  type CoreFacts,
  type InstanceFacts,
  judgePosture,
  nothingSeen,
  type PostureFacts,
  postureCheck,
  postureChecks,
  type SchemaFacts,
  type ServerFacts,
  seen,
  unseen,
} from '../../../src/domain/posture/index.ts';
import { inRegionOf, statedAt, worldwide } from '../../../src/domain/residency/residency.ts';
import { policyTerms, ResidencyPolicy } from '../../../src/domain/residency/residency-policy.ts';
import { at, before, goodAccount, goodCore, goodFacts, goodInstance, value, withServer } from './good-facts.ts';

const server = (change: Partial<ServerFacts>): PostureFacts => withServer(change, ['data']);
const vault = (change: Partial<ServerFacts>): PostureFacts => withServer(change, ['vault']);
const variable = (name: string, setting: string | null): PostureFacts => {
  const { variables } = value(goodFacts.database).servers.data;
  return server({ variables: { ...variables, [name]: setting } });
};
const account = (change: Partial<AccountFacts>): PostureFacts =>
  server({ accounts: seen([goodAccount, { ...goodAccount, ...change }]) });
const schema = (change: Partial<SchemaFacts>): PostureFacts => {
  const database = value(goodFacts.database);
  return { ...goodFacts, database: seen({ ...database, schema: seen({ ...value(database.schema), ...change }) }) };
};
const core = (change: Partial<CoreFacts>): PostureFacts => ({ ...goodFacts, core: seen({ ...goodCore, ...change }) });
const instance = (change: Partial<InstanceFacts>): PostureFacts => ({
  ...goodFacts,
  provider: seen({
    at,
    instances: { data: goodInstance('rm-data'), vault: { ...goodInstance('rm-vault'), ...change } },
  }),
});
const configured = (change: Partial<ConfiguredFacts>): PostureFacts => ({
  ...goodFacts,
  configuration: seen({ ...value(goodFacts.configuration), ...change }),
});
const backups = (...agesMs: readonly number[]): PostureFacts => ({
  ...goodFacts,
  backups: seen({ at, madeAt: agesMs.map(before) }),
});
const grant = (words: string): PostureFacts =>
  account({ user: 'joos_worker', attribute: { owner: 'anna.miller', role: 'worker' }, grants: seen([words]) });
const elsewhere = seen([inRegionOf('aws', 'us-east-1')] as const);
const [firstEpoch] = goodCore.epochs;
if (firstEpoch === undefined) throw new Error('There is one');

/** Each way to be wrong, and the one check that finds it. */
const wrong: readonly (readonly [check: string, how: string, facts: PostureFacts, found: RegExp])[] = [
  ['store-engine', 'SQLite', configured({ engine: 'sqlite' }), /SQLite/],
  ['stores-apart', 'one server', vault({ serverId: 'rm-data', lookedAtId: 'rm-data' }), /one server/],
  ['schema-migrated', 'a step is pending', schema({ pending: ['0006-next'] }), /0006-next/],
  [
    'schema-data-map',
    'a column of nobody',
    schema({ undeclared: [{ store: 'data', table: 'users', column: 'shoe_size' }] }),
    /users\.shoe_size/,
  ],
  [
    'schema-data-map',
    'a column is gone',
    schema({ missing: [{ store: 'data', table: 'users', column: 'state' }] }),
    /missing: users\.state/,
  ],
  [
    'private-address',
    'one address is public',
    server({ addresses: seen(['10.0.1.7', '47.91.2.3']) }),
    /public: 47\.91\.2\.3/,
  ],
  ['private-address', 'IPv6', vault({ addresses: seen(['2001:db8::1']) }), /vault: public/],
  ['bind-address', 'it is public', variable('bind_address', '10.0.1.7,47.91.2.3'), /47\.91\.2\.3/],
  ['bind-address', 'so is the administrator’s', variable('admin_address', '47.91.2.3'), /47\.91\.2\.3/],
  ['tls-required', 'off', variable('require_secure_transport', 'OFF'), /OFF/],
  ['tls-version', 'an old one', variable('tls_version', 'TLSv1.1,TLSv1.2'), /TLSv1\.1/],
  ['tls-version', 'none', variable('tls_version', ''), /none/],
  ['tls-in-use', 'plain text', server({ tls: null }), /plain text/],
  [
    'tls-in-use',
    'to whoever answers',
    server({ tls: { version: 'TLSv1.3', verified: false, named: false } }),
    /no certificate/,
  ],
  [
    'tls-in-use',
    'to any server of the authority',
    server({ tls: { version: 'TLSv1.3', verified: true, named: false } }),
    /the name in the certificate is not verified/,
  ],
  ['tls-in-use', 'an old one', server({ tls: { version: 'TLSv1.1', verified: true, named: true } }), /TLSv1\.1/],
  ['account-anonymous', 'nobody', account({ user: '', grants: seen([]) }), /''@'10/],
  ['account-host', 'from anywhere', account({ host: '%' }), /'joos_application'@'%'/],
  ['account-host', 'from half of the world', account({ host: '10.0._.1' }), /10\.0\._\.1/],
  ['account-host', 'from the internet', account({ host: '47.91.0.0/255.255.0.0' }), /47\.91/],
  ['account-host', 'by the name of a machine', account({ host: 'attacker.example.com' }), /attacker/],
  ['account-host', 'without a host', account({ host: '' }), /joos_application/],
  ['account-owner', 'nobody’s', account({ attribute: null, grants: seen([]) }), /joos_application/],
  ['account-owner', 'of an empty name', account({ attribute: { owner: ' ' }, grants: seen([]) }), /joos_application/],
  [
    'account-term',
    'a day too late',
    account({ attribute: { owner: 'kim.hall', role: 'technical', until: '2026-11-26' }, grants: seen([]) }),
    /joos_application/,
  ],
  ['account-tls', 'in plain text', account({ needsTls: false }), /joos_application/],
  ['account-password', 'none', account({ hasSecret: false }), /joos_application/],
  ['account-password', 'for ever', account({ passwordLifetimeDays: 0 }), /joos_application/],
  ['account-password', 'for too long', account({ passwordLifetimeDays: 91 }), /joos_application/],
  ['account-password', 'expired', account({ passwordExpired: true }), /joos_application/],
  ['account-password', 'too old', account({ passwordAgeDays: 90 }), /joos_application/],
  ['account-password', 'about to end', account({ passwordAgeDays: 76 }), /joos_application/],
  ['account-password', 'beside an old one', account({ hasOldPassword: true }), /joos_application/],
  ['account-password', 'of an unknown age', account({ passwordAgeDays: null }), /joos_application/],
  ['account-grants', 'on the whole server', grant('GRANT SELECT ON *.* TO `w`@`h`'), /SELECT on \*\.\*/],
  [
    'account-grants',
    'on the other store',
    grant('GRANT SELECT ON `joos_vault`.`subject_keys` TO `w`@`h`'),
    /subject_keys/,
  ],
  ['account-grants', 'to be given on', grant('GRANT USAGE ON *.* TO `w`@`h` WITH GRANT OPTION'), /GRANT OPTION/],
  ['account-grants', 'by a role', grant('GRANT `all`@`%` TO `w`@`h`'), /ROLE/],
  [
    'account-grants',
    'without a role',
    account({ attribute: { owner: 'anna.miller' }, grants: seen(['GRANT SELECT ON `joos`.`users` TO `x`@`h`']) }),
    /SELECT on joos\.users/,
  ],
  ['server-version', 'old', server({ version: '5.7.44-log' }), /5\.7/],
  ['server-version', 'without attributes', server({ version: '8.0.21' }), /8\.0\.21/],
  ['server-version', 'another', server({ version: '11.4.2-MariaDB' }), /MariaDB/],
  ['server-plugins', 'a strange one', server({ plugins: seen(['clone', 'rewriter']) }), /rewriter/],
  ['binary-log', 'off', variable('log_bin', 'OFF'), /OFF/],
  ['binary-log-row-image', 'whole', variable('binlog_row_image', 'FULL'), /FULL/],
  ['binary-log-row-image', 'but for blobs', variable('binlog_row_image', 'NOBLOB'), /NOBLOB/],
  ['binary-log-statements', 'statements', variable('binlog_format', 'STATEMENT'), /STATEMENT/],
  ['binary-log-statements', 'both', variable('binlog_rows_query_log_events', 'ON'), /statements ON/],
  ['binary-log-expiry', 'never', variable('binlog_expire_logs_seconds', '0'), /never/],
  ['binary-log-expiry', 'after 31 days', variable('binlog_expire_logs_seconds', '2678400'), /31 days/],
  [
    'binary-log-expiry',
    'of the vault after 8 days',
    vault({
      variables: { ...value(goodFacts.database).servers.vault.variables, binlog_expire_logs_seconds: '691200' },
    }),
    /vault: after 8 days/,
  ],
  ['binary-log-expiry', 'by hand', variable('binlog_expire_logs_auto_purge', 'OFF'), /somebody purges/],
  ['durable-commits', 'once a second', variable('innodb_flush_log_at_trx_commit', '2'), /2/],
  ['durable-binary-log', 'now and then', variable('sync_binlog', '1000'), /1000/],
  ['local-infile', 'on', variable('local_infile', 'ON'), /ON/],
  ['secure-file-priv', 'everywhere', variable('secure_file_priv', ''), /every folder/],
  ['secure-file-priv', 'a folder', variable('secure_file_priv', '/var/lib/mysql-files/'), /a folder/],
  ['general-log', 'on', variable('general_log', 'ON'), /ON/],
  ['slow-log', 'on', variable('slow_query_log', 'ON'), /ON/],
  ['raw-log', 'on', variable('log_raw', 'ON'), /ON/],
  ['clock-skew', 'a minute', server({ clock: { aheadMs: -60_000, uncertainMs: 2 } }), /60\.0 s apart/],
  [
    'key-epoch',
    'too old',
    core({ epochs: [{ ...firstEpoch, retiredAt: null, begunAt: before(8 * dayMs + 1) }] }),
    /8 days/,
  ],
  ['key-epoch', 'none', core({ epochs: [] }), /no epoch/],
  [
    'key-epochs-destroyed',
    'not destroyed',
    core({ epochs: [{ ...firstEpoch, retiredAt: before(7 * dayMs + 1) }, ...goodCore.epochs.slice(1)] }),
    /1 epoch over/,
  ],
  ['retention-sweep', 'behind', core({ retentionBehind: 3 }), /3 to dispose of/],
  ['erasures-in-time', 'stuck', core({ erasures: [{ stuck: true, held: false, overdue: false }] }), /1 stuck/],
  ['erasures-in-time', 'overdue', core({ erasures: [{ stuck: false, held: false, overdue: true }] }), /1 overdue/],
  ['requests-in-time', 'overdue', core({ requestsOverdue: 1 }), /1 overdue/],
  ['notices-parked', 'given up', core({ noticesParked: 2 }), /2 parked/],
  ['notices-in-time', 'late', core({ noticeDueSince: before(16 * minuteMs) }), /16 minutes/],
  ['vault-backup-recent', 'of the day before yesterday', backups(27 * hourMs), /27 h/],
  ['vault-backup-recent', 'none', backups(), /none/],
  ['vault-backup-dropped', 'too old', backups(hourMs, 8 * dayMs + 1), /1 of 2/],
  ['mail-region', 'elsewhere', configured({ mail: elsewhere }), /us-east-1/],
  [
    'mail-region',
    'of another region than was said',
    configured({ mail: seen([statedAt('mail-server', 'eu-central-1', 'email-smtp.us-east-1.amazonaws.com')]) }),
    /said to be in eu-central-1, and the name of the host tells us-east-1/,
  ],
  ['sms-region', 'elsewhere', configured({ sms: seen([{ kind: 'here' }, ...value(elsewhere)]) }), /us-east-1/],
  ['sms-region', 'in no one place', configured({ sms: seen([worldwide('twilio:ie1')]) }), /twilio:ie1/],
  ['keys-region', 'elsewhere', configured({ keys: elsewhere }), /us-east-1/],
  ['rds-region', 'elsewhere', instance({ region: seen('cn-hangzhou') }), /vault: cn-hangzhou/],
  [
    'rds-network',
    'a public endpoint',
    instance({
      network: seen({
        isVpc: true,
        endpoints: [
          { host: 'rm-vault.internal', isPublic: false },
          { host: 'b', isPublic: true },
        ],
      }),
    }),
    /1 of 2/,
  ],
  [
    'rds-network',
    'no VPC',
    instance({ network: seen({ isVpc: false, endpoints: [{ host: 'rm-vault.internal', isPublic: false }] }) }),
    /no VPC/,
  ],
  ['rds-allow-list', 'everybody', instance({ allowed: seen(['10.0.0.0/8', '0.0.0.0/0']) }), /0\.0\.0\.0\/0/],
  ['rds-allow-list', 'a name', instance({ allowed: seen(['everybody']) }), /everybody/],
  ['rds-tls', 'off', instance({ tls: seen({ enabled: false, expiresAt: null }) }), /off/],
  [
    'rds-tls',
    'about to end',
    instance({ tls: seen({ enabled: true, expiresAt: Instant.plusMs(at, 13 * dayMs) }) }),
    /13 days/,
  ],
  ['rds-encryption', 'none', instance({ encryption: seen({ disk: false, tables: false }) }), /not encrypted/],
  ['rds-encryption', 'not the logs', instance({ encryption: seen({ disk: false, tables: true }) }), /tables alone/],
  [
    'rds-backup-policy',
    'of the vault for 8 days',
    instance({ backupPolicy: seen({ keptDays: 8, logsKeptDays: 7, archived: false }) }),
    /8 days/,
  ],
  [
    'rds-backup-policy',
    'no logs',
    instance({ backupPolicy: seen({ keptDays: 7, logsKeptDays: null, archived: false }) }),
    /not at all/,
  ],
  [
    'rds-backup-policy',
    'archived',
    instance({ backupPolicy: seen({ keptDays: 7, logsKeptDays: 7, archived: true }) }),
    /archived/,
  ],
  ['rds-backup-region', 'elsewhere', instance({ backupRegion: seen('ap-southeast-1') }), /ap-southeast-1/],
  ['rds-availability', 'one node', instance({ edition: seen('Basic') }), /Basic/],
];

/** Without the provider, so that nothing else answers for the disk. */
const onItsOwn = (facts: PostureFacts): PostureFacts => ({ ...facts, provider: unseen('no provider') });
const alone: typeof wrong = [
  ['table-encryption', 'a table', onItsOwn(server({ tables: seen([{ table: 'users', encrypted: false }]) })), /users/],
  ['table-encryption', 'a new one of the schema', onItsOwn(server({ newTablesEncrypted: false })), /a new table/],
  ['table-encryption', 'a new one', onItsOwn(variable('default_table_encryption', 'OFF')), /a new table/],
  ['journal-encryption', 'redo', onItsOwn(variable('innodb_redo_log_encrypt', 'OFF')), /redo/],
  ['journal-encryption', 'undo', onItsOwn(variable('innodb_undo_log_encrypt', 'OFF')), /undo/],
  ['binary-log-encryption', 'off', onItsOwn(variable('binlog_encryption', 'OFF')), /not encrypted/],
  ['bind-address', 'every one', onItsOwn(variable('bind_address', '*')), /cannot be seen from here/],
  ['bind-address', 'every one of IPv4', onItsOwn(variable('bind_address', '0.0.0.0')), /cannot be seen from here/],
  ['bind-address', 'every one of IPv6', onItsOwn(variable('bind_address', '::')), /cannot be seen from here/],
  ['bind-address', 'every one, said by nothing', onItsOwn(variable('bind_address', '')), /cannot be seen from here/],
];

const failedIn = (facts: PostureFacts): readonly string[] =>
  judgePosture(facts).flatMap(({ check, result }) => (result.kind === 'failed' ? [check.id] : []));

describe('an installation', () => {
  test('where nothing is wrong fails no check and leaves none open', () => {
    expect(judgePosture(goodFacts).filter(({ result }) => result.kind !== 'ok')).toEqual([]);
  });

  test.each([...wrong, ...alone])('fails %s and nothing else: %s', (id, _how, facts, found) => {
    expect(failedIn(facts)).toEqual([id]);
    const result = postureCheck(id)?.judge(facts);
    expect(result?.kind === 'failed' ? result.found : '').toMatch(found);
  });

  test('can be wrong in the way of every check there is', () => {
    const shown = new Set([...wrong, ...alone].map(([id]) => id));
    expect(postureChecks.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  test('of which nobody saw anything leaves every check open, with the reason', () => {
    const results = judgePosture(nothingSeen('nobody looked')).map(({ result }) => result);
    expect(results).toEqual(postureChecks.map(() => ({ kind: 'not-checked', why: 'nobody looked' })));
  });
});

describe('what else counts as fine', () => {
  test.each([
    ['a password that ends in more than 14 days', account({ passwordAgeDays: 75 })],
    ['a password of a short life, in its first half', account({ passwordLifetimeDays: 7, passwordAgeDays: 3 })],
    ['an account of the socket', account({ host: 'localhost' })],
    ['a backup that is dropped in the day after its last', backups(hourMs, 7 * dayMs + 20 * hourMs)],
    ['the first server that has attributes', server({ version: '8.0.22' })],
    ['a newer one', server({ version: '8.4.0' })],
    ['a disk that the provider encrypts', variable('binlog_encryption', 'OFF')],
    ['every address, where the provider gives none that is public', variable('bind_address', '*')],
    [
      'an account that nobody can log in to',
      account({ host: '%', needsTls: false, locked: true, passwordLifetimeDays: 0 }),
    ],
    [
      'accounts of the provider',
      account({ user: 'aurora_proxy', host: '%', attribute: null, needsTls: false, hasSecret: true }),
    ],
    [
      'a role',
      account({
        locked: true,
        hasSecret: false,
        attribute: null,
        host: '%',
        grants: seen(['GRANT SELECT ON *.* TO `r`@`%`']),
      }),
    ],
    [
      'a technical account on its last day',
      account({ attribute: { owner: 'kim.hall', role: 'technical', until: '2026-11-27' }, grants: seen([]) }),
    ],
    [
      'the account of the doctor',
      account({
        attribute: { owner: 'kim.hall', role: 'doctor' },
        grants: seen(['GRANT PROCESS ON *.* TO `a`@`h`', 'GRANT SELECT ON `mysql`.* TO `a`@`h`']),
      }),
    ],
  ])('%s', (_what, facts) => {
    expect(failedIn(facts)).toEqual([]);
  });

  test.each(['aurora_proxy', 'root'])('but an account %s of a server that no provider runs', (user) => {
    const unmanaged = { ...account({ user, host: '%' }), provider: unseen('no provider') };
    expect(failedIn(unmanaged)).toEqual(['account-host']);
  });

  test('but a reserved account that was unlocked', () => {
    expect(failedIn(account({ user: 'mysql.sys', host: '%' }))).toEqual(['account-host']);
  });

  test('but a wildcard address of a server whose endpoints the provider does not know', () => {
    const strange = withServer(
      {
        host: 'elsewhere.internal',
        variables: { ...value(goodFacts.database).servers.data.variables, bind_address: '*' },
      },
      ['data'],
    );
    expect(failedIn(strange)).toEqual(['bind-address']);
  });
});

describe('what nobody can tell', () => {
  test.each([
    ['account-owner', 'the account may not look', server({ accounts: unseen('it lacks SELECT') })],
    ['account-grants', 'grants may not be shown', account({ grants: unseen('it lacks SELECT') })],
    [
      'account-grants',
      'a grant is written in a way that nobody knows',
      account({ grants: seen(['GRANT EVERYTHING']) }),
    ],
    ['table-encryption', 'the account may not look', server({ tables: unseen('it lacks PROCESS') })],
    ['schema-data-map', 'not every table is seen', schema({ isWhole: false })],
    [
      'schema-data-map',
      'steps are pending',
      schema({ pending: ['0006'], missing: [{ store: 'data', table: 'a', column: 'b' }] }),
    ],
    ['clock-skew', 'the answer took too long', server({ clock: { aheadMs: 0, uncertainMs: 2_500 } })],
    ['raw-log', 'the server does not have the setting', server({ variables: {} })],
    ['bind-address', 'the address is a name', variable('bind_address', 'db.internal')],
    ['private-address', 'the host does not resolve', server({ addresses: seen([]) })],
    ['mail-region', 'a mail server somewhere', configured({ mail: seen([{ kind: 'unstated', of: 'mail-server' }]) })],
    ['table-encryption', 'no table is seen', server({ tables: seen([]) })],
    ['table-encryption', 'the schema does not tell', server({ newTablesEncrypted: null })],
    ['vault-backup-recent', 'a backup of tomorrow', backups(-2 * hourMs)],
    ['rds-tls', 'until when it lasts', instance({ tls: seen({ enabled: true, expiresAt: null }) })],
    ['rds-network', 'no endpoint', instance({ network: seen({ isVpc: true, endpoints: [] }) })],
    ['rds-backup-region', 'refused', instance({ backupRegion: unseen('refused') })],
  ])('%s is not checked where %s', (id, _why, facts) => {
    expect(postureCheck(id)?.judge(facts).kind).toBe('not-checked');
  });
});

describe('what counts of the right server alone:', () => {
  const another = withServer({ lookedAtId: 'rm-other' }, ['vault']);
  const strange = withServer({ host: 'rm-other.internal' }, ['data']);

  test('nothing is concluded from a server that is not the one that the core connects to', () => {
    const results = judgePosture(another).filter(({ check }) => check.needs === 'database');
    const open = results.filter(({ result }) => result.kind === 'not-checked').map(({ check }) => check.id);
    const ofBoth = ['stores-apart', 'schema-migrated', 'schema-data-map'];
    expect(open.toSorted()).toEqual(
      postureChecks
        .filter(({ id, needs }) => needs === 'database' && !ofBoth.includes(id))
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('no rds check is fine of an instance to which the core does not connect', () => {
    const results = judgePosture(strange).filter(({ check }) => check.needs === 'provider');
    expect(new Set(results.map(({ result }) => result.kind))).toEqual(new Set(['not-checked']));
  });

  test('such an instance excuses no disk and no account', () => {
    const { servers } = value(strange.database);
    const variables = { ...servers.data.variables, binlog_encryption: 'OFF' };
    const house = { ...goodAccount, user: 'root', host: '%' };
    const facts = withServer({ host: 'rm-other.internal', variables, accounts: seen([goodAccount, house]) }, ['data']);
    expect(failedIn(facts).toSorted()).toEqual(['account-host', 'binary-log-encryption']);
  });

  test('an endpoint is the same in capitals, and with the dot of the root', () => {
    expect(failedIn(withServer({ host: 'RM-Data.internal.' }, ['data']))).toEqual([]);
    const results = judgePosture(withServer({ host: 'RM-Data.internal.' }, ['data']));
    expect(results.every(({ result }) => result.kind === 'ok')).toBe(true);
  });

  test('an exception lets a company by which messages go be elsewhere', () => {
    const exceptions = [{ adapter: 'sms', place: 'twilio:ie1', reason: 'by contract' }];
    const residency = ResidencyPolicy.of({ ...policyTerms, exceptions })._unsafeUnwrap();
    expect(failedIn(configured({ residency, sms: seen([worldwide('twilio:ie1')]) }))).toEqual([]);
  });
});

describe('the order', () => {
  test('is what failed, then what nobody looked at, then what is fine', () => {
    const kinds = judgePosture(instance({ edition: seen('Basic'), region: unseen('refused') })).map(
      ({ result }) => result.kind,
    );
    expect(kinds.slice(0, 3)).toEqual(['failed', 'not-checked', 'ok']);
    expect(new Set(kinds.slice(2))).toEqual(new Set(['ok']));
  });
});
