import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Encoding, scanForLeaks } from '../../../src/adapters/leak-scan/index.ts';
import { emailAddresses, phoneNumbers, usernames } from '../../arbitraries/user.ts';

/** Personal values of every kind, and texts with what encoders treat in a special way. */
const values: fc.Arbitrary<string> = fc.oneof(
  phoneNumbers,
  emailAddresses,
  usernames.filter((name) => Buffer.byteLength(name) >= 6),
  fc.string({ unit: fc.constantFrom(...'aZ09 +/=&?%ßé€漢🔋'), minLength: 6, maxLength: 30 }),
);

/** Bytes around a value, so many that it begins at every place of a group of three. */
const surroundings: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 40 });

/** Ways in which a value gets into a file, as programs write them. */
const writers: Readonly<Record<string, (value: string, before: Uint8Array, after: Uint8Array) => Uint8Array>> = {
  raw: (value, before, after) => Buffer.concat([before, Buffer.from(value), after]),
  'utf-16': (value, before, after) => Buffer.concat([before, Buffer.from(value, 'utf16le'), after]),
  hex: (value, before, after) => Buffer.from(Buffer.concat([before, Buffer.from(value), after]).toString('hex')),
  'hex in capitals': (value, before, after) =>
    Buffer.from(
      Buffer.concat([before, Buffer.from(value), after])
        .toString('hex')
        .toUpperCase(),
    ),
  base64: (value, before, after) => Buffer.from(Buffer.concat([before, Buffer.from(value), after]).toString('base64')),
  base64url: (value, before, after) =>
    Buffer.from(Buffer.concat([before, Buffer.from(value), after]).toString('base64url')),
  url: (value, before, after) => Buffer.concat([before, Buffer.from(encodeURIComponent(value)), after]),
  'url in small letters': (value, before, after) =>
    Buffer.concat([
      before,
      Buffer.from(encodeURIComponent(value).replace(/%../g, (percent) => percent.toLowerCase())),
      after,
    ]),
  form: (value, before, after) =>
    Buffer.concat([before, Buffer.from(new URLSearchParams({ v: value }).toString().slice(2)), after]),
};

describe('the leak scan, wherever a value stands,', () => {
  let folder: string;
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joos-scan-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function findingsIn(content: Uint8Array, value: string): Promise<readonly { readonly encoding: Encoding }[]> {
    files += 1;
    const path = join(folder, `${files}.bin`);
    await writeFile(path, content);
    return (await scanForLeaks([{ label: 'value', value }], [path])).findings;
  }

  test.each(Object.entries(writers))('finds it as %s', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(values, surroundings, surroundings, async (value, before, after) => {
        expect(await findingsIn(write(value, before, after), value)).not.toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  test('finds nothing in random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.uint8Array({ maxLength: 4_000, size: 'max' }), async (value, bytes) => {
        expect(await findingsIn(bytes, value)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('finds nothing of one value where another one stands', async () => {
    const unlike = fc.tuple(phoneNumbers, phoneNumbers).filter(([one, other]) => one !== other);
    await fc.assert(
      fc.asyncProperty(unlike, fc.constantFrom(...Object.values(writers)), async ([one, other], write) => {
        expect(await findingsIn(write(one, new Uint8Array(), new Uint8Array()), other)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
