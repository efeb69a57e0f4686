import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CodeDigits } from '../../../src/domain/verification/challenge.ts';
import { OneTimeCode, oneTimeCodeBytes } from '../../../src/domain/verification/one-time-code.ts';

/** Numbers of 4 bytes, the first byte first. */
const numbers = (...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return new Uint8Array(view.buffer);
};
const codeOf = (bytes: Uint8Array, digits: CodeDigits = 6): string => OneTimeCode.fromBytes(bytes, digits).reveal();

describe('making a one-time code', () => {
  it('takes the last 6 digits of a random number', () => {
    expect(codeOf(numbers(0, 0, 0, 0))).toBe('000000');
    expect(codeOf(numbers(42, 1, 1, 1))).toBe('000042');
    expect(codeOf(numbers(3_123_456_789, 1, 1, 1))).toBe('456789');
    expect(codeOf(Uint8Array.of(0, 0, 1, 2))).toBe('000258');
  });

  it('takes the last 8, where codes are longer', () => {
    expect(codeOf(numbers(0, 0, 0, 0), 8)).toBe('00000000');
    expect(codeOf(numbers(42, 1, 1, 1), 8)).toBe('00000042');
    expect(codeOf(numbers(3_123_456_789, 1, 1, 1), 8)).toBe('23456789');
  });

  it('throws away the numbers that would make low codes more likely', () => {
    expect(codeOf(numbers(4_293_999_999, 7))).toBe('999999');
    expect(codeOf(numbers(4_294_000_000, 7))).toBe('000007');
    expect(codeOf(numbers(4_294_967_295, 4_294_967_295, 4_294_967_295, 8))).toBe('000008');
    expect(codeOf(numbers(4_199_999_999, 7), 8)).toBe('99999999');
    expect(codeOf(numbers(4_200_000_000, 7), 8)).toBe('00000007');
    expect(codeOf(numbers(4_293_999_999, 7), 8)).toBe('00000007');
  });

  it('reads the bytes it was given, not those around them', () => {
    expect(codeOf(numbers(1, 2, 3).subarray(4, 8))).toBe('000002');
  });

  it('would rather fail than favour a code', () => {
    const all = new Uint8Array(oneTimeCodeBytes).fill(0xff);
    for (const digits of [6, 8] as const) {
      const make = (bytes: Uint8Array) => () => OneTimeCode.fromBytes(bytes, digits);
      expect(make(all)).toThrow(new RangeError('The random bytes ran out'));
      expect(make(new Uint8Array(3))).toThrow(RangeError);
      expect(make(new Uint8Array(0))).toThrow(RangeError);
      expect(make(Uint8Array.of(255, 255, 255, 255, 0, 0, 0))).toThrow(RangeError);
    }
  });

  it.each([
    [6, 4_294_000_000, 1e-29],
    [8, 4_200_000_000, 1e-13],
  ])('asks for bytes enough to fail hardly ever, with %i digits', (_digits, fair, seldom) => {
    const unfair = (2 ** 32 - fair) / 2 ** 32;
    expect(unfair ** (oneTimeCodeBytes / 4)).toBeLessThan(seldom);
  });
});

describe('reading a one-time code', () => {
  it.each(['012345', ' 012345\n', '012 345', '012-345', '0 1 2 3 4 5', '０１２３４５'])('takes %j', (text) => {
    expect(OneTimeCode.parse(text)._unsafeUnwrap().reveal()).toBe('012345');
  });

  it.each(['00123456', ' 00123456\n', '0012 3456', '001-234-56', '００１２３４５６'])(
    'takes 8 digits too: %j',
    (text) => {
      expect(OneTimeCode.parse(text)._unsafeUnwrap().reveal()).toBe('00123456');
    },
  );

  it.each([
    '',
    '12345',
    '1234567',
    '123456789',
    '1234567a',
    '12345a',
    'a123456',
    '123456a',
    '+12345',
    '٠١٢٣٤٥',
    `012345${' '.repeat(27)}`,
  ])('refuses %j', (text) => {
    expect(OneTimeCode.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidOneTimeCode' });
  });

  it('takes texts of up to 32 characters', () => {
    expect(OneTimeCode.parse(`012345${' '.repeat(26)}`).isOk()).toBe(true);
  });

  it('refuses what is no text', () => {
    for (const value of [undefined, null, 123456, ['123456']]) {
      expect(OneTimeCode.parse(value as never)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidOneTimeCode' });
    }
  });
});

describe('a one-time code on its way', () => {
  it.each([6, 8] as const)('has %i digits if so many were asked for, and shows none', (digits) => {
    const code = OneTimeCode.fromBytes(numbers(123_456), digits);
    expect(code.reveal()).toHaveLength(digits);
    for (const shown of [String(code), JSON.stringify({ code }), inspect({ code })]) expect(shown).not.toMatch(/[0-9]/);
  });
});
