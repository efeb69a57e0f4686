import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeDigits } from '../../../src/domain/verification/challenge.ts';
import { OneTimeCode, oneTimeCodeBytes } from '../../../src/domain/verification/one-time-code.ts';

/** Numbers of 4 bytes, the first byte first. */
const numbers = (...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return new Uint8Array(view.buffer);
};
const codeOf = (bytes: Uint8Array): string => OneTimeCode.fromBytes(bytes).reveal();

describe('making a one-time code', () => {
  it('takes the last 6 digits of a random number', () => {
    expect(codeOf(numbers(0, 0, 0, 0))).toBe('000000');
    expect(codeOf(numbers(42, 1, 1, 1))).toBe('000042');
    expect(codeOf(numbers(3_123_456_789, 1, 1, 1))).toBe('456789');
    expect(codeOf(Uint8Array.of(0, 0, 1, 2))).toBe('000258');
  });

  it('throws away the numbers that would make low codes more likely', () => {
    expect(codeOf(numbers(4_293_999_999, 7))).toBe('999999');
    expect(codeOf(numbers(4_294_000_000, 7))).toBe('000007');
    expect(codeOf(numbers(4_294_967_295, 4_294_967_295, 4_294_967_295, 8))).toBe('000008');
  });

  it('reads the bytes it was given, not those around them', () => {
    expect(codeOf(numbers(1, 2, 3).subarray(4, 8))).toBe('000002');
  });

  it('would rather fail than favour a code', () => {
    const all = new Uint8Array(oneTimeCodeBytes).fill(0xff);
    expect(() => OneTimeCode.fromBytes(all)).toThrow(new RangeError('The random bytes ran out'));
    expect(() => OneTimeCode.fromBytes(new Uint8Array(3))).toThrow(RangeError);
    expect(() => OneTimeCode.fromBytes(new Uint8Array(0))).toThrow(RangeError);
    expect(() => OneTimeCode.fromBytes(Uint8Array.of(255, 255, 255, 255, 0, 0, 0))).toThrow(RangeError);
  });

  it('asks for bytes enough to fail once in 10^14 codes at most', () => {
    const unfair = (2 ** 32 - 4_294_000_000) / 2 ** 32;
    expect(unfair ** (oneTimeCodeBytes / 4)).toBeLessThan(1e-14);
  });
});

describe('reading a one-time code', () => {
  it.each(['012345', ' 012345\n', '012 345', '012-345', '0 1 2 3 4 5', '０１２３４５'])('takes %j', (text) => {
    expect(OneTimeCode.parse(text)._unsafeUnwrap().reveal()).toBe('012345');
  });

  it.each(['', '12345', '1234567', '12345a', 'a123456', '123456a', '+12345', '٠١٢٣٤٥', `012345${' '.repeat(19)}`])(
    'refuses %j',
    (text) => {
      expect(OneTimeCode.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidOneTimeCode' });
    },
  );

  it('takes texts of up to 24 characters', () => {
    expect(OneTimeCode.parse(`012345${' '.repeat(18)}`).isOk()).toBe(true);
  });

  it('refuses what is no text', () => {
    for (const value of [undefined, null, 123456, ['123456']]) {
      expect(OneTimeCode.parse(value as never)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidOneTimeCode' });
    }
  });
});

describe('a one-time code on its way', () => {
  it('has as many digits as the text message says, and shows none', () => {
    const code = OneTimeCode.fromBytes(numbers(123_456));
    expect(code.reveal()).toHaveLength(codeDigits);
    for (const shown of [String(code), JSON.stringify({ code }), inspect({ code })]) expect(shown).not.toMatch(/[0-9]/);
  });
});
