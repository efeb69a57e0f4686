/**
 * Writes `docs/messages`: the gallery page of every message, pictures of each, light and dark, in English on a phone and on
 * a desktop and in German on a phone, and a page that shows them. `node scripts/screenshots.ts`
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  galleryPage,
  messageTemplates,
  previewOf,
  sampleNames,
  sampleSender,
} from '../src/adapters/templates/index.ts';
import { languages } from '../src/domain/user/language.ts';
import { startChromium } from '../test/browser/chromium.ts';

const folder = join(import.meta.dirname, '../docs/messages');
const templates = messageTemplates(sampleSender);
const screens = { phone: 360, desktop: 800 } as const;

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const gallery = await galleryPage(templates);
if (gallery.isErr()) throw new Error('There is no gallery');
await writeFile(join(folder, 'index.html'), gallery.value);

const browser = await startChromium();
let bytes = 0;
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [screen, width] of Object.entries(screens)) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 200 },
        javaScriptEnabled: false,
        offline: true,
      });
      const page = await context.newPage();
      for (const sample of sampleNames) {
        for (const language of languages) {
          // German on a desktop says nothing that the others do not, and pictures are heavy.
          if (language === 'de' && screen === 'desktop') continue;
          const preview = await previewOf(sample, language, templates);
          if (preview.isErr()) throw new Error(`There is no ${sample}`);
          await page.setContent(preview.value.html);
          const path = join(folder, `${sample}.${language}.${screen}.${colorScheme}.png`);
          bytes += (await page.screenshot({ path, fullPage: true })).length;
        }
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
await writeFile(join(folder, 'README.md'), pageOfPictures());
console.log(`${sampleNames.length} messages, ${(bytes / 1e6).toFixed(1)} MB of pictures in ${folder}`);

function pageOfPictures(): string {
  const picture = (sample: string, language: string, screen: string, scheme: string): string =>
    `![${sample}, ${language}, ${screen}, ${scheme}](${sample}.${language}.${screen}.${scheme}.png)`;
  const sections = sampleNames.map((sample) =>
    [
      `## ${sample}`,
      '',
      '| English, phone, light | English, phone, dark | German, phone, light | English, desktop, dark |',
      '|---|---|---|---|',
      `| ${[
        picture(sample, 'en', 'phone', 'light'),
        picture(sample, 'en', 'phone', 'dark'),
        picture(sample, 'de', 'phone', 'light'),
        picture(sample, 'en', 'desktop', 'dark'),
      ].join(' | ')} |`,
    ].join('\n'),
  );
  const head = [
    '# Messages',
    '',
    'Every message with invented content, made by `node scripts/screenshots.ts`. `index.html` beside this file shows all of',
    'them as pages, with their text messages. The pictures show each in English on a phone and a desktop and in German on a',
    'phone, light and dark.',
  ].join('\n');
  return `${[head, ...sections].join('\n\n')}\n`;
}
