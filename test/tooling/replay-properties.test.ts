import { execFile } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const config = 'test/tooling/planted/vitest.config.ts';

/** Runs a shell command that is meant to fail, and answers what it printed. */
const printedBy = (command: string): Promise<string> =>
  new Promise((resolve) => {
    execFile('sh', ['-c', command], (_error, stdout, stderr) => resolve(stripVTControlCharacters(stdout + stderr)));
  });

describe('a failing property', () => {
  let reports: readonly string[];

  beforeAll(async () => {
    const output = await printedBy(`npx vitest run --config ${config}`);
    reports = output.split(' FAIL ').slice(1);
  });

  const counterexampleIn = (report: string): string | undefined => /^Counterexample: (.*)$/m.exec(report)?.[1];

  it.each([
    ['in plain fast-check', '[1000]'],
    ['in a test of its own', '[2000]'],
    ['in a history of commands', '[up,up,up,up'],
  ])('%s prints the command that runs it again, and it alone', async (name, counterexample) => {
    const report = reports.find((text) => text.includes(name)) ?? '';
    expect(counterexampleIn(report)).toContain(counterexample);
    const command = /Run it again with:\n\s+(.*)/.exec(report)?.[1] ?? '';
    expect(command).toMatch(/^JOOS_FC_SEED=-?\d+ JOOS_FC_PATH=[\d:]+ (JOOS_FC_COMMANDS=\S+ )?npx vitest run \S+ -t '/);

    const again = await printedBy(command.replace('vitest run', `vitest run --config ${config}`));

    expect(counterexampleIn(again)).toBe(counterexampleIn(report));
    expect(again).toMatch(/Property failed after 1 tests/);
    expect(again).toMatch(/Tests\s+1 failed \| 2 skipped/);
  });
});
