import { Redacted } from '../redacted.ts';

/** How many random bytes make a token: 256 bits (POLICY.md C06; ASVS 5, 7.2.3 asks for 128). */
export const tokenBytes = 32;

/** The one spelling of 32 bytes in base64url: the spare bits at the end are 0. */
export function isTokenText(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text);
}

/** 256 random bits as 43 characters of base64url, whose hash alone is stored; it shows `<redacted>` wherever it is printed. */
export abstract class OpaqueToken extends Redacted<string> {
  /**
   * @throws RangeError if there are not exactly 32 bytes: a shorter token could be guessed, and that is a bug of the caller.
   */
  protected static textOf(bytes: Uint8Array): string {
    if (bytes.length !== tokenBytes) throw new RangeError(`A token is made of ${tokenBytes} bytes`);
    return Buffer.from(bytes).toString('base64url');
  }
}
