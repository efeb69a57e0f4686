import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A tree in which everybody keeps to the rules: what each file imports. */
const house: Readonly<Record<string, readonly string[]>> = {
  'src/index.ts': ['./adapters/inversify/open.ts', './application/accounts/log-in.ts', './domain/user/user.ts'],
  'src/domain/result.ts': ['neverthrow'],
  'src/domain/user/user.ts': ['../result.ts', 'node:url', 'zod', 'ts-pattern', 'libphonenumber-js/max'],
  'src/application/accounts/log-in.ts': ['../../domain/user/user.ts', '../ports/users.ts', 'ts-pattern'],
  'src/application/ports/users.ts': ['../../domain/result.ts'],
  'src/adapters/sql/users.ts': ['../../application/ports/users.ts', './rows.ts', 'mysql2', 'node:crypto'],
  'src/adapters/sql/rows.ts': ['../../domain/user/user.ts'],
  'src/adapters/inversify/open.ts': ['../../application/accounts/log-in.ts', '../sql/users.ts', 'inversify'],
  'src/adapters/cli/main.ts': ['../../index.ts', '../sql/users.ts', '../http/handler.ts'],
  'src/adapters/http/handler.ts': ['../../application/accounts/log-in.ts'],
  'src/testing/index.ts': ['../index.ts', '../application/ports/users.ts'],
};

/** For each rule, files that break it and no other rule. */
const plantedIn: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'domain-knows-nobody': {
    'src/domain/user/planted-use-case.ts': ['../../application/accounts/log-in.ts'],
    'src/domain/user/planted-adapter.ts': ['../../adapters/sql/users.ts'],
    'src/domain/user/planted-package.ts': ['kysely'],
    'src/domain/user/planted-namesake.ts': ['zod-to-something'],
    'src/domain/user/planted-builtin.ts': ['node:crypto'],
    'src/domain/user/planted-bare-builtin.ts': ['fs'],
    'src/domain/user/planted-subpath-of-builtin.ts': ['node:fs/promises'],
  },
  'application-knows-the-domain': {
    'src/application/accounts/planted-adapter.ts': ['../../adapters/sql/users.ts'],
    'src/application/accounts/planted-package.ts': ['zod'],
    'src/application/accounts/planted-builtin.ts': ['node:url'],
  },
  'adapters-know-the-inside': { 'src/adapters/sql/planted-stray.ts': ['../../stray.ts'] },
  'only-the-cli-opens-the-door': { 'src/adapters/http/planted-door.ts': ['../../index.ts'] },
  'adapters-do-not-know-each-other': {
    'src/adapters/http/planted-adapter.ts': ['../sql/users.ts'],
    'src/adapters/sql/planted-wiring.ts': ['../inversify/open.ts'],
  },
  'front-door-knows-the-wiring-alone': { 'src/index.ts': ['./adapters/sql/users.ts', 'zod'] },
  'testing-stays-outside': { 'src/adapters/cli/planted-testing.ts': ['../../testing/index.ts'] },
  'inversify-stays-in-its-adapter': { 'src/adapters/sql/planted-container.ts': ['inversify', '@inversifyjs/core'] },
  'no-reflect-metadata': { 'src/adapters/inversify/planted-metadata.ts': ['reflect-metadata'] },
  'neverthrow-through-result': {
    'src/domain/user/planted-neverthrow.ts': ['neverthrow'],
    'src/application/accounts/planted-neverthrow.ts': ['neverthrow'],
    'test/planted-neverthrow.ts': ['neverthrow'],
  },
  'nothing-that-is-not-shipped': {
    'src/adapters/sql/planted-tool.ts': ['vitest'],
    'src/adapters/sql/planted-transitive.ts': ['undeclared'],
  },
  'nothing-that-is-not-there': { 'src/application/accounts/planted-nothing.ts': ['./nothing.ts'] },
  'no-cycles': {
    'src/domain/user/planted-chicken.ts': ['./planted-egg.ts'],
    'src/domain/user/planted-egg.ts': ['./planted-chicken.ts'],
  },
  'no-orphans': { 'src/domain/user/planted-orphan.ts': [] },
};

