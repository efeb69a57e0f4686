import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, Instant } from '../../../src/domain/instant.ts';
import { postureChecks } from '../../../src/domain/posture/index.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { exceptionsFor, type Installation, installation, joos, kim, newFolder, signUp } from './installation.ts';

interface Told {
  readonly failed: number;
  readonly notChecked: number;
  readonly ok: number;
  readonly checks: readonly {
    readonly check: string;
    readonly result: string;
    readonly found?: string;
    readonly why?: string;
  }[];
}

async function doctor(
  environment: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<{ readonly code: number; readonly told: Told }> {
  const { code, out, err } = await joos(['doctor', '--json', ...options], { environment });
  expect(err).toBe('');
  return { code, told: JSON.parse(out) as Told };
}

const failedIn = ({ checks }: Told): readonly string[] =>
  checks.flatMap(({ check, result }) => (result === 'failed' ? [check] : []));
const lineOf = ({ checks }: Told, id: string) => checks.find(({ check }) => check === id);

function inDatabase({ folder }: Installation, file: 'data.db' | 'vault.db', sql: string): void {
  const database = new DatabaseSync(join(folder, file));
  database.exec(sql);
  database.close();
}

const core = postureChecks.filter(({ needs }) => needs === 'core').map(({ id }) => id);
const hoursAgo = (hours: number): Instant => Instant.plusMs(Math.floor(Date.now()) as Instant, -hours * hourMs); // sound: whole milliseconds of our time

describe('joos doctor on an installation that does all in time', () => {
  test('finds the core fine, and nothing wrong but that SQLite is no MySQL', async () => {
    const place = await installation();
    await signUp(place, { isTold: true });
    const { code, told } = await doctor(place.environment);
    expect(failedIn(told)).toEqual(['store-engine']);
    expect(told.checks.filter(({ check }) => core.includes(check)).map(({ result }) => result)).toEqual(
      core.map(() => 'ok'),
    );
    for (const id of ['mail-region', 'sms-region', 'keys-region']) expect(lineOf(told, id)?.result).toBe('ok');
    expect(lineOf(told, 'tls-required')).toMatchObject({ result: 'not-checked', why: 'the stores are SQLite files' });
    expect(code).toBe(1);
    expect((await doctor(place.environment, '--only', ...core)).code).toBe(0);
  });

  test('says nothing of anybody', async () => {
    const place = await installation();
    const { subject } = await signUp(place, { returned: 1 });
    const { out } = await joos(['doctor'], { environment: place.environment });
    for (const secret of [subject, kim.phone, kim.email, place.folder]) expect(out).not.toContain(secret);
  });
});

describe('joos doctor finds what is late:', () => {
  test('an epoch that nobody rotated, and a key that nobody destroyed', async () => {
    const place = await installation();
    const { environment } = place;
    await joos(['keys', 'rotate'], { environment });
    inDatabase(place, 'vault.db', `UPDATE epoch_keys SET created_at = created_at - ${8 * dayMs + hourMs}`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['key-epoch']);
    await joos(['keys', 'rotate'], { environment });
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual([]);
    inDatabase(place, 'vault.db', `UPDATE epoch_keys SET retired_at = retired_at - ${8 * dayMs} WHERE retired_at > 0`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['key-epochs-destroyed']);
  });

  test('what is due for longer than a day, until it is swept', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place, { at: hoursAgo(24 * 365 * 3), isTold: true });
    await joos(['keys', 'rotate'], { environment });
    const { code, told } = await doctor(environment, '--only', ...core);
    expect(failedIn(told)).toEqual(['retention-sweep']);
    expect(lineOf(told, 'retention-sweep')?.found).toMatch(/^\d+ to dispose of$/);
    expect(code).toBe(1);
    expect((await joos(['retention', 'sweep'], { environment })).code).toBe(0);
    expect((await doctor(environment, '--only', ...core)).code).toBe(0);
  });

  test('notices that nobody sent, and one that was given up', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place, { returned: 1 });
    inDatabase(place, 'data.db', `UPDATE notices SET due_at = due_at - ${hourMs} WHERE state = 'queued'`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['notices-in-time']);
    inDatabase(place, 'data.db', `UPDATE notices SET state = 'parked' WHERE state = 'queued'`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['notices-parked']);
  });

  test('a request beyond its legal deadline', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place, { isTold: true });
    const received = Instant.toISOString(hoursAgo(24 * 40)).slice(0, 10);
    const who = ['--case', 'CASE-1042'];
    const asked = ['--right', 'access', '--channel', 'letter', '--received', received];
    const recorded = await joos(['privacy', 'record', ...who, ...asked], { environment, input: kim.phone });
    expect(recorded.err).toBe('');
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['requests-in-time']);
  });

  test('an erasure that is stuck, and one that is overdue; one that is held is as it should be', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place, { isTold: true });
    const { joos: opened } = await place.open();
    const staff = {
      staffSession: staffSessionOf('anna.support'),
      caseNumber: 'CASE-1042',
      reason: 'asked-by-phone' as const,
    };
    const erased = await opened.privacy.cancelOnBehalf({ ...staff, person: { phone: kim.phone } });
    expect(erased.isOk()).toBe(true);
    await opened.close();
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual([]);
    const unfinished = `state = 'fenced', completed_at = NULL, requested_at = requested_at - ${40 * dayMs}`;
    inDatabase(place, 'data.db', `UPDATE erasures SET ${unfinished}`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['erasures-in-time']);
    inDatabase(place, 'data.db', `UPDATE erasures SET obstacle = 'held'`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual([]);
    inDatabase(place, 'data.db', `UPDATE erasures SET obstacle = 'port-failed'`);
    expect(failedIn((await doctor(environment, '--only', ...core)).told)).toEqual(['erasures-in-time']);
  });
});

