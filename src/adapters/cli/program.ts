import { Command, CommanderError } from '@commander-js/extra-typings';
import { bugInWords } from './bug.ts';
import { auditCommand } from './commands/audit.ts';
import { breachCommand } from './commands/breach.ts';
import { caseCommand } from './commands/case.ts';
import { certificateCommand } from './commands/certificate.ts';
import { dbCommand } from './commands/db.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { holdCommand } from './commands/hold.ts';
import { keysCommand } from './commands/keys.ts';
import { migrateCommand } from './commands/migrate.ts';
import { noticesCommand } from './commands/notices.ts';
import { paymentsCommand } from './commands/payments.ts';
import { privacyCommand } from './commands/privacy.ts';
import { restoreCommand } from './commands/restore.ts';
import { retentionCommand } from './commands/retention.ts';
import { risksCommand } from './commands/risks.ts';
import { scanCommand } from './commands/scan.ts';
import { serveCommand } from './commands/serve.ts';
import { staffCommand } from './commands/staff.ts';
import { userCommand } from './commands/user.ts';
import { workerCommand } from './commands/worker.ts';
import { type ExitCode, exitCodes, exitCodesInWords } from './exit-codes.ts';
import { missingPackage } from './missing-package.ts';
import { settingsInWords } from './settings.ts';
import { Exit, type Shell } from './shell.ts';
import { usageInWords, WrongUsage } from './usage.ts';

/** Runs one command line and answers the exit code. Nothing that a person typed ends up in an error. */
export async function run(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  const program = new Command('joos')
    .description('Joos Core: accounts, rentals, receipts, and data that really goes away')
    .addHelpText('after', `\n${settingsInWords}\n\n${exitCodesInWords}\n\nExample:\n  joos demo`);
  const commands = [
    demoCommand(shell),
    migrateCommand(shell),
    dbCommand(shell),
    serveCommand(shell),
    workerCommand(shell),
    noticesCommand(shell),
    paymentsCommand(shell),
    staffCommand(shell),
    userCommand(shell),
    risksCommand(shell),
    caseCommand(shell),
    holdCommand(shell),
    privacyCommand(shell),
    retentionCommand(shell),
    scanCommand(shell),
    breachCommand(shell),
    restoreCommand(shell),
    certificateCommand(shell),
    auditCommand(shell),
    keysCommand(shell),
    doctorCommand(shell),
  ];
  for (const command of commands) {
    program.addCommand(command);
  }
  configure(program, 'joos', shell);
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
    if (problem instanceof WrongUsage) {
      shell.err(`joos: ${problem.message}\n  See \`${problem.command} --help\`.`);
      return exitCodes.usage;
    }
    const missing = missingPackage(problem);
    if (missing !== null) {
      shell.err(`joos: this needs the package ${missing}: npm install ${missing}`);
      return exitCodes.configuration;
    }
    shell.err(`joos: ${bugInWords(problem)}`);
    return exitCodes.bug;
  }
}

/** Commander writes through the shell, and throws what we find words for in place of its own, which quote what was typed. */
function configure(
  command: Pick<Command, 'configureOutput' | 'exitOverride' | 'commands'>,
  path: string,
  shell: Shell,
): void {
  command.exitOverride((problem) => {
    throw problem.exitCode === 0 || problem.code === 'commander.help'
      ? problem
      : new WrongUsage(path, usageInWords(problem));
  });
  command.configureOutput({
    writeOut: (text) => shell.out(text.trimEnd()),
    writeErr: (text) => shell.err(text.trimEnd()),
    outputError: () => {},
  });
  for (const child of command.commands) {
    configure(child as Command, `${path} ${child.name()}`, shell);
  }
}
