import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountsApplied,
  type ApplyAccounts,
  applyAccounts,
  createStatement,
  type PlannedAccount,
  systemAccounts,
  technicalAccount,
} from '../../../src/adapters/mysql-accounts/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { tableNames, tableOf } from '../../../src/domain/data-map/tables.ts';
import { AccountHost } from '../../../src/domain/database-account/account-host.ts';
import { Day } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { orThrow } from '../../../src/index.ts';
import { byTls, loopback, randomLetters } from '../../mysql/database-accounts.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';

let schemas: FreshSchemas;
let root: Connection;
beforeAll(async () => {
  schemas = await freshSchemas();
  await orThrow(mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url }).migrate());
  root = await createConnection(schemas.server.url());
});
afterAll(() => root.end());

const day = (text: string): Day => Day.parse(text)._unsafeUnwrap();
const person = (name: string): StaffId => StaffId.parse(`${name}.${randomLetters()}`)._unsafeUnwrap();
const jo = StaffId.parse('jo.miller')._unsafeUnwrap();

const plan = (host: AccountHost = loopback, certificates = false) => ({
  names: { data: schemas.data.name, vault: schemas.vault.name },
  host,
  certificates,
  passwordDays: 90,
});

interface Applied extends AccountsApplied {
  readonly passwords: ReadonlyMap<string, string>;
}

async function apply(accounts: readonly PlannedAccount[], more: Partial<ApplyAccounts> = {}): Promise<Applied> {
  const passwords = new Map<string, string>();
  const applied = await orThrow(
    applyAccounts(
      { stores: ['data', 'vault'], adminUrl: schemas.server.url() },
      {
        accounts,
        today: day('2026-11-23'),
        keep: async ({ user, password }) => void passwords.set(user, password.reveal()),
        ...more,
      },
    ),
  );
  return { ...applied, passwords };
}

/** Accounts that go when the file ends. */
function five(host?: AccountHost): readonly PlannedAccount[] {
  const accounts = systemAccounts(plan(host), `t${randomLetters().slice(0, 10)}`, jo);
  dropped.push(...accounts.map(({ user }) => `'${user}'@'${host ?? loopback}'`));
  return accounts;
}

function technical(name: string, until: string): PlannedAccount {
  const account = technicalAccount(plan(), person(name), day(until));
  if (account === null) throw new Error('The name is short enough');
  dropped.push(`'${account.user}'@'${loopback}'`);
  return account;
}

const dropped: string[] = [];
afterAll(async () => {
  const connection = await createConnection(schemas.server.url());
  for (const account of dropped) await connection.query(`DROP USER IF EXISTS ${account}`);
  await connection.end();
});

/** In a grant the name of a database is a pattern. */
const exactly = (name: string): string => `\`${name.replaceAll('_', '\\_')}\``;
const userRow = async (user: string): Promise<RowDataPacket | undefined> => {
  const [rows] = await root.query<RowDataPacket[]>('SELECT * FROM mysql.user WHERE User = ?', [user]);
  return rows[0];
};
const grantsOf = async ({ user, host }: { user: string; host: string }): Promise<readonly string[]> => {
  const [rows] = await root.query<RowDataPacket[]>(`SHOW GRANTS FOR '${user}'@'${host}'`);
  return rows.map((row) => String(Object.values(row)[0])).toSorted();
};
const logIn = (user: string, password: string | undefined, { query = byTls, host = '127.0.0.1' } = {}) =>
  createConnection(`mysql://${user}:${password}@${host}:${schemas.server.port}/${query}`).then((made) => made.end());

