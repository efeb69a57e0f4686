import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Day } from '../../../src/domain/instant.ts';
import { Money } from '../../../src/domain/order/money.ts';
import { type BookkeepingReceipt, bookkeepingReceipt, receiptOf } from '../../../src/domain/order/receipt.ts';
import { cards, chargedOrders, openOrders, orders } from '../../arbitraries/order.ts';

const euro = (amountMinor: number): Money => Money.of(amountMinor, 'EUR')._unsafeUnwrap();
const day = Day.parse('2026-11-23')._unsafeUnwrap();
const unlockFee = {
  kind: 'unlock-fee',
  quantity: 1,
  unitPrice: euro(100),
  capDiscount: euro(0),
  gross: euro(100),
} as const;
const usage = {
  kind: 'usage',
  quantity: 3,
  unitPrice: euro(50),
  capDiscount: euro(-30),
  gross: euro(120),
} as const;

describe('a receipt for the books', () => {
  test('sums its items and takes the VAT out of the sum', () => {
    expect(bookkeepingReceipt([unlockFee, usage], day, 19)).toStrictEqual({
      day,
      items: [unlockFee, usage],
      vatPercent: 19,
      net: euro(185),
      vat: euro(35),
      gross: euro(220),
      corrects: null,
    });
  });

  test('rounds the VAT once, on the total: two halves of a cent are one', () => {
    const item = { ...unlockFee, unitPrice: euro(3), gross: euro(3) }; // 20 % of it: half a cent
    expect(bookkeepingReceipt([item, item], day, 20).vat).toStrictEqual(euro(1));
  });

  test('in two currencies is a bug', () => {
    const franc = Money.of(100, 'CHF')._unsafeUnwrap();
    expect(() => bookkeepingReceipt([usage, { ...unlockFee, gross: franc }], day, 19)).toThrow('do not mix');
  });

  test('at a rate that is none is a bug', () => {
    expect(() => bookkeepingReceipt([usage], day, 190)).toThrow('A VAT rate');
  });
});

describe('receipts, always', () => {
  test('net and VAT are gross, and gross is the sum of the items, exactly', () => {
    fc.assert(
      fc.property(chargedOrders, ({ receipt }) => {
        const [first, ...others] = receipt.items;
        const sum = Money.sum([first.gross, ...others.map(({ gross }) => gross)]);
        expect(receipt.gross).toStrictEqual(sum);
        expect(Money.add(receipt.net, receipt.vat)).toStrictEqual(receipt.gross);
        expect(Money.isPositive(receipt.gross)).toBe(true);
      }),
    );
  });

  test('what bookkeeping keeps says nothing of person, place or hour', () => {
    fc.assert(
      fc.property(chargedOrders, ({ order, receipt }) => {
        expect(Object.keys(receipt).toSorted()).toStrictEqual([
          'corrects',
          'day',
          'gross',
          'items',
          'net',
          'number',
          'vat',
          'vatPercent',
        ]);
        const kept = JSON.stringify(receipt);
        for (const value of [order.subject, order.order, order.card, order.powerBank, order.rentedFrom]) {
          expect(kept).not.toContain(JSON.stringify(value));
        }
        expect(kept).not.toContain(String(order.startedAt));
      }),
    );
  });

  test('the person sees the books, times, stations, and of the card last digits and network', () => {
    fc.assert(
      fc.property(chargedOrders, cards, ({ order, receipt }, card) => {
        expect(receiptOf({ order, card, receipt, corrections: [] })).toStrictEqual({
          ...receipt,
          rentedFrom: order.rentedFrom,
          startedAt: order.startedAt,
          returnedTo: order.kind === 'returned' ? order.returnedTo : null,
          endedAt: order.endedAt,
          card: { last4: card.last4, network: card.network },
          corrections: [],
          correctedEnd: null,
        });
      }),
    );
  });

  test('a card that was removed leaves the receipt without one', () => {
    fc.assert(
      fc.property(chargedOrders, ({ order, receipt }) => {
        expect(receiptOf({ order, card: null, receipt, corrections: [] })?.card).toBeNull();
      }),
    );
  });

  test('where there was no charge there is no receipt', () => {
    const receipts = fc.option(chargedOrders.map(({ receipt }): BookkeepingReceipt => receipt));
    fc.assert(
      fc.property(orders, receipts, (order, receipt) => {
        const charged = order.kind === 'returned' || order.kind === 'lost';
        expect(receiptOf({ order, card: null, receipt, corrections: [] }) === null).toBe(receipt === null || !charged);
      }),
    );
    fc.assert(
      fc.property(openOrders, (order) => receiptOf({ order, card: null, receipt: null, corrections: [] }) === null),
      { numRuns: 10 },
    );
  });
});
