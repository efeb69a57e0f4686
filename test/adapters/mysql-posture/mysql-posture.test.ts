import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { inMemoryAuditSink } from '../../../src/adapters/in-memory/index.ts';
import { createKeyFile, openKeyFile } from '../../../src/adapters/key-file/index.ts';
import {
  examinePosture,
  type MysqlPostureOptions,
  mysqlPosture,
  postureGate,
} from '../../../src/adapters/mysql-posture/index.ts';
import { simulatedCards } from '../../../src/adapters/simulated-cards/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import {
  judgePosture,
  nothingSeen,
  type PostureLine,
  postureCheck,
  postureChecks,
  unseen,
} from '../../../src/domain/posture/index.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { openJoos, orThrow } from '../../../src/index.ts';
import { refusalOf } from '../../../src/testing/contracts/contract.ts';
import { joos, settingsIn } from '../cli/installation.ts';
import { accessKey, goodInstance, localRds, refused } from '../rds-alibaba/local-rds.ts';
import { type RecordingEndpoint, recordingEndpoint, type Told } from '../recording-endpoint.ts';
import { type GoodInstallation, goodInstallation } from './good-installation.ts';
import { type PostureServer, serverWith } from './servers.ts';

const checks = postureChecks.filter(({ needs }) => needs === 'database');

async function examined(options: Omit<MysqlPostureOptions, 'stores'>): Promise<readonly PostureLine[]> {
  const database = await orThrow(mysqlPosture({ ...options, stores: mysqlStores(options) }).look());
  return judgePosture({ ...nothingSeen('not here'), database }, checks);
}

const idsOf = (lines: readonly PostureLine[], kind: string): readonly string[] =>
  lines.flatMap(({ check, result }) => (result.kind === kind ? [check.id] : [])).toSorted();
const found = (lines: readonly PostureLine[], id: string): string => {
  const result = lines.find(({ check }) => check.id === id)?.result;
  return result === undefined || result.kind === 'not-checked' ? '' : result.found;
};

let good: GoodInstallation;
beforeAll(async () => {
  good = await goodInstallation();
});
afterAll(() => good?.stop());

