import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';
import type { KeeperPlan } from './keeper.ts';
import { type MysqlAddress, type RunningMysqlServer, runningMysqlServer } from './mysql-server.ts';
import type { Mysqld } from './mysqld.ts';

const startTimeoutMs = 120_000;
const portAttempts = 3;

/** Starts a server on loopback with a data folder of its own, as durable as a server that holds real data. */
export async function startPrivateServer(
  mysqld: Mysqld,
  flags: readonly string[],
  comesBack = false,
): Promise<RunningMysqlServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(mysqld, flags, comesBack);
    } catch (error) {
      // Between finding a free port and binding it, another process may have taken it.
      const portWasTaken = error instanceof Error && /port.*in use|another mysqld server running/i.test(error.message);
      if (!portWasTaken || attempt === portAttempts) throw error;
    }
  }
}

async function startOnce(mysqld: Mysqld, flags: readonly string[], comesBack: boolean): Promise<RunningMysqlServer> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-mysql-'));
  const address: MysqlAddress = {
    host: '127.0.0.1',
    port: await freePort(),
    user: 'joos',
    password: randomBytes(18).toString('base64url'),
    version: mysqld.version,
    dataDir: join(folder, 'data'),
  };
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  // In a file, since the arguments of a process are there for everybody to read.
  await writeFile(
    join(folder, 'init.sql'),
    // A server that comes back reads it once more.
    `CREATE USER IF NOT EXISTS '${address.user}'@'%' IDENTIFIED BY '${address.password}';\n` +
      `GRANT ALL ON *.* TO '${address.user}'@'%' WITH GRANT OPTION;\n`,
    { mode: 0o600 },
  );
  const keeper = startKeeper({ ...keeperPlan(mysqld, folder, address, flags), comesBack });
  try {
    await untilItAnswers(address, keeper);
  } catch (error) {
    await keeper.stop();
    throw error;
  }
  return runningMysqlServer(address, keeper.stop);
}

function keeperPlan(
  mysqld: Mysqld,
  folder: string,
  address: MysqlAddress,
  flags: readonly string[],
): Omit<KeeperPlan, 'comesBack'> {
  const common = [
    ...mysqld.leadingArguments,
    '--no-defaults',
    ...mysqld.flags,
    `--datadir=${join(folder, 'data')}`,
    // mysqld refuses to run as root unless it is told that this is meant.
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ];
  const serve = [
    ...common,
    '--bind-address=127.0.0.1',
    `--port=${address.port}`,
    `--socket=${join(folder, 'mysql.sock')}`,
    `--pid-file=${join(folder, 'mysqld.pid')}`,
    `--log-error=${join(folder, 'data', 'error.log')}`,
    `--init-file=${join(folder, 'init.sql')}`,
    '--skip-name-resolve',
    '--mysqlx=OFF',
    '--secure-file-priv=NULL',
    '--max-connections=500',
    // As the servers that hold real data are set: what is measured is durable, and what is scanned is all there is.
    '--innodb-flush-log-at-trx-commit=1',
    '--sync-binlog=1',
    '--server-id=1',
    '--log-bin=binlog',
    '--binlog-row-image=FULL',
    ...flags,
  ];
  return {
    folder,
    errorLog: join(folder, 'data', 'error.log'),
    commands: [
      { file: mysqld.file, arguments: [...common, '--initialize-insecure'] },
      { file: mysqld.file, arguments: serve },
    ],
  };
}

interface Keeper {
  /** What the keeper had to say about a server that ended by itself; `undefined` while it runs. */
  readonly failure: () => string | undefined;
  readonly stop: () => Promise<void>;
}

function startKeeper(plan: KeeperPlan): Keeper {
  const keeper: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('./keeper.ts', import.meta.url)), JSON.stringify(plan)],
    // A session of its own: Ctrl-C reaches every process of the terminal, and the keeper must outlive it to clean up.
    { stdio: ['pipe', 'ignore', 'pipe'], detached: true },
  );
  let said = '';
  let ended = false;
  keeper.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const end = new Promise<void>((resolve) => {
    keeper.once('close', () => {
      ended = true;
      resolve();
    });
    keeper.once('error', (error) => {
      said += error.message;
      ended = true;
      resolve();
    });
  });
  // A process that forgot to stop its server can still end, and takes the server with it.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stderr]) (stream as { unref?: () => void } | null)?.unref?.(); // a socket
  return {
    failure: () => (ended ? said.trim() || 'mysqld ended without a word' : undefined),
    stop: async () => {
      keeper.ref();
      keeper.stdin?.end();
      await end;
    },
  };
}

async function untilItAnswers(address: MysqlAddress, keeper: Keeper): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  const { host, port, user, password } = address;
  for (;;) {
    const failure = keeper.failure();
    if (failure !== undefined) throw new Error(`mysqld ${address.version} did not start: ${failure}`);
    if (performance.now() > deadline)
      throw new Error(`mysqld ${address.version} did not answer in ${startTimeoutMs} ms`);
    try {
      const connection = await createConnection({ host, port, user, password, connectTimeout: 5_000 });
      await connection.end();
      return;
    } catch {
      await sleep(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
