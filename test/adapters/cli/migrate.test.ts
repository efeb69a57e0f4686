import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { freshSchemas } from '../../mysql/fresh-schemas.ts';
import { limitedAccount } from '../../mysql/limited-account.ts';
import type { MysqlServer } from '../../mysql/mysql-server.ts';
import { joos, newFolder, settingsIn } from './installation.ts';

const steps = [
  { store: 'data', name: expect.any(String) as unknown },
  { store: 'vault', name: expect.any(String) as unknown },
];

describe('joos migrate', () => {
  test.each(['sqlite', 'mysql'])(
    'on %s says what it would do, does it, and has nothing to do any more',
    async (engine) => {
      const folder = newFolder();
      const environment = settingsIn(folder);
      const schemas = engine === 'mysql' ? await freshSchemas() : null;
      const around = {
        environment:
          schemas === null
            ? environment
            : { ...environment, JOOS_DATABASE_URL: schemas.data.url, JOOS_VAULT_URL: schemas.vault.url },
      };
      const planned = await joos(['migrate', '--dry-run', '--create-key', '--json'], around);
      expect(JSON.parse(planned.out)).toEqual({
        dryRun: true,
        keyMade: false,
        steps: expect.arrayContaining(steps) as unknown,
      });
      expect((await joos(['worker', '--once'], around)).err).toContain('JOOS_KEYS names no file that is there');

      const done = await joos(['migrate', '--create-key'], around);
      expect(done).toMatchObject({ code: 0, err: '' });
      expect(done.out).toMatch(
        /^Made the key file\. Keep a copy .*\nDid:(?:\n {2}data store: \S+)+(?:\n {2}vault: \S+)+$/,
      );
      const keyFile = join(folder, 'master.key');
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);

      const before = statSync(keyFile).mtimeMs;
      const again = await joos(['migrate', '--create-key', '--json'], around);
      expect(JSON.parse(again.out)).toEqual({ dryRun: false, keyMade: false, steps: [] });
      expect(statSync(keyFile).mtimeMs, 'a key is never replaced').toBe(before);
      expect(await joos(['migrate'], around)).toMatchObject({ code: 0, out: 'Both schemas are up to date.' });
      expect(await joos(['worker', '--once'], around)).toMatchObject({ code: 0, err: '' });
    },
  );

  test('is asked for by a command that finds the schemas behind', async () => {
    const folder = newFolder();
    const environment = settingsIn(folder);
    await joos(['migrate', '--dry-run'], { environment });
    const { createKeyFile } = await import('../../../src/adapters/key-file/index.ts');
    expect((await createKeyFile(join(folder, 'master.key'))).isOk()).toBe(true);
    const { code, err } = await joos(['worker', '--once'], { environment });
    expect(code).toBe(3);
    expect(err).toMatch(/^joos: the databases lack \d+ schema steps; run `joos migrate` first$/);
  });

  test('says that a step logs everybody out, where there is anybody', async () => {
    const folder = newFolder();
    const environment = settingsIn(folder);
    const note = 'Codes that are open and all sessions end with it: everybody logs in again.';
    const fresh = await joos(['migrate'], { environment });
    expect(fresh.out).toContain('data store: 0005-signing-in');
    expect(fresh.out).not.toContain(note);

    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(folder, 'data.db'));
    database.exec("delete from kysely_migration where name = '0005-signing-in'");
    database.close();
    const { out } = await joos(['migrate', '--dry-run'], { environment });
    expect(out).toBe(`Would do:\n  data store: 0005-signing-in\n${note}`);
  });

  test('says that a server does not answer, without its address', async () => {
    const url = 'mysql://root:geheim-7f3c@127.0.0.1:9';
    const environment = { ...settingsIn(newFolder()), JOOS_DATABASE_URL: `${url}/a`, JOOS_VAULT_URL: `${url}/b` };
    const { code, out, err } = await joos(['migrate'], { environment });
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toMatch(/^joos: The data store does not answer\n.*\n {2}Try the same command again later\.$/);
    expect(err).not.toContain('geheim');
    const asJson = await joos(['migrate', '--json'], { environment });
    expect(JSON.parse(asJson.out)).toMatchObject({ kind: 'PortFailure', title: 'The data store does not answer' });
  });

  test('says when no key file can be made', async () => {
    const environment = { ...settingsIn(newFolder()), JOOS_KEYS: 'file:/nowhere/at/all/master.key' };
    const { code, err } = await joos(['migrate', '--create-key'], { environment });
    expect(code).toBe(3);
    expect(err).not.toContain('/nowhere');
  });

  test('has no key to make where a service keeps the master key', async () => {
    const environment = {
      ...settingsIn(newFolder()),
      JOOS_KEYS: 'aws:eu-central-1/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    const { code, out, err } = await joos(['migrate', '--create-key'], { environment });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^There is no key to make: the key management service keeps the master key\.\nDid:\n/);
    const asJson = await joos(['migrate', '--create-key', '--json'], { environment });
    expect(JSON.parse(asJson.out)).toEqual({ dryRun: false, keyMade: false, steps: [] });
  });

  test('says which right its account lacks, without naming it, and goes on once it has it', async () => {
    const { server, data, vault } = await freshSchemas();
    const all = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, REFERENCES';
    const migrateAs = (account: MysqlServer) => ({
      environment: {
        ...settingsIn(newFolder()),
        JOOS_DATABASE_URL: data.url,
        JOOS_VAULT_URL: account.url(vault.name),
      },
    });
    const reader = await limitedAccount(server, [`SELECT ON ${vault.name}.*`]);
    const refused = await joos(['migrate', '--json'], migrateAs(reader));
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.out)).toMatchObject({
      kind: 'MigrationNotAllowed',
      store: 'vault',
      lacks: 'change-tables',
      title: 'The account of the vault may not change its schema',
    });

    const trusted = await isTrustedWithTriggers(server);
    const untriggered = await limitedAccount(server, [`${all} ON ${vault.name}.*`]);
    const { code, out, err } = await joos(['migrate'], migrateAs(untriggered));
    expect({ code, out }).toEqual({ code: 3, out: '' });
    // A server that trusts nobody says so before it looks at the grants.
    expect(err).toContain(trusted ? 'It lacks TRIGGER on the schema' : 'set log_bin_trust_function_creators to 1');
    expect(err).not.toContain(untriggered.user);

    const triggered = await limitedAccount(server, [`${all}, TRIGGER ON ${vault.name}.*`]);
    expect((await joos(['migrate'], migrateAs(triggered))).code).toBe(trusted ? 0 : 3);

    expect(await joos(['migrate'], migrateAs(server))).toMatchObject({ code: 0, err: '' });
    expect(await joos(['migrate'], migrateAs(server))).toMatchObject({ out: 'Both schemas are up to date.' });
  });
});

/** Whether an account without SUPER may create triggers on this server. */
async function isTrustedWithTriggers(server: MysqlServer): Promise<boolean> {
  const connection = await createConnection(server.url());
  const [[row]] = await connection.query<RowDataPacket[]>(
    'SELECT @@log_bin = 0 OR @@log_bin_trust_function_creators = 1 AS trusted',
  );
  await connection.end();
  return row?.trusted === 1;
}
