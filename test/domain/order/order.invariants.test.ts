import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import { returnCharges } from '../../../src/domain/order/charges.ts';
import {
  decideEnd,
  type EndOrderCommand,
  evolveOrder,
  type Order,
  type OrderEnd,
} from '../../../src/domain/order/order.ts';
import type { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';
import { endsAt, openOrders, orders, receiptNumbers } from '../../arbitraries/order.ts';

type Recorded = Parameters<typeof evolveOrder>[1];

/** The event with the number of a receipt, if it is a charge. */
function recorded(event: OrderEnd, receipt: ReceiptNumber) {
  return event.kind === 'Cancelled' ? event : { ...event, receipt };
}

function obey(order: Order, command: EndOrderCommand, receipt: ReceiptNumber): Order {
  return decideEnd(command, order).match(
    ([event]) => evolveOrder(order, recorded(event, receipt)) ?? order,
    () => order,
  );
}

/** An open order and ends of it around its start, in any order. */
const endings = openOrders.chain((open) =>
  fc.record({
    open: fc.constant(open),
    commands: fc.array(
      fc.integer({ min: -200_000, max: 400_000 }).chain((offMs) => endsAt(Instant.plusMs(open.startedAt, offMs))),
      { maxLength: 10 },
    ),
    number: receiptNumbers,
  }),
);

describe('an order, always', () => {
  test('ends once at most, and then stays as it is', () => {
    fc.assert(
      fc.property(endings, ({ open, commands, number }) => {
        let order: Order = open;
        let ends = 0;
        for (const command of commands) {
          const next = obey(order, command, number);
          if (next === order) continue;
          ends += 1;
          order = next;
        }
        expect(ends).toBeLessThanOrEqual(1);
        expect(order.kind === 'open').toBe(ends === 0);
      }),
    );
  });

  test('keeps what it began with, and ends no earlier than it began', () => {
    fc.assert(
      fc.property(endings, ({ open, commands, number }) => {
        const order = commands.reduce((state: Order, command) => obey(state, command, number), open);
        expect(order).toMatchObject({ ...open, kind: order.kind });
        if (order.kind !== 'open') expect(order.endedAt).toBeGreaterThanOrEqual(open.startedAt);
      }),
    );
  });

  test('costs by its own times and tariff when it is returned', () => {
    fc.assert(
      fc.property(openOrders, fc.nat({ max: 1e9 }), (open, durationMs) => {
        const at = Instant.plusMs(open.startedAt, durationMs);
        const [event] = decideEnd({ kind: 'Return', station: open.rentedFrom, at }, open)._unsafeUnwrap();
        expect(event.items).toStrictEqual(returnCharges({ ...open, endedAt: at }));
      }),
    );
  });

  test('takes any event in any state, and one that does not belong changes nothing', () => {
    const events: fc.Arbitrary<Recorded> = fc
      .record({ open: openOrders, number: receiptNumbers, pick: fc.nat({ max: 3 }) })
      .map(({ open: { kind: _, ...rental }, number: receipt, pick }) => {
        const at = rental.startedAt;
        const items = returnCharges({ ...rental, endedAt: at });
        const all: readonly Recorded[] = [
          { kind: 'Rented', rental },
          { kind: 'Returned', station: rental.rentedFrom, at, items, receipt },
          { kind: 'ReportedLost', at, items, receipt },
          { kind: 'Cancelled', at },
        ];
        return all[pick] as Recorded; // sound: there are four, 0 to 3
      });
    fc.assert(
      fc.property(fc.option(orders), events, (order, event) => {
        const next = evolveOrder(order, event);
        const belongs = order === null ? event.kind === 'Rented' : order.kind === 'open' && event.kind !== 'Rented';
        if (belongs) expect(next).not.toStrictEqual(order);
        else expect(next).toBe(order);
      }),
    );
  });

  test('is plain data', () => {
    fc.assert(
      fc.property(orders, (order) => {
        expect(structuredClone(order)).toStrictEqual(order);
        expect(JSON.parse(JSON.stringify(order))).toStrictEqual(order);
      }),
    );
  });
});
