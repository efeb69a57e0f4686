import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
import type { RunningMysqlServer } from '../../mysql/mysql-server.ts';
import { type StartOptions, startMysqlServer } from '../../mysql/start-mysql-server.ts';
import { keyringPlace } from './keyring.ts';

/** A server whose settings and accounts a test may change: nobody else uses it. */
export interface PostureServer {
  /** `mysql://…` by an account of it, to `localhost`; over TLS, to a certificate of that name, if the server has one. */
  readonly url: (schema: string, user?: string, password?: string) => string;
  /** As {@link PostureServer.url}, without asking for TLS. */
  readonly plainUrl: (schema: string, user?: string, password?: string) => string;
  /** By the account that everything was set up with. */
  readonly execute: (...statements: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Said aloud, so that what is found does not hang on the defaults of a version. */
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

/** No more than these tests need. */
const small: readonly string[] = ['--innodb-redo-log-capacity=8388608', '--innodb-buffer-pool-size=33554432'];

/** A server as the policy wants it. Nobody can log in to it but by accounts that a test makes. */
export async function goodServer(): Promise<PostureServer> {
  const keyring = await keyringPlace();
  const server = await started({ flags: [...wellSet, ...small], prepare: keyring.prepare });
  const certificate = await certificateOfLocalhost(server);
  const good = await opened(server, keyring.remove);
  await good.execute(
    'DROP USER root@localhost',
    // Set up by one account, which then is locked; the connection that it has goes on.
    `ALTER USER 'joos'@'%' ACCOUNT LOCK ATTRIBUTE '{"owner": "anna.miller"}'`,
    ...certificate,
    'SET GLOBAL require_secure_transport = ON',
  );
  return good;
}

/**
 * A certificate that names its host, as a provider's does: those that a server makes for itself name nobody. It is of the
 * authority that the server made for itself. Answers the statements by which the server takes it.
 */
async function certificateOfLocalhost({ dataDir = '' }: RunningMysqlServer): Promise<readonly string[]> {
  const file = (name: string): string => join(dataDir, name);
  const openssl = (...given: readonly string[]) => promisify(execFile)('openssl', given);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file('named-key.pem')];
  await openssl('req', ...key, '-subj', '/CN=localhost', '-out', file('named.csr'));
  await writeFile(file('named.ext'), 'subjectAltName=DNS:localhost\n');
  const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca-key.pem'), '-set_serial', '77', '-days', '2'];
  const named = ['-extfile', file('named.ext'), '-out', file('named-cert.pem')];
  await openssl('x509', '-req', '-in', file('named.csr'), ...authority, ...named);
  return [
    `SET GLOBAL ssl_cert = '${file('named-cert.pem')}'`,
    `SET GLOBAL ssl_key = '${file('named-key.pem')}'`,
    'ALTER INSTANCE RELOAD TLS',
  ];
}

/** A server that is set up as these flags say. */
export async function serverWith(flags: readonly string[]): Promise<PostureServer> {
  return opened(await started({ flags: [...flags, ...small] }), async () => {});
}

/** A server of our own even where the other tests were told to use somebody's. */
async function started(options: StartOptions): Promise<RunningMysqlServer> {
  const given = process.env.JOOS_TEST_MYSQL_URL;
  delete process.env.JOOS_TEST_MYSQL_URL;
  try {
    return await startMysqlServer(options);
  } finally {
    if (given !== undefined) process.env.JOOS_TEST_MYSQL_URL = given;
  }
}

async function opened(server: RunningMysqlServer, remove: () => Promise<void>): Promise<PostureServer> {
  const { host, port, user, password, dataDir } = server;
  if (dataDir === undefined) throw new Error('The files of a private server are there to be read');
  const ca = await readFile(join(dataDir, 'ca.pem'), 'utf8');
  const admin: Connection = await createConnection({ host, port, user, password });
  const plainUrl: PostureServer['plainUrl'] = (schema, name = user, secret = password) =>
    `mysql://${encodeURIComponent(name)}:${encodeURIComponent(secret)}@${host}:${port}/${schema}`;
  return {
    plainUrl,
    url: (...account) => {
      const url = new URL(plainUrl(...account));
      url.hostname = 'localhost';
      return `${url.href}?ssl=${encodeURIComponent(JSON.stringify({ ca, verifyIdentity: true }))}`;
    },
    execute: async (...statements) => {
      for (const statement of statements) await admin.query(statement);
    },
    stop: async () => {
      admin.destroy();
      await server.stop();
      await remove();
    },
  };
}
