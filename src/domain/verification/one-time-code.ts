import { Redacted } from '../redacted.ts';
import { err, ok, type Result } from '../result.ts';
import { codeDigits } from './challenge.ts';

/** How many random bytes make a code: 4 would do nearly always, the rest is for numbers that have to be thrown away. */
export const oneTimeCodeBytes = 16;

/** The text is no one-time code. */
export interface InvalidOneTimeCode {
  readonly kind: 'InvalidOneTimeCode';
}

const codes: number = 10 ** codeDigits;
/** The largest multiple of the number of codes that 32 bits hold: above it, low codes would come up more often. */
const fairNumbers: number = 2 ** 32 - (2 ** 32 % codes);

/** A one-time code in clear, on its way to the person or back: 6 digits. It shows `<redacted>` wherever it is printed. */
export class OneTimeCode extends Redacted<string> {
  /** For the compiler alone: no other secret passes for a one-time code. */
  declare protected readonly oneTimeCode: true;

  /**
   * Every code is exactly as likely as any other: numbers of 4 bytes that would favour some are thrown away.
   *
   * @throws RangeError if no number is left, once in 10^14 codes with 16 bytes. Take fresh bytes; fewer than 4 are a bug.
   */
  static fromBytes(bytes: Uint8Array): OneTimeCode {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset + 4 <= bytes.byteLength; offset += 4) {
      const number = view.getUint32(offset);
      if (number < fairNumbers) return new OneTimeCode(String(number % codes).padStart(codeDigits, '0'));
    }
    throw new RangeError('The random bytes ran out');
  }

  /** Accepts 6 digits as people copy them: spaces, hyphens and full-width digits included. */
  static parse(text: string): Result<OneTimeCode, InvalidOneTimeCode> {
    if (typeof text !== 'string' || text.length > 4 * codeDigits) return err({ kind: 'InvalidOneTimeCode' });
    const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
    return /^[0-9]{6}$/.test(digits) ? ok(new OneTimeCode(digits)) : err({ kind: 'InvalidOneTimeCode' });
  }
}
