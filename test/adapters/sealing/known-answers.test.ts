import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { decrypt, encrypt } from '../../../src/adapters/sealing/aes-256-gcm.ts';
import { hmacSha256 } from '../../../src/adapters/sealing/hmac-sha-256.ts';
import { openBytes, sealBytes, sealingKey } from '../../../src/adapters/sealing/sealed-bytes.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { mcgrewViega, nistCavp, rfc4231 } from '../published-vectors.ts';
import { process } from './opened.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

describe.each([
  { source: 'McGrew and Viega', vectors: mcgrewViega },
  { source: 'NIST CAVP', vectors: nistCavp },
])('AES-256-GCM gives what $source published', ({ vectors }) => {
  test.each(vectors)('$name', ({ key, nonce, clear, associated, body, tag }) => {
    const secret = createSecretKey(bytes(key));
    const made = encrypt(secret, bytes(nonce), bytes(associated), bytes(clear));
    expect([hexOf(made.body), hexOf(made.tag)]).toEqual([body, tag]);
    const read = decrypt(secret, bytes(nonce), bytes(associated), { body: bytes(body), tag: bytes(tag) });
    expect(read === null ? null : hexOf(read)).toBe(clear);
  });

  test.each(vectors)('$name, as it is sealed', ({ key, nonce, clear, associated, body, tag }) => {
    const by = sealingKey(bytes(key));
    const sealed = sealBytes(by, bytes(nonce), bytes(associated), bytes(clear));
    expect(hexOf(sealed)).toBe(`01${hexOf(by.fingerprint)}${nonce}${tag}${body}`);
    expect(hexOf(openBytes(by, bytes(associated), sealed)._unsafeUnwrap())).toBe(clear);
  });
});

describe('HMAC-SHA-256 gives what RFC 4231 published', () => {
  test.each(rfc4231)('$name', ({ key, data, mac }) => {
    expect(hexOf(hmacSha256(createSecretKey(bytes(key)), bytes(data))).slice(0, mac.length)).toBe(mac);
  });

  test.each(rfc4231.filter(({ data }) => isText(bytes(data))))('$name, given as a text', ({ key, data, mac }) => {
    const text = bytes(data).toString('utf8');
    expect(hexOf(hmacSha256(createSecretKey(bytes(key)), text)).slice(0, mac.length)).toBe(mac);
  });
});

test('a blind index is the first half of such an HMAC over lengths and parts, under the key of its column', async () => {
  const keyBytes = (length: number) => new Uint8Array(length).fill(0xaa); // every key is this one
  const { sealing } = await process(openInMemoryVaultRows(), { randomness: { bytes: keyBytes } });
  const index = (await must(sealing.blindIndexes())).of('users', 'phone_index', '+4915123456789');
  const message = '11:blind-index5:users11:phone_index14:+4915123456789';
  const mac = hmacSha256(createSecretKey(keyBytes(32)), message);
  expect(hexOf(index.value)).toBe(hexOf(mac).slice(0, 32));
});

function isText(data: Buffer): boolean {
  return data.every((byte) => byte >= 0x20 && byte < 0x7f);
}
