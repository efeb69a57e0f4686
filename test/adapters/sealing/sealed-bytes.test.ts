import { createHmac, createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { associatedData, lengthPrefixed } from '../../../src/adapters/sealing/length-prefixed.ts';
import { openBytes, sealBytes, sealingKey } from '../../../src/adapters/sealing/sealed-bytes.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

/** Test cases 13, 14 and 16 of the GCM specification that NIST SP 800-38D was made from (McGrew and Viega, 2005). */
const gcmVectors = [
  {
    name: '13: nothing sealed, nothing bound',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    clear: '',
    boundTo: '',
    sealed: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14: one block',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    clear: '00'.repeat(16),
    boundTo: '',
    sealed: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '16: with associated data, and a last block that is cut',
    key: 'feffe9928665731c6d6a8f9467308308'.repeat(2),
    nonce: 'cafebabefacedbaddecaf888',
    clear: `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
            1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`,
    boundTo: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    sealed: `522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662`,
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

test.each(gcmVectors)(
  'AES-256-GCM gives what is published, case $name',
  ({ key, nonce, clear, boundTo, sealed, tag }) => {
    const by = sealingKey(bytes(key));
    const made = sealBytes(by, bytes(nonce), bytes(boundTo), bytes(clear));
    expect(hexOf(made)).toBe(`01${hexOf(by.fingerprint)}${nonce}${tag}${hexOf(bytes(sealed))}`);
    expect(hexOf(openBytes(by, bytes(boundTo), made)._unsafeUnwrap())).toBe(hexOf(bytes(clear)));
  },
);

/** RFC 4231, sections 4.2, 4.3 and 4.7. */
test.each([
  ['0b'.repeat(20), hexOf(Buffer.from('Hi There')), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    hexOf(Buffer.from('Jefe')),
    hexOf(Buffer.from('what do ya want for nothing?')),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'aa'.repeat(131),
    hexOf(Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First')),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('HMAC-SHA-256 gives what is published, key %s', (key, data, mac) => {
  expect(
    createHmac('sha256', createSecretKey(bytes(key)))
      .update(bytes(data))
      .digest('hex'),
  ).toBe(mac);
});

test('the bytes of a key are overwritten once the process has it', () => {
  const given = Buffer.alloc(32, 7);
  sealingKey(given);
  expect(given.equals(Buffer.alloc(32))).toBe(true);
});

test('the fingerprint of a key is an HMAC under it, and no part of it', () => {
  const { fingerprint } = sealingKey(Buffer.alloc(32, 7));
  const expected = createHmac('sha256', Buffer.alloc(32, 7)).update('joos/key-fingerprint/1').digest().subarray(0, 8);
  expect(hexOf(fingerprint)).toBe(hexOf(expected));
});

test('a tag that is cut down does not pass, however short the sealed value gets', () => {
  const by = sealingKey(Buffer.alloc(32, 7));
  const sealed = sealBytes(by, Buffer.alloc(12, 1), associatedData('here'), '');
  expect(openBytes(by, associatedData('here'), sealed).isOk()).toBe(true);
  for (let length = 0; length < sealed.length; length++) {
    expect(openBytes(by, associatedData('here'), sealed.subarray(0, length)).isErr()).toBe(true);
  }
});

test('a value of another format version does not open', () => {
  const by = sealingKey(Buffer.alloc(32, 7));
  const sealed = sealBytes(by, Buffer.alloc(12, 1), associatedData('here'), 'value');
  sealed[0] = 2;
  expect(openBytes(by, associatedData('here'), sealed)._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
});

test('lists of texts that look alike when joined are told apart', () => {
  expect(lengthPrefixed('a', 'bc')).not.toBe(lengthPrefixed('ab', 'c'));
  expect(lengthPrefixed('a', '')).not.toBe(lengthPrefixed('', 'a'));
  expect(lengthPrefixed('1:a')).not.toBe(lengthPrefixed('1', 'a'));
});
