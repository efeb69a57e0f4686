import { describe, expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import { lossCharges, returnCharges, startedUnits } from '../../../src/domain/order/charges.ts';
import { Money } from '../../../src/domain/order/money.ts';
import { Tariff } from '../../../src/domain/order/tariff.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const terms = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 4000,
  vatPercent: 19,
};
const tariff = Tariff.parse(terms)._unsafeUnwrap();
const startedAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const lasting = (durationMs: number) => ({ startedAt, endedAt: Instant.plusMs(startedAt, durationMs), tariff });
const euro = (amountMinor: number): Money => Money.of(amountMinor, 'EUR')._unsafeUnwrap();

const unlockFee = { kind: 'unlock-fee', quantity: 1, unitPrice: euro(100), capDiscount: euro(0), gross: euro(100) };

describe('started units', () => {
  test.each([
    [0, 1],
    [1, 1],
    [30 * minute - 1, 1],
    [30 * minute, 1],
    [30 * minute + 1, 2],
    [60 * minute, 2],
    [60 * minute + 1, 3],
    [day, 48],
    [day + 1, 49],
  ])('of half an hour in %d ms are %d', (durationMs, units) => {
    expect(startedUnits(lasting(durationMs))).toBe(units);
  });
});

describe('what a returned power bank costs', () => {
  test('is the unlock fee and the started units', () => {
    expect(returnCharges(lasting(70 * minute))).toStrictEqual([
      unlockFee,
      { kind: 'usage', quantity: 3, unitPrice: euro(50), capDiscount: euro(0), gross: euro(150) },
    ]);
  });

  test.each([
    [9 * hour, 18, 0, 900], // exactly the cap
    [9 * hour + 1, 19, -50, 900], // one unit above it
    [day, 48, -1500, 900], // the whole day, one cap
    [day + 1, 49, -1500, 950], // a new day begins with one unit
    [day + 9 * hour, 66, -1500, 1800],
    [2 * day, 96, -3000, 1800],
    [2 * day + 2 * hour, 100, -3000, 2000],
  ])('in %d ms: %d units, %d off by the cap, %d', (durationMs, quantity, capDiscount, gross) => {
    expect(returnCharges(lasting(durationMs))).toStrictEqual([
      unlockFee,
      { kind: 'usage', quantity, unitPrice: euro(50), capDiscount: euro(capDiscount), gross: euro(gross) },
    ]);
  });

  test('counts days from the start of the rental: a night pays one cap, not two', () => {
    const evening = Instant.parse('2026-11-23T18:00:00Z')._unsafeUnwrap();
    const [, usage] = returnCharges({ startedAt: evening, endedAt: Instant.plusMs(evening, 20 * hour), tariff });
    expect(usage?.gross).toStrictEqual(euro(900));
  });

  test('has no line for an unlock fee of nothing', () => {
    const free = Tariff.parse({ ...terms, unlockFeeMinor: 0 })._unsafeUnwrap();
    expect(returnCharges({ ...lasting(0), tariff: free })).toStrictEqual([
      { kind: 'usage', quantity: 1, unitPrice: euro(50), capDiscount: euro(0), gross: euro(50) },
    ]);
  });

  test('is in the currency of the tariff', () => {
    const swiss = Tariff.parse({ ...terms, currency: 'CHF' })._unsafeUnwrap();
    const currencies = returnCharges({ ...lasting(5 * day), tariff: swiss }).flatMap(
      ({ unitPrice, capDiscount, gross }) => [unitPrice.currency, capDiscount.currency, gross.currency],
    );
    expect(new Set(currencies)).toStrictEqual(new Set(['CHF']));
  });

  test('stays exact for the dearest tariff over all of time', () => {
    const most = 1_000_000;
    const dearest = Tariff.parse({
      ...terms,
      unlockFeeMinor: most,
      unitPriceMinor: most,
      unitMinutes: 1,
      dailyCapMinor: most,
      lossFeeMinor: most,
    })._unsafeUnwrap();
    const [, usage] = returnCharges({
      startedAt: Instant.parse('0001-01-01T00:00:00Z')._unsafeUnwrap(),
      endedAt: Instant.parse('9999-12-31T23:59:59.999Z')._unsafeUnwrap(),
      tariff: dearest,
    });
    const days = 3_652_059;
    expect(usage?.quantity).toBe(days * 1440);
    expect(usage?.gross).toStrictEqual(euro(days * most));
  });
});

describe('what a lost power bank costs', () => {
  test('is the unlock fee and the loss fee, whatever the usage was', () => {
    expect(lossCharges(tariff)).toStrictEqual([
      unlockFee,
      { kind: 'loss-fee', quantity: 1, unitPrice: euro(4000), capDiscount: euro(0), gross: euro(4000) },
    ]);
  });

  test('is the loss fee alone where unlocking costs nothing', () => {
    const free = Tariff.parse({ ...terms, unlockFeeMinor: 0 })._unsafeUnwrap();
    expect(lossCharges(free).map(({ kind }) => kind)).toStrictEqual(['loss-fee']);
  });
});
