import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeyFile, openKeyFile } from '../../../src/adapters/key-file/index.ts';
import { keyWrapper } from '../../../src/adapters/key-file/wrap.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { keyWrapperContract } from '../../../src/testing/contracts/key-wrapper.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joos-key-file-'));
  path = join(folder, 'master.key');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a key file keeps what every key wrapper promises', () => {
  for (const { name, check } of keyWrapperContract) {
    test(name, () =>
      check(async () => {
        const strange = join(folder, 'stranger.key');
        await must(createKeyFile(path));
        await must(createKeyFile(strange));
        return {
          wrapper: await must(openKeyFile(path)),
          stranger: await must(openKeyFile(strange)),
          close: async () => {},
        };
      }),
    );
  }
});

const base64 = Buffer.alloc(32, 7).toString('base64');
const hex = Buffer.alloc(32, 7).toString('hex');

async function keyFile(text: string, mode = 0o600): Promise<void> {
  await writeFile(path, text);
  await chmod(path, mode);
}

test('a new key file is its owner’s alone and holds 32 random bytes', async () => {
  await must(createKeyFile(path));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const [header, key, end, ...more] = (await readFile(path, 'utf8')).split('\n');
  expect([header, end, more]).toEqual(['joos-key-file-1', '', []]);
  expect(Buffer.from(key!, 'base64')).toHaveLength(32);
  const other = join(folder, 'other.key');
  await must(createKeyFile(other));
  expect(await readFile(other, 'utf8')).not.toBe(await readFile(path, 'utf8'));
});

test('a key file is never written over', async () => {
  await must(createKeyFile(path));
  const before = await readFile(path, 'utf8');
  expect(await refusalOf(createKeyFile(path))).toEqual({ kind: 'KeyFileExists' });
  const link = join(folder, 'link.key');
  await symlink(join(folder, 'nowhere'), link);
  expect(await refusalOf(createKeyFile(link))).toEqual({ kind: 'KeyFileExists' });
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('a key file wraps the same on every opening', async () => {
  await must(createKeyFile(path));
  const wrapped = await must((await must(openKeyFile(path))).wrap(Buffer.alloc(32, 1), 'here'));
  expect(Buffer.from(await must((await must(openKeyFile(path))).unwrap(wrapped, 'here')))).toEqual(Buffer.alloc(32, 1));
});

test('the key may be written as base64 or as hexadecimal digits, with or without a last line break', async () => {
  const wrapped = await must(keyWrapper(Buffer.alloc(32, 7)).wrap(Buffer.alloc(32, 1), 'here'));
  for (const key of [base64, hex, hex.toUpperCase(), `${base64}\n`, `${hex}\r\n`]) {
    await keyFile(`joos-key-file-1\n${key}`);
    const opened = await must(openKeyFile(path));
    expect(Buffer.from(await must(opened.unwrap(wrapped, 'here')))).toEqual(Buffer.alloc(32, 1));
  }
});

test.each([0o640, 0o604, 0o660, 0o601, 0o644])('a key file of mode %o is refused', async (mode) => {
  await keyFile(`joos-key-file-1\n${base64}\n`, mode);
  expect(await refusalOf(openKeyFile(path))).toEqual({ kind: 'KeyFileOpenToOthers' });
});

test.each([
  ['nothing', ''],
  ['a key without its header', `${base64}\n`],
  ['another header', `joos-key-file-2\n${base64}\n`],
  ['a header without a key', 'joos-key-file-1\n'],
  ['a key of 31 bytes', `joos-key-file-1\n${Buffer.alloc(31).toString('base64')}\n`],
  ['a key of 33 bytes', `joos-key-file-1\n${Buffer.alloc(33).toString('base64')}\n`],
  ['a digit too few', `joos-key-file-1\n${hex.slice(1)}\n`],
  ['base64 with something in it that is none', `joos-key-file-1\n*${base64.slice(1)}\n`],
  ['more after the key', `joos-key-file-1\n${base64}\nmore\n`],
  ['a file far too long', `joos-key-file-1\n${base64}\n${'\n'.repeat(300)}`],
])('%s is no key file', async (_, text) => {
  await keyFile(text);
  expect(await refusalOf(openKeyFile(path))).toEqual({ kind: 'KeyFileMalformed' });
});

test('a file that is not there, and a folder, are told apart', async () => {
  expect(await refusalOf(openKeyFile(path))).toEqual({ kind: 'KeyFileMissing' });
  expect(await refusalOf(openKeyFile(folder))).toEqual({ kind: 'KeyFileUnusable' });
  expect(await refusalOf(createKeyFile(join(folder, 'no', 'such', 'folder.key')))).toEqual({ kind: 'KeyFileMissing' });
});

test('no problem names the path', async () => {
  const problem = await refusalOf(openKeyFile(path));
  expect(JSON.stringify(problem)).not.toContain(folder);
});
