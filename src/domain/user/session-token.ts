import { Redacted } from '../redacted.ts';
import { err, ok, type Result } from '../result.ts';

/** How many random bytes make a token. */
export const sessionTokenBytes = 32;

/** The text is no session token. */
export interface InvalidSessionToken {
  readonly kind: 'InvalidSessionToken';
}

/**
 * What a logged-in device shows: 256 random bits as 43 characters of base64url. Only a hash of it is ever stored (POLICY.md
 * C06); it shows `<redacted>` wherever it is printed.
 */
export class SessionToken extends Redacted<string> {
  /** For the compiler alone: no other secret passes for a session token. */
  declare protected readonly sessionToken: true;

  /**
   * @throws RangeError if there are not exactly 32 bytes: a shorter token could be guessed, and that is a bug of the caller.
   */
  static fromBytes(bytes: Uint8Array): SessionToken {
    if (bytes.length !== sessionTokenBytes)
      throw new RangeError(`A session token is made of ${sessionTokenBytes} bytes`);
    return new SessionToken(Buffer.from(bytes).toString('base64url'));
  }

  /** Accepts the one spelling that {@link SessionToken.fromBytes} gives and nothing else: the spare bits at the end are 0. */
  static parse(text: string): Result<SessionToken, InvalidSessionToken> {
    return typeof text === 'string' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text)
      ? ok(new SessionToken(text))
      : err({ kind: 'InvalidSessionToken' });
  }
}
