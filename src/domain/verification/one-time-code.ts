import { Redacted } from '../redacted.ts';
import { err, ok, type Result } from '../result.ts';
import type { CodeDigits } from './challenge.ts';

/** How many random bytes make a code: 4 would do nearly always, the rest is for numbers that have to be thrown away. */
export const oneTimeCodeBytes = 32;

/** The text is no one-time code. */
export interface InvalidOneTimeCode {
  readonly kind: 'InvalidOneTimeCode';
}

const longestText = 32;

/** A one-time code in clear, on its way to the person or back: 6 or 8 digits. It shows `<redacted>` wherever it is printed. */
export class OneTimeCode extends Redacted<string> {
  /** For the compiler alone: no other secret passes for a one-time code. */
  declare protected readonly oneTimeCode: true;

  /**
   * Every code is exactly as likely as any other: numbers of 4 bytes that would favour some are thrown away.
   *
   * @throws RangeError if no number is left, once in 10^13 codes with 32 bytes. Take fresh bytes; fewer than 4 are a bug.
   */
  static fromBytes(bytes: Uint8Array, digits: CodeDigits): OneTimeCode {
    const codes = 10 ** digits;
    // The largest multiple of the number of codes that 32 bits hold: above it, low codes would come up more often.
    const fairNumbers = 2 ** 32 - (2 ** 32 % codes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset + 4 <= bytes.byteLength; offset += 4) {
      const number = view.getUint32(offset);
      if (number < fairNumbers) return new OneTimeCode(String(number % codes).padStart(digits, '0'));
    }
    throw new RangeError('The random bytes ran out');
  }

  /** Accepts 6 or 8 digits as people copy them: spaces, hyphens and full-width digits included. */
  static parse(text: string): Result<OneTimeCode, InvalidOneTimeCode> {
    if (typeof text !== 'string' || text.length > longestText) return err({ kind: 'InvalidOneTimeCode' });
    const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
    return /^(?:[0-9]{6}|[0-9]{8})$/.test(digits) ? ok(new OneTimeCode(digits)) : err({ kind: 'InvalidOneTimeCode' });
  }
}
