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

function publicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: pem, format: 'pem', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}
