import { createHmac, hash } from 'node:crypto';
import type { SecretHashing } from '../../application/ports/secret-hashing.ts';
import type { OpaqueToken } from '../../domain/session/opaque-token.ts';

/**
 * SHA-256 of the 32 random bytes of a token. It needs neither salt nor slowness: nobody guesses 256 random bits, and the token
 * cannot be had back from its hash. What an attempt shows its provider is HMAC-SHA-256 under the token, which says nothing of
 * it either (RFC 5869, section 3.3: a uniformly random key needs no extraction).
 */
export const tokenHashing: Pick<
  SecretHashing,
  'digest' | 'sessionToken' | 'deviceToken' | 'attemptToken' | 'attemptValue'
> = {
  digest: (text) => hash('sha256', text, 'hex'),
  sessionToken: (token) => hash('sha256', bytesOf(token), 'buffer'),
  deviceToken: (token) => hash('sha256', bytesOf(token), 'hex'),
  attemptToken: (token) => hash('sha256', bytesOf(token), 'buffer'),
  attemptValue: (token, of) => createHmac('sha256', bytesOf(token)).update(of).digest('base64url'),
};

function bytesOf(token: OpaqueToken): Buffer {
  return Buffer.from(token.reveal(), 'base64url');
}
