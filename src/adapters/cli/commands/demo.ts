import { readdir } from 'node:fs/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { Refused } from '../../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { Exit, type Shell, stop, withProgress } from '../shell.ts';

/** `joos demo`: a whole life, and the proof that nothing of it is left. */
export function demoCommand(shell: Shell): CommandUnknownOpts {
  return new Command('demo')
    .description('play a whole life, from sign-up to erasure, and search every byte that it wrote')
    .option('--database-url <url>', 'play on this MySQL server; without it on SQLite in a temporary folder')
    .option('--keep <dir>', 'keep every file of the run in this folder')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  joos demo --keep ./life\n  joos demo --database-url mysql://root@127.0.0.1:3306/',
    )
    .action(async ({ databaseUrl, keep, json }) => {
      if (databaseUrl !== undefined && !isMysqlServer(databaseUrl)) {
        stop(
          shell,
          exitCodes.usage,
          '--database-url takes the address of a server, as mysql://USER:PASSWORD@HOST:PORT/',
        );
      }
      if (keep !== undefined && !(await isFreeFolder(keep))) {
        const because = 'the search would find what was there before';
        stop(shell, exitCodes.usage, `--keep takes a folder that is new or empty; ${because}`);
      }
      const { runDemo, showDemo } = await import('../demo/demo.ts');
      const { DemoStopped } = await import('../demo/stage.ts');
      const play = () =>
        runDemo({ databaseUrl: databaseUrl ?? null, keep: keep ?? null, print: json ? null : shell.out });
      try {
        // In prose it tells its steps as it goes.
        const report = json ? await withProgress(shell, 'playing a life', play) : await play();
        shell.out(json ? JSON.stringify(report, null, 2) : showDemo(report));
        if (!report.ok) {
          throw new Exit(exitCodes.found);
        }
      } catch (problem) {
        if (problem instanceof DemoStopped || problem instanceof Refused) {
          stop(shell, exitCodes.found, `the demo stopped. ${problem.message}`);
        }
        if (isOfSystem(problem)) {
          const where = databaseUrl === undefined ? 'the folder cannot be written' : 'the server or the folder refuses';
          stop(shell, exitCodes.unavailable, `the demo stopped: ${where} (${problem.code})`);
        }
        throw problem;
      }
    });
}

function isMysqlServer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'mysql:' && url.hostname !== '';
}

async function isFreeFolder(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0;
  } catch (problem) {
    return isOfSystem(problem) && problem.code === 'ENOENT';
  }
}

/** A driver or the file system refused; the code is a word of theirs, while the message may quote anything. */
function isOfSystem(problem: unknown): problem is Error & { readonly code: string } {
  return problem instanceof Error && 'code' in problem && /^(?!ERR_)[A-Z][A-Z_]+$/.test(String(problem.code));
}
