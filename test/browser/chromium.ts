import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real browser for tests and screenshots: the Chromium that a development dependency brings along, with its own libraries
 * and fonts, so that a bare machine will do and every machine draws the same. `JOOS_TEST_CHROMIUM` names another executable.
 * Where there is none, the caller fails: nothing that needs a browser is skipped.
 */
export async function startChromium(): Promise<Browser> {
  const given = process.env.JOOS_TEST_CHROMIUM || null;
  const found = given === null ? await unpackedChromium() : { executable: given, env: {} };
  return chromium.launch({
    executablePath: found.executable,
    // Nothing is shown that is not ours, and in a container without users there is no sandbox to be had.
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--hide-scrollbars'],
    env: { ...process.env, ...found.env },
  });
}

interface Found {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

async function unpackedChromium(): Promise<Found> {
  const require = createRequire(import.meta.url);
  const bin = join(dirname(require.resolve('@sparticuz/chromium')), '../../bin');
  const { version } = JSON.parse(await readFile(join(bin, '../package.json'), 'utf8')) as { version: string }; // its own
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'joos-core');
  const folder = join(cache, `chromium-${version}`);
  if (!(await exists(folder))) await unpack(bin, cache, folder);
  // Open Sans comes with the browser; DejaVu has the scripts that it lacks.
  const fonts = [join(folder, 'fonts'), dirname(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))];
  await writeFile(join(folder, 'fonts.conf'), fontsConf(fonts, join(folder, 'font-cache')));
  return {
    executable: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

/** Unpacks beside the place and moves the whole there: two runs at once never see half of it. */
async function unpack(bin: string, cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, 'partial-'));
  try {
    await decompress(join(bin, 'chromium.br'), join(partial, 'chromium'));
    // `lib` with what is else not on every machine, such as libnss3; the fonts; software drawing.
    for (const archive of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
      await untar(join(bin, archive), partial);
    }
    await rename(partial, folder);
  } catch (cause) {
    if (!(await exists(folder))) throw new Error('Chromium cannot be unpacked; see the cause', { cause });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function untar(archive: string, into: string): Promise<void> {
  const tar = join(into, 'archive.tar');
  await decompress(archive, tar);
  await promisify(execFile)('tar', ['-xf', tar, '--no-same-owner', '-C', into]);
  await rm(tar);
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function fontsConf(folders: readonly string[], cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${cache}</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;
}