const shipped = ['zod', 'ts-pattern', 'neverthrow', 'libphonenumber-js', 'kysely', 'inversify', '@inversifyjs/core'];
const alsoShipped = ['reflect-metadata', 'zod-to-something'];

async function violationsIn(
  baseDir: string,
  options: ICruiseOptions,
  sources: readonly string[],
): Promise<readonly IViolation[]> {
  const { output } = await cruise([...sources], { ...options, baseDir, validate: true });
  return (output as ICruiseResult).summary.violations; // without a reporter, the output is the result itself
}

/** One file may import types, values, at once or late: each of them is an import. */
function moduleText(imports: readonly string[]): string {
  const ways = [
    (from: string) => `export * from '${from}';`,
    (from: string) => `import '${from}';`,
    (from: string) => `export type T = import('${from}').T;`,
    (from: string) => `export const late = () => import('${from}');`,
  ] as const;
  const lines = imports.map((from, at) => (ways[at % ways.length] ?? ways[0])(from));
  return `${lines.join('\n')}\nexport const present = true;\n`;
}

describe('the boundaries of the house', () => {
  let options: ICruiseOptions;

  beforeAll(async () => {
    options = await extractOptions(join(process.cwd(), '.dependency-cruiser.js'));
  });

  it('are kept by every file', async () => {
    const violations = await violationsIn(process.cwd(), options, ['src', 'test', 'bench', 'scripts']);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  describe('with planted violations', () => {
    let tree: string;
    let violations: readonly IViolation[];

    const write = async (path: string, text: string): Promise<void> => {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    };

    beforeAll(async () => {
      // A real path, since resolved modules are named by theirs.
      tree = await realpath(await mkdtemp(join(tmpdir(), 'joos-boundaries-')));
      const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '*']));
      const manifest = {
        dependencies: versions([...shipped, ...alsoShipped]),
        peerDependencies: versions(['mysql2']),
        devDependencies: versions(['mysql2', 'vitest']),
      };
      await write('package.json', JSON.stringify({ name: 'planted', type: 'module', ...manifest }));
      for (const name of [...shipped, ...alsoShipped, 'mysql2', 'vitest', 'undeclared']) {
        await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: './index.js' }));
        await write(`node_modules/${name}/index.js`, '');
      }
      await write('node_modules/libphonenumber-js/max.js', '');
      await write('src/stray.ts', moduleText(['./domain/user/user.ts']));
      for (const [path, imports] of Object.entries(house)) await write(path, moduleText(imports));
      for (const files of Object.values(plantedIn)) {
        for (const [path, imports] of Object.entries(files))
          await write(path, moduleText([...(house[path] ?? []), ...imports]));
      }
      violations = await violationsIn(tree, options, ['src', 'test']);
    });

    afterAll(() => rm(tree, { recursive: true, force: true }));

    it('has one for every rule', () => {
      expect(Object.keys(plantedIn)).toEqual(options.ruleSet?.forbidden?.map((rule) => rule.name));
    });

    it.each(Object.entries(plantedIn))('%s is seen broken, and only where it is', (name, files) => {
      const seen = violations.filter((violation) => violation.rule.name === name);
      // A cycle is told once, with all who are in it.
      const guilty = seen.flatMap(({ from, cycle = [] }) => [from, ...cycle.map((step) => step.name)]);
      expect([...new Set(guilty)].toSorted()).toEqual(Object.keys(files).toSorted());
    });

    it('every single bad import is seen', () => {
      const isCycle = (violation: IViolation) => violation.rule.name === 'no-cycles';
      const { 'no-cycles': _, 'no-orphans': orphans, ...others } = plantedIn;
      const imports = Object.values(others).flatMap((files) => Object.values(files).flat());
      const bad = imports.length + Object.keys(orphans ?? {}).length;
      expect(violations.filter((violation) => !isCycle(violation))).toHaveLength(bad);
      expect(violations.filter(isCycle)).toHaveLength(1);
    });
  });
});
