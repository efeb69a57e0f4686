import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { decrypt, encrypt } from '../../../src/adapters/key-file/aes-256-gcm.ts';
import { mcgrewViega, nistCavp } from '../published-vectors.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

test.each([...mcgrewViega, ...nistCavp])(
  'a key is wrapped as others published it: $name',
  ({ key, nonce, clear, associated, body, tag }) => {
    const secret = createSecretKey(bytes(key));
    const made = encrypt(secret, bytes(nonce), bytes(associated), bytes(clear));
    expect([hexOf(made.body), hexOf(made.tag)]).toEqual([body, tag]);
    const read = decrypt(secret, bytes(nonce), bytes(associated), { body: bytes(body), tag: bytes(tag) });
    expect(read === null ? null : hexOf(read)).toBe(clear);
  },
);
