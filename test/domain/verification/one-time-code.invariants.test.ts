import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OneTimeCode } from '../../../src/domain/verification/one-time-code.ts';
import { codeDigits, oneTimeCodes } from '../../arbitraries/verification.ts';

/** Numerical Recipes' generator, for its whole period of 2^32 every number once: the same numbers in every run. */
function* numbersFrom(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

describe('one-time codes', () => {
  it('are always as many digits as were asked for, and read back as they are', () => {
    const codes = codeDigits.chain((digits) => fc.tuple(fc.constant(digits), oneTimeCodes(digits)));
    fc.assert(
      fc.property(codes, ([digits, code]) => {
        expect(code.reveal()).toMatch(/^[0-9]+$/);
        expect(code.reveal()).toHaveLength(digits);
        expect(OneTimeCode.parse(code.reveal())._unsafeUnwrap().reveal()).toBe(code.reveal());
      }),
    );
  });

  it.each([6, 8] as const)('of %i digits fall into ten equal parts equally often', (digits) => {
    const numbers = numbersFrom(20_261_123);
    const draws = 100_000;
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < draws; draw += 1) {
      const view = new DataView(new ArrayBuffer(16));
      for (let offset = 0; offset < 16; offset += 4) view.setUint32(offset, numbers.next().value as number);
      const code = Number(OneTimeCode.fromBytes(new Uint8Array(view.buffer), digits).reveal());
      counts[Math.floor(code / 10 ** (digits - 1))]! += 1;
    }
    // Chi-squared with 9 degrees of freedom: above 27.9 once in a thousand seeds, and this seed is fixed.
    const expected = draws / 10;
    expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(27.9);
  });
});