describe('Applying accounts', () => {
  test('makes each with owner, TLS, a password that runs out, and nothing on the second time', async () => {
    const accounts = five();
    const { statements, passwords, missingTables } = await apply(accounts);
    expect(missingTables).toEqual([]);
    expect([...passwords.keys()]).toEqual(accounts.map(({ user }) => user));
    expect(new Set([...passwords.values()].map((password) => password.length))).toEqual(new Set([47]));
    expect(new Set(passwords.values()).size).toBe(6);
    for (const password of passwords.values()) expect(statements.join()).not.toContain(password);
    for (const { user, owner } of accounts) {
      expect(await userRow(user)).toMatchObject({
        ssl_type: 'ANY',
        password_lifetime: 90,
        account_locked: 'N',
        User_attributes: { metadata: { owner: 'jo.miller', role: owner.role } },
      });
    }
    expect((await apply(accounts)).statements).toEqual([]);
  });

  test('mends what differs, and leaves the password as it is', async () => {
    const accounts = five();
    const { passwords } = await apply(accounts);
    const [first] = accounts;
    await root.query(
      `ALTER USER '${first?.user}'@'${loopback}' REQUIRE NONE PASSWORD EXPIRE NEVER ATTRIBUTE '{"owner": "x"}'`,
    );
    const again = await apply(accounts);
    expect(again.statements).toHaveLength(1);
    expect(await userRow(first?.user ?? '')).toMatchObject({ ssl_type: 'ANY', password_lifetime: 90 });
    expect(again.passwords.size).toBe(0);
    await logIn(first?.user ?? '', passwords.get(first?.user ?? ''));
  });

  test('takes back whatever is wider, and what is declared stays granted', async () => {
    const accounts = five();
    await apply(accounts);
    const application = accounts.find(({ owner }) => owner.role === 'application');
    if (application === undefined) throw new Error('It is one of them');
    const account = `'${application.user}'@'${loopback}'`;
    const before = await grantsOf(application);
    const { data, vault } = schemas;
    const role = `r${randomLetters().slice(0, 10)}`;
    await root.query(`CREATE ROLE '${role}'`);
    await root.query(`CREATE PROCEDURE ${data.name}.run() SELECT 1`);
    for (const wider of [
      `PROCESS, FILE, SHUTDOWN ON *.* TO ${account}`,
      `SYSTEM_VARIABLES_ADMIN ON *.* TO ${account}`,
      `ALL ON ${exactly(data.name)}.* TO ${account} WITH GRANT OPTION`,
      `SELECT ON ${data.name}.* TO ${account}`,
      `SELECT ON \`joos%\`.* TO ${account}`,
      `SELECT ON mysql.* TO ${account}`,
      `SELECT ON ${vault.name}.subject_keys TO ${account}`,
      `UPDATE, DELETE, DROP ON ${data.name}.audit_entries TO ${account}`,
      `UPDATE ON ${data.name}.receipts TO ${account}`,
      `UPDATE (items) ON ${data.name}.receipts TO ${account}`,
      `EXECUTE ON PROCEDURE ${data.name}.run TO ${account}`,
      `'${role}' TO ${account}`,
    ]) {
      await root.query(`GRANT ${wider}`);
      const { statements } = await apply(accounts);
      expect(statements.length, wider).toBeGreaterThan(0);
      expect(await grantsOf(application), wider).toEqual(before);
    }
    expect((await apply(accounts)).statements).toEqual([]);
    await root.query(`DROP ROLE '${role}'`);
  });

  test('refuses nothing to whoever works meanwhile', async () => {
    const accounts = five();
    const { passwords } = await apply(accounts);
    const application = accounts.find(({ owner }) => owner.role === 'application')?.user ?? '';
    // As many are set up by hand: all of it, and nothing by table.
    await root.query(`GRANT ALL ON ${exactly(schemas.data.name)}.* TO '${application}'@'${loopback}'`);
    for (const table of tableNames.filter((name) => tableOf(name).store === 'data')) {
      await root.query(`REVOKE ALL ON ${schemas.data.name}.${table} FROM '${application}'@'${loopback}'`);
    }
    const working = await createConnection(
      `mysql://${application}:${passwords.get(application)}@127.0.0.1:${schemas.server.port}/${schemas.data.name}${byTls}`,
    );
    let asked = 0;
    let over = false;
    const work = (async () => {
      while (!over) {
        // A connection looks at the rights to a database when it enters it.
        await working.query(`USE ${schemas.data.name}`);
        await working.query('UPDATE users SET language = NULL WHERE FALSE');
        asked += 1;
      }
    })();
    const { statements } = await apply(accounts);
    over = true;
    await work;
    expect(statements.length).toBeGreaterThan(20);
    expect(asked).toBeGreaterThan(5);
    await working.end();
  });

  test('lists accounts that nobody declared, whose they are, and leaves them alone', async () => {
    const stranger = `s${randomLetters()}`;
    dropped.push(`'${stranger}'@'%'`);
    await root.query(`CREATE USER '${stranger}'@'%' IDENTIFIED BY RANDOM PASSWORD`);
    await root.query(`GRANT SELECT ON ${schemas.data.name}.users TO '${stranger}'@'%'`);
    const kim = technical('kim', '2026-12-31');
    await apply([kim]);
    const { others, statements } = await apply(five());
    expect(others).toContainEqual({
      user: stranger,
      host: '%',
      owner: null,
      role: null,
      until: null,
      locked: false,
    });
    expect(others).toContainEqual({
      user: kim.user,
      host: loopback,
      owner: kim.user,
      role: 'technical',
      until: '2026-12-31',
      locked: false,
    });
    expect(statements.join()).not.toContain(stranger);
    expect(await userRow(stranger)).toMatchObject({ account_locked: 'N' });
  });

  test('locks a person’s account once its last day is over, whoever it is applied for, and opens a prolonged one', async () => {
    const kim = technical('kim', '2026-11-23');
    const { passwords } = await apply([kim]);
    const password = passwords.get(kim.user);
    await logIn(kim.user, password);
    const { statements } = await apply(five(), { today: day('2026-11-24') });
    expect(statements).toContain(`ALTER USER '${kim.user}'@'${loopback}' ACCOUNT LOCK`);
    await expect(logIn(kim.user, password)).rejects.toMatchObject({ code: 'ER_ACCOUNT_HAS_BEEN_LOCKED' });
    const prolonged = { ...kim, owner: { ...kim.owner, until: day('2027-01-31') } };
    await apply([prolonged], { today: day('2026-11-24') });
    await logIn(kim.user, password);
    expect((await apply([prolonged], { today: day('2026-11-24') })).statements).toEqual([]);
  });

  test('leaves a program’s account locked that somebody locked', async () => {
    const accounts = five();
    await apply(accounts);
    await root.query(`ALTER USER '${accounts[1]?.user}'@'${loopback}' ACCOUNT LOCK`);
    expect((await apply(accounts)).statements).toEqual([]);
    expect(await userRow(accounts[1]?.user ?? '')).toMatchObject({ account_locked: 'Y' });
  });

  test('locks a person’s account after wrong guesses, and nobody locks a program out by them', async () => {
    const kim = technical('kim', '2027-01-31');
    const accounts = five();
    const { passwords } = await apply([kim, ...accounts]);
    const program = accounts[1]?.user ?? '';
    for (let guess = 0; guess < 6; guess += 1) {
      for (const user of [kim.user, program]) await expect(logIn(user, 'wrong')).rejects.toBeInstanceOf(Error);
    }
    await expect(logIn(kim.user, passwords.get(kim.user))).rejects.toMatchObject({ errno: 3955 });
    await logIn(program, passwords.get(program));
  });

  test('says which tables are missing, and grants them once they are there', async () => {
    const empty = await freshSchemas();
    const names = { data: empty.data.name, vault: empty.vault.name };
    const accounts = five().map((account) => ({
      ...account,
      grants:
        systemAccounts({ ...plan(), names }, 'x', jo).find(({ owner }) => owner.role === account.owner.role)?.grants ??
        [],
    }));
    const { missingTables } = await apply(accounts);
    expect(missingTables).toContain(`${empty.data.name}.users`);
    await orThrow(mysqlStores({ dataUrl: empty.data.url, vaultUrl: empty.vault.url }).migrate());
    expect((await apply(accounts)).missingTables).toEqual([]);
    expect((await apply(accounts)).statements).toEqual([]);
  });

  test('makes on the server of one store what is of that store alone', async () => {
    const accounts = five();
    const server = { stores: ['vault'], adminUrl: schemas.server.url() } as const;
    const { statements } = await orThrow(
      applyAccounts(server, { accounts, today: day('2026-11-23'), keep: async () => {} }),
    );
    const made = statements.filter((statement) => statement.startsWith('CREATE USER')).map((one) => one.split("'")[1]);
    expect(made.map((user) => user?.split('_')[1])).toEqual(['migrator', 'vault', 'auditor', 'doctor']);
    expect(statements.join()).not.toContain(schemas.data.name);
  });
});

