import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Unopenable } from '../../application/ports/sealing.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { decrypt, encrypt, nonceBytes, tagBytes } from './aes-256-gcm.ts';
import { hmacSha256 } from './hmac-sha-256.ts';

/**
 * AES-256-GCM (NIST SP 800-38D) as everything in this adapter is sealed: data keys under the epoch key, and values under
 * the data keys. The format: version | fingerprint of the key | nonce | tag | ciphertext.
 */

const version = 1;
const fingerprintBytes = 8;
const nonceAt: number = 1 + fingerprintBytes;
const tagAt: number = nonceAt + nonceBytes;
const bodyAt: number = tagAt + tagBytes;

export const keyBytes = 32;

/** A key that the process can use and not read, and the name that it has in the header of what it sealed. */
export interface SealingKey {
  readonly key: KeyObject;
  readonly fingerprint: Uint8Array;
}

/** Takes a key over from its bytes, which are overwritten. */
export function sealingKey(bytes: Uint8Array): SealingKey {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  // A hash under a label of its own: it tells nothing of the key, and no other use of the key gives the same bytes.
  const fingerprint = hmacSha256(key, 'joos/key-fingerprint/1').subarray(0, fingerprintBytes);
  return { key, fingerprint: new Uint8Array(fingerprint) };
}

/**
 * Seals bytes; the nonce must never have been used with this key. It is 96 random bits: with one key a subject and class,
 * far fewer values are sealed than the 2^32 that SP 800-38D allows.
 */
export function sealBytes(
  by: SealingKey,
  nonce: Uint8Array,
  boundTo: Uint8Array,
  clear: string | Uint8Array,
): Uint8Array {
  const { body, tag } = encrypt(by.key, nonce, boundTo, clear);
  const sealed = new Uint8Array(bodyAt + body.length);
  sealed[0] = version;
  sealed.set(by.fingerprint, 1);
  sealed.set(nonce, nonceAt);
  sealed.set(tag, tagAt);
  sealed.set(body, bodyAt);
  return sealed;
}

/**
 * Opens what {@link sealBytes} made with the same key for the same place. Every failure is the one {@link Unopenable}: who
 * could tell them apart could try keys and places out.
 */
export function openBytes(by: SealingKey, boundTo: Uint8Array, sealed: Uint8Array): Result<Buffer, Unopenable> {
  // GCM commits to no key: a ciphertext can be made that opens under two. So the key is compared by name first.
  if (sealed.length < bodyAt || sealed[0] !== version || !isNamed(by.fingerprint, sealed)) return unopenable();
  const clear = decrypt(by.key, sealed.subarray(nonceAt, tagAt), boundTo, {
    tag: sealed.subarray(tagAt, bodyAt),
    body: sealed.subarray(bodyAt),
  });
  return clear === null ? unopenable() : ok(clear);
}

/** The answer to everything that does not open. */
export function unopenable(): Result<never, Unopenable> {
  return err({ kind: 'Unopenable' });
}

function isNamed(fingerprint: Uint8Array, sealed: Uint8Array): boolean {
  for (let at = 0; at < fingerprintBytes; at++) if (fingerprint[at] !== sealed[1 + at]) return false;
  return true;
}
