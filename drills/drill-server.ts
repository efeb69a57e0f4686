import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { RunningMysqlServer } from '../test/mysql/mysql-server.ts';
import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import type { Announce } from './drill.ts';

/** A MySQL server of a drill's own, which may be killed and comes back with its data. */
export interface DrillServer {
  /** Makes an empty data store and an empty vault. */
  readonly schemas: () => Promise<{ readonly dataUrl: string; readonly vaultUrl: string }>;
  /** Ends it as a power cut does, and waits until it serves again. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const longestWaitMs = 120_000;

/** Starts it, even where the tests were told to use somebody's server: nobody else's is killed. */
export async function startDrillServer(announce: Announce): Promise<DrillServer> {
  const server = await startAlone(announce);
  return {
    schemas: () => newSchemas(server),
    kill: async () => {
      process.kill(await processOf(server), 'SIGKILL');
      await answering(server);
    },
    stop: () => server.stop(),
  };
}

/** Makes the two schemas on any server. */
export async function newSchemas(
  server: Pick<RunningMysqlServer, 'url'>,
): Promise<{ readonly dataUrl: string; readonly vaultUrl: string }> {
  const name = `drill_${randomBytes(4).toString('hex')}`;
  const admin = await createConnection({ uri: server.url() });
  for (const role of ['data', 'vault']) await admin.query(`CREATE DATABASE ${name}_${role}`);
  await admin.end();
  return { dataUrl: server.url(`${name}_data`), vaultUrl: server.url(`${name}_vault`) };
}

async function startAlone(announce: Announce): Promise<RunningMysqlServer> {
  const given = process.env.JOOS_TEST_MYSQL_URL;
  delete process.env.JOOS_TEST_MYSQL_URL;
  try {
    return await startMysqlServer({ announce, comesBack: true });
  } finally {
    if (given !== undefined) process.env.JOOS_TEST_MYSQL_URL = given;
  }
}

async function processOf({ dataDir }: RunningMysqlServer): Promise<number> {
  if (dataDir === undefined) throw new Error('Only a server of our own is killed');
  return Number(await readFile(join(dirname(dataDir), 'mysqld.pid'), 'utf8'));
}

async function answering({ host, port, user, password }: RunningMysqlServer): Promise<void> {
  const deadline = performance.now() + longestWaitMs;
  for (;;) {
    await sleep(100);
    try {
      const connection = await createConnection({ host, port, user, password, connectTimeout: 2_000 });
      await connection.end();
      return;
    } catch {
      if (performance.now() > deadline) throw new Error('The MySQL server did not come back');
    }
  }
}
