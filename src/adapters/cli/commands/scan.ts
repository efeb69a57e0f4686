import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { SoughtValue } from '../../leak-scan/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { answer, Exit, type Shell, stop, valuesFromInput, withProgress } from '../shell.ts';

/** `joos scan`: looks for personal values in bytes. The values come by standard input: a command line is seen by others. */
export function scanCommand(shell: Shell): CommandUnknownOpts {
  return new Command('scan')
    .description('search files and folders for personal values, raw and encoded')
    .argument('<path...>', 'files and folders, such as the data folder of a database')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Values come by standard input, one a line, each as LABEL=VALUE, such as
phone=+4915228895456; a VALUE is never printed. It exits 1 if one is found.

Example:
  joos scan /var/lib/mysql < values.txt`,
    )
    .action(async (paths, { json }) => {
      const values = soughtValues(shell, await valuesFromInput(shell, 'values to look for, each as LABEL=VALUE'));
      const { scanForLeaks } = await import('../../leak-scan/index.ts');
      const report = await withProgress(shell, 'searching', () =>
        scanForLeaks(values, paths).catch(() =>
          stop(
            shell,
            exitCodes.unavailable,
            'a path cannot be read; nothing is reported, since the rest might look clean',
          ),
        ),
      );
      const lines = report.findings.map(
        ({ label, encoding, file, count }) => `  ${label}: ${count} ${encoding} in ${file}`,
      );
      const searched = `${report.files} files, ${report.bytes.toLocaleString('en')} bytes`;
      answer(
        shell,
        json,
        report,
        [`${searched}: ${lines.length === 0 ? 'nothing found' : 'found'}`, ...lines].join('\n'),
      );
      if (report.findings.length > 0) {
        throw new Exit(exitCodes.found);
      }
    });
}

const shortestValue = 4;

/** Ends the command where a line is not `LABEL=VALUE`, or the value is so short that it would be found everywhere. */
function soughtValues(shell: Shell, input: string): readonly SoughtValue[] {
  const values: SoughtValue[] = [];
  for (const [index, line] of input.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const at = line.indexOf('=');
    const value = line.slice(at + 1);
    if (at < 1 || value.length < shortestValue) {
      const wanted = `LABEL=VALUE with a value of ${shortestValue} characters or more`;
      stop(shell, exitCodes.usage, `line ${index + 1} of standard input is not ${wanted}`);
    }
    values.push({ label: line.slice(0, at), value });
  }
  return values.length > 0
    ? values
    : stop(shell, exitCodes.usage, 'standard input holds no values; give one a line, as LABEL=VALUE');
}
