import { createSecretKey, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decrypt, encrypt } from '../../../src/adapters/key-file/aes-256-gcm.ts';
import { keyWrapper } from '../../../src/adapters/key-file/wrap.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { mcgrewViega, nistCavp } from '../published-vectors.ts';

const refused = { kind: 'PortFailure', port: 'KeyWrapper', retryable: false };
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

test.each([...mcgrewViega, ...nistCavp].filter(({ associated }) => associated === ''))(
  'a published ciphertext opens as a wrapped key: $name',
  async ({ key, nonce, clear, body, tag }) => {
    const wrapped = bytes(`01${nonce}${tag}${body}`);
    expect(Buffer.from(await must(keyWrapper(bytes(key)).unwrap(wrapped, ''))).toString('hex')).toBe(clear);
  },
);

describe('A wrapped key is refused, always in the same way,', () => {
  test('after any change of one bit, any cut and any addition', async () => {
    const wrapper = keyWrapper(randomBytes(32));
    const wrapped = await must(wrapper.wrap(randomBytes(32), 'context'));
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const changed = Uint8Array.from(wrapped);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(await refusalOf(wrapper.unwrap(changed, 'context'))).toEqual(refused);
    }
    for (let length = 0; length < wrapped.length; length++) {
      expect(await refusalOf(wrapper.unwrap(wrapped.slice(0, length), 'context'))).toEqual(refused);
    }
    for (const more of [1, 16, 32]) {
      expect(await refusalOf(wrapper.unwrap(Buffer.concat([wrapped, new Uint8Array(more)]), 'context'))).toEqual(
        refused,
      );
    }
  });

  test('in another context, by another master key and in another version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.integer({ min: 0, max: 255 }), async (one, two, version) => {
        fc.pre(!Buffer.from(one).equals(Buffer.from(two)) && version !== 1);
        const wrapper = keyWrapper(randomBytes(32));
        const wrapped = await must(wrapper.wrap(randomBytes(32), one));
        expect(await refusalOf(wrapper.unwrap(wrapped, two))).toEqual(refused);
        expect(await refusalOf(keyWrapper(randomBytes(32)).unwrap(wrapped, one))).toEqual(refused);
        const renamed = Uint8Array.from(wrapped);
        renamed[0] = version;
        expect(await refusalOf(wrapper.unwrap(renamed, one))).toEqual(refused);
      }),
    );
  });

  test('as bytes from anywhere', async () => {
    const wrapper = keyWrapper(randomBytes(32));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async (any) => {
        expect(await refusalOf(wrapper.unwrap(any, 'context'))).toEqual(refused);
      }),
    );
  });
});

test('a tag that was cut down opens nothing', () => {
  const key = createSecretKey(randomBytes(32));
  const [nonce, bound] = [randomBytes(12), Buffer.from('context')];
  const { body, tag } = encrypt(key, nonce, bound, Buffer.from('key'));
  expect(decrypt(key, nonce, bound, { body, tag })?.toString()).toBe('key');
  for (const length of [0, 4, 8, 12, 13, 14, 15]) {
    expect(decrypt(key, nonce, bound, { body, tag: tag.subarray(0, length) })).toBe(null);
  }
});
