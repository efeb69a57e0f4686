/**
 * Installs the packed tarball into an empty project, as a host does who needs none of the optional peers, and sees that
 * what such a host uses loads without them: every entry point that wires no outside service, and the command line.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const entryPoints = [
  '@joos/core',
  '@joos/core/domain',
  '@joos/core/ports',
  '@joos/core/inversify',
  '@joos/core/testing',
];
const folder = await mkdtemp(join(tmpdir(), 'joos-host-'));

try {
  await run('npm', ['run', 'build']);
  await run('npm', ['pack', '--pack-destination', folder]);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await writeFile(join(folder, 'package.json'), '{ "name": "host", "private": true, "type": "module" }');
  const install = ['install', '--omit=peer', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`];
  await run('npm', install, { cwd: folder });
  for (const entryPoint of entryPoints)
    await inHost(process.execPath, '--input-type=module', '--eval', `import '${entryPoint}'`);
  await inHost(join(folder, 'node_modules/.bin/joos'), '--help');
} catch (error) {
  const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string }; // execFile's
  console.error(`${message}\n${stdout}${stderr}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function inHost(file: string, ...args: readonly string[]): Promise<void> {
  await run(file, [...args], { cwd: folder });
}
