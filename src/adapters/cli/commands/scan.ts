import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { type SoughtValue, scanForLeaks } from '../../leak-scan/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { answer, Exit, type Shell, withProgress } from '../shell.ts';

/** `joos scan`: looks for personal values in bytes. The values come by standard input: a command line is seen by others. */
export function scanCommand(shell: Shell): CommandUnknownOpts {
  return new Command('scan')
    .description('search files and folders for personal values, raw and encoded')
    .argument('<path...>', 'files and folders, such as the data folder of a database')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nValues come by standard input, one a line, each as LABEL=VALUE; they are never printed.\n\nExample:\n  joos scan /var/lib/mysql < values.txt',
    )
    .action(async (paths, { json }) => {
      const values = soughtValues(shell.interactive ? '' : await shell.readInput());
      if (values === null || values.length === 0) {
        shell.err('joos: standard input holds no values; give one a line as LABEL=VALUE of 4 characters or more');
        throw new Exit(exitCodes.usage);
      }
      const report = await withProgress(shell, 'searching', () =>
        scanForLeaks(values, paths).catch(() => {
          shell.err('joos: a path cannot be read; nothing is reported, since the rest might look clean');
          throw new Exit(exitCodes.unavailable);
        }),
      );
      const lines = report.findings.map(
        ({ label, encoding, file, count }) => `  ${label}: ${count} ${encoding} in ${file}`,
      );
      const words = `${report.files} files, ${report.bytes} bytes: ${
        lines.length === 0 ? 'nothing found' : `found\n${lines.join('\n')}`
      }`;
      answer(shell, json, report, words);
      if (report.findings.length > 0) {
        throw new Exit(exitCodes.found);
      }
    });
}

/** Null where a line is not `LABEL=VALUE`, or the value is so short that it would be found everywhere. */
function soughtValues(input: string): readonly SoughtValue[] | null {
  const values: SoughtValue[] = [];
  for (const line of input.split(/\r?\n/).filter((text) => text !== '')) {
    const at = line.indexOf('=');
    const value = line.slice(at + 1);
    if (at < 1 || value.length < 4) {
      return null;
    }
    values.push({ label: line.slice(0, at), value });
  }
  return values;
}
