import { randomBytes } from 'node:crypto';
import type { MysqlServer } from './mysql-server.ts';
import { mysqlServer } from './test-server.ts';

interface Schema {
  readonly name: string;
  /** `mysql://…/<name>` */
  readonly url: string;
}

/** An empty data store and an empty vault, which nobody else uses. */
export interface FreshSchemas {
  readonly server: MysqlServer;
  readonly data: Schema;
  readonly vault: Schema;
}

const made: Schema[] = [];

/** Makes two empty schemas with unique names. They are dropped when the test file ends, wherever in it this is called. */
export async function freshSchemas(): Promise<FreshSchemas> {
  const server = await mysqlServer();
  const unique = `joos_${randomBytes(6).toString('hex')}`;
  const schema = (role: string): Schema => ({ name: `${unique}_${role}`, url: server.url(`${unique}_${role}`) });
  const schemas = { server, data: schema('data'), vault: schema('vault') };
  made.push(schemas.data, schemas.vault);
  await execute(server, [
    `CREATE DATABASE ${schemas.data.name} CHARACTER SET utf8mb4`,
    `CREATE DATABASE ${schemas.vault.name} CHARACTER SET utf8mb4`,
  ]);
  return schemas;
}

/** Called after each test file by test/setup/drop-schemas.ts. */
export async function dropFreshSchemas(): Promise<void> {
  const names = made.splice(0).map((schema) => schema.name);
  if (names.length === 0) return;
  await execute(
    await mysqlServer(),
    names.map((name) => `DROP DATABASE IF EXISTS ${name}`),
  );
}

async function execute(server: MysqlServer, statements: readonly string[]): Promise<void> {
  // Loaded late: every test file loads this module for its clean-up, and few need the driver.
  const { createConnection } = await import('mysql2/promise');
  const { host, port, user, password } = server;
  const connection = await createConnection({ host, port, user, password });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
