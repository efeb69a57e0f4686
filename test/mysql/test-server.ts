import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import type { DeskAnswer } from './global-setup.ts';
import { type MysqlServer, mysqlServerAt } from './mysql-server.ts';

let asked: Promise<MysqlServer> | undefined;

/** The real MySQL server of this test run. The first caller of the run waits some seconds for it to start. */
export function mysqlServer(): Promise<MysqlServer> {
  asked ??= askForServer();
  return asked;
}

async function askForServer(): Promise<MysqlServer> {
  const answer = JSON.parse(await text(connect(inject('mysqlDesk')))) as DeskAnswer; // from global-setup.ts alone
  if (answer.kind === 'NoServer') throw new Error(answer.reason);
  return mysqlServerAt(answer.address);
}
