import { randomBytes } from 'node:crypto';
import type { LogInAttempt } from '../../../src/application/ports/identity-providers.ts';
import { Instant } from '../../../src/domain/instant.ts';

/** A log-in that has just begun. */
export function attemptWith(provider: string, more: Partial<LogInAttempt> = {}): LogInAttempt {
  return { provider, state: secret(), nonce: secret(), codeVerifier: secret(), freshSince: null, ...more };
}

/** 43 characters of base64url that nobody guesses. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** A point in time, for who knows that it is one. */
export function instant(epochMs: number): Instant {
  return Instant.ofEpochMs(Math.floor(epochMs))._unsafeUnwrap();
}
