import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { afterAll } from 'vitest';
import { applyAccounts, systemAccounts, technicalAccount } from '../../src/adapters/mysql-accounts/index.ts';
import { AccountHost } from '../../src/domain/database-account/account-host.ts';
import { systemUser } from '../../src/domain/database-account/account-owner.ts';
import { type AccountRole, accountRoles } from '../../src/domain/database-account/account-role.ts';
import { Day } from '../../src/domain/instant.ts';
import { StaffId } from '../../src/domain/staff/staff-id.ts';
import { orThrow } from '../../src/index.ts';
import type { FreshSchemas } from './fresh-schemas.ts';

/** The declared accounts of two schemas, made on the server as an operator makes them. */
export interface DatabaseAccounts {
  readonly user: (role: AccountRole) => string;
  /** `mysql://…`, by TLS; of no schema where none is named. */
  readonly url: (role: AccountRole, schema?: string) => string;
}

/** Every address of this machine. */
export const loopback: AccountHost = AccountHost.parse('127.0.0.0/8')._unsafeUnwrap();

/** As connections to a server that made its certificate itself. */
export const byTls: string = `?ssl=${encodeURIComponent(JSON.stringify({ rejectUnauthorized: false }))}`;

/** Makes the accounts, under names that nobody else uses. They go when the test file ends, unless the server does. */
export async function databaseAccounts(
  { server, data, vault }: FreshSchemas,
  {
    roles = accountRoles,
    dropped = true,
  }: { readonly roles?: readonly AccountRole[]; readonly dropped?: boolean } = {},
): Promise<DatabaseAccounts> {
  const prefix = `t${randomBytes(6).toString('hex')}`;
  const names = { data: data.name, vault: vault.name };
  const plan = { names, host: loopback, certificates: false, passwordDays: 90 };
  const owner = StaffId.parse('jo.miller')._unsafeUnwrap();
  const technician = StaffId.parse(`kim.${randomLetters()}`)._unsafeUnwrap();
  const technical = technicalAccount(plan, technician, Day.parse('2099-12-31')._unsafeUnwrap());
  if (technical === null) throw new Error('The name is short enough');
  const passwords = new Map<string, string>();
  const { missingTables } = await orThrow(
    applyAccounts(
      { stores: ['data', 'vault'], adminUrl: server.url() },
      {
        accounts: [...systemAccounts(plan, prefix, owner), technical].filter((account) =>
          roles.includes(account.owner.role),
        ),
        today: Day.parse('2026-11-23')._unsafeUnwrap(),
        keep: async ({ user, password }) => void passwords.set(user, password.reveal()),
      },
    ),
  );
  if (missingTables.length > 0) throw new Error('The schemas are migrated first');
  if (dropped) dropWhenOver(server.url(), [...passwords.keys()]);
  const user = (role: AccountRole): string => (role === 'technical' ? technician : systemUser(prefix, role));
  return {
    user,
    url: (role, schema = '') =>
      `mysql://${user(role)}:${passwords.get(user(role))}@${server.host}:${server.port}/${schema}${byTls}`,
  };
}

/** Drops accounts by any host when the test file ends. */
export function dropWhenOver(adminUrl: string, users: readonly string[], host: string = loopback): void {
  afterAll(async () => {
    const connection = await createConnection(adminUrl);
    for (const user of users) await connection.query(`DROP USER IF EXISTS '${user}'@'${host}'`);
    await connection.end();
  });
}

/** So that no two tests speak of the same person. */
export function randomLetters(): string {
  return [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
