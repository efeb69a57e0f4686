import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { Instant } from '../../../domain/instant.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { riskRows, risksToDo, riskTable } from '../risk-in-words.ts';
import { answer, refuse, type Shell } from '../shell.ts';

/** `joos risks`: what was refused and prevented at the door. */
export function risksCommand(shell: Shell): CommandUnknownOpts {
  return new Command('risks')
    .description('show what was refused and prevented where people log in, newest first')
    .option('--limit <count>', 'how many events to look at', wholeNumber(shell, '--limit', 1, 10_000), 100)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It shows nobody's phone or email; where it is known which account it was, its
pseudonym stands there. Of each kind and rule 60 an hour are written down and no
more, so that an attack cannot fill the record; the log has all, as \`risk\`.

What there is to do, by what happened:
${risksToDo}

Example:
  joos risks --limit 20`,
    )
    .action(async ({ limit, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const read = await joos.support.riskEvents({ limit });
        if (read.isErr()) {
          return refuse(shell, json, read.error);
        }
        const events = read.value.map(({ at, ...event }) => ({ ...event, at: Instant.toISOString(at) }));
        const words = events.length === 0 ? 'Nothing happened.' : riskTable(riskRows(read.value));
        answer(shell, json, events, words);
      } finally {
        await joos.close();
      }
    });
}
