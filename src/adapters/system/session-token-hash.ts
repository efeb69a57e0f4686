import { hash } from 'node:crypto';
import type { SessionTokenHash } from '../../application/ports/secret-hashing.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';

/**
 * SHA-256 of the 32 random bytes of a session token. It needs neither salt nor slowness: nobody guesses 256 random bits, and
 * the token cannot be had back from its hash.
 */
export function sessionTokenHash(token: SessionToken): SessionTokenHash {
  return hash('sha256', Buffer.from(token.reveal(), 'base64url'), 'buffer');
}
