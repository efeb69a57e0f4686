import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Money } from '../../../src/domain/order/money.ts';
import { amounts, amountsIn, knownCurrencies } from '../../arbitraries/order.ts';

const twoOfOneCurrency = knownCurrencies.chain((currency) => fc.tuple(amountsIn(currency), amountsIn(currency)));

describe('money, always', () => {
  test('what was added can be taken away again', () => {
    fc.assert(
      fc.property(twoOfOneCurrency, ([left, right]) => {
        expect(Money.subtract(Money.add(left, right), right)).toStrictEqual(left);
      }),
    );
  });

  test('a multiple is a sum of so many', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 50 }), (amount, times) => {
        const others = Array.from({ length: times - 1 }, () => amount);
        expect(Money.multiply(amount, times)).toStrictEqual(Money.sum([amount, ...others]));
      }),
    );
  });

  test('every result is a safe integer, never minus zero, in the same currency', () => {
    fc.assert(
      fc.property(twoOfOneCurrency, fc.integer({ min: -1000, max: 1000 }), ([left, right], factor) => {
        const results = [Money.add(left, right), Money.subtract(left, right), Money.multiply(left, factor)];
        for (const { amountMinor, currency } of results) {
          expect(Number.isSafeInteger(amountMinor)).toBe(true);
          expect(Object.is(amountMinor, -0)).toBe(false);
          expect(currency).toBe(left.currency);
        }
      }),
    );
  });

  test('the order is the order of integers', () => {
    fc.assert(
      fc.property(twoOfOneCurrency, ([left, right]) => {
        expect(Math.sign(Money.compare(left, right))).toBe(Math.sign(left.amountMinor - right.amountMinor));
        expect(Money.least(left, right).amountMinor).toBe(Math.min(left.amountMinor, right.amountMinor));
      }),
    );
  });

  test('two currencies never meet', () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        fc.pre(left.currency !== right.currency);
        expect(() => Money.add(left, right)).toThrow('do not mix');
        expect(() => Money.subtract(left, right)).toThrow('do not mix');
      }),
    );
  });
});
