import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import { Money } from '../../../src/domain/order/money.ts';
import { decideEndCorrection, evolveEndCorrection } from '../../../src/domain/order/order-correction.ts';
import type { BookkeepingReceipt } from '../../../src/domain/order/receipt.ts';
import {
  correctionForChange,
  correctionForRefund,
  type DraftCorrection,
  standingOf,
} from '../../../src/domain/order/receipt-correction.ts';
import { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';
import type { StationId } from '../../../src/domain/order/station-id.ts';
import { containedVat } from '../../../src/domain/order/vat.ts';
import { type Charged, chargedOrders, durations, stations } from '../../arbitraries/order.ts';

/** What support does about a rental: gives a share of what is left back, an amount whatever is left, or corrects the end. */
type Deed =
  | { readonly kind: 'share'; readonly thousandths: number }
  | { readonly kind: 'amount'; readonly minor: number }
  | { readonly kind: 'end'; readonly station: StationId; readonly afterMs: number };

const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('share' as const), thousandths: fc.integer({ min: 0, max: 1000 }) }),
    fc.record({ kind: fc.constant('amount' as const), minor: fc.integer({ min: -20, max: 20_000 }) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), station: stations, afterMs: durations }) },
  ),
  { minLength: 1, maxLength: 12 },
);

interface Books {
  readonly receipt: BookkeepingReceipt;
  readonly corrections: readonly BookkeepingReceipt[];
}

interface Rental extends Books {
  readonly order: Charged['order'];
}

/** The rental after a deed, with a draft that is booked under the number that follows; as it was where it is refused. */
function after(rental: Rental, deed: Deed): Rental {
  const { order, receipt, corrections } = rental;
  const booked = (draft: DraftCorrection, changed: Charged['order']): Rental => {
    const number = ReceiptNumber.of('JOOS-2026', corrections.length + 2)._unsafeUnwrap();
    return { order: changed, receipt, corrections: [...corrections, { ...draft, number }] };
  };
  if (deed.kind === 'end') {
    const at = Instant.plusMs(order.startedAt, deed.afterMs);
    return decideEndCorrection({ kind: 'CorrectEnd', station: deed.station, at }, order)
      .andThen((event) =>
        correctionForChange(receipt, corrections, event.items, receipt.day).map((draft) =>
          booked(draft, evolveEndCorrection(order, event)),
        ),
      )
      .unwrapOr(rental);
  }
  const left = standingOf(receipt, corrections).gross;
  const minor = deed.kind === 'amount' ? deed.minor : Math.floor((left.amountMinor * deed.thousandths) / 1000);
  return correctionForRefund(receipt, corrections, { ...left, amountMinor: minor }, receipt.day)
    .map((draft) => booked(draft, order))
    .unwrapOr(rental);
}

/** The books after each deed that was booked. */
function booksOf({ order, receipt }: Charged, done: readonly Deed[]): readonly Books[] {
  let rental: Rental = { order, receipt, corrections: [] };
  const all: Books[] = [rental];
  for (const deed of done) {
    const next = after(rental, deed);
    if (next !== rental) all.push(next);
    rental = next;
  }
  return all;
}

const sumOf = ([first, ...others]: BookkeepingReceipt['items']): Money =>
  Money.sum([first.gross, ...others.map(({ gross }) => gross)]);

describe('a receipt with its corrections, whatever support does about the rental, always', () => {
  test('comes to net + VAT = gross, with the VAT that what is left contains, and never to less than nothing', () => {
    fc.assert(
      fc.property(chargedOrders, deeds, (charged, done) => {
        for (const { receipt, corrections } of booksOf(charged, done)) {
          const { net, vat, gross } = standingOf(receipt, corrections);
          expect(Money.add(net, vat)).toStrictEqual(gross);
          expect(gross.amountMinor).toBeGreaterThanOrEqual(0);
          expect({ net, vat }).toStrictEqual(containedVat(gross, receipt.vatPercent));
        }
      }),
    );
  });

  test('is owed less by every correction, by exactly its lines, and never by more than is left', () => {
    fc.assert(
      fc.property(chargedOrders, deeds, (charged, done) => {
        const [before, ...after] = booksOf(charged, done);
        let left = before?.receipt.gross;
        for (const { receipt, corrections } of after) {
          const last = corrections.at(-1);
          if (last === undefined || left === undefined) throw new Error('Every one but the first has a correction');
          expect(last.gross).toStrictEqual(sumOf(last.items));
          expect(Money.add(last.net, last.vat)).toStrictEqual(last.gross);
          expect(last.gross.amountMinor).toBeLessThan(0);
          expect(last.net.amountMinor).toBeLessThanOrEqual(0);
          expect(last.vat.amountMinor).toBeLessThanOrEqual(0);
          left = Money.add(left, last.gross);
          expect(standingOf(receipt, corrections).gross).toStrictEqual(left);
        }
      }),
    );
  });

  test('stays as it was issued, and so does each correction: every one names the receipt and its rate', () => {
    fc.assert(
      fc.property(chargedOrders, deeds, (charged, done) => {
        const issued = structuredClone(charged.receipt);
        const all = booksOf(charged, done);
        const kept = structuredClone(all);
        const last = all.at(-1)?.corrections ?? [];
        expect(charged.receipt).toStrictEqual(issued);
        for (const [index, { receipt, corrections }] of kept.entries()) {
          expect(receipt).toStrictEqual(issued);
          expect(corrections).toStrictEqual(last.slice(0, index));
        }
        for (const { corrects, vatPercent, gross } of last) {
          expect(corrects).toBe(issued.number);
          expect(vatPercent).toBe(issued.vatPercent);
          expect(gross.currency).toBe(issued.gross.currency);
        }
      }),
    );
  });

  test('that was given back in full, by whatever parts, contains no tax any more', () => {
    fc.assert(
      fc.property(chargedOrders, fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 8 }), (charged, shares) => {
        const parts = shares.map((thousandths): Deed => ({ kind: 'share', thousandths }));
        const { receipt, corrections } = booksOf(charged, [...parts, { kind: 'share', thousandths: 1000 }]).at(
          -1,
        ) as Books; // sound: never empty
        const nothing = Money.zero(receipt.gross.currency);
        expect(standingOf(receipt, corrections)).toStrictEqual({ net: nothing, vat: nothing, gross: nothing });
      }),
    );
  });
});
