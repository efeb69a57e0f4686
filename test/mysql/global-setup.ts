import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { MysqlAddress, RunningMysqlServer } from './mysql-server.ts';
import { startMysqlServer } from './start-mysql-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The local socket at which a test file asks for the run's MySQL server. */
    mysqlDesk: string;
  }
}

/** What comes out of that socket: one JSON document. */
export type DeskAnswer =
  | { readonly kind: 'Server'; readonly address: MysqlAddress }
  | { readonly kind: 'NoServer'; readonly reason: string };

/**
 * One MySQL server a run, started when the first test file asks for it: a run of pure tests does not wait for one, and
 * in a run of all tests it starts while others are at work.
 */
export default async function setUpMysql(project: TestProject): Promise<() => Promise<void>> {
  // A folder that only this user enters, for the answer holds the password.
  const folder = await mkdtemp(join(tmpdir(), 'joos-desk-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true })); // Ctrl-C skips what is returned below
  const socketPath =
    process.platform === 'win32' ? String.raw`\\.\pipe\joos-desk-${process.pid}` : join(folder, 'mysql.sock');
  let server: Promise<RunningMysqlServer> | undefined;

  const answer = async (socket: Socket): Promise<void> => {
    socket.on('error', () => {}); // a test file that went away
    server ??= startMysqlServer();
    const words: DeskAnswer = await server.then(
      (address) => ({ kind: 'Server', address }),
      (error: unknown) => ({ kind: 'NoServer', reason: error instanceof Error ? error.message : String(error) }),
    );
    socket.end(JSON.stringify(words));
  };
  const desk = createServer((socket) => void answer(socket));
  await new Promise<void>((resolve, reject) => {
    desk.once('error', reject);
    desk.listen(socketPath, resolve);
  });
  project.provide('mysqlDesk', socketPath);

  return async () => {
    desk.close();
    const running = await server?.catch(() => undefined); // its failure has been told to whoever asked
    await running?.stop();
  };
}
