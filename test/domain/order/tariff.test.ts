import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tariff, type TariffField, type TariffProblem } from '../../../src/domain/order/tariff.ts';
import { tariffs } from '../../arbitraries/order.ts';

const terms = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 4000,
  vatPercent: 19,
} as const;

function problems(input: unknown): Readonly<Partial<Record<TariffField, TariffProblem>>> {
  const refused = Tariff.parse(input)._unsafeUnwrapErr();
  expect(refused.kind).toBe('InvalidTariff');
  return refused.fields;
}

describe('a tariff', () => {
  test('is its terms as plain data, and nothing that came with them', () => {
    expect(Tariff.parse({ ...terms, note: 'summer' })._unsafeUnwrap()).toStrictEqual(terms);
  });

  test('tells every field that is wrong at once', () => {
    const everyAmount = 'not-an-amount';
    const all = {
      currency: 'not-a-currency',
      unlockFeeMinor: everyAmount,
      unitPriceMinor: everyAmount,
      unitMinutes: 'does-not-divide-a-day',
      dailyCapMinor: everyAmount,
      lossFeeMinor: everyAmount,
      vatPercent: 'not-a-vat-rate',
    };
    expect(problems({})).toStrictEqual(all);
    for (const nothing of [null, undefined, 'EUR', 7]) expect(problems(nothing)).toStrictEqual(all);
  });

  test.each<[TariffField, unknown[], TariffProblem]>([
    ['currency', ['USD', 'eur', null], 'not-a-currency'],
    ['unlockFeeMinor', [-1, 0.5, 1_000_001, '100', Number.NaN], 'not-an-amount'],
    ['unitPriceMinor', [0, -1, 0.5, 1_000_001, '50'], 'not-an-amount'],
    ['unitMinutes', [0, -30, 7, 0.5, 1441, 2880, '30'], 'does-not-divide-a-day'],
    ['dailyCapMinor', [0, 900.5, 1_000_001, '900'], 'not-an-amount'],
    ['dailyCapMinor', [49, 1], 'below-unit-price'],
    ['lossFeeMinor', [0, 0.5, 1_000_001, '4000'], 'not-an-amount'],
    ['lossFeeMinor', [899, 1], 'below-daily-cap'],
    ['vatPercent', [-1, 30.1, 190, 19.05, '19'], 'not-a-vat-rate'],
  ])('has no %s of %j: %s', (field, values, problem) => {
    for (const value of values) expect(problems({ ...terms, [field]: value })).toStrictEqual({ [field]: problem });
  });

  test.each<[TariffField, unknown[]]>([
    ['currency', ['EUR', 'CHF', 'GBP', 'PLN', 'CZK']],
    ['unlockFeeMinor', [0, 1_000_000]],
    ['unitPriceMinor', [1, 900]],
    ['unitMinutes', [1, 15, 60, 1440]],
    ['dailyCapMinor', [50, 4000]],
    ['lossFeeMinor', [900, 1_000_000]],
    ['vatPercent', [0, 8.1, 30]],
  ])('may have a %s of each of %j', (field, values) => {
    for (const value of values) {
      expect(Tariff.parse({ ...terms, [field]: value })._unsafeUnwrap()).toStrictEqual({ ...terms, [field]: value });
    }
  });

  test('is measured against no field that is wrong itself', () => {
    const unitPriceMinor = 'much';
    expect(problems({ ...terms, unitPriceMinor, dailyCapMinor: 1 })).toStrictEqual({ unitPriceMinor: 'not-an-amount' });
    const dailyCapMinor = 1_000_001;
    expect(problems({ ...terms, dailyCapMinor, lossFeeMinor: 1 })).toStrictEqual({ dailyCapMinor: 'not-an-amount' });
  });

  test('may be as dear as 10,000.00 in every amount', () => {
    const most = 1_000_000;
    const dear = { ...terms, unlockFeeMinor: most, unitPriceMinor: most, dailyCapMinor: most, lossFeeMinor: most };
    expect(Tariff.parse(dear).isOk()).toBe(true);
  });
});

describe('a tariff, always', () => {
  test('comes back from JSON and from a structured clone as it was', () => {
    fc.assert(
      fc.property(tariffs, (tariff) => {
        expect(Tariff.parse(JSON.parse(JSON.stringify(tariff)))._unsafeUnwrap()).toStrictEqual(tariff);
        expect(Tariff.parse(structuredClone(tariff))._unsafeUnwrap()).toStrictEqual(tariff);
      }),
    );
  });

  test('whatever comes in, an answer comes out', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(Tariff.parse(anything).isErr()).toBe(true);
      }),
    );
  });
});
