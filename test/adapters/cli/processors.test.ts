import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../src/adapters/cli/exit-codes.ts';
import { readProcessorsFile } from '../../../src/adapters/cli/processors-file.ts';
import { installation, joos, newFolder } from './installation.ts';

const desk = { name: 'help-desk', endpoint: 'https://opendsr.example/v2', knowsBy: ['email'] };

function fileWith(content: unknown): string {
  const path = join(newFolder(), 'processors.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the file of processors', () => {
  test('registers each by name, endpoint and what it knows people by; secrets stand in files of their own', async () => {
    const apiKeyFile = fileWith('a-key\n');
    const read = await readProcessorsFile(
      fileWith([
        { ...desk, apiKeyFile },
        { ...desk, name: 'other' },
      ]),
    );
    expect(read.map((all) => all.map(({ name, knowsBy }) => [name, knowsBy])).unwrapOr([])).toEqual([
      ['help-desk', ['email']],
      ['other', ['email']],
    ]);
    expect((await readProcessorsFile(fileWith([]))).unwrapOr(null)).toEqual([]);
  });

  test.each([
    ['no JSON', 'not json'],
    ['no list', desk],
    ['a name twice', [desk, desk]],
    ['a word that we do not know', [{ ...desk, webhook: 'https://elsewhere.example' }]],
    ['an identifier that we do not have', [{ ...desk, knowsBy: ['name'] }]],
    ['one that knows people by nothing', [{ ...desk, knowsBy: [] }]],
    ['an endpoint without TLS', [{ ...desk, endpoint: 'http://opendsr.example/v2' }]],
    ['a secret that is not there', [{ ...desk, apiKeyFile: '/nowhere/key' }]],
  ])('is refused with %s', async (_what, content) => {
    expect((await readProcessorsFile(fileWith(content)))._unsafeUnwrapErr()).toEqual({ kind: 'InvalidProcessorsFile' });
  });

  test('that cannot be meant keeps a command from opening, and nothing of it is quoted', async () => {
    const { environment } = await installation();
    const path = fileWith([{ ...desk, endpoint: 'http://secret.example' }]);
    const ran = await joos(['worker', '--once'], { environment: { ...environment, JOOS_PROCESSORS: path } });
    expect(ran.code).toBe(exitCodes.configuration);
    expect(ran.err).toContain('JOOS_PROCESSORS');
    expect(ran.err).not.toContain('secret.example');
  });

  test('has to be named, or its absence: nobody is forgotten to be told by accident', async () => {
    const { environment } = await installation();
    const { JOOS_PROCESSORS: _left, ...without } = environment;
    const ran = await joos(['worker', '--once'], { environment: without });
    expect(ran.code).toBe(exitCodes.configuration);
    expect(ran.err).toContain('JOOS_PROCESSORS');
  });
});
