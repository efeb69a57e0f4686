import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { Day } from '../../../src/domain/instant.ts';
import { lastNumberOfSeries, ReceiptNumber, ReceiptSeries } from '../../../src/domain/order/receipt-number.ts';
import { receiptNumbers, receiptSeries } from '../../arbitraries/order.ts';

/** What a caller without types may pass: right as soon as it is made a text. */
const noText = ['JOOS-2026'] as unknown as string;
const day = Day.parse('2026-11-23')._unsafeUnwrap();

describe('a series of receipts', () => {
  test('is named for issuer and year of the day', () => {
    expect(ReceiptSeries.of('JOOS', day)._unsafeUnwrap()).toBe('JOOS-2026');
  });

  test.each(['', 'J', 'JOOSJOOSX', 'joos', 'JO0S', 'JOOS-'])('has no issuer %j', (issuer) => {
    expect(ReceiptSeries.of(issuer, day)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidReceiptSeries' });
  });

  test.each(['JO-2000', 'JOOSJOOS-2199'])('may be %s', (text) => {
    expect(ReceiptSeries.parse(text)._unsafeUnwrap()).toBe(text);
  });

  test.each(['JOOS-1999', 'JOOS-2200', 'JOOS-226', 'JOOS-20266', 'JOOS2026', 'xJOOS-2026', 'JOOS-2026\n', noText])(
    'is not %j',
    (text) => {
      expect(ReceiptSeries.parse(text)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidReceiptSeries' });
    },
  );
});

describe('the number of a receipt', () => {
  test.each([
    [1, 'JOOS-2026-000001'],
    [42, 'JOOS-2026-000042'],
    [999_999, 'JOOS-2026-999999'],
    [1_000_000, 'JOOS-2026-1000000'],
    [9_999_999, 'JOOS-2026-9999999'],
  ])('%d of a series is %s, there and back', (n, text) => {
    expect(ReceiptNumber.of('JOOS-2026', n)._unsafeUnwrap()).toBe(text);
    expect(ReceiptNumber.parse(text)._unsafeUnwrap()).toBe(text);
  });

  test.each([0, -1, 1.5, Number.NaN, 10_000_000])('is never %d', (n) => {
    const refused = ReceiptNumber.of('JOOS-2026', n)._unsafeUnwrapErr();
    expect(refused).toStrictEqual({ kind: 'InvalidReceiptNumber', reason: 'number' });
  });

  test('has no series but a known one', () => {
    const refused = { kind: 'InvalidReceiptNumber', reason: 'series' };
    expect(ReceiptNumber.of('joos-2026', 1)._unsafeUnwrapErr()).toStrictEqual(refused);
    expect(ReceiptNumber.parse('joos-2026-000001')._unsafeUnwrapErr()).toStrictEqual(refused);
    expect(ReceiptNumber.parse('JOOS-1926-000001')._unsafeUnwrapErr()).toStrictEqual(refused);
  });

  test.each([
    '',
    'JOOS',
    'JOOS-2026',
    'JOOS-2026-',
    'JOOS-2026-1',
    'JOOS-2026-00001',
    'JOOS-2026-0000001',
    'JOOS-2026-12345678',
    'JOOS-2026-000001-',
    'JOOS-2026-000001-000001',
    'JOOS-2026-00000x',
    'JOOS-2026-000001\n',
    'JOOS-2026-x000001',
    'JOOS-2026- 000001',
    noText,
  ])('is not spelled %j', (text) => {
    const refused = ReceiptNumber.parse(text)._unsafeUnwrapErr();
    expect(refused).toStrictEqual({ kind: 'InvalidReceiptNumber', reason: 'shape' });
  });

  test('begins at 1: there is no receipt 0', () => {
    const refused = ReceiptNumber.parse('JOOS-2026-000000')._unsafeUnwrapErr();
    expect(refused).toStrictEqual({ kind: 'InvalidReceiptNumber', reason: 'number' });
  });
});

describe('numbers of receipts, always', () => {
  test('each has one spelling, and no two of a series are the same', () => {
    const places = fc.integer({ min: 1, max: lastNumberOfSeries });
    fc.assert(
      fc.property(receiptSeries, places, places, (series, one, other) => {
        const [first, second] = [one, other].map((n) => ReceiptNumber.of(series, n)._unsafeUnwrap());
        expect(ReceiptNumber.parse(first ?? '')._unsafeUnwrap()).toBe(first);
        expect(first === second).toBe(one === other);
      }),
    );
  });

  test('no card number fits into one', () => {
    fc.assert(
      fc.property(receiptNumbers, (number) => {
        expect(holdsCardNumber(number)).toBe(false);
      }),
    );
  });
});
