import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { decrypt, encrypt, nonceBytes, tagBytes } from './aes-256-gcm.ts';

const version = 1;
const tagAt: number = 1 + nonceBytes;
const bodyAt: number = tagAt + tagBytes;

/**
 * Wraps keys with AES-256-GCM under a master key, the context as associated data: version | nonce | tag | ciphertext. The
 * bytes of the master key are overwritten.
 */
export function keyWrapper(masterKey: Uint8Array): KeyWrapper {
  const master = createSecretKey(masterKey);
  masterKey.fill(0);

  return {
    residency: onThisMachine,
    wrap: (key, context) => {
      const nonce = randomBytes(nonceBytes);
      const { tag, body } = encrypt(master, nonce, Buffer.from(context, 'utf8'), key);
      return okAsync(Buffer.concat([Buffer.of(version), nonce, tag, body]));
    },
    unwrap: (wrapped, context) => {
      if (wrapped.length < bodyAt || wrapped[0] !== version) return errAsync(portFailure('KeyWrapper', false));
      const key = decrypt(master, wrapped.subarray(1, tagAt), Buffer.from(context, 'utf8'), {
        tag: wrapped.subarray(tagAt, bodyAt),
        body: wrapped.subarray(bodyAt),
      });
      return key === null ? errAsync(portFailure('KeyWrapper', false)) : okAsync(key);
    },
  };
}
