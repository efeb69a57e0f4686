import { Command, CommanderError } from '@commander-js/extra-typings';
import { demoCommand } from './commands/demo.ts';
import { migrateCommand } from './commands/migrate.ts';
import { scanCommand } from './commands/scan.ts';
import { serveCommand } from './commands/serve.ts';
import { userCommand } from './commands/user.ts';
import { workerCommand } from './commands/worker.ts';
import { settingsInWords } from './configuration.ts';
import { type ExitCode, exitCodes, exitCodesInWords } from './exit-codes.ts';
import { Exit, type Shell } from './shell.ts';

/** Runs one command line and answers the exit code. Nothing that a person typed ends up in an error. */
export async function run(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  const program = new Command('joos')
    .description('Joos Core: accounts, rentals, receipts, and data that really goes away')
    .addHelpText('after', `\n${settingsInWords}\n\n${exitCodesInWords}\n\nExample:\n  joos demo`);
  const commands = [
    demoCommand(shell),
    migrateCommand(shell),
    serveCommand(shell),
    workerCommand(shell),
    userCommand(shell),
    scanCommand(shell),
  ];
  for (const command of commands) {
    program.addCommand(command);
  }
  configure(program, shell);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCodes.ok;
  } catch (problem) {
    if (problem instanceof Exit) {
      return problem.code;
    }
    if (problem instanceof CommanderError) {
      return problem.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    // A message may quote a value: the name of the error and the place in our code must do.
    const at =
      problem instanceof Error ? (problem.stack?.split('\n').find((line) => line.includes('    at ')) ?? '') : '';
    shell.err(`joos: a bug. ${problem instanceof Error ? problem.name : typeof problem}${at.trimEnd()}`);
    return exitCodes.bug;
  }
}

/** Commander writes through the shell and throws instead of ending the process; an echo of what was typed is left out. */
function configure(command: Pick<Command, 'configureOutput' | 'exitOverride' | 'commands'>, shell: Shell): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => shell.out(text.trimEnd()),
    writeErr: (text) => shell.err(text.trimEnd()),
    outputError: (text, write) => write(text.replace(/'[^']*'(?= is invalid)/, 'the value')),
  });
  for (const child of command.commands) {
    configure(child as Command, shell);
  }
}