describe('backups of the vault in a folder', () => {
  const checks = ['--only', 'vault-backup-recent', 'vault-backup-dropped'];
  const withBackups = async (...agesHours: readonly number[]) => {
    const folder = newFolder();
    agesHours.forEach((age, index) => {
      const file = join(folder, index === 0 ? '.hidden.sql' : `vault-${index}.sql`);
      writeFileSync(file, '');
      utimesSync(file, new Date(), new Date(hoursAgo(age)));
    });
    const place = await installation();
    return (await doctor({ ...place.environment, JOOS_VAULT_BACKUPS: folder }, ...checks)).told;
  };

  test('are fine where the newest is of today and none older than 7 days, and a day to drop it', async () => {
    expect(failedIn(await withBackups(1, 25, 24 * 8 - 1))).toEqual([]);
  });

  test('are found where the newest is too old, where one is left, where there is none', async () => {
    expect(failedIn(await withBackups(27))).toEqual(['vault-backup-recent']);
    expect(failedIn(await withBackups(24 * 8 + 1, 1))).toEqual(['vault-backup-dropped']);
    expect(failedIn(await withBackups())).toEqual(['vault-backup-recent']);
  });

  test('are not checked where the folder is not to be read', async () => {
    const place = await installation();
    const { told } = await doctor({ ...place.environment, JOOS_VAULT_BACKUPS: '/nowhere/at/all' }, ...checks);
    expect(told).toMatchObject({ failed: 0, notChecked: 2 });
    expect(lineOf(told, 'vault-backup-recent')?.why).toBe('the folder of backups cannot be read');
  });
});

describe('joos doctor with little to look at', () => {
  const databases = (folder: string) => ({
    JOOS_DATABASE_URL: `sqlite:${join(folder, 'data.db')}`,
    JOOS_VAULT_URL: `sqlite:${join(folder, 'vault.db')}`,
  });

  test('works with the databases alone, and calls the rest not checked, never fine', async () => {
    const { code, told } = await doctor(databases(newFolder()));
    expect(told).toMatchObject({ failed: 1, notChecked: postureChecks.length - 1, ok: 0 });
    expect(code).toBe(1);
    expect(lineOf(told, 'key-epoch')?.why).toMatch(/^the core is not configured: JOOS_/);
    expect(lineOf(told, 'rds-region')?.why).toMatch(/^JOOS_RDS_DATABASE/);
  });

  test('exits 0 where nothing failed, and 1 where that is not enough', async () => {
    const only = ['--only', 'tls-required'];
    expect((await doctor(databases(newFolder()), ...only)).code).toBe(0);
    expect((await doctor(databases(newFolder()), ...only, '--strict')).code).toBe(1);
  });

  test('says why the core does not open', async () => {
    const place = await installation();
    const missing = { ...place.environment, JOOS_KEYS: 'file:/nowhere/master.key' };
    const { told } = await doctor(missing, '--only', 'key-epoch');
    expect(lineOf(told, 'key-epoch')?.why).toMatch(/^the core does not open: .*JOOS_KEYS names no file/);
    inDatabase(place, 'data.db', 'DELETE FROM kysely_migration');
    const { told: old } = await doctor(place.environment, '--only', 'key-epoch');
    expect(lineOf(old, 'key-epoch')?.why).toBe('the core does not open: joos migrate first');
  });

  test('does not ask the cloud without an access key, and says so', async () => {
    const rds = { JOOS_RDS_DATABASE: 'rm-data0001', JOOS_RDS_VAULT: 'rm-vault001' };
    const { told } = await doctor({ ...databases(newFolder()), ...rds }, '--only', 'rds-region');
    expect(lineOf(told, 'rds-region')?.why).toContain('no access to the cloud');
  });

  test('groups what it could not check by the reason, for people', async () => {
    const { out } = await joos(['doctor', '--only', 'tls-required', 'local-infile', 'rds-region'], {
      environment: databases(newFolder()),
    });
    expect(out).toBe(
      [
        'NOT CHECKED (3)',
        '  the stores are SQLite files:',
        '    tls-required (C16 C19), local-infile (C21)',
        '  JOOS_RDS_DATABASE and JOOS_RDS_VAULT name no instances:',
        '    rds-region (C18)',
        '',
        '3 checks: 0 failed, 3 not checked, 0 ok.',
      ].join('\n'),
    );
  });
});