describe('two servers as the policy wants them', () => {
  test('are fine in every line', async () => {
    const lines = await examined(good);
    expect(lines.flatMap(({ check, result }) => (result.kind === 'ok' ? [] : [[check.id, result]]))).toEqual([]);
  });

  const table = 'joos_data.kysely_migration';
  const stranger = "'stranger'@'127.0.0.1'";
  const made = (account: string, more: string): string =>
    `CREATE USER ${account} IDENTIFIED BY 'Passwort-9d3f' REQUIRE SSL PASSWORD EXPIRE INTERVAL 90 DAY ` +
    `ATTRIBUTE '{"owner": "kim.hall"}' ${more}`;
  const set = (name: string, bad: string, back: string): readonly [readonly string[], readonly string[]] => [
    [`SET GLOBAL ${name} = ${bad}`],
    [`SET GLOBAL ${name} = ${back}`],
  ];

  /** One thing at a time is set badly, and set right again. */
  test.each<readonly [check: string, how: string, change: readonly [readonly string[], readonly string[]]]>([
    ['tls-required', 'plain text is allowed', set('require_secure_transport', 'OFF', 'ON')],
    [
      'account-anonymous',
      'an account without a name',
      [[made("''@'127.0.0.9'", '').replace(/PASSWORD EXPIRE INTERVAL 90 DAY /, '')], ["DROP USER ''@'127.0.0.9'"]],
    ],
    ['account-host', 'from anywhere', [[made("'stranger'@'%'", '')], ["DROP USER 'stranger'@'%'"]]],
    ['account-host', 'by a pattern', [[made("'stranger'@'10.0.%'", '')], ["DROP USER 'stranger'@'10.0.%'"]]],
    ['account-host', 'from the internet', [[made("'stranger'@'8.8.8.8'", '')], ["DROP USER 'stranger'@'8.8.8.8'"]]],
    [
      'account-owner',
      'nobody’s',
      [
        [made(stranger, '').replace(/ATTRIBUTE .*/, ''), `ALTER USER ${stranger} COMMENT 'of Kim'`],
        [`DROP USER ${stranger}`],
      ],
    ],
    [
      'account-term',
      'whose last day is over',
      [
        [
          made(stranger, '').replace(
            /ATTRIBUTE .*/,
            `ATTRIBUTE '{"owner":"kim.hall","role":"technical","until":"2020-01-31"}'`,
          ),
        ],
        [`DROP USER ${stranger}`],
      ],
    ],
    [
      'account-tls',
      'in plain text',
      [[made(stranger, ''), `ALTER USER ${stranger} REQUIRE NONE`], [`DROP USER ${stranger}`]],
    ],
    [
      'account-password',
      'for ever',
      [[made(stranger, ''), `ALTER USER ${stranger} PASSWORD EXPIRE NEVER`], [`DROP USER ${stranger}`]],
    ],
    [
      'account-password',
      'for a year',
      [[made(stranger, ''), `ALTER USER ${stranger} PASSWORD EXPIRE INTERVAL 365 DAY`], [`DROP USER ${stranger}`]],
    ],
    [
      'account-password',
      'without one',
      [[made(stranger, '').replace(/IDENTIFIED BY '[^']+' /, '')], [`DROP USER ${stranger}`]],
    ],
    [
      'account-password',
      'expired',
      [[made(stranger, ''), `ALTER USER ${stranger} PASSWORD EXPIRE`], [`DROP USER ${stranger}`]],
    ],
    [
      'account-password',
      'beside one that was never ended',
      [
        [made(stranger, ''), `ALTER USER ${stranger} IDENTIFIED BY 'Another-9d3f' RETAIN CURRENT PASSWORD`],
        [`DROP USER ${stranger}`],
      ],
    ],
    [
      'account-host',
      'from a machine by its name',
      [[made("'stranger'@'attacker.example.com'", '')], ["DROP USER 'stranger'@'attacker.example.com'"]],
    ],
    [
      'account-grants',
      'more than its role',
      [
        [`GRANT DELETE ON joos_data.kysely_migration TO 'joos_application'@'127.0.0.0/255.0.0.0'`],
        [`REVOKE DELETE ON joos_data.kysely_migration FROM 'joos_application'@'127.0.0.0/255.0.0.0'`],
      ],
    ],
    [
      'account-grants',
      'without a role',
      [[made(stranger, ''), `GRANT SELECT ON joos_data.* TO ${stranger}`], [`DROP USER ${stranger}`]],
    ],
    [
      'account-grants',
      'by a role of the server',
      [
        [made(stranger, ''), "CREATE ROLE 'reader'", 'GRANT SELECT ON *.* TO reader', `GRANT reader TO ${stranger}`],
        [`DROP USER ${stranger}`, 'DROP ROLE reader'],
      ],
    ],
    [
      'server-plugins',
      'a plugin that nobody needs',
      [["INSTALL PLUGIN mysql_no_login SONAME 'mysql_no_login.so'"], ['UNINSTALL PLUGIN mysql_no_login']],
    ],
    ['binary-log-row-image', 'whole rows', set('binlog_row_image', "'FULL'", "'MINIMAL'")],
    ['binary-log-statements', 'statements beside rows', set('binlog_rows_query_log_events', 'ON', 'OFF')],
    ['binary-log-statements', 'statements', set('binlog_format', "'STATEMENT'", "'ROW'")],
    ['binary-log-expiry', 'never', set('binlog_expire_logs_seconds', '0', '604800')],
    ['binary-log-expiry', 'after 31 days', set('binlog_expire_logs_seconds', '2678400', '604800')],
    ['binary-log-expiry', 'by hand', set('binlog_expire_logs_auto_purge', 'OFF', 'ON')],
    ['durable-commits', 'once a second', set('innodb_flush_log_at_trx_commit', '2', '1')],
    ['durable-binary-log', 'now and then', set('sync_binlog', '100', '1')],
    ['local-infile', 'files of clients', set('local_infile', 'ON', 'OFF')],
    ['general-log', 'every statement', set('general_log', 'ON', 'OFF')],
    ['slow-log', 'slow statements', set('slow_query_log', 'ON', 'OFF')],
    ['raw-log', 'passwords', set('log_raw', 'ON', 'OFF')],
    [
      'table-encryption',
      'a table',
      [[`ALTER TABLE ${table} ENCRYPTION = 'N'`], [`ALTER TABLE ${table} ENCRYPTION = 'Y'`]],
    ],
    [
      'table-encryption',
      'a new table of the schema',
      [["ALTER DATABASE joos_data DEFAULT ENCRYPTION = 'N'"], ["ALTER DATABASE joos_data DEFAULT ENCRYPTION = 'Y'"]],
    ],
    ['table-encryption', 'a new table of a new schema', set('default_table_encryption', 'OFF', 'ON')],
    ['journal-encryption', 'the redo log', set('innodb_redo_log_encrypt', 'OFF', 'ON')],
    ['journal-encryption', 'the undo log', set('innodb_undo_log_encrypt', 'OFF', 'ON')],
    ['binary-log-encryption', 'the binary log', set('binlog_encryption', 'OFF', 'ON')],
    [
      'schema-data-map',
      'a column of nobody',
      [['ALTER TABLE joos_data.users ADD COLUMN shoe_size INT'], ['ALTER TABLE joos_data.users DROP COLUMN shoe_size']],
    ],
    [
      'schema-data-map',
      'a view, which shows what it is of to whoever may read it',
      [['CREATE VIEW joos_data.spy AS SELECT subject_id AS seen FROM joos_data.users'], ['DROP VIEW joos_data.spy']],
    ],
    [
      'schema-data-map',
      'a column that is gone',
      [
        [
          'CREATE DATABASE aside',
          'ALTER TABLE joos_data.risk_events RENAME TO aside.risk_events',
          'CREATE TABLE joos_data.risk_events LIKE aside.risk_events',
          'ALTER TABLE joos_data.risk_events DROP COLUMN rule',
        ],
        [
          'DROP TABLE joos_data.risk_events',
          'ALTER TABLE aside.risk_events RENAME TO joos_data.risk_events',
          'DROP DATABASE aside',
        ],
      ],
    ],
    [
      'schema-migrated',
      'a step is pending',
      [
        [
          'CREATE DATABASE aside',
          'CREATE TABLE aside.steps AS SELECT * FROM joos_data.kysely_migration',
          `DELETE FROM ${table} ORDER BY name DESC LIMIT 1`,
        ],
        [`INSERT IGNORE INTO ${table} SELECT * FROM aside.steps`, 'DROP DATABASE aside'],
      ],
    ],
  ])('fail %s and nothing else: %s', async (id, _how, [bad, back]) => {
    try {
      await good.data.execute(...bad);
      const lines = await examined(good);
      expect(idsOf(lines, 'failed')).toEqual([id]);
      expect(found(lines, id)).toMatch(
        /^(?:data store|nobody declared (?:users|spy)\.|missing: risk_events\.|pending: )/,
      );
    } finally {
      await good.data.execute(...back);
    }
  });

  test('fail clock-skew alone where the clock of this process is a minute off', async () => {
    const lines = await examined({ ...good, now: () => Date.now() + 60_000 });
    expect(idsOf(lines, 'failed')).toEqual(['clock-skew']);
    expect(found(lines, 'clock-skew')).toMatch(/(?:60\.0|59\.9) s apart/);
  });

  test('are timed by the clock of their machine, whatever a session is told to take for the time', async () => {
    await good.data.execute("SET GLOBAL init_connect = 'SET timestamp = 1'");
    try {
      expect(idsOf(await examined(good), 'failed')).toEqual([]);
    } finally {
      await good.data.execute("SET GLOBAL init_connect = ''");
    }
  });

  test('fail private-address alone where one address of the host is public', async () => {
    const lines = await examined({ ...good, resolve: async () => ['127.0.0.1', '47.91.2.3'] });
    expect(idsOf(lines, 'failed')).toEqual(['private-address']);
    expect(found(lines, 'private-address')).toBe('both: public: 47.91.2.3');
  });

  test('fail tls-in-use alone where the core takes any certificate', async () => {
    const anybody = `?ssl=${encodeURIComponent('{"rejectUnauthorized":false}')}`;
    const dataUrl = good.dataUrl.replace(/\?.*/, anybody);
    const lines = await examined({ ...good, dataUrl });
    expect(idsOf(lines, 'failed')).toEqual(['tls-in-use']);
    expect(found(lines, 'tls-in-use')).toContain('no certificate is verified');
  });

  test('fail tls-in-use alone where the core takes any certificate of the authority, whatever name it has', async () => {
    const dataUrl = good.dataUrl.replace('%2C%22verifyIdentity%22%3Atrue', '');
    expect(dataUrl).not.toBe(good.dataUrl);
    const lines = await examined({ ...good, dataUrl });
    expect(idsOf(lines, 'failed')).toEqual(['tls-in-use']);
    expect(found(lines, 'tls-in-use')).toContain('the name in the certificate is not verified');
  });

  test('are not checked where whoever looks is connected to another server, whatever that one is like', async () => {
    const lines = await examined({ ...good, lookUrls: { data: good.lookUrls.vault, vault: good.lookUrls.vault } });
    expect(idsOf(lines, 'failed')).toEqual([]);
    expect(idsOf(lines, 'ok')).toEqual(['stores-apart']);
  });

  test('fail schema-data-map and table-encryption where there is a table of an engine that encrypts none', async () => {
    await good.data.execute("CREATE TABLE joos_data.leak (phone VARCHAR(40)) ENGINE = MyISAM ENCRYPTION = 'N'");
    onTestFinished(() => good.data.execute('DROP TABLE joos_data.leak'));
    const lines = await examined(good);
    expect(idsOf(lines, 'failed')).toEqual(['schema-data-map', 'table-encryption']);
    expect(found(lines, 'schema-data-map')).toContain('leak.phone');
  });

  test('are fine with a schema whose name no file can have as it is, and see its tables', async () => {
    const role = "'joos_application'@'127.0.0.0/255.0.0.0'";
    await good.data.execute(
      'CREATE DATABASE `joos-x`',
      'CREATE TABLE `joos-x`.open (a INT PRIMARY KEY)',
      `GRANT SELECT ON \`joos-x\`.* TO ${role}`,
    );
    onTestFinished(() => good.data.execute(`REVOKE SELECT ON \`joos-x\`.* FROM ${role}`, 'DROP DATABASE `joos-x`'));
    const dataUrl = good.dataUrl.replace('/joos_data', '/joos-x');
    const options = { ...good, dataUrl };
    const looked = await orThrow(mysqlPosture({ ...options, stores: mysqlStores(good) }).look());
    const before = postureCheck('table-encryption')?.judge({ ...nothingSeen('not here'), database: looked });
    expect(before).toMatchObject({ kind: 'ok', found: expect.stringContaining('data store: 1 tables') as unknown });
    await good.data.execute("ALTER TABLE `joos-x`.open ENCRYPTION = 'N'");
    const again = await orThrow(mysqlPosture({ ...options, stores: mysqlStores(good) }).look());
    const result = postureCheck('table-encryption')?.judge({ ...nothingSeen('not here'), database: again });
    expect(result).toMatchObject({ kind: 'failed', found: expect.stringContaining('not encrypted: open') as unknown });
  });

  test('are not checked, rather than fine, in what the accounts of the core may not see', async () => {
    const { dataUrl, vaultUrl } = good;
    const lines = await examined({ dataUrl, vaultUrl });
    expect(idsOf(lines, 'failed')).toEqual([]);
    expect(idsOf(lines, 'not-checked')).toEqual(
      [
        ...checks.map(({ id }) => id).filter((id) => id.startsWith('account-')),
        'schema-data-map',
        'table-encryption',
      ].toSorted(),
    );
  });

  test('keep their secrets: nothing that is told holds a password or an owner', async () => {
    const told = JSON.stringify((await examined(good)).map(({ result }) => result));
    expect(told).not.toMatch(/Passwort|anna\.miller/);
  });

  test('are not reached by a wrong password: the look fails, and says which store', async () => {
    const options = { ...good, vaultUrl: good.vaultUrl.replace('Test-Passwort', 'Another') };
    const failure = await refusalOf(mysqlPosture({ ...options, stores: mysqlStores(options) }).look());
    expect(failure).toMatchObject({ kind: 'PortFailure', port: 'Vault', retryable: false });
    expect(JSON.stringify(failure)).not.toContain('joos_vault');
  });
});

describe('joos doctor on two servers as the policy wants them', () => {
  const ids = { data: 'rm-data0001', vault: 'rm-vault001' } as const;
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  let provider: RecordingEndpoint;
  const cloud = (): Told => {
    const now = Date.now();
    return localRds({
      [ids.data]: goodInstance(ids.data, now, 'localhost'),
      [ids.vault]: goodInstance(ids.vault, now, 'localhost'),
    });
  };

  /** All that an operator sets, with a provider that answers as the real one does, and a backup of today. */
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'joos-doctor-'));
    mkdirSync(join(folder, 'backups'));
    writeFileSync(join(folder, 'backups', 'vault.sql.gz'), '');
    await orThrow(createKeyFile(join(folder, 'master.key')));
    provider = await recordingEndpoint(cloud());
    environment = {
      ...settingsIn(folder),
      JOOS_DATABASE_URL: good.dataUrl,
      JOOS_VAULT_URL: good.vaultUrl,
      JOOS_DOCTOR_DATABASE_URL: good.lookUrls.data,
      JOOS_DOCTOR_VAULT_URL: good.lookUrls.vault,
      JOOS_VAULT_BACKUPS: join(folder, 'backups'),
      JOOS_RDS_DATABASE: ids.data,
      JOOS_RDS_VAULT: ids.vault,
      JOOS_RDS_ACCESS_KEY_ID: accessKey.accessKeyId,
      JOOS_RDS_ACCESS_KEY_SECRET: accessKey.accessKeySecret,
      JOOS_RDS_ENDPOINT: provider.url,
    };
  });
  afterAll(async () => {
    await provider?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is clean in every check there is, strictly, and says so', async () => {
    const { code, out, err } = await joos(['doctor', '--strict'], { environment });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').at(-1)).toBe(
      `${postureChecks.length} checks: 0 failed, 0 not checked, ${postureChecks.length} ok.`,
    );
  });

  test('calls what the provider refuses not checked: fine by itself, and found where one is strict', async () => {
    provider.tell(refused(403, 'Forbidden.RAM'));
    onTestFinished(() => provider.tell(cloud()));
    const { code, out } = await joos(['doctor', '--json'], { environment });
    const told = JSON.parse(out) as { checks: readonly { check: string; result: string }[] };
    const open = told.checks.filter(({ result }) => result === 'not-checked').map(({ check }) => check);
    expect(open.toSorted()).toEqual(
      postureChecks
        .map(({ id }) => id)
        .filter((id) => id.startsWith('rds-'))
        .toSorted(),
    );
    expect(code).toBe(0);
    expect((await joos(['doctor', '--strict'], { environment })).code).toBe(1);
  });

  test('finds a fault, says how to mend it, and exits 1', async () => {
    await good.vault.execute('SET GLOBAL local_infile = ON');
    onTestFinished(() => good.vault.execute('SET GLOBAL local_infile = OFF'));
    const { code, out } = await joos(['doctor', '--only', 'local-infile', 'tls-required'], { environment });
    expect(code).toBe(1);
    expect(out).toMatch(
      /^FAILED \(1\)\ncheck .*\nlocal-infile +C21 +data store: OFF; vault: ON +local_infile=OFF +set local_infile=OFF\n/,
    );
    expect(out).toMatch(/2 checks: 1 failed, 0 not checked, 1 ok\.$/);
  });

  describe('where the core is to open only if it is so', () => {
    const demanding = (checks: string): Readonly<Record<string, string>> => ({
      ...environment,
      JOOS_REFUSE_UNLESS: checks,
    });
    const demanded = 'tls-required,account-host,rds-network';

    test('opens it', async () => {
      const { code, err } = await joos(['keys', 'status'], { environment: demanding(demanded) });
      expect({ code, err }).toEqual({ code: 0, err: '' });
    });

    test('refuses where a check fails, and names it; the doctor itself still looks', async () => {
      await good.data.execute('SET GLOBAL require_secure_transport = OFF');
      onTestFinished(() => good.data.execute('SET GLOBAL require_secure_transport = ON'));
      const { code, err } = await joos(['keys', 'status'], { environment: demanding(demanded) });
      expect(code).toBe(4);
      expect(err).toContain('not as JOOS_REFUSE_UNLESS demands');
      expect(err).toContain('  tls-required: failed');
      expect(err).not.toContain('account-host');
      expect((await joos(['keys', 'status'], { environment })).code).toBe(0);
      const doctor = await joos(['doctor', '--only', 'key-epoch'], { environment: demanding(demanded) });
      expect(doctor.code).toBe(0);
    });

    test('refuses where nobody can check it', async () => {
      const { JOOS_DOCTOR_DATABASE_URL: _, ...blind } = demanding('account-host');
      const { code, err } = await joos(['keys', 'status'], { environment: blind });
      expect(code).toBe(4);
      expect(err).toContain('  account-host: could not be checked');
    });

    test.each(['tls-demanded', 'key-epoch', 'tls-required, nothing'])(
      'is told that %s is no such check',
      async (checks) => {
        const { code, err } = await joos(['keys', 'status'], { environment: demanding(checks) });
        expect(code).toBe(3);
        expect(err).toContain('JOOS_REFUSE_UNLESS names something that is no check');
      },
    );
  });

  test('openJoos opens where the checks that its gate demands are fine, and says which are not where they are not', async () => {
    const stores = mysqlStores(good);
    const keys = await orThrow(openKeyFile(join(folder, 'master.key')));
    const nothing = unseen('not here');
    const examine = examinePosture({
      database: mysqlPosture({ ...good, stores }),
      core: nothing,
      provider: nothing,
      backups: nothing,
      configuration: nothing,
    });
    const demanded = ['local-infile', 'general-log', 'rds-tls'].flatMap((id) => postureCheck(id) ?? []);
    const opened = (ids: readonly (typeof demanded)[number][]) =>
      openJoos({
        environment: 'test',
        stores,
        keys,
        mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
        sms: { residency: onThisMachine, send: () => okAsync(undefined) },
        audit: inMemoryAuditSink(),
        cards: simulatedCards(),
        templates: messageTemplates({
          issuer: ['Joos Test GmbH'],
          vatId: 'DE000000000',
          support: 'help@joos.test',
          paymentDetailsUrl: 'https://joos.test/pay',
          timeZone: 'Europe/Berlin',
        }),
        business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
        posture: postureGate(examine, ids),
      });

    await (await orThrow(opened(demanded.slice(0, 2)))).close();
    await good.data.execute('SET GLOBAL general_log = ON');
    onTestFinished(() => good.data.execute('SET GLOBAL general_log = OFF'));
    expect(await refusalOf(opened(demanded))).toEqual({
      kind: 'PostureFailed',
      checks: [
        { check: 'general-log', result: 'failed' },
        { check: 'rds-tls', result: 'not-checked' },
      ],
    });
  });
});

