import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { inFolder } from '../../../src/adapters/cli/account-files.ts';
import {
  applyAccounts,
  discardOldPasswords,
  type PasswordKeeper,
  type PlannedAccount,
  rotatePasswords,
  systemAccounts,
} from '../../../src/adapters/mysql-accounts/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { AccountHost } from '../../../src/domain/database-account/account-host.ts';
import { Day } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { orThrow } from '../../../src/index.ts';
import { byTls, loopback, randomLetters } from '../../mysql/database-accounts.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';

let schemas: FreshSchemas;
let server: { readonly stores: ['data', 'vault']; readonly adminUrl: string };
const today = Day.parse('2026-11-23')._unsafeUnwrap();
const network = AccountHost.parse('10.0.0.0/16')._unsafeUnwrap();

beforeAll(async () => {
  schemas = await freshSchemas();
  await orThrow(mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url }).migrate());
  server = { stores: ['data', 'vault'], adminUrl: schemas.server.url() };
});

/** An application of its own, and the folder with its addresses. */
function application() {
  const prefix = `t${randomLetters().slice(0, 10)}`;
  const user = `${prefix}_application`;
  const folder = mkdtempSync(join(tmpdir(), 'joos-passwords-'));
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    const root = await createConnection(server.adminUrl);
    for (const host of [loopback, network]) await root.query(`DROP USER IF EXISTS '${user}'@'${host}'`);
    await root.end();
  });
  const { data, vault } = schemas;
  const names = { data: data.name, vault: vault.name };
  const from = (host: AccountHost): readonly PlannedAccount[] =>
    systemAccounts(
      { names, host, certificates: false, passwordDays: 90 },
      prefix,
      StaffId.parse('jo.miller')._unsafeUnwrap(),
    ).filter(({ owner }) => owner.role === 'application');
  const keeper = (): PasswordKeeper =>
    inFolder({ names, urls: { data: data.url, vault: vault.url }, servers: [['data', 'vault']] }, folder);
  return {
    user,
    folder,
    from,
    keeper,
    apply: (host: AccountHost) => applyAccounts(server, { accounts: from(host), today, ...keeper() }),
    /** The address that is kept for an account that comes from there. */
    kept: (host: string) => readFileSync(join(folder, `${user}@${host.replace('/', '_')}.data.url`), 'utf8').trim(),
  };
}

async function logsIn(address: string): Promise<boolean> {
  const { username, password } = new URL(address);
  const url = `mysql://${username}:${password}@127.0.0.1:${schemas.server.port}/${schemas.data.name}${byTls}`;
  try {
    await (await createConnection(url)).end();
    return true;
  } catch {
    return false;
  }
}

test('A second network gets a file of its own, and the first one keeps the password that counts', async () => {
  const { apply, kept, folder } = application();
  await orThrow(apply(loopback));
  await orThrow(apply(network));
  expect(readdirSync(folder)).toHaveLength(2);
  expect(kept(network)).not.toBe(kept(loopback));
  expect(await logsIn(kept(loopback))).toBe(true);
});

test('A rotation that breaks off between two networks leaves what is kept in force, and is ended before the next', async () => {
  const { apply, kept, user, keeper } = application();
  for (const host of [loopback, network]) await orThrow(apply(host));
  let times = 0;
  const broken = await rotatePasswords(
    server,
    { user },
    {
      ...keeper(),
      keep: async (made) => {
        times += 1;
        if (times === 2) throw new Error('cut');
        await keeper().keep(made);
      },
    },
  );
  expect(broken._unsafeUnwrapErr().kind).toBe('PasswordNotKept');
  expect(await logsIn(kept(loopback))).toBe(true);

  const before = [kept(loopback), kept(network)];
  const again = await orThrow(rotatePasswords(server, { user }, keeper()));
  expect(again.map(({ outcome }) => outcome)).toEqual(['old-password-still-counts', 'old-password-still-counts']);
  expect([kept(loopback), kept(network)], 'one network is not rotated alone').toEqual(before);

  await orThrow(discardOldPasswords(server, { user }));
  expect(await logsIn(kept(loopback))).toBe(true);
  const whole = await orThrow(rotatePasswords(server, { user }, keeper()));
  expect(whole.map(({ outcome }) => outcome)).toEqual(['rotated', 'rotated']);
  await orThrow(discardOldPasswords(server, { user }));
  expect(kept(network)).toBe(kept(loopback));
  expect(await logsIn(kept(loopback))).toBe(true);
});

test('Of two runs at once one makes the account, and the password that is kept is the one that counts', async () => {
  const { apply, kept } = application();
  const runs = await Promise.all([apply(loopback), apply(loopback)].map((run) => orThrow(run)));
  const made = runs.map(({ statements }) => statements.filter((one) => one.startsWith('CREATE USER')).length);
  expect(made.toSorted()).toEqual([0, 1]);
  expect(await logsIn(kept(loopback))).toBe(true);
});

test('An account that somebody makes meanwhile keeps the password that they gave it, and is brought in order', async () => {
  const { from, keeper, user, folder } = application();
  const { keep } = keeper();
  const root = await createConnection(server.adminUrl);
  const { statements } = await orThrow(
    applyAccounts(server, {
      ...keeper(),
      accounts: from(loopback),
      today,
      keep: async (made) => {
        await keep(made);
        await root.query(`CREATE USER '${user}'@'${loopback}' IDENTIFIED BY 'theirs-9d3f'`);
      },
    }),
  );
  await root.end();
  expect(statements[0]).toMatch(/^ALTER USER /);
  expect(readdirSync(folder).filter((name) => name.endsWith('.url'))).toEqual([]);
  expect(await logsIn(`mysql://${user}:theirs-9d3f@127.0.0.1/`)).toBe(true);
});
