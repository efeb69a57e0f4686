import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { err, errAsync, ok, okAsync, type Result } from '../../domain/result.ts';

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const bodyAt: number = 1 + nonceBytes + tagBytes;

/**
 * Wraps keys with AES-256-GCM under a master key, the context as associated data: version | nonce | tag | ciphertext. The
 * bytes of the master key are overwritten.
 */
export function keyWrapper(masterKey: Uint8Array): KeyWrapper {
  const master = createSecretKey(masterKey);
  masterKey.fill(0);

  const unwrap = (wrapped: Uint8Array, context: string): Result<Uint8Array, PortFailure> => {
    if (wrapped.length < bodyAt || wrapped[0] !== version) return err(portFailure('KeyWrapper', false));
    try {
      const nonce = wrapped.subarray(1, 1 + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', master, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(wrapped.subarray(1 + nonceBytes, bodyAt));
      const key = decipher.update(wrapped.subarray(bodyAt));
      decipher.final(); // throws unless the tag is right: the key leaves this function after it, never before
      return ok(key);
    } catch {
      return err(portFailure('KeyWrapper', false));
    }
  };

  return {
    wrap: (key, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', master, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(key), cipher.final()]);
      return okAsync(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]));
    },
    unwrap: (wrapped, context) => {
      const key = unwrap(wrapped, context);
      return key.isOk() ? okAsync(key.value) : errAsync(key.error);
    },
  };
}
