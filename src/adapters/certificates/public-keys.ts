import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyIdOf } from './sealed-statement.ts';

/** A public key with its name. */
export interface VerifyingKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

const block = /-----BEGIN PUBLIC KEY-----[\sA-Za-z0-9+/=]+-----END PUBLIC KEY-----/g;

/** The Ed25519 public keys of a PEM text (SPKI), in their order; keys of other kinds are passed over. */
export function verifyingKeysIn(pem: string): readonly VerifyingKey[] {
  return (pem.match(block) ?? []).flatMap((text) => {
    const key = publicKey(text);
    return key === null ? [] : [{ keyId: keyIdOf(key), key }];
  });
}

/** The 64 bytes of a signature in base64 as we write it: with another last digit it would be the same bytes in another text. */
export function signatureIn(value: unknown): Uint8Array | null {
  if (typeof value !== 'string') return null;
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === 64 && bytes.toString('base64') === value ? bytes : null;
}

function publicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: pem, format: 'pem', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}
