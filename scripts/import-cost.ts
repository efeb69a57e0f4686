/**
 * What it costs to import the built package, each entry point in fresh processes: milliseconds, files, bytes, and which
 * packages come along. What does not vary is held to account exactly: files, bytes, packages. Of the times the fastest is,
 * since other work on a machine only ever adds to it; the median is printed.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Budget {
  readonly entryPoint: string;
  readonly ms: number;
  readonly files: number;
  readonly kilobytes: number;
  readonly packages: readonly string[];
}

const budgets: readonly Budget[] = [
  { entryPoint: '@joos/core', ms: 50, files: 8, kilobytes: 90, packages: ['neverthrow'] },
  { entryPoint: '@joos/core/domain', ms: 30, files: 8, kilobytes: 215, packages: ['neverthrow', 'ts-pattern'] },
  { entryPoint: '@joos/core/ports', ms: 30, files: 4, kilobytes: 10, packages: [] },
];
/** Opens the core on SQLite, migrates, does one pass of the worker and closes it. */
const opening = `
  const { openJoos, orThrow } = await import('@joos/core');
  const { createKeyFile, openKeyFile } = await import('@joos/core/adapters/key-file');
  const { sqliteStores } = await import('@joos/core/adapters/sqlite');
  const { auditFile } = await import('@joos/core/adapters/audit-file');
  const at = (name) => process.env.FOLDER + '/' + name;
  const nothing = { residency: [{ kind: 'here' }] };
  const stores = sqliteStores({ dataFile: at('data.db'), vaultFile: at('vault.db') });
  await orThrow(stores.migrate());
  await orThrow(createKeyFile(at('master.key')));
  const joos = await orThrow(openJoos({
    environment: 'test', stores, keys: await orThrow(openKeyFile(at('master.key'))),
    audit: auditFile(at('audit.jsonl')), mailer: nothing, sms: nothing, cards: nothing, templates: {},
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
  }));
  await orThrow(joos.worker.workerPass({ limit: 1 }));
  await joos.close()`;

const runs = 7;
/** A machine that is busy is asked again before it counts as slow. */
const rounds = 3;
const problems: string[] = [];

for (const { entryPoint, ms, files, kilobytes, packages } of budgets) {
  const times: number[] = [];
  while (times.length < runs || (Math.min(...times) >= ms && times.length < rounds * runs)) {
    const program = `const from = performance.now(); await import('${entryPoint}'); console.log(performance.now() - from)`;
    times.push(Number(await printedBy(program)));
  }
  times.sort((one, other) => one - other);
  const [fastest = 0, median = 0] = [times[0], times[Math.floor(times.length / 2)]];
  const loaded = await loadedBy(`await import('${entryPoint}')`);
  const size = loaded.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  console.log(
    `${entryPoint.padEnd(18)} median ${median.toFixed(1)} ms, fastest ${fastest.toFixed(1)} of ${ms} ms; ` +
      `${loaded.length} files, ${size.toFixed(0)} kB; ${packagesIn(loaded).join(', ') || 'no package'}`,
  );
  if (fastest >= ms) problems.push(`${entryPoint} takes ${fastest.toFixed(1)} ms, ${ms} at most`);
  if (loaded.length > files) problems.push(`${entryPoint} loads ${loaded.length} files, ${files} at most`);
  if (size > kilobytes) problems.push(`${entryPoint} loads ${size.toFixed(0)} kB, ${kilobytes} at most`);
  const others = packagesIn(loaded).filter((name) => !packages.includes(name));
  if (others.length > 0) problems.push(`${entryPoint} loads ${others.join(', ')}`);
}

const folder = await mkdtemp(join(tmpdir(), 'joos-open-'));
try {
  const loaded = packagesIn(await loadedBy(opening, { FOLDER: folder }));
  console.log(`opened on SQLite:  ${loaded.join(', ')}`);
  const { peerDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    peerDependencies: Record<string, string>;
  }; // our own
  const later = [
    ...Object.keys(peerDependencies),
    'commander',
    '@commander-js/extra-typings',
    'fflate',
    'csv-stringify',
  ];
  const unasked = loaded.filter((name) => later.includes(name) || /^@(?:aws-sdk|smithy)\//.test(name));
  if (unasked.length > 0) problems.push(`opening the core on SQLite loads ${unasked.join(', ')}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

interface Loaded {
  readonly url: string;
  readonly bytes: number;
}

/** What a program loads, from its first import on. */
async function loadedBy(
  program: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly Loaded[]> {
  const watched = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => {
      const module = next(url, context);
      if (url.startsWith('file:')) loaded.push({ url, bytes: module.source?.length ?? 0 });
      return module;
    } });
    ${program};
    console.log(JSON.stringify(loaded));`;
  return JSON.parse(await printedBy(watched, environment)) as Loaded[]; // as written right above
}

function packagesIn(loaded: readonly Loaded[]): readonly string[] {
  const names = loaded.flatMap(({ url }) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

/** In a fresh process; from here `@joos/core` is this package itself, by its `exports`. */
async function printedBy(program: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const argv = ['--no-warnings', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { env: { ...process.env, ...environment } });
  return stdout;
}
