import { access, constants } from 'node:fs/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type RunningMysqlServer, runningMysqlServer } from './mysql-server.ts';

const readable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );

/** The server that somebody else runs and has named by a URL. Its account must be allowed to create databases. */
export async function givenMysqlServer(given: string): Promise<RunningMysqlServer> {
  const url = URL.parse(given);
  // The URL holds a password, so no message repeats it.
  if (url?.protocol !== 'mysql:') throw new Error('JOOS_TEST_MYSQL_URL is not a mysql:// URL');
  const account = {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  const connection = await createConnection(account).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : 'no reason given';
    throw new Error(`The server of JOOS_TEST_MYSQL_URL does not answer: ${reason}`);
  });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version, @@datadir AS dataDir');
    const { version, dataDir } = rows[0] as { version: string; dataDir: string }; // one row, by the query just above
    if (/mariadb/i.test(version)) throw new Error('JOOS_TEST_MYSQL_URL names a MariaDB server; it must be MySQL');
    const address = { ...account, version, dataDir: (await readable(dataDir)) ? dataDir : undefined };
    return runningMysqlServer(address, async () => {});
  } finally {
    await connection.end();
  }
}