describe('joos doctor holds messages to the rule by which adapters are wired:', () => {
  const regions = async (settings: Readonly<Record<string, string>>) => {
    const stores = { JOOS_DATABASE_URL: 'sqlite:a', JOOS_VAULT_URL: 'sqlite:b' };
    const { told } = await doctor({ ...stores, ...settings }, '--only', 'mail-region', 'sms-region');
    return Object.fromEntries(told.checks.map(({ check, result }) => [check, result]));
  };
  const smtp = { JOOS_MAIL: 'smtp:email-smtp.us-east-1.amazonaws.com:587', JOOS_MAIL_FROM: 'a@joos.example' };
  const twilio = {
    JOOS_SMS: 'twilio:ie1',
    JOOS_SMS_ORIGIN: '+4930123456',
    JOOS_TWILIO_ACCOUNT: `AC${'0'.repeat(32)}`,
    JOOS_TWILIO_KEY: `SK${'0'.repeat(32)}`,
    JOOS_TWILIO_SECRET: 'abc',
  };

  test('a mail server of another region than was said is found by its name', async () => {
    expect(await regions({ ...smtp, JOOS_MAIL_REGION: 'eu-central-1' })).toMatchObject({ 'mail-region': 'failed' });
    expect(await regions(smtp)).toMatchObject({ 'mail-region': 'not-checked' });
    const frankfurt = { ...smtp, JOOS_MAIL: 'smtp:email-smtp.eu-central-1.amazonaws.com:587' };
    expect(await regions({ ...frankfurt, JOOS_MAIL_REGION: 'eu-central-1' })).toMatchObject({ 'mail-region': 'ok' });
  });

  test('a company in no one place needs an exception', async () => {
    expect(await regions(twilio)).toMatchObject({ 'sms-region': 'failed' });
    const JOOS_REGION_EXCEPTIONS = exceptionsFor({ sms: 'twilio:ie1' });
    expect(await regions({ ...twilio, JOOS_REGION_EXCEPTIONS })).toMatchObject({ 'sms-region': 'ok' });
  });

  test('where no region is named, the policy’s holds', async () => {
    expect(
      await regions({ JOOS_MAIL: 'ses:eu-central-1', JOOS_MAIL_FROM: 'a@joos.example', JOOS_REGIONS: '' }),
    ).toMatchObject({ 'mail-region': 'ok' });
  });
});

describe('joos doctor ends', () => {
  test('with 3 where both stores are said to be on one instance', async () => {
    const { code, err } = await joos(['doctor'], {
      environment: {
        JOOS_DATABASE_URL: 'sqlite:a',
        JOOS_VAULT_URL: 'sqlite:b',
        JOOS_RDS_DATABASE: 'rm-data0001',
        JOOS_RDS_VAULT: 'rm-data0001',
      },
    });
    expect(code).toBe(3);
    expect(err).toContain('JOOS_RDS_VAULT is the instance of the data store');
  });

  test('with 5 where a server does not answer', async () => {
    const nobody = { JOOS_DATABASE_URL: 'mysql://a:b@127.0.0.1:1/d', JOOS_VAULT_URL: 'mysql://a:b@127.0.0.1:1/v' };
    const { code, err } = await joos(['doctor'], { environment: nobody });
    expect(code).toBe(5);
    expect(err).toMatch(/The data store does not answer/);
  });

  test('with 2 where a check is none', async () => {
    const { code, err } = await joos(['doctor', '--only', 'everything-fine'], {
      environment: { JOOS_DATABASE_URL: 'sqlite:a', JOOS_VAULT_URL: 'sqlite:b' },
    });
    expect(code).toBe(2);
    expect(err).not.toContain('everything-fine');
  });

  test('with 3, and every problem at once, where its settings are wrong', async () => {
    const { code, err } = await joos(['doctor'], {
      environment: {
        JOOS_DATABASE_URL: 'sqlite:a',
        JOOS_DOCTOR_VAULT_URL: 'sqlite:b',
        JOOS_RDS_DATABASE: 'rm data',
        JOOS_RDS_ENDPOINT: 'http://rds.example.com',
      },
    });
    expect(code).toBe(3);
    for (const name of [
      'VAULT_URL is not set',
      'DOCTOR_VAULT_URL is no',
      'RDS_DATABASE is no id',
      'RDS_VAULT is no id',
      'RDS_ENDPOINT',
    ]) {
      expect(err).toContain(`JOOS_${name}`);
    }
    expect(err).not.toContain('rds.example.com');
  });
});

test('a folder that holds a backup as a folder is as old as that folder', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'full'));
  utimesSync(join(folder, 'full'), new Date(), new Date(hoursAgo(30)));
  const place = await installation();
  const { told } = await doctor({ ...place.environment, JOOS_VAULT_BACKUPS: folder }, '--only', 'vault-backup-recent');
  expect(failedIn(told)).toEqual(['vault-backup-recent']);
});
