import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import { returnCharges } from '../../../src/domain/order/charges.ts';
import {
  type CorrectEnd,
  decideEndCorrection,
  evolveEndCorrection,
} from '../../../src/domain/order/order-correction.ts';
import { receiptOf } from '../../../src/domain/order/receipt.ts';
import { chargedOrders, durations, orders, stations } from '../../arbitraries/order.ts';

const corrections = fc.record({ charged: chargedOrders, station: stations, afterMs: durations }).map((one) => {
  const at = Instant.plusMs(one.charged.order.startedAt, one.afterMs);
  const command: CorrectEnd = { kind: 'CorrectEnd', station: one.station, at };
  return { ...one.charged, command };
});

describe('a corrected end', () => {
  test('costs the time that was really used, at the tariff of the rental, whatever was charged first', () => {
    fc.assert(
      fc.property(corrections, ({ order, command }) => {
        const { station, at } = command;
        expect(decideEndCorrection(command, order)._unsafeUnwrap()).toStrictEqual({
          kind: 'EndCorrected',
          station,
          at,
          items: returnCharges({ startedAt: order.startedAt, endedAt: at, tariff: order.tariff }),
        });
      }),
    );
  });

  test('stands beside the end that was charged, and changes neither that one nor the receipt', () => {
    fc.assert(
      fc.property(corrections, ({ order, receipt, command }) => {
        const before = structuredClone(order);
        const event = decideEndCorrection(command, order)._unsafeUnwrap();
        const corrected = { returnedTo: command.station, endedAt: command.at };
        const after = evolveEndCorrection(order, event);
        expect(after).toStrictEqual({ ...before, corrected });
        expect(order).toStrictEqual(before);
        const shown = receiptOf({ order: after, card: null, receipt, corrections: [] });
        const shownBefore = receiptOf({ order, card: null, receipt, corrections: [] });
        expect(shown).toStrictEqual({ ...shownBefore, correctedEnd: corrected });
      }),
    );
  });

  test('is corrected once', () => {
    fc.assert(
      fc.property(corrections, ({ order, command }) => {
        const after = evolveEndCorrection(order, decideEndCorrection(command, order)._unsafeUnwrap());
        expect(decideEndCorrection(command, after)._unsafeUnwrapErr()).toStrictEqual({ kind: 'AlreadyCorrected' });
      }),
    );
  });

  test('is no earlier than the start', () => {
    fc.assert(
      fc.property(chargedOrders, stations, ({ order }, station) => {
        const { startedAt } = order;
        const from = { kind: 'CorrectEnd' as const, station, at: startedAt };
        expect(decideEndCorrection(from, order).isOk()).toBe(true);
        const before = decideEndCorrection({ ...from, at: Instant.plusMs(startedAt, -1) }, order);
        expect(before._unsafeUnwrapErr()).toStrictEqual({ kind: 'EndsBeforeStart' });
      }),
    );
  });

  test('is there only where something was charged', () => {
    fc.assert(
      fc.property(orders, stations, (order, station) => {
        const asked = decideEndCorrection({ kind: 'CorrectEnd', station, at: order.startedAt }, order);
        if (order.kind === 'returned' || order.kind === 'lost') expect(asked.isOk()).toBe(true);
        else expect(asked._unsafeUnwrapErr()).toStrictEqual({ kind: 'NothingCharged' });
      }),
    );
  });
});
