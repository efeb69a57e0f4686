import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  applyAccounts,
  discardOldPasswords,
  rotatePasswords,
  systemAccounts,
} from '../../../src/adapters/mysql-accounts/index.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { systemUser } from '../../../src/domain/database-account/account-owner.ts';
import { Day } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { orThrow } from '../../../src/index.ts';
import { byTls, dropWhenOver, loopback, randomLetters } from '../../mysql/database-accounts.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';

let schemas: FreshSchemas;
let server: { stores: ['data', 'vault']; adminUrl: string };
const passwords = new Map<string, string>();
const prefix = `t${randomLetters().slice(0, 10)}`;
const application = systemUser(prefix, 'application');

beforeAll(async () => {
  schemas = await freshSchemas();
  await orThrow(mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url }).migrate());
  server = { stores: ['data', 'vault'], adminUrl: schemas.server.url() };
  const names = { data: schemas.data.name, vault: schemas.vault.name };
  const plan = { names, host: loopback, certificates: false, passwordDays: 90 };
  const accounts = systemAccounts(plan, prefix, StaffId.parse('jo.miller')._unsafeUnwrap());
  dropWhenOver(
    server.adminUrl,
    accounts.map(({ user }) => user),
  );
  await orThrow(applyAccounts(server, { accounts, today: Day.parse('2026-11-23')._unsafeUnwrap(), keep }));
});

const keep = async ({ user, password }: { user: string; password: { reveal: () => string } }): Promise<void> =>
  void passwords.set(user, password.reveal());

const logIn = async (password: string | undefined): Promise<void> => {
  const connection = await createConnection(
    `mysql://${application}:${password}@127.0.0.1:${schemas.server.port}/${schemas.data.name}${byTls}`,
  );
  await connection.query('SELECT COUNT(*) FROM users');
  await connection.end();
};

describe('Rotating a password', () => {
  test('refuses no connection, neither by the old password nor by the new one, until the old one is discarded', {
    timeout: 60_000,
  }, async () => {
    const old = passwords.get(application);
    let connections = 0;
    let over = false;
    // Processes that were not told yet, and take the new password whenever there is one.
    const clients = [() => old, () => passwords.get(application)].flatMap((password) => [password, password]);
    const running = clients.map(async (password) => {
      while (!over) {
        await logIn(password());
        connections += 1;
      }
    });
    const which = { user: application };
    const rotating = async (): Promise<void> => {
      // In the operator's order: the password counts on the server, and then the processes get it.
      const kept: string[] = [];
      await orThrow(
        rotatePasswords(server, which, { keep: async ({ password }) => void kept.push(password.reveal()) }),
      );
      const [made = ''] = kept;
      await logIn(made);
      passwords.set(application, made);
      for (let round = 0; round < 5; round += 1) await logIn(made);
    };
    await rotating();
    over = true;
    await Promise.all(running);
    expect(connections).toBeGreaterThan(8);
    expect(passwords.get(application)).not.toBe(old);
    await logIn(old);

    const [again] = await orThrow(rotatePasswords(server, which, { keep }));
    expect(again?.outcome, 'a third password would end the first').toBe('old-password-still-counts');
    await logIn(old);

    expect((await orThrow(discardOldPasswords(server, which))).map(({ outcome }) => outcome)).toEqual([
      'old-password-discarded',
    ]);
    await expect(logIn(old)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
    await logIn(passwords.get(application));
    expect((await orThrow(discardOldPasswords(server, which)))[0]?.outcome).toBe('no-old-password');
  });

  test('that cannot be kept changes nothing', async () => {
    const before = passwords.get(application);
    const answer = await rotatePasswords(
      server,
      { user: application },
      { keep: () => Promise.reject(new Error('full')) },
    );
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PasswordNotKept', store: 'data' });
    await logIn(before);
    expect((await orThrow(discardOldPasswords(server, { user: application })))[0]?.outcome).toBe('no-old-password');
  });

  test('gives an account of several networks one password', async () => {
    const root = await createConnection(server.adminUrl);
    const attribute = JSON.stringify({ owner: 'jo.miller', role: 'application' });
    await root.query(`CREATE USER '${application}'@'10.0.%' IDENTIFIED BY 'planted' ATTRIBUTE '${attribute}'`);
    const kept: string[] = [];
    const which = { user: application };
    await orThrow(rotatePasswords(server, which, { keep: async ({ password }) => void kept.push(password.reveal()) }));
    expect(kept).toHaveLength(2);
    expect(new Set(kept).size).toBe(1);
    passwords.set(application, kept[0] ?? '');
    await logIn(kept[0]);
    await orThrow(discardOldPasswords(server, which));
    await root.query(`DROP USER '${application}'@'10.0.%'`);
    await root.end();
  });

  test('of an account that is nobody’s, or is not there, does nothing', async () => {
    const stranger = `s${randomLetters()}`;
    const root = await createConnection(server.adminUrl);
    await root.query(`CREATE USER '${stranger}'@'${loopback}' IDENTIFIED BY 'planted'`);
    for (const user of [stranger, 'not_there', "x' OR '1"]) {
      expect(await orThrow(rotatePasswords(server, { user }, { keep }))).toEqual([]);
    }
    await root.query(`DROP USER '${stranger}'@'${loopback}'`);
    await root.end();
  });
});

afterAll(() => passwords.clear());
