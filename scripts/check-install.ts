/**
 * Installs the packed tarball into an empty project, as a host does, and uses it there: first without any optional peer,
 * where every entry point but those that adapt a peer must load, the README's sample must run as it is printed, and a
 * command that needs a peer must say which; then with the peers, where every entry point must load.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The adapters that adapt a package which a host may not need, and that package. */
const peersOf: Readonly<Record<string, string>> = {
  'adapters/http': 'hono',
  'adapters/kms-alibaba': '@alicloud/kms20160120',
  'adapters/kms-aws': '@aws-sdk/client-kms',
  'adapters/mysql': 'mysql2',
  'adapters/mysql-accounts': 'mysql2',
  'adapters/mysql-posture': 'mysql2',
  'adapters/rds-alibaba': '@alicloud/rds20140815',
  'adapters/ses': '@aws-sdk/client-sesv2',
  'adapters/sms-aws': '@aws-sdk/client-pinpoint-sms-voice-v2',
  'adapters/oidc': 'openid-client',
  'adapters/pino-log': 'pino',
  'adapters/receipt-pdf': 'pdfkit',
  'adapters/sms-twilio': 'twilio',
  'adapters/smtp': 'nodemailer',
  'adapters/stripe': 'stripe',
};

const folder = await mkdtemp(join(tmpdir(), 'joos-host-'));

try {
  await run('npm', ['pack', '--pack-destination', folder]);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await writeFile(join(folder, 'package.json'), '{ "name": "host", "private": true, "type": "module" }');
  const install = ['install', '--omit=peer', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`];
  await run('npm', install, { cwd: folder });
  const installed = join(folder, 'node_modules/@joos/core');
  const { exports, peerDependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
    peerDependencies: Record<string, string>;
  }; // our own

  const entryPoints = await entryPointsOf(exports, installed);
  console.log(`Without peers: ${entryPoints.length} entry points`);
  for (const entryPoint of entryPoints) {
    const peer = peersOf[entryPoint];
    const said = await importing(entryPoint);
    if (peer === undefined && said !== '') throw new Error(`${entryPoint} does not load without peers: ${said}`);
    if (peer !== undefined && !said.includes(`'${peer}'`))
      throw new Error(`${entryPoint} does not ask for ${peer}: ${said}`);
  }

  console.log('The sample of the README');
  await writeFile(join(folder, 'life.mjs'), await sampleOfReadme());
  const { stdout } = await inHost(process.execPath, '--no-warnings', 'life.mjs');
  const [first = ''] = stdout.split('\n');
  if (!/^(?:Refused: \w+|Named)$/.test(first)) throw new Error(`The sample printed something else first: ${first}`);

  console.log('joos');
  const joos = join(folder, 'node_modules/.bin/joos');
  await inHost(joos, '--help');
  const { stderr } = await inHost(joos, 'demo').then(
    () => ({ stderr: '' }),
    (problem: unknown) => problem as { stderr: string }, // execFile's
  );
  if (!/npm install (?:pino|pdfkit)/.test(stderr)) throw new Error(`joos demo does not say what it needs: ${stderr}`);

  console.log('With peers');
  for (const peer of Object.keys(peerDependencies)) {
    const place = join(folder, 'node_modules', peer);
    await mkdir(dirname(place), { recursive: true });
    await symlink(resolve('node_modules', peer), place);
  }
  for (const entryPoint of entryPoints) {
    const said = await importing(entryPoint);
    if (said !== '') throw new Error(`${entryPoint} does not load: ${said}`);
  }
  await inHost(joos, 'demo', '--json');
} catch (error) {
  const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string }; // execFile's
  console.error(`${message}\n${stdout}${stderr}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Every subpath that `exports` opens, patterns filled in with what is there. */
async function entryPointsOf(
  exports: Readonly<Record<string, unknown>>,
  installed: string,
): Promise<readonly string[]> {
  const subpaths = Object.keys(exports).filter((subpath) => !subpath.endsWith('.json') && !subpath.includes('*'));
  const adapters: string[] = [];
  for (const name of await readdir(join(installed, 'dist/adapters'))) {
    const files = await readdir(join(installed, 'dist/adapters', name));
    if (files.includes('index.js')) adapters.push(`adapters/${name}`);
  }
  return [...new Set([...subpaths.map((subpath) => subpath.replace(/^\.\/?/, '')), ...adapters])];
}

/** What Node says to an import in the host; nothing if it goes through. */
async function importing(entryPoint: string): Promise<string> {
  const specifier = `@joos/core${entryPoint === '' ? '' : `/${entryPoint}`}`;
  const program = `await import('${specifier}').catch(({ message }) => console.log(message))`;
  return (await inHost(process.execPath, '--no-warnings', '--input-type=module', '--eval', program)).stdout.trim();
}

/** The block of the README that a reader is told to paste into `life.mjs`. */
async function sampleOfReadme(): Promise<string> {
  const sample = /`life\.mjs`[^\n]*\n\n```js\n(.*?)\n```/s.exec(await readFile('README.md', 'utf8'))?.[1];
  if (sample === undefined) throw new Error('README.md has no block of JavaScript for life.mjs');
  return sample;
}

function inHost(file: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return run(file, [...args], { cwd: folder });
}
