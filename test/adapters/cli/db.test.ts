import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { orThrow } from '../../../src/index.ts';
import { byTls, dropWhenOver, randomLetters } from '../../mysql/database-accounts.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';
import { joos, newFolder, settingsIn } from './installation.ts';

const roles = ['migrator', 'application', 'worker', 'vault', 'auditor', 'doctor'];
const hosts = '127.0.0.0/255.0.0.0';

let schemas: FreshSchemas;
let environment: Readonly<Record<string, string>>;
const prefix = `t${randomLetters().slice(0, 10)}`;
const kim = `kim.${randomLetters()}`;
let root: Connection;

beforeAll(async () => {
  schemas = await freshSchemas();
  await orThrow(mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url }).migrate());
  const { data, vault, server } = schemas;
  const at = (name: string): string => `mysql://nobody:nothing@127.0.0.1:${server.port}/${name}${byTls}`;
  environment = {
    JOOS_DATABASE_URL: at(data.name),
    JOOS_VAULT_URL: at(vault.name),
    JOOS_DATABASE_ADMIN: server.url(),
  };
  dropWhenOver(server.url(), [...roles.map((role) => `${prefix}_${role}`), kim]);
  root = await createConnection(server.url());
});
afterAll(() => root.end());

const owner = ['--owner', 'jo.miller', '--from-hosts', '127.0.0.0/8'];
const accounts = (...more: readonly string[]) =>
  joos(['db', 'accounts', ...owner, '--prefix', prefix, ...more], { environment });
const rotate = (...more: readonly string[]) => joos(['db', 'rotate-password', ...more], { environment });

const logIn = async (url: string): Promise<void> => {
  const connection = await createConnection(url);
  await connection.query('SELECT 1 FROM kysely_migration');
  await connection.end();
};

