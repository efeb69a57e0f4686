import type { MaskedCard } from '../card/masked-card.ts';
import type { Day, Instant } from '../instant.ts';
import { Money } from './money.ts';
import type { CorrectedEnd, Order } from './order.ts';
import type { ReceiptItem } from './receipt-item.ts';
import type { ReceiptNumber } from './receipt-number.ts';
import type { StationId } from './station-id.ts';
import { containedVat } from './vat.ts';

/** The record of the transaction that bookkeeping keeps (C11, C26): nothing in it says whose it was, where or at what hour. */
export interface BookkeepingReceipt {
  readonly number: ReceiptNumber;
  readonly day: Day;
  readonly items: readonly [ReceiptItem, ...ReceiptItem[]];
  readonly vatPercent: number;
  /** net + VAT = gross = the sum of the items, exactly. */
  readonly net: Money;
  readonly vat: Money;
  readonly gross: Money;
  /** The receipt that this one corrects (German UStDV § 31(5)); null for the receipt of a rental. No receipt is ever edited. */
  readonly corrects: ReceiptNumber | null;
}

/** The receipt as the person sees it (C11). */
export interface Receipt extends BookkeepingReceipt {
  readonly rentedFrom: StationId;
  readonly startedAt: Instant;
  /** Null when the power bank was lost. */
  readonly returnedTo: StationId | null;
  readonly endedAt: Instant;
  /** Null once the person removed the card. */
  readonly card: MaskedCard | null;
  /** What was corrected since, oldest first: each has a number of its own. */
  readonly corrections: readonly BookkeepingReceipt[];
  /** Where and when the power bank really came back, as support found out; null where the rental stands as it was. */
  readonly correctedEnd: CorrectedEnd | null;
}

/**
 * What bookkeeping keeps of a charge, before its series gives it a number: the items and their sum, with the VAT that the
 * sum contains at the one rate of the tariff, rounded half up once.
 *
 * @throws A bug: items of two currencies, a negative sum, or a rate that is none.
 */
export function bookkeepingReceipt(
  items: readonly [ReceiptItem, ...ReceiptItem[]],
  day: Day,
  vatPercent: number,
): Omit<BookkeepingReceipt, 'number'> {
  const [first, ...others] = items;
  const gross = Money.sum([first.gross, ...others.map((item) => item.gross)]);
  return { day, items, vatPercent, ...containedVat(gross, vatPercent), gross, corrects: null };
}

/** A rental with what belongs to its record. */
export interface ReceiptRecord {
  readonly order: Order;
  /** Null once the person removed the card. */
  readonly card: MaskedCard | null;
  readonly receipt: BookkeepingReceipt | null;
  /** What corrects the receipt, oldest first. */
  readonly corrections: readonly BookkeepingReceipt[];
}

/**
 * The receipt that the person sees: what bookkeeping keeps, with times, stations and the card as `•••• 1234`. Of a whole
 * card no more than last digits and network get in. Null where there was no charge: the rental is open or was cancelled.
 */
export function receiptOf({ order, card, receipt, corrections }: ReceiptRecord): Receipt | null {
  if (receipt === null || (order.kind !== 'returned' && order.kind !== 'lost')) return null;
  return {
    ...receipt,
    rentedFrom: order.rentedFrom,
    startedAt: order.startedAt,
    returnedTo: order.kind === 'returned' ? order.returnedTo : null,
    endedAt: order.endedAt,
    card: card === null ? null : { last4: card.last4, network: card.network },
    corrections,
    correctedEnd: order.corrected,
  };
}
