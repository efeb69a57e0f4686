import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import { type MysqlServer, mysqlServerAt } from './mysql-server.ts';

/**
 * An account of the server that may do what these grants say (`SELECT ON schema.table`), and nothing else. It goes when the
 * test is over.
 */
export async function limitedAccount(server: MysqlServer, grants: readonly string[]): Promise<MysqlServer> {
  const account = { user: `joos_${randomBytes(6).toString('hex')}`, password: randomBytes(18).toString('base64url') };
  await asOwner(server, [
    `CREATE USER '${account.user}'@'%' IDENTIFIED BY '${account.password}'`,
    ...grants.map((grant) => `GRANT ${grant} TO '${account.user}'@'%'`),
  ]);
  onTestFinished(() => asOwner(server, [`DROP USER '${account.user}'@'%'`]));
  return mysqlServerAt({ ...server, ...account });
}

async function asOwner({ host, port, user, password }: MysqlServer, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ host, port, user, password });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
