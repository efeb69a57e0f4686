/**
 * Compiles the mails of `src/adapters/templates/mjml` into `mail-blocks.ts`, a module of functions that fill them in, so that
 * nobody who installs the package needs MJML. With `--check` it writes nothing and exits 1 where the module is not what the
 * sources say.
 *
 * Between `<!-- block row in rows -->` and `<!-- end row -->` stands a block: it becomes a function of its own, and the block
 * around it takes any number of such blocks as `rows` (as `row` where no name is given). `{{label}}` is a value. Values stand
 * between tags and in double quotes alone, where one way of escaping is right.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
// @ts-expect-error The package comes without types.
import mjml2html from 'mjml';

const folder = join(import.meta.dirname, '../src/adapters/templates');
const source = join(folder, 'mjml/mail.mjml');
const target = join(folder, 'mail-blocks.ts');

/** What is known of MJML here: its package comes without types. */
interface Compiled {
  readonly html: string;
  readonly errors: readonly { readonly formattedMessage: string }[];
}
type Compile = (mjml: string, options: Readonly<Record<string, unknown>>) => Promise<Compiled>;

const compile = mjml2html as Compile; // sound: as its documentation says, and a wrong guess fails right here
const { html, errors } = await compile(await readFile(source, 'utf8'), {
  filePath: source,
  ignoreIncludes: false,
  validationLevel: 'strict',
  // Without this, MJML has mails load a web font.
  fonts: {},
});
for (const { formattedMessage } of errors) console.error(formattedMessage);
if (errors.length > 0 || html.includes('mj-include')) throw new Error('The sources do not compile');

interface Block {
  readonly name: string;
  readonly values: Set<string>;
  readonly slots: Set<string>;
  markup: string;
}

const written = moduleOf(blocksIn(squeezed(html)));
if (process.argv.includes('--check')) {
  const committed = await readFile(target, 'utf8').catch(() => '');
  if (committed !== written) {
    console.error('src/adapters/templates/mail-blocks.ts is not what its sources say: run `node scripts/templates.ts`');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, written);
}

/** The blocks with the innermost first; the last is the mail itself. */
function blocksIn(markup: string): readonly Block[] {
  const done: Block[] = [];
  const open: Block[] = [{ name: 'mail', values: new Set(), slots: new Set(), markup: '' }];
  let from = 0;
  for (const { 0: mark, 1: begun, 2: slot, 3: ended, index } of markup.matchAll(
    /<!-- (?:block ([\w-]+)(?: in ([\w-]+))?|end ([\w-]+)) -->/g,
  )) {
    const current = open.at(-1);
    if (current === undefined) throw new Error(`${ended} ends where nothing is open`);
    append(current, markup.slice(from, index));
    from = index + mark.length;
    if (begun !== undefined) {
      const name = camelCase(slot ?? begun);
      if (!current.slots.has(name)) current.markup += `\${value.${name}}`;
      current.slots.add(name);
      open.push({ name: camelCase(begun), values: new Set(), slots: new Set(), markup: '' });
    } else {
      if (camelCase(ended ?? '') !== current.name) throw new Error(`${ended} ends within ${current.name}`);
      open.pop();
      done.push(current);
    }
  }
  const [mail, ...unended] = open;
  if (mail === undefined || unended.length > 0)
    throw new Error(`No end of ${unended.map(({ name }) => name).join(', ')}`);
  append(mail, markup.slice(from));
  return [...done, mail];
}

function append(block: Block, markup: string): void {
  const literal = markup.replace(/[\\`]|\$\{/g, '\\$&');
  block.markup += literal.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    block.values.add(name);
    return `\${value.${name}}`;
  });
}

/** Line by line without indentation and empty lines, and sure to hold values where they can be escaped and nothing remote. */
function squeezed(markup: string): string {
  const outside = markup
    .replace(/<!-- (?:block|end) [\w -]+ -->/g, '')
    .replace(/="[^"]*"/g, '')
    .replace(/>[^<]*</g, '><');
  if (/\{\{/.test(outside)) throw new Error('A value stands where it cannot be escaped');
  for (const [style] of markup.matchAll(/<style[\s\S]*?<\/style>/g)) {
    if (style.includes('{{')) throw new Error('A value stands in a style');
  }
  if (/<(?:script|img|link|iframe)\b|url\(|@import|\ssrc=/i.test(markup)) throw new Error('Something remote is in it');
  const lines = markup.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}

function moduleOf(blocks: readonly Block[]): string {
  const head = [
    '// Written by scripts/templates.ts from the sources in mjml/: change those, and run `node scripts/templates.ts`.',
    "import { type Html, html } from './safe-html.ts';",
  ];
  return `${[head.join('\n'), ...blocks.map(functionOf)].join('\n\n')}\n`;
}

function functionOf({ name, values, slots, markup }: Block): string {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Values`;
  return [
    `interface ${type} {`,
    ...[...values].map((value) => `  readonly ${value}: string;`),
    ...[...slots].map((slot) => `  readonly ${slot}: Html;`),
    '}',
    '',
    `/** Markup of the block \`${name}\`. */`,
    `export function ${name}(value: ${type}): Html {`,
    `  return html\`${markup.trim()}\`;`,
    '}',
  ].join('\n');
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
