import { describe, expect, test } from 'vitest';
import { type Currency, currencies, Money } from '../../../src/domain/order/money.ts';

const euro = (amountMinor: number): Money => Money.of(amountMinor, 'EUR')._unsafeUnwrap();
const franc = (amountMinor: number): Money => Money.of(amountMinor, 'CHF')._unsafeUnwrap();

describe('money from plain data', () => {
  test.each([0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('%d minor units are an amount', (minor) => {
    expect(Money.of(minor, 'EUR')._unsafeUnwrap()).toStrictEqual({ amountMinor: minor, currency: 'EUR' });
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1, '100', null, undefined, 5n])(
    '%s is no whole amount',
    (minor) => {
      const refused = Money.of(minor, 'EUR')._unsafeUnwrapErr();
      expect(refused).toStrictEqual({ kind: 'InvalidMoney', reason: 'not-a-whole-amount' });
    },
  );

  test.each(['USD', 'eur', '', null, undefined, 978])('%s is no currency of ours', (currency) => {
    const refused = Money.of(100, currency)._unsafeUnwrapErr();
    expect(refused).toStrictEqual({ kind: 'InvalidMoney', reason: 'unknown-currency' });
  });

  test('tariffs come in five currencies', () => {
    expect(currencies).toStrictEqual<Currency[]>(['EUR', 'CHF', 'GBP', 'PLN', 'CZK']);
    for (const currency of currencies) expect(Money.of(1, currency).isOk()).toBe(true);
  });

  test('nothing below zero is nothing', () => {
    expect(Money.of(-0, 'EUR')._unsafeUnwrap()).toStrictEqual({ amountMinor: 0, currency: 'EUR' });
  });
});

describe('calculating with money', () => {
  test('adds, subtracts, multiplies and sums within one currency', () => {
    expect(Money.add(euro(150), euro(-30))).toStrictEqual(euro(120));
    expect(Money.subtract(euro(150), euro(200))).toStrictEqual(euro(-50));
    expect(Money.multiply(euro(50), 3)).toStrictEqual(euro(150));
    expect(Money.sum([euro(1), euro(2), euro(3)])).toStrictEqual(euro(6));
    expect(Money.sum([franc(7)])).toStrictEqual(franc(7));
    expect(Money.zero('CHF')).toStrictEqual(franc(0));
  });

  test('a product with zero is zero, not minus zero', () => {
    expect(Money.multiply(euro(-50), 0)).toStrictEqual(euro(0));
  });

  test('orders amounts', () => {
    expect(Money.compare(euro(2), euro(1))).toBeGreaterThan(0);
    expect(Money.compare(euro(1), euro(2))).toBeLessThan(0);
    expect(Money.compare(euro(2), euro(2))).toBe(0);
    expect(Money.least(euro(1), euro(2))).toStrictEqual(euro(1));
    expect(Money.least(euro(2), euro(1))).toStrictEqual(euro(1));
  });

  test('of two equal amounts the smaller is either', () => {
    expect(Money.least(euro(2), euro(2))).toStrictEqual(euro(2));
  });

  test('knows zero and more than zero', () => {
    expect([-1, 0, 1].map((minor) => Money.isZero(euro(minor)))).toStrictEqual([false, true, false]);
    expect([-1, 0, 1].map((minor) => Money.isPositive(euro(minor)))).toStrictEqual([false, false, true]);
  });

  test('two currencies in one calculation are a bug, and it says which two, not how much', () => {
    const mixture = 'Amounts in EUR and CHF do not mix';
    expect(() => Money.add(euro(4711), franc(815))).toThrow(new Error(mixture));
    expect(() => Money.subtract(euro(4711), franc(815))).toThrow(new Error(mixture));
    expect(() => Money.sum([euro(4711), franc(815)])).toThrow(new Error(mixture));
    expect(() => Money.compare(euro(4711), franc(815))).toThrow(new Error(mixture));
    expect(() => Money.least(euro(4711), franc(815))).toThrow(new Error(mixture));
  });

  test('more than a safe integer is a bug', () => {
    const overflow = new Error('An amount is not a safe integer of minor units');
    const most = euro(Number.MAX_SAFE_INTEGER);
    expect(() => Money.add(most, euro(1))).toThrow(overflow);
    expect(() => Money.subtract(euro(-2), most)).toThrow(overflow);
    expect(() => Money.multiply(most, 2)).toThrow(overflow);
    expect(() => Money.sum([most, most])).toThrow(overflow);
  });

  test('a fraction of an amount is a bug, even where it comes out whole', () => {
    expect(() => Money.multiply(euro(100), 0.5)).toThrow();
    expect(() => Money.multiply(euro(100), Number.NaN)).toThrow();
  });
});
