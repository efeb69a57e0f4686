import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scanForLeaks } from '../../../src/adapters/leak-scan/index.ts';

const phone = { label: 'phone', value: '+4915228895456' };
const email = { label: 'email', value: 'robin.beispiel@example.com' };
const chunkBytes = 8 * 1024 * 1024;

describe('the leak scan', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joos-scan-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const plant = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  test('finds what was planted, in which form and how often, and does not repeat it', async () => {
    const raw = await plant('a.txt', `x${phone.value}y${phone.value}`);
    const hex = await plant('b.bin', Buffer.from(Buffer.from(email.value).toString('hex')));
    await plant('clean.txt', 'nothing here');
    const report = await scanForLeaks([phone, email], [folder]);
    expect(report.files).toBe(3);
    expect(report.bytes).toBe(2 + 2 * phone.value.length + 2 * email.value.length + 'nothing here'.length);
    expect(report.findings).toEqual([
      { label: 'phone', encoding: 'raw', file: raw, count: 2 },
      { label: 'email', encoding: 'hex', file: hex, count: 1 },
    ]);
    expect(JSON.stringify(report)).not.toContain(phone.value);
  });

  test('finds nothing where nothing is', async () => {
    await plant('empty', '');
    await plant('near', phone.value.slice(0, -1));
    expect(await scanForLeaks([phone, email], [folder])).toEqual({
      files: 2,
      bytes: phone.value.length - 1,
      findings: [],
    });
    expect((await scanForLeaks([], [folder])).findings).toEqual([]);
  });

  test('looks into folders in folders', async () => {
    await mkdir(join(folder, 'deep', 'deeper'), { recursive: true });
    const path = await plant(join('deep', 'deeper', 'x'), phone.value);
    expect((await scanForLeaks([phone], [folder])).findings).toMatchObject([{ file: path }]);
  });

  test('counts every occurrence once, those across the border of two chunks too', async () => {
    const { length } = phone.value;
    for (const at of [
      chunkBytes - 1,
      chunkBytes - length,
      chunkBytes - length + 1,
      chunkBytes - 5,
      chunkBytes,
      chunkBytes + 1,
    ]) {
      const content = Buffer.alloc(2 * chunkBytes + 100, 0x2e);
      content.write(phone.value, at, 'latin1');
      content.write(phone.value, 2 * chunkBytes - 3, 'latin1');
      content.write(phone.value, 10, 'latin1');
      const path = await plant('large.bin', content);
      const { findings, bytes } = await scanForLeaks([phone, email], [path]);
      expect(findings).toEqual([{ label: 'phone', encoding: 'raw', file: path, count: 3 }]);
      expect(bytes).toBe(content.length);
    }
  });

  test('finds the longest form of the longest value, wherever the border of two chunks cuts it', async () => {
    const inHex = Buffer.from(email.value).toString('hex');
    for (const before of [1, 2, inHex.length - 2, inHex.length - 1]) {
      const content = Buffer.alloc(chunkBytes + 100, 0x2e);
      content.write(inHex, chunkBytes - before, 'latin1');
      const path = await plant('large.bin', content);
      const { findings } = await scanForLeaks([phone, email], [path]);
      expect(findings).toEqual([{ label: 'email', encoding: 'hex', file: path, count: 1 }]);
    }
  });

  test('unpacks a zip, whatever it is called', async () => {
    const packed = zipSync({ 'data.json': Buffer.from(`{"phone":"${phone.value}"}`.repeat(50)) }, { level: 9 });
    for (const name of ['export.zip', 'export.bin']) {
      const path = await plant(name, packed);
      const { findings } = await scanForLeaks([phone], [path]);
      expect(findings).toEqual([{ label: 'phone', encoding: 'raw', file: `${path}!data.json`, count: 50 }]);
    }
  });

  test('is no clean scan where something could not be read', async () => {
    await expect(scanForLeaks([phone], [join(folder, 'missing')])).rejects.toThrow(/ENOENT/);
    const broken = await plant('broken.zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(40, 1)]));
    await expect(scanForLeaks([phone], [broken])).rejects.toThrow();
  });

  test('is no clean scan where there is no value to look for', async () => {
    await plant('a.txt', 'x');
    await expect(scanForLeaks([{ label: 'email', value: '' }], [folder])).rejects.toThrow(/email/);
  });
});
