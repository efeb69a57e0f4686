import { describe, expect, test } from 'vitest';
import { Day } from '../../../src/domain/instant.ts';
import type { Charges } from '../../../src/domain/order/charges.ts';
import { Money } from '../../../src/domain/order/money.ts';
import { type BookkeepingReceipt, bookkeepingReceipt } from '../../../src/domain/order/receipt.ts';
import {
  correctionForChange,
  correctionForRefund,
  type DraftCorrection,
  standingOf,
} from '../../../src/domain/order/receipt-correction.ts';
import type { ReceiptItem } from '../../../src/domain/order/receipt-item.ts';
import { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';

const euro = (amountMinor: number): Money => Money.of(amountMinor, 'EUR')._unsafeUnwrap();
const day = Day.parse('2026-11-23')._unsafeUnwrap();
const later = Day.parse('2027-01-04')._unsafeUnwrap();
const number = (n: number): ReceiptNumber => ReceiptNumber.of('JOOS-2026', n)._unsafeUnwrap();

const single = (kind: ReceiptItem['kind'], minor: number): ReceiptItem => ({
  kind,
  quantity: 1,
  unitPrice: euro(minor),
  capDiscount: euro(0),
  gross: euro(minor),
});
const unlock = single('unlock-fee', 100);
const loss = single('loss-fee', 4900);
const usage: ReceiptItem = {
  kind: 'usage',
  quantity: 20,
  unitPrice: euro(50),
  capDiscount: euro(-100),
  gross: euro(900),
};
const receipt: BookkeepingReceipt = { ...bookkeepingReceipt([unlock, loss], day, 19), number: number(1) };
const asUsed: Charges = [unlock, usage];

const numbered = (draft: DraftCorrection, n: number): BookkeepingReceipt => ({ ...draft, number: number(n) });

describe('the correction of a changed rental', () => {
  test('takes back every line by the same line, negated, and puts the right ones in their place', () => {
    const draft = correctionForChange(receipt, [], asUsed, later)._unsafeUnwrap();
    expect(draft).toStrictEqual({
      day: later,
      items: [
        { kind: 'unlock-fee', quantity: 1, unitPrice: euro(-100), capDiscount: euro(0), gross: euro(-100) },
        { kind: 'loss-fee', quantity: 1, unitPrice: euro(-4900), capDiscount: euro(0), gross: euro(-4900) },
        unlock,
        usage,
      ],
      vatPercent: 19,
      // 50.00 contains 7.98, the 10.00 that are left contain 1.60.
      net: euro(-3362),
      vat: euro(-638),
      gross: euro(-4000),
      corrects: number(1),
    });
    expect(standingOf(receipt, [numbered(draft, 2)])).toStrictEqual({
      net: euro(840),
      vat: euro(160),
      gross: euro(1000),
    });
  });

  test('takes a discount back as what it was: a surcharge of the same height', () => {
    const used: BookkeepingReceipt = { ...bookkeepingReceipt([unlock, usage], day, 19), number: number(1) };
    const [, back] = correctionForChange(used, [], [unlock, single('usage', 50)], later)._unsafeUnwrap().items;
    expect(back).toStrictEqual({
      kind: 'usage',
      quantity: 20,
      unitPrice: euro(-50),
      capDiscount: euro(100),
      gross: euro(-900),
    });
  });

  test('is none where the rental costs the same, and none where it would cost more', () => {
    expect(correctionForChange(receipt, [], [unlock, loss], later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'NothingToCorrect',
    });
    expect(correctionForChange(receipt, [], [unlock, loss, usage], later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'CorrectionRaisesCharge',
    });
  });

  test('is none where more went back already than the change leaves', () => {
    const refunded = numbered(correctionForRefund(receipt, [], euro(1001), day)._unsafeUnwrap(), 2);
    expect(correctionForChange(receipt, [refunded], asUsed, later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'CorrectionTooLarge',
    });
    const less = numbered(correctionForRefund(receipt, [], euro(1000), day)._unsafeUnwrap(), 2);
    expect(correctionForChange(receipt, [less], asUsed, later)._unsafeUnwrap().gross).toStrictEqual(euro(-4000));
  });
});

describe('the correction of a refund', () => {
  test('is one line that gives the amount back, with the VAT that it contained', () => {
    expect(correctionForRefund(receipt, [], euro(1000), later)._unsafeUnwrap()).toStrictEqual({
      day: later,
      items: [{ kind: 'refund', quantity: 1, unitPrice: euro(-1000), capDiscount: euro(0), gross: euro(-1000) }],
      vatPercent: 19,
      // 50.00 contains 7.98, the 40.00 that are left contain 6.39: not the 1.60 that 10.00 by itself contains.
      net: euro(-841),
      vat: euro(-159),
      gross: euro(-1000),
      corrects: number(1),
    });
  });

  test('in parts leaves the VAT of what is left, not the sum of rounded parts', () => {
    // 5 cents contain 1 cent at 19 %. Each cent by itself contains none: rounded one by one, one cent of tax would stay.
    const five: BookkeepingReceipt = { ...bookkeepingReceipt([single('usage', 5)], day, 19), number: number(1) };
    const books: BookkeepingReceipt[] = [];
    for (let n = 2; n <= 6; n += 1) {
      books.push(numbered(correctionForRefund(five, books, euro(1), later)._unsafeUnwrap(), n));
    }
    expect(five.vat).toStrictEqual(euro(1));
    expect(books.map(({ vat }) => vat.amountMinor).filter((minor) => minor !== 0)).toEqual([-1]);
    expect(standingOf(five, books)).toStrictEqual({ net: euro(0), vat: euro(0), gross: euro(0) });
  });

  test('of all is possible once, and then nothing is left', () => {
    const all = numbered(correctionForRefund(receipt, [], euro(5000), later)._unsafeUnwrap(), 2);
    expect(standingOf(receipt, [all])).toStrictEqual({ net: euro(0), vat: euro(0), gross: euro(0) });
    expect(correctionForRefund(receipt, [all], euro(1), later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'CorrectionTooLarge',
    });
    expect(correctionForRefund(receipt, [], euro(5001), later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'CorrectionTooLarge',
    });
  });

  test('of nothing, or of less, is none', () => {
    expect(correctionForRefund(receipt, [], euro(0), later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'NothingToCorrect',
    });
    expect(correctionForRefund(receipt, [], euro(-1), later)._unsafeUnwrapErr()).toStrictEqual({
      kind: 'CorrectionRaisesCharge',
    });
  });

  test('in another currency is a bug', () => {
    const franc = Money.of(1, 'CHF')._unsafeUnwrap();
    expect(() => correctionForRefund(receipt, [], franc, later)).toThrow('do not mix');
  });
});
