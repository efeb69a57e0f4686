import { err, ok, type Result } from '../result.ts';
import { isTokenText, OpaqueToken } from './opaque-token.ts';

/** The text is no session token. */
export interface InvalidSessionToken {
  readonly kind: 'InvalidSessionToken';
}

/** What a logged-in device shows. It is another one after every step-up, and worthless once the session ended. */
export class SessionToken extends OpaqueToken {
  /** For the compiler alone: no other secret passes for a session token. */
  declare protected readonly sessionToken: true;

  /** @throws RangeError if there are not exactly 32 bytes. */
  static fromBytes(bytes: Uint8Array): SessionToken {
    return new SessionToken(SessionToken.textOf(bytes));
  }

  /** Accepts the one spelling that {@link SessionToken.fromBytes} gives and nothing else. */
  static parse(text: string): Result<SessionToken, InvalidSessionToken> {
    return isTokenText(text) ? ok(new SessionToken(text)) : err({ kind: 'InvalidSessionToken' });
  }
}
