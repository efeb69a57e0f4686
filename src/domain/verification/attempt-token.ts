import { err, ok, type Result } from '../result.ts';
import { isTokenText, OpaqueToken } from '../session/opaque-token.ts';

/** For how long a log-in with a third party may be under way: 10 minutes. */
export const attemptLifetimeMs: number = 10 * 60_000;

/** The text is no token of a log-in attempt. */
export interface InvalidAttemptToken {
  readonly kind: 'InvalidAttemptToken';
}

/**
 * What a device shows that comes back from a third party's log-in: state, nonce and code verifier are made of it, so that
 * nobody else can finish what this device began (RFC 9700, section 4.7).
 */
export class AttemptToken extends OpaqueToken {
  /** For the compiler alone: no other secret passes for the token of an attempt. */
  declare protected readonly attemptToken: true;

  /** @throws RangeError if there are not exactly 32 bytes. */
  static fromBytes(bytes: Uint8Array): AttemptToken {
    return new AttemptToken(AttemptToken.textOf(bytes));
  }

  /** Accepts the one spelling that {@link AttemptToken.fromBytes} gives and nothing else. */
  static parse(text: string): Result<AttemptToken, InvalidAttemptToken> {
    return isTokenText(text) ? ok(new AttemptToken(text)) : err({ kind: 'InvalidAttemptToken' });
  }
}
