/**
 * Runs one MySQL server for the process at the other end of its standard input, as a process of its own: when that
 * pipe closes, by intent, by Ctrl-C or by `kill -9`, the keeper kills the server by its pid and removes its folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

export interface KeeperPlan {
  readonly folder: string;
  readonly errorLog: string;
  /** Run one after the other; the last one is the server. */
  readonly commands: readonly { readonly file: string; readonly arguments: readonly string[] }[];
  /** Whether a server that somebody killed is started again on the data that it left, as after a power cut. */
  readonly comesBack: boolean;
}

let running: ChildProcess | undefined;
let released = false;

function release(): void {
  released = true;
  // Not a clean shutdown: nobody reads the data after this, and it takes a second.
  running?.kill('SIGKILL');
}

function run(command: KeeperPlan['commands'][number]): Promise<string> {
  return new Promise((resolve) => {
    // Its words go to the keeper's standard error, and so to whoever waits for the server.
    running = spawn(command.file, command.arguments, { stdio: ['ignore', 'inherit', 'inherit'] });
    running.once('error', (error) => resolve(error.message));
    running.once('exit', (code, signal) => resolve(code === 0 ? '' : `it ended with ${signal ?? code}`));
  });
}

function errorLogTail(plan: KeeperPlan): string {
  return existsSync(plan.errorLog) ? readFileSync(plan.errorLog, 'utf8').slice(-3000) : '';
}

const killed = 'it ended with SIGKILL';

async function keep(plan: KeeperPlan): Promise<void> {
  for (const command of plan.commands) {
    if (released) break;
    let failure = await run(command);
    while (failure === killed && plan.comesBack && !released) failure = await run(command);
    if (failure === '') continue;
    if (!released) process.stderr.write(`${errorLogTail(plan)}\n${failure}\n`);
    break;
  }
  rmSync(plan.folder, { recursive: true, force: true, maxRetries: 5 });
}

const [plan] = process.argv.slice(2);
if (plan !== undefined) {
  process.stdin.resume().once('close', release);
  process.stderr.on('error', () => {}); // nobody listens any more
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, release);
  await keep(JSON.parse(plan) as KeeperPlan); // written by private-server.ts alone
  process.exit();
}