describe('Logging in', () => {
  test('is refused without TLS, from elsewhere, and without the certificate where one is demanded', async () => {
    const accounts = five(AccountHost.parse('127.0.0.1')._unsafeUnwrap());
    const elsewhere = five(AccountHost.parse('127.0.0.7')._unsafeUnwrap());
    const { passwords } = await apply([...accounts, ...elsewhere]);
    const [first] = accounts;
    const [other] = elsewhere;
    const user = first?.user ?? '';
    await logIn(user, passwords.get(user));
    await expect(logIn(user, passwords.get(user), { query: '' })).rejects.toMatchObject({
      code: 'ER_ACCESS_DENIED_ERROR',
    });
    // The server sees from where a connection comes: from 127.0.0.1, and not from the address that the account names.
    await expect(logIn(other?.user ?? '', passwords.get(other?.user ?? ''))).rejects.toMatchObject({
      code: 'ER_ACCESS_DENIED_ERROR',
    });
    await apply(accounts.map((account) => ({ ...account, certificates: true })));
    expect(await userRow(user)).toMatchObject({ ssl_type: 'X509' });
    await expect(logIn(user, passwords.get(user))).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
  });
});

describe('A last day that a program’s account never had', () => {
  test('goes from its attribute at once, and is no reason to change it again', async () => {
    const [account] = five();
    if (account === undefined) throw new Error('There is one');
    await apply([account]);
    await root.query(`ALTER USER '${account.user}'@'${account.host}' ATTRIBUTE '{"until":"2026-01-01"}'`);
    expect((await apply([account])).statements).toHaveLength(1);
    const attributes: unknown = (await userRow(account.user))?.User_attributes;
    expect(JSON.stringify(attributes)).not.toContain('2026-01-01');
    expect((await apply([account])).statements).toEqual([]);
  });
});

