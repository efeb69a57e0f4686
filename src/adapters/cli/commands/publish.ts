import { readFileSync } from 'node:fs';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { consentPurposes } from '../../../domain/consent/contact-purpose.ts';
import { Result } from '../../../domain/result.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { answer, refuse, type Shell, stop } from '../shell.ts';

/** `joos notices publish`: an edition for everybody who agreed. */
export function publishCommand(shell: Shell): CommandUnknownOpts {
  return new Command('publish')
    .description('publish an edition, for everybody who agreed to it; it cannot be called back')
    .argument('<file>', 'JSON file with a text for each language')
    .requiredOption(
      '--purpose <purpose>',
      `what people agreed to: ${consentPurposes.join(', ')}`,
      oneOf(shell, '--purpose', consentPurposes),
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
The file: {"de": {"title": "…", "paragraphs": ["…"],
"action": {"label": "…", "url": "https://…"}}, "en": {…}}; an action may be left
out. \`joos worker\` sends it, after all that is about rentals and payments.

Example:
  joos notices publish november.json --purpose newsletter`,
    )
    .action(async (file, { purpose, json }) => {
      const texts = textsIn(shell, file);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const published = await joos.notices.publishEdition({ purpose, texts });
        if (published.isErr()) {
          return refuse(shell, json, published.error);
        }
        answer(shell, json, published.value, `Published edition ${published.value.edition}; \`joos worker\` sends it.`);
      } finally {
        await joos.close();
      }
    });
}

function textsIn(shell: Shell, path: string): unknown {
  const read = Result.fromThrowable((): unknown => JSON.parse(readFileSync(path, 'utf8')));
  return read().unwrapOr(undefined) ?? stop(shell, exitCodes.usage, 'the file cannot be read as JSON');
}
