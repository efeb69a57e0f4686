import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/** AES-256-GCM with a nonce of 96 bits and a tag of 128 bits (NIST SP 800-38D): the cipher, and nothing of our format. */

const cipherName = 'aes-256-gcm';

export const nonceBytes = 12;
export const tagBytes = 16;

export interface Encrypted {
  readonly body: Uint8Array;
  readonly tag: Uint8Array;
}

/** Encrypts, and binds the associated data; the nonce must never have been used with this key. */
export function encrypt(
  key: KeyObject,
  nonce: Uint8Array,
  associated: Uint8Array,
  clear: string | Uint8Array,
): Encrypted {
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated);
  const body = typeof clear === 'string' ? cipher.update(clear, 'utf8') : cipher.update(clear);
  cipher.final(); // GCM is a stream cipher: nothing is left for here but the tag
  return { body, tag: cipher.getAuthTag() };
}

/** What {@link encrypt} was given; null unless key, nonce, associated data, tag and every bit of the body are the same. */
export function decrypt(
  key: KeyObject,
  nonce: Uint8Array,
  associated: Uint8Array,
  { body, tag }: Encrypted,
): Buffer | null {
  try {
    // Without authTagLength a tag cut down to 4 bytes would do, which can be guessed.
    const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(associated);
    decipher.setAuthTag(tag);
    const clear = decipher.update(body);
    decipher.final(); // throws unless the tag is right: the clear bytes leave this function after it, never before
    return clear;
  } catch {
    return null; // the cause says which check failed, so it is dropped
  }
}
