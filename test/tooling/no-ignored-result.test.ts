import { readFile } from 'node:fs/promises';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const planted = 'test/tooling/planted/ignored-results.ts';

describe('the lint rule against ignored Results', () => {
  it('flags every Result that a statement drops, and none that is used', async () => {
    const lines = (await readFile(planted, 'utf8')).split('\n');
    const expected = lines.flatMap((line, at) => (line.endsWith('// flagged') ? [at + 1] : []));
    expect(expected).not.toEqual([]);

    const [report] = await new ESLint({ ignore: false }).lintFiles([planted]);

    const flagged = report?.messages.filter((message) => message.ruleId === 'joos/no-ignored-result') ?? [];
    expect(flagged.map((message) => message.line)).toEqual(expected);
  });
});