describe('one server that is set up badly', () => {
  let bad: PostureServer;
  const urls = () => ({ dataUrl: bad.plainUrl('joos_data'), vaultUrl: bad.plainUrl('joos_vault') });
  beforeAll(async () => {
    bad = await serverWith([
      '--skip-log-bin',
      '--secure-file-priv=',
      '--tls-version=',
      // It cannot listen there, and says so in its log; the setting stands.
      '--mysqlx=ON',
      '--mysqlx-bind-address=198.51.100.7',
      '--sync-binlog=0',
      '--innodb-flush-log-at-trx-commit=0',
      '--local-infile=ON',
      '--general-log=ON',
      '--slow-query-log=ON',
      '--log-raw=ON',
      '--binlog-row-image=FULL',
      '--binlog-rows-query-log-events=ON',
      '--binlog-expire-logs-seconds=0',
      '--default-password-lifetime=0',
      '--plugin-load-add=mysql_no_login.so',
    ]);
    await bad.execute('CREATE DATABASE joos_data', 'CREATE DATABASE joos_vault');
    await orThrow(mysqlStores(urls()).migrate());
    await bad.execute(
      "CREATE USER ''@'%'",
      `CREATE USER 'kim.hall'@'%' ATTRIBUTE '{"owner":"kim.hall","role":"technical","until":"2020-01-31"}'`,
      'CREATE TABLE joos_data.nicknames (nickname TEXT)',
      'DELETE FROM joos_data.kysely_migration ORDER BY name DESC LIMIT 1',
    );
  });
  afterAll(() => bad?.stop());

  test('is found in every way', async () => {
    const lines = await examined({
      ...urls(),
      now: () => Date.now() - 3_600_000,
      resolve: async () => ['2001:db8::7'],
    });
    const newEnough = ['server-version']; // an old server is not to be had; test/domain/posture has one
    expect(idsOf(lines, 'not-checked')).toEqual([]);
    expect(idsOf(lines, 'ok')).toEqual(newEnough);
    expect(found(lines, 'bind-address')).toContain('198.51.100.7');
    expect(found(lines, 'secure-file-priv')).toContain('every folder');
    expect(found(lines, 'schema-data-map')).toContain('nicknames.nickname');
    expect(found(lines, 'account-grants')).toContain("'joos'@'%'");
    expect(found(lines, 'stores-apart')).toBe('both are on one server');
  });
});
