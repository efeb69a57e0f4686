import { existsSync, readdirSync } from 'node:fs';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { Refused } from '../../../index.ts';
import { runDemo, showDemo } from '../demo/demo.ts';
import { DemoStopped } from '../demo/life.ts';
import { exitCodes } from '../exit-codes.ts';
import { Exit, type Shell } from '../shell.ts';

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
      if (databaseUrl !== undefined && !/^mysql:\/\//.test(databaseUrl)) {
        shell.err('joos: --database-url is not a mysql:// address');
        throw new Exit(exitCodes.usage);
      }
      if (keep !== undefined && existsSync(keep) && readdirSync(keep).length > 0) {
        shell.err('joos: --keep names a folder that is not empty; the search would find what was there before');
        throw new Exit(exitCodes.usage);
      }
      try {
        const report = await runDemo({
          databaseUrl: databaseUrl ?? null,
          keep: keep ?? null,
          print: json ? null : shell.out,
        });
        shell.out(json ? JSON.stringify(report, null, 2) : showDemo(report));
        if (!report.ok) {
          throw new Exit(exitCodes.found);
        }
      } catch (problem) {
        if (problem instanceof DemoStopped || problem instanceof Refused) {
          shell.err(`joos: the demo stopped. ${problem.message}`);
          throw new Exit(exitCodes.found);
        }
        throw problem;
      }
    });
}
