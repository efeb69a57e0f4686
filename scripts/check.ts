/**
 * Runs every `check:*` script of package.json, or those named on the command line (`npm run check -- lint types`), and
 * tells of all that fail, not of the first alone. It exits 1 if any failed.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }; // our own
const prefix = 'check:';
const all = Object.keys(scripts).flatMap((script) => (script.startsWith(prefix) ? [script.slice(prefix.length)] : []));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(2);
}

const failed: string[] = [];
const names = asked.length > 0 ? asked : all;
for (const name of names) {
  const startedAt = performance.now();
  const { passed, output } = await run(scripts[prefix + name] ?? '');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (passed) continue;
  failed.push(name);
  console.log(output.trimEnd().replaceAll(/^/gm, '    '));
}
console.log(
  failed.length === 0
    ? `All ${names.length} checks passed.`
    : `${failed.length} of ${names.length} checks failed: ${failed.join(', ')}. One alone: npm run check -- ${failed[0]}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/** npm has put node_modules/.bin on the PATH of this process, so the command finds the project's own tools. */
function run(command: string): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => resolve({ passed: false, output: error.message }));
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}
