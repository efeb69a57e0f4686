/**
 * Writes `docs/messages`: the gallery page of every message, pictures of each that goes by mail, and a page that shows them.
 * `node scripts/screenshots.ts`
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  channelsOf,
  galleryPage,
  messageTemplates,
  previewOf,
  type SampleName,
  sampleNames,
  sampleSender,
} from '../src/adapters/templates/index.ts';
import { startChromium } from '../test/browser/chromium.ts';

const folder = join(import.meta.dirname, '../docs/messages');
const templates = messageTemplates(sampleSender);
const mails = sampleNames.filter((name) => channelsOf(name).includes('email'));

/** What differs enough to be seen: pictures are heavy. */
const views = [
  { language: 'en', screen: 'phone', width: 360, colorScheme: 'light' },
  { language: 'en', screen: 'phone', width: 360, colorScheme: 'dark' },
  { language: 'de', screen: 'phone', width: 360, colorScheme: 'light' },
  { language: 'en', screen: 'desktop', width: 800, colorScheme: 'dark' },
] as const;
type View = (typeof views)[number];

const fileOf = (sample: SampleName, { language, screen, colorScheme }: View): string =>
  `${sample}.${language}.${screen}.${colorScheme}.png`;

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const gallery = await galleryPage(templates);
if (gallery.isErr()) throw new Error('There is no gallery');
await writeFile(join(folder, 'index.html'), gallery.value);

const browser = await startChromium();
let bytes = 0;
try {
  for (const view of views) {
    const { language, width, colorScheme } = view;
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 200 },
      javaScriptEnabled: false,
      offline: true,
    });
    const page = await context.newPage();
    for (const sample of mails) {
      const preview = await previewOf(sample, language, templates);
      if (preview.isErr()) throw new Error(`There is no ${sample}`);
      await page.setContent(preview.value.html);
      bytes += (await page.screenshot({ path: join(folder, fileOf(sample, view)), fullPage: true })).length;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
await writeFile(join(folder, 'README.md'), pageOfPictures());
console.log(`${mails.length} mails, ${(bytes / 1e6).toFixed(1)} MB of pictures in ${folder}`);

function pageOfPictures(): string {
  const names = { en: 'English', de: 'German' };
  const titles = views.map(({ language, screen, colorScheme }) => `${names[language]}, ${screen}, ${colorScheme}`);
  const picture = (sample: SampleName, view: View): string =>
    `![${sample}, ${view.language}, ${view.screen}, ${view.colorScheme}](${fileOf(sample, view)})`;
  const sections = mails.map((sample) =>
    [
      `## ${sample}`,
      '',
      `| ${titles.join(' | ')} |`,
      `|${'---|'.repeat(views.length)}`,
      `| ${views.map((view) => picture(sample, view)).join(' | ')} |`,
    ].join('\n'),
  );
  const head = [
    '# Messages',
    '',
    'Every mail with invented content, made by `node scripts/screenshots.ts`. `index.html` beside this file shows all',
    'messages in both languages as pages, and the text messages.',
  ].join('\n');
  return `${[head, ...sections].join('\n\n')}\n`;
}
