import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import { type Charges, lossCharges, returnCharges } from '../../../src/domain/order/charges.ts';
import { Money } from '../../../src/domain/order/money.ts';
import type { Tariff } from '../../../src/domain/order/tariff.ts';
import { instants } from '../../arbitraries/instant.ts';
import { durations, tariffs } from '../../arbitraries/order.ts';

const dayMs = 86_400_000;

function charges(startedAt: Instant, durationMs: number, tariff: Tariff): Charges {
  return returnCharges({ startedAt, endedAt: Instant.plusMs(startedAt, durationMs), tariff });
}

function total(items: Charges): number {
  const [first, ...others] = items;
  return Money.sum([first.gross, ...others.map(({ gross }) => gross)]).amountMinor;
}

const everyCharge = fc
  .record({ startedAt: instants, durationMs: durations, tariff: tariffs, lost: fc.boolean() })
  .map(({ startedAt, durationMs, tariff, lost }) => ({
    tariff,
    items: lost ? lossCharges(tariff) : charges(startedAt, durationMs, tariff),
  }));

describe('charges, always', () => {
  test('every line is quantity × price + what the cap takes off, in whole minor units of one currency', () => {
    fc.assert(
      fc.property(everyCharge, ({ tariff, items }) => {
        for (const { quantity, unitPrice, capDiscount, gross } of items) {
          expect(gross.amountMinor).toBe(quantity * unitPrice.amountMinor + capDiscount.amountMinor);
          for (const { amountMinor, currency } of [unitPrice, capDiscount, gross]) {
            expect(Number.isSafeInteger(amountMinor)).toBe(true);
            expect(Object.is(amountMinor, -0)).toBe(false);
            expect(currency).toBe(tariff.currency);
          }
          expect(Number.isSafeInteger(quantity)).toBe(true);
        }
      }),
    );
  });

  test('no line is negative or for nothing, and a cap never adds', () => {
    fc.assert(
      fc.property(everyCharge, ({ items }) => {
        for (const { quantity, capDiscount, gross } of items) {
          expect(quantity).toBeGreaterThanOrEqual(1);
          expect(gross.amountMinor).toBeGreaterThan(0);
          expect(capDiscount.amountMinor).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('started 24 hours never cost more than the daily cap each', () => {
    fc.assert(
      fc.property(instants, durations, tariffs, (startedAt, durationMs, tariff) => {
        const startedDays = Math.max(1, Math.ceil(durationMs / dayMs));
        const most = tariff.unlockFeeMinor + startedDays * tariff.dailyCapMinor;
        expect(total(charges(startedAt, durationMs, tariff))).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('24 hours cost what the units of each of them cost, capped one by one', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 5 * dayMs }), tariffs, (startedAt, durationMs, tariff) => {
        const unitMs = tariff.unitMinutes * 60_000;
        let owed = tariff.unlockFeeMinor;
        for (let from = 0; from === 0 || from < durationMs; from += dayMs) {
          let ofDay = 0;
          for (let at = from; at < from + dayMs && (at === 0 || at < durationMs); at += unitMs) {
            ofDay += tariff.unitPriceMinor;
          }
          owed += Math.min(ofDay, tariff.dailyCapMinor);
        }
        expect(total(charges(startedAt, durationMs, tariff))).toBe(owed);
      }),
      { numRuns: 50 },
    );
  });

  test('a longer rental never costs less', () => {
    fc.assert(
      fc.property(instants, durations, durations, tariffs, (startedAt, one, other, tariff) => {
        const shorter = total(charges(startedAt, Math.min(one, other), tariff));
        const longer = total(charges(startedAt, Math.max(one, other), tariff));
        expect(longer).toBeGreaterThanOrEqual(shorter);
      }),
    );
  });

  test('losing a power bank is never cheaper than a day with it', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: dayMs }), tariffs, (startedAt, durationMs, tariff) => {
        expect(total(lossCharges(tariff))).toBeGreaterThanOrEqual(total(charges(startedAt, durationMs, tariff)));
      }),
    );
  });

  test('the price hangs on how long, not on when', () => {
    fc.assert(
      fc.property(instants, instants, durations, tariffs, (one, other, durationMs, tariff) => {
        expect(charges(one, durationMs, tariff)).toStrictEqual(charges(other, durationMs, tariff));
      }),
    );
  });
});
