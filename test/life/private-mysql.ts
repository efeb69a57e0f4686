import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { RunningMysqlServer } from '../mysql/mysql-server.ts';
import { startMysqlServer } from '../mysql/start-mysql-server.ts';
import type { Schemas } from './open-core.ts';

/**
 * A MySQL server that nobody else writes to: what is found in its files was written by the test that looks for it. Every
 * statement stands in its general log and in its slow log as well, as the most talkative of operators would have it.
 */
export interface PrivateMysql {
  readonly server: RunningMysqlServer;
  readonly dataDir: string;
  readonly schemas: () => Promise<Schemas>;
  /** Waits until what the server holds in memory stands in its files. */
  readonly allOnDisk: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPrivateMysql(): Promise<PrivateMysql> {
  const server = await startAlone();
  const { host, port, user, password, dataDir } = server;
  if (dataDir === undefined) throw new Error('The files of a private server are there to be read');
  const connection = await createConnection({ host, port, user, password });
  return {
    server,
    dataDir,
    schemas: async () => {
      const unique = `joos_${randomBytes(6).toString('hex')}`;
      for (const role of ['data', 'vault']) await connection.query(`CREATE DATABASE ${unique}_${role}`);
      return { server, data: { url: server.url(`${unique}_data`) }, vault: { url: server.url(`${unique}_vault`) } };
    },
    allOnDisk: () => allOnDisk(connection),
    stop: async () => {
      await connection.end();
      await server.stop();
    },
  };
}

/** A server of our own even where the others were told to use somebody's: its files must be there to be searched. */
async function startAlone(): Promise<RunningMysqlServer> {
  const given = process.env.JOOS_TEST_MYSQL_URL;
  delete process.env.JOOS_TEST_MYSQL_URL;
  try {
    return await startMysqlServer({
      flags: [
        '--general-log=ON',
        '--general-log-file=general.log',
        '--slow-query-log=ON',
        '--slow-query-log-file=slow.log',
        '--long-query-time=0',
        // No more than these tests need, so that starting and searching take no longer than they must.
        '--innodb-redo-log-capacity=8388608',
        '--innodb-buffer-pool-size=33554432',
        '--performance-schema=OFF',
      ],
    });
  } finally {
    if (given !== undefined) process.env.JOOS_TEST_MYSQL_URL = given;
  }
}

const longestWaitMs = 10_000;

async function allOnDisk(connection: Connection): Promise<void> {
  await connection.query('SET GLOBAL innodb_max_dirty_pages_pct = 0, GLOBAL innodb_max_dirty_pages_pct_lwm = 0');
  await connection.query('FLUSH LOGS');
  const deadline = performance.now() + longestWaitMs;
  for (;;) {
    const [rows] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'");
    if (Number(rows[0]?.Value) === 0) return;
    if (performance.now() > deadline) throw new Error('The server keeps pages to itself');
    await sleep(50);
  }
}
