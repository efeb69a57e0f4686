import { Last4, type MaskedCard } from '../../../domain/card/masked-card.ts';
import { OrderId } from '../../../domain/ids.ts';
import { Day, Instant } from '../../../domain/instant.ts';
import type { Money } from '../../../domain/order/money.ts';
import type { BookkeepingReceipt, Receipt } from '../../../domain/order/receipt.ts';
import type { ReceiptItem } from '../../../domain/order/receipt-item.ts';
import { ReceiptNumber } from '../../../domain/order/receipt-number.ts';
import { StationId } from '../../../domain/order/station-id.ts';
import type { Result } from '../../../domain/result.ts';

/** Rentals that nobody made, with their receipts and corrections. */

/** Of samples it is known that they are sound. */
export function sure<Value>(parsed: Result<Value, unknown>): Value {
  if (parsed.isErr()) throw new Error('A sample is not sound');
  return parsed.value;
}

/** A day of a sample. */
export const day = (text: string): Day => sure(Day.parse(text));

/** An amount of a sample. */
export const eur = (amountMinor: number): Money => ({ amountMinor, currency: 'EUR' });

/** A rental. */
export const order: OrderId = sure(OrderId.parse('0f8fad5b-d9cb-469f-a165-70867728950e'));

/** A card of which no more is known. */
export const card: MaskedCard = { last4: sure(Last4.parse('4242')), network: 'visa' };

const number = (n: number): ReceiptNumber => sure(ReceiptNumber.of('JOOS-2026', n));

function item(kind: ReceiptItem['kind'], quantity: number, unitMinor: number, capMinor = 0): ReceiptItem {
  return {
    kind,
    quantity,
    unitPrice: eur(unitMinor),
    capDiscount: eur(capMinor),
    gross: eur(quantity * unitMinor + capMinor),
  };
}

/** A day's rental that met the daily cap. */
export const receipt: Receipt = {
  number: number(1),
  day: day('2026-11-23'),
  items: [item('unlock-fee', 1, 100), item('usage', 30, 50, -600)],
  vatPercent: 19,
  net: eur(840),
  vat: eur(160),
  gross: eur(1000),
  corrects: null,
  rentedFrom: sure(StationId.parse('FRA-0042')),
  startedAt: sure(Instant.parse('2026-11-23T09:00:00Z')),
  returnedTo: sure(StationId.parse('BER-0007')),
  endedAt: sure(Instant.parse('2026-11-23T23:59:00Z')),
  card,
  corrections: [],
  correctedEnd: null,
};

/** Some of it given back. */
export const refund: BookkeepingReceipt = {
  number: number(3),
  day: day('2026-11-25'),
  items: [item('refund', 1, -250)],
  vatPercent: 19,
  net: eur(-210),
  vat: eur(-40),
  gross: eur(-250),
  corrects: receipt.number,
};

/** A power bank that was given up. */
export const lost: Receipt = {
  ...receipt,
  number: number(2),
  items: [item('unlock-fee', 1, 100), item('loss-fee', 1, 2900)],
  net: eur(2521),
  vat: eur(479),
  gross: eur(3000),
  returnedTo: null,
  endedAt: sure(Instant.parse('2026-11-24T20:00:00Z')),
};

/** The same once it was found. */
export const found: BookkeepingReceipt = {
  number: number(4),
  day: day('2026-11-26'),
  items: [item('unlock-fee', 1, -100), item('loss-fee', 1, -2900), item('unlock-fee', 1, 100), item('usage', 3, 50)],
  vatPercent: 19,
  net: eur(-2311),
  vat: eur(-439),
  gross: eur(-2750),
  corrects: lost.number,
};

/** The lost rental with what was found out. */
export const foundReceipt: Receipt = {
  ...lost,
  corrections: [found],
  correctedEnd: {
    returnedTo: sure(StationId.parse('FRA-0042')),
    endedAt: sure(Instant.parse('2026-11-23T10:20:00Z')),
  },
};
