import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { MessageTemplates } from '../../../application/ports/message-templates.ts';
import { type Language, languages } from '../../../domain/user/language.ts';
import { orThrow } from '../../../index.ts';
import type { SampleName, Sender } from '../../templates/index.ts';
import { holdToTimeZone } from '../business-settings.ts';
import { reporting } from '../configuration.ts';
import { exitCodes } from '../exit-codes.ts';
import { misconfigured } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { senderIn } from '../sender-settings.ts';
import { settings } from '../settings.ts';
import { answer, type Shell, stop, withProgress } from '../shell.ts';

/** `joos notices preview`: what messages look like, without a database and without anybody's data. */
export function previewCommand(shell: Shell): CommandUnknownOpts {
  return new Command('preview')
    .description('write a message with invented content as HTML, text, text message and PDF')
    .argument('[template]', 'which message; without it and without --all they are listed')
    .option('--locale <language>', `in which language: ${languages.join(', ')}`, oneOf(shell, '--locale', languages))
    .option('--all', 'every message in every language, and a page that shows all, index.html')
    .option('--out <dir>', 'the folder; files of an earlier preview in it are replaced', 'previews')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It opens nothing and needs no settings. The company is an invented one where its
settings are not there.

Example:
  joos notices preview receipt --locale de
  joos notices preview --all --out previews`,
    )
    .action(async (template, { locale, all, out, json }) => {
      const { isSampleName, messageTemplates, sampleNames, sampleSender } = await import('../../templates/index.ts');
      const list = sampleNames.map((name) => `  ${name}`).join('\n');
      if (template === undefined && all === undefined) {
        answer(shell, json, sampleNames, `There are these messages:\n${list}`);
        return;
      }
      if (all && (template !== undefined || locale !== undefined)) {
        stop(shell, exitCodes.usage, '--all writes every message in every language; name none beside it');
      }
      if (template !== undefined && !isSampleName(template)) {
        stop(shell, exitCodes.usage, `there is no such message. There are:\n${list}`);
      }
      const { receiptPdf } = await import('../../receipt-pdf/index.ts');
      const sender = senderOr(shell, sampleSender);
      const templates = messageTemplates({ ...sender, pdf: receiptPdf });
      const wanted = template === undefined ? sampleNames : [template];
      const inLanguages = all ? languages : [locale ?? 'en'];
      const files = await withProgress(shell, 'writing', async () => [
        ...(await Promise.all(
          wanted.flatMap((name) => inLanguages.map((language) => filesOf(name, language, templates))),
        )),
        ...(all ? [await galleryOf(messageTemplates(sender))] : []),
      ]);
      const names = await written(shell, out, files.flat());
      const words = all
        ? `Wrote ${names.length} files into the folder; index.html shows all messages.`
        : ['Wrote into the folder:', ...names.map((name) => `  ${name}`)].join('\n');
      answer(shell, json, { files: names }, words);
    });
}

interface PreviewFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The company of the settings; where one is not set, that of an invented one. */
function senderOr(shell: Shell, sample: Sender): Sender {
  const { report, problems } = reporting();
  const invented: Readonly<Record<string, string>> = {
    [settings.issuer.name]: sample.issuer.join(';'),
    [settings.vatId.name]: sample.vatId,
    [settings.support.name]: sample.support,
    [settings.paymentPage.name]: sample.paymentDetailsUrl,
    [settings.timeZone.name]: sample.timeZone,
    [settings.codeOrigin.name]: sample.codeOrigin ?? '',
  };
  const sender = senderIn(({ name }) => shell.environment[name] || (invented[name] ?? ''), report);
  holdToTimeZone(sender.timeZone, report);
  return problems.length > 0 ? misconfigured(shell, problems) : sender;
}

async function filesOf(
  name: SampleName,
  language: Language,
  templates: MessageTemplates,
): Promise<readonly PreviewFile[]> {
  const { previewOf } = await import('../../templates/index.ts');
  const { html, text, sms, pdf } = await orThrow(previewOf(name, language, templates));
  const file = `${name}.${language}`;
  return [
    { name: `${file}.html`, content: html },
    { name: `${file}.txt`, content: text },
    { name: `${file}.sms.txt`, content: `${sms}\n` },
    ...(pdf === null ? [] : [{ name: `${file}.pdf`, content: pdf.content }]),
  ];
}

/** The page shows mails and text messages, so its templates make no PDFs. */
async function galleryOf(templates: MessageTemplates): Promise<readonly PreviewFile[]> {
  const { galleryPage } = await import('../../templates/index.ts');
  return [{ name: 'index.html', content: await orThrow(galleryPage(templates)) }];
}

async function written(shell: Shell, folder: string, files: readonly PreviewFile[]): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, content } of files) await writeFile(join(folder, name), content);
  } catch {
    stop(shell, exitCodes.usage, 'the folder of --out cannot be written'); // the cause names what was typed
  }
  return files.map(({ name }) => name);
}
