import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyAccounts, systemAccounts } from '../../../src/adapters/mysql-accounts/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { Day } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { orThrow } from '../../../src/index.ts';
import { databaseAccounts, loopback } from '../../mysql/database-accounts.ts';
import type { FreshSchemas } from '../../mysql/fresh-schemas.ts';
import type { RunningMysqlServer } from '../../mysql/mysql-server.ts';
import { startMysqlServer } from '../../mysql/start-mysql-server.ts';

/** What depends on how a server is set up, on one whose settings no other test lives with. */
let server: RunningMysqlServer;
let root: Connection;
let schemas: FreshSchemas;

beforeAll(async () => {
  const given = process.env.JOOS_TEST_MYSQL_URL;
  delete process.env.JOOS_TEST_MYSQL_URL;
  try {
    // As a managed service is set up: with a binary log, and nobody has SUPER.
    server = await startMysqlServer({ flags: ['--log-bin-trust-function-creators=1'] });
  } finally {
    if (given !== undefined) process.env.JOOS_TEST_MYSQL_URL = given;
  }
  const schema = (name: string) => ({ name, url: server.url(name) });
  schemas = { server, data: schema('joos_data'), vault: schema('joos_vault') };
  root = await createConnection(server.url());
  await root.query('CREATE DATABASE joos_data');
  await root.query('CREATE DATABASE joos_vault');
});
afterAll(async () => {
  await root.end();
  await server.stop();
});

test('the account of the migrator is all that a migration of two new schemas needs', async () => {
  const made = await databaseAccounts(schemas, { roles: ['migrator'], dropped: false });
  const stores = mysqlStores({
    dataUrl: made.url('migrator', schemas.data.name),
    vaultUrl: made.url('migrator', schemas.vault.name),
  });
  expect(await orThrow(stores.migrate())).not.toEqual([]);
  expect(await orThrow(stores.pendingMigrations())).toEqual([]);
});

const apply = (prefix: string) => {
  const names = { data: schemas.data.name, vault: schemas.vault.name };
  const plan = { names, host: loopback, certificates: false, passwordDays: 90 };
  const accounts = systemAccounts(plan, prefix, StaffId.parse('jo.miller')._unsafeUnwrap());
  const today = Day.parse('2026-11-23')._unsafeUnwrap();
  return applyAccounts(
    { stores: ['data', 'vault'], adminUrl: server.url() },
    { accounts, today, keep: async () => {} },
  );
};

test('where names of databases are taken as they are, nothing is granted twice or taken back', async () => {
  await root.query('SET GLOBAL partial_revokes = ON');
  expect((await orThrow(apply('literal'))).statements).not.toEqual([]);
  expect((await orThrow(apply('literal'))).statements).toEqual([]);
  const [grants] = await root.query(`SHOW GRANTS FOR 'literal_migrator'@'${loopback}'`);
  expect(JSON.stringify(grants)).toContain('ON `joos_data`.*');
});

test('passwords are not sent to a server that would log them', async () => {
  await root.query('SET GLOBAL log_raw = ON');
  expect((await apply('logged'))._unsafeUnwrapErr()).toEqual({ kind: 'PasswordsWouldBeLogged', store: 'data' });
  await root.query('SET GLOBAL log_raw = OFF');
});

test('no password stands in the logs of a server that logs every statement', async () => {
  await root.query("SET GLOBAL general_log = ON, GLOBAL log_output = 'TABLE'");
  const passwords: string[] = [];
  const names = { data: schemas.data.name, vault: schemas.vault.name };
  const plan = { names, host: loopback, certificates: false, passwordDays: 90 };
  await orThrow(
    applyAccounts(
      { stores: ['data', 'vault'], adminUrl: server.url() },
      {
        accounts: systemAccounts(plan, 'talked', StaffId.parse('jo.miller')._unsafeUnwrap()),
        today: Day.parse('2026-11-23')._unsafeUnwrap(),
        keep: async ({ password }) => void passwords.push(password.reveal()),
      },
    ),
  );
  const [logged] = await root.query('SELECT CONVERT(argument USING utf8mb4) AS said FROM mysql.general_log');
  const [events] = await root.query('SHOW BINARY LOGS');
  const [last] = (events as { Log_name: string }[]).slice(-1);
  const [binary] = await root.query(`SHOW BINLOG EVENTS IN '${last?.Log_name}'`);
  const said = JSON.stringify([logged, binary]);
  expect(said).toContain('CREATE USER');
  expect(said).toContain('talked_application');
  expect(passwords).toHaveLength(6);
  for (const password of passwords) expect(said).not.toContain(password);
});
