import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Money } from '../../../src/domain/order/money.ts';
import { containedVat, highestVatPercent, isVatPercent } from '../../../src/domain/order/vat.ts';
import { amountsIn, vatPercents } from '../../arbitraries/order.ts';

const euro = (amountMinor: number): Money => Money.of(amountMinor, 'EUR')._unsafeUnwrap();

describe('the rate of VAT', () => {
  test.each([0, 7, 8.1, 19, 21.5, 25, 29.9, 30])('may be %d percent', (rate) => {
    expect(isVatPercent(rate)).toBe(true);
  });

  test.each([-0.1, -1, 30.1, 31, 190, 8.15, 19.05, Number.NaN, Number.POSITIVE_INFINITY, '19', null, undefined, 19n])(
    '%s is none',
    (rate) => {
      expect(isVatPercent(rate)).toBe(false);
    },
  );

  test('the highest is 30 %', () => {
    expect(highestVatPercent).toBe(30);
  });
});

describe('the VAT in a gross amount', () => {
  test.each([
    [119, 19, 19],
    [220, 19, 35], // 35.126
    [999, 19, 160], // 159.504: up
    [100, 0, 0],
    [0, 19, 0],
    [1081, 8.1, 81],
    [250, 8.1, 19], // 18.73
    [21, 5, 1], // exactly 1
    [11, 10, 1], // exactly 1
    [3, 20, 1], // exactly a half: up
    [9, 20, 2], // 1.5: up
    [2, 20, 0], // 0.333: down
    [1, 30, 0],
    [2, 30, 0], // 0.4615: down
  ])('of %d minor units, at a rate of %d, is %d', (gross, rate, vat) => {
    expect(containedVat(euro(gross), rate)).toStrictEqual({ net: euro(gross - vat), vat: euro(vat) });
  });

  test('is exact for the largest amount there is', () => {
    const gross = euro(Number.MAX_SAFE_INTEGER);
    const vat = Number((2n * BigInt(Number.MAX_SAFE_INTEGER) * 190n + 1190n) / 2380n);
    expect(containedVat(gross, 19).vat).toStrictEqual(euro(vat));
  });

  test('an amount given back holds none: asking is a bug', () => {
    expect(() => containedVat(euro(-1), 19)).toThrow('not in one given back');
  });

  test('a rate that is none is a bug', () => {
    expect(() => containedVat(euro(100), 190)).toThrow('A VAT rate is a percentage from 0 to 30');
  });

  test('net and VAT are the gross, always, in its currency, neither of them negative', () => {
    fc.assert(
      fc.property(amountsIn('CHF', 0, Number.MAX_SAFE_INTEGER), vatPercents, (gross, rate) => {
        const { net, vat } = containedVat(gross, rate);
        expect(Money.add(net, vat)).toStrictEqual(gross);
        expect(net.amountMinor).toBeGreaterThanOrEqual(0);
        expect(vat.amountMinor).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('is never further than half a minor unit from the true tax', () => {
    fc.assert(
      fc.property(amountsIn('EUR', 0, 1e12), vatPercents, (gross, rate) => {
        const tenths = BigInt(Math.round(rate * 10));
        const { vat } = containedVat(gross, rate);
        // |vat − gross × r / (1000 + r)| ≤ 1/2, without a fraction
        const off = 2n * (BigInt(vat.amountMinor) * (1000n + tenths) - BigInt(gross.amountMinor) * tenths);
        expect(off <= 1000n + tenths).toBe(true);
        expect(off > -(1000n + tenths)).toBe(true);
      }),
    );
  });
});