describe('joos db accounts', () => {
  test('prints statements that a server takes as they are, and no password', async () => {
    const { code, out, err } = await accounts();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const role of roles) expect(out).toContain(`-- ${prefix}_${role} (jo.miller): `);
    expect(out).toContain(
      `CREATE USER IF NOT EXISTS '${prefix}_application'@'${hosts}' IDENTIFIED BY RANDOM PASSWORD REQUIRE SSL`,
    );
    expect(out).toContain(`GRANT UPDATE (\`refund_id\`) ON \`${schemas.data.name}\`.\`receipts\` TO`);
    expect(out).not.toMatch(/ALL PRIVILEGES|GRANT OPTION|SUPER|FILE|nothing@/);
    const statements = out.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    for (const statement of statements) await root.query(statement);
    // Whoever ran them by hand has what --apply would make.
    const { out: applied } = await accounts('--apply', '--json');
    expect(JSON.parse(applied)).toMatchObject({ servers: [{ statements: [], missingTables: [] }], passwords: [] });
    for (const role of roles) await root.query(`DROP USER '${prefix}_${role}'@'${hosts}'`);
  });

  test('prints the same as JSON, with purpose and clauses, and needs no other setting and no server', async () => {
    const away = {
      JOOS_DATABASE_URL: 'mysql://a:planted-password@10.0.0.1/joos_data',
      JOOS_VAULT_URL: 'mysql://b:planted-password@10.0.0.2/joos_vault',
    };
    const { code, out } = await joos(['db', 'accounts', ...owner, '--json'], { environment: away });
    expect(code).toBe(0);
    expect(out).not.toContain('planted-password');
    const { servers } = JSON.parse(out) as { servers: { stores: string[]; accounts: { user: string }[] }[] };
    expect(servers.map(({ stores, accounts: on }) => [stores, on.map(({ user }) => user)])).toEqual([
      [['data'], ['joos_migrator', 'joos_application', 'joos_worker', 'joos_auditor', 'joos_doctor']],
      [['vault'], ['joos_migrator', 'joos_vault', 'joos_auditor', 'joos_doctor']],
    ]);
    expect(servers[1]?.accounts[1]).toMatchObject({
      role: 'vault',
      owner: 'jo.miller',
      clauses: ['C16', 'C20', 'C21', 'C25'],
    });
  });

  test('makes them with --apply, writes addresses that work, and has nothing to do any more', async () => {
    const folder = join(newFolder(), 'secrets');
    const { code, out, err } = await accounts('--apply', '--passwords-to', folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain("IDENTIFIED BY '<secret>'");
    expect(readdirSync(folder).toSorted()).toEqual(
      [
        ['application', 'data'],
        ['auditor', 'data'],
        ['auditor', 'vault'],
        ['doctor', 'data'],
        ['doctor', 'vault'],
        ['migrator', 'data'],
        ['migrator', 'vault'],
        ['vault', 'vault'],
        ['worker', 'data'],
      ].map(([role, store]) => `${prefix}_${role}@127.0.0.0_255.0.0.0.${store}.url`),
    );
    const contents = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').trim());
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    for (const content of contents) {
      expect(out).not.toContain(new URL(content).password);
      if (!/_(?:auditor|doctor):/.test(content)) await logIn(content);
    }
    // The addresses are what the settings take.
    const settings = {
      ...settingsIn(newFolder()),
      JOOS_DATABASE_URL: '',
      JOOS_VAULT_URL: '',
      JOOS_DATABASE_URL_FILE: join(folder, `${prefix}_worker@127.0.0.0_255.0.0.0.data.url`),
      JOOS_VAULT_URL_FILE: join(folder, `${prefix}_vault@127.0.0.0_255.0.0.0.vault.url`),
    };
    const created = await joos(['migrate', '--create-key'], { environment: settings });
    expect(created.out).toContain('Both schemas are up to date.');
    expect(await joos(['worker', '--once'], { environment: settings })).toMatchObject({ code: 0, err: '' });
    expect((await joos(['retention', 'sweep'], { environment: settings })).code).toBe(0);
    const again = await accounts('--apply');
    expect(again.out).toContain('nothing to do');
    expect(again.out).not.toContain('Passwords');
  });

  test('makes a person’s own account, shows its password once, and lists it from then on', async () => {
    const technical = ['--technical', kim, '--until', '2099-12-31', '--from-hosts', '127.0.0.0/8', '--apply'];
    const { code, out } = await joos(['db', 'accounts', ...technical], { environment });
    expect(code).toBe(0);
    const password = new RegExp(`${kim}@\\S+ +data\\+vault +(\\S+)`).exec(out)?.[1] ?? '';
    const { server, data } = schemas;
    await logIn(`mysql://${kim}:${password}@127.0.0.1:${server.port}/${data.name}${byTls}`);
    expect((await joos(['db', 'accounts', ...technical], { environment })).out).not.toContain('Passwords');
    expect((await accounts('--apply')).out).toMatch(new RegExp(`${kim}@\\S+ +${kim}’s, technical +until 2099-12-31`));
  });

  test('takes several people from a file', async () => {
    const file = join(newFolder(), 'people.json');
    writeFileSync(
      file,
      JSON.stringify([
        { name: 'ann.one', until: '2027-01-31' },
        { name: 'bob.two', until: '2027-02-28' },
      ]),
    );
    const { out } = await joos(['db', 'accounts', '--technical-file', file, '--from-hosts', '10.0.9.7'], {
      environment,
    });
    expect(out).toContain('-- ann.one (ann.one, until 2027-01-31): ');
    expect(out).toContain(`ATTRIBUTE '{"owner":"bob.two","role":"technical","until":"2027-02-28"}'`);
    expect(out).not.toContain('_application');
  });

  test('says which tables are missing, and exits 1', async () => {
    const empty = await freshSchemas();
    const at = { ...environment, JOOS_DATABASE_URL: empty.data.url, JOOS_VAULT_URL: empty.vault.url };
    const other = `t${randomLetters().slice(0, 10)}`;
    const { code, out } = await joos(['db', 'accounts', ...owner, '--prefix', other, '--apply'], { environment: at });
    expect(code).toBe(1);
    expect(out).toContain(`  ${empty.data.name}.users`);
    expect(out).toContain('Run `joos migrate`, then this again');
    for (const role of roles) await root.query(`DROP USER IF EXISTS '${other}_${role}'@'${hosts}'`);
  });

  test.each([
    [['--from-hosts', '%'], 'no network that everybody is in'],
    [['--from-hosts', '47.91.64.0/20'], 'private networks alone'],
    [['--from-hosts', 'app.internal'], 'no name of a host'],
    [['--owner', 'The Team'], '--owner takes a person’s short name'],
    [['--prefix', 'joos_'], '--prefix takes'],
    [['--technical', 'kim.berg'], 'say --until'],
    [['--technical', 'kim.berg', '--until', 'soon'], '--until takes a day'],
    [['--technical', 'a'.repeat(33), '--until', '2027-01-31'], 'too long'],
    [['--technical-file', '/not/there'], '--technical-file names no JSON list'],
    [['--password-days', '0'], '--password-days takes a whole number'],
  ])('is refused with %j', async (more, words) => {
    const { code, out, err } = await accounts(...more);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  test('says which setting is wrong, and never shows one', async () => {
    const { JOOS_DATABASE_ADMIN: admin = '', ...without } = environment;
    const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [without, 'JOOS_DATABASE_ADMIN is not set, and --apply needs it'],
      [{ ...without, JOOS_DATABASE_ADMIN: 'mysql://planted:secret@10.0.0.9/' }, 'is of another server'],
      [{ ...without, JOOS_DATABASE_ADMIN: 'planted' }, 'is not mysql://'],
      [settingsIn(newFolder()), 'names a file, which has no accounts'],
    ];
    for (const [settings, words] of cases) {
      const argv = ['db', 'accounts', ...owner, '--apply'];
      const { code, out, err } = await joos(argv, { environment: settings });
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain(words);
      expect(err).not.toMatch(/planted|secret/);
    }
    expect(admin).not.toBe('');
  });

  test('says that an administrator is refused, without a name', async () => {
    const { server } = schemas;
    const settings = {
      ...environment,
      JOOS_DATABASE_ADMIN: `mysql://planted:secret@127.0.0.1:${server.port}/`,
    };
    const { code, out, err } = await joos(['db', 'accounts', ...owner, '--apply'], { environment: settings });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('The administrator’s account is refused');
    expect(err).not.toMatch(/planted|secret/);
  });
});

describe('joos db rotate-password', () => {
  test('writes a new address beside which the old one counts, until it is ended', async () => {
    const folder = newFolder();
    await accounts('--apply');
    const user = `${prefix}_vault`;
    const first = await rotate(user, '--passwords-to', folder);
    expect(first).toMatchObject({ code: 0, err: '' });
    await rotate(user, '--discard-old');
    const file = join(folder, `${user}@127.0.0.0_255.0.0.0.vault.url`);
    const old = readFileSync(file, 'utf8').trim();
    await logIn(old);

    expect((await rotate(user, '--passwords-to', folder)).code).toBe(0);
    const now = readFileSync(file, 'utf8').trim();
    expect(now).not.toBe(old);
    await logIn(now);
    await logIn(old);
    const stopped = await rotate(user, '--passwords-to', folder);
    expect(stopped).toMatchObject({ code: 1 });
    expect(stopped.out).toContain('end it by --discard-old first');
    expect(readFileSync(file, 'utf8').trim(), 'the address that counts stays').toBe(now);

    expect((await rotate(user, '--discard-old')).out).toContain('has its new password alone');
    await logIn(now);
    await expect(logIn(old)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
  });

  test('shows a new password once where no folder is named', async () => {
    const user = `${prefix}_application`;
    const { code, out } = await rotate(user, '--json');
    expect(code).toBe(0);
    const { passwords } = JSON.parse(out) as { passwords: { user: string; password: string }[] };
    const [made] = passwords;
    const { server, data } = schemas;
    await logIn(`mysql://${made?.user}:${made?.password}@127.0.0.1:${server.port}/${data.name}${byTls}`);
    await rotate(user, '--discard-old');
  });

  test('with --all gives every program of the installation a new one, and no person', async () => {
    const all = ['--all', '--prefix', prefix, '--json'];
    const { accounts: rotated } = JSON.parse((await rotate(...all)).out) as { accounts: { user: string }[] };
    expect(rotated.map(({ user }) => user).toSorted()).toEqual(roles.map((role) => `${prefix}_${role}`).toSorted());
    const ended = JSON.parse((await rotate(...all, '--discard-old')).out) as { accounts: { outcome: string }[] };
    expect(ended.accounts.map(({ outcome }) => outcome)).toEqual(roles.map(() => 'old-password-discarded'));
  });

  test('knows nobody else’s accounts, and wants one account or all', async () => {
    expect(await rotate('root')).toMatchObject({ code: 1, out: 'There is no such account that is anybody’s.' });
    expect(await rotate()).toMatchObject({ code: 2, out: '' });
    expect(await rotate('root', '--all')).toMatchObject({ code: 2, out: '' });
  });
});
