import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import type { RunningMysqlServer } from '../../mysql/mysql-server.ts';
import { type StartOptions, startMysqlServer } from '../../mysql/start-mysql-server.ts';
import { keyringPlace } from './keyring.ts';

/** A server whose settings and accounts a test may change: nobody else uses it. */
export interface PostureServer {
  /** `mysql://…` with the server's own certificate authority, so that the client holds it to its certificate. */
  readonly url: (schema: string) => string;
  /** As {@link PostureServer.url}, in plain text. */
  readonly plainUrl: (schema: string) => string;
  readonly execute: (...statements: readonly string[]) => Promise<void>;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

/** Not from the default of any version, so that what a check finds is what was set here. */
const wellSet: readonly string[] = [
  '--tls-version=TLSv1.2,TLSv1.3',
  '--default-table-encryption=ON',
  '--innodb-redo-log-encrypt=ON',
  '--innodb-undo-log-encrypt=ON',
  '--binlog-encryption=ON',
  '--binlog-row-image=MINIMAL',
  '--binlog-expire-logs-seconds=604800',
  '--local-infile=OFF',
  '--default-password-lifetime=90',
];

const owner = "'joos'@'127.0.0.0/255.0.0.0'";

/** A server as the policy wants it. Its one account comes from this machine, by TLS, and has an owner. */
export async function goodServer(): Promise<PostureServer> {
  const keyring = await keyringPlace();
  const server = await started([...wellSet, ...small], keyring.prepare);
  const good = await opened(server, keyring.remove);
  await good.execute(
    'DROP USER root@localhost',
    `RENAME USER 'joos'@'%' TO ${owner}`,
    `ALTER USER ${owner} REQUIRE SSL PASSWORD EXPIRE INTERVAL 90 DAY ATTRIBUTE '{"owner": "anna.miller"}'`,
    'SET GLOBAL require_secure_transport = ON',
  );
  return good;
}

/** No more than these tests need. */
const small: readonly string[] = ['--innodb-redo-log-capacity=8388608', '--innodb-buffer-pool-size=33554432'];

/** A server that is set up badly in every way that only a start can do; the rest is for the test to do. */
export async function badServer(flags: readonly string[]): Promise<PostureServer> {
  return opened(await started([...flags, ...small]), async () => {});
}

/** A server of our own even where the other tests were told to use somebody's. */
async function started(
  flags: readonly string[],
  prepare?: NonNullable<StartOptions['prepare']>,
): Promise<RunningMysqlServer> {
  const given = process.env.JOOS_TEST_MYSQL_URL;
  delete process.env.JOOS_TEST_MYSQL_URL;
  try {
    return await startMysqlServer({ flags, ...(prepare === undefined ? {} : { prepare }) });
  } finally {
    if (given !== undefined) process.env.JOOS_TEST_MYSQL_URL = given;
  }
}

async function opened(server: RunningMysqlServer, remove: () => Promise<void>): Promise<PostureServer> {
  const { host, port, user, password, dataDir } = server;
  if (dataDir === undefined) throw new Error('The files of a private server are there to be read');
  const ca = await readFile(join(dataDir, 'ca.pem'), 'utf8');
  const connection: Connection = await createConnection({ host, port, user, password, ssl: { ca } });
  return {
    url: (schema) => `${server.url(schema)}?ssl=${encodeURIComponent(JSON.stringify({ ca }))}`,
    plainUrl: (schema) => server.url(schema),
    execute: async (...statements) => {
      for (const statement of statements) await connection.query(statement);
    },
    dataDir,
    stop: async () => {
      connection.destroy();
      await server.stop();
      await remove();
    },
  };
}
