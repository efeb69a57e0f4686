import type { Randomness } from '../../application/ports/randomness.ts';
import { nonceBytes } from './aes-256-gcm.ts';

const noncesAtOnce = 256;

/**
 * Random nonces, each handed out once. They are drawn many at a time, since a call of the random source costs as much as
 * half a seal; what is drawn and not used is forgotten with the process.
 */
export function nonces(randomness: Randomness): () => Uint8Array {
  let drawn = new Uint8Array(0);
  let at = 0;
  return () => {
    if (at + nonceBytes > drawn.length) {
      drawn = new Uint8Array(randomness.bytes(nonceBytes * noncesAtOnce));
      at = 0;
    }
    const nonce = drawn.subarray(at, at + nonceBytes);
    at += nonceBytes;
    return nonce;
  };
}