describe('Passwords', () => {
  test('are never in a statement that is printed', () => {
    for (const account of five()) expect(createStatement(account, null)).toContain('IDENTIFIED BY RANDOM PASSWORD');
  });

  test('that cannot be kept make no account', async () => {
    const accounts = five();
    const keep = () => Promise.reject(new Error('/some/path is full'));
    const server = { stores: ['data', 'vault'], adminUrl: schemas.server.url() } as const;
    const answer = await applyAccounts(server, { accounts, today: day('2026-11-23'), keep });
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PasswordNotKept', store: 'data' });
    expect(await userRow(accounts[0]?.user ?? '')).toBeUndefined();
  });

  test('of an administrator who may not do this stay out of the answer', async () => {
    const limited = `l${randomLetters()}`;
    dropped.push(`'${limited}'@'127.0.0.1'`);
    await root.query(`CREATE USER '${limited}'@'127.0.0.1' IDENTIFIED BY 'planted-secret'`);
    for (const password of ['planted-secret', 'wrong-secret']) {
      const adminUrl = `mysql://${limited}:${password}@127.0.0.1:${schemas.server.port}/`;
      const answer = await applyAccounts(
        { stores: ['data', 'vault'], adminUrl },
        { accounts: five(), today: day('2026-11-23'), keep: async () => {} },
      );
      expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'AdministratorNotAllowed', store: 'data' });
    }
  });
});
