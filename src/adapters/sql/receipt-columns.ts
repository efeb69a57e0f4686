import type { Day } from '../../domain/instant.ts';
import type { Currency } from '../../domain/order/money.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';

/** What a query selects of the receipt `r` for {@link receiptOf}, under names that clash with no other table's. */
export const receiptColumns = [
  'r.receipt_number as r_receipt_number',
  'r.day as r_day',
  'r.currency as r_currency',
  'r.items as r_items',
  'r.vat_percent as r_vat_percent',
  'r.net_minor as r_net_minor',
  'r.vat_minor as r_vat_minor',
  'r.gross_minor as r_gross_minor',
] as const;

export interface ReceiptRow {
  readonly r_receipt_number: ReceiptNumber | null;
  readonly r_day: Day | null;
  readonly r_currency: Currency | null;
  readonly r_items: string | null;
  readonly r_vat_percent: number | null;
  readonly r_net_minor: number | null;
  readonly r_vat_minor: number | null;
  readonly r_gross_minor: number | null;
}

/** The receipt of a row that was joined; null where the join found none. */
export function receiptOf(row: ReceiptRow): BookkeepingReceipt | null {
  const { r_receipt_number: number, r_day: day, r_currency: currency, r_items: items } = row;
  const { r_vat_percent: vatPercent, r_net_minor: net, r_vat_minor: vat, r_gross_minor: gross } = row;
  if (number === null || day === null || currency === null || items === null) return null;
  if (vatPercent === null || net === null || vat === null || gross === null) return null;
  return {
    number,
    day,
    items: JSON.parse(items) as BookkeepingReceipt['items'], // sound: written from one by `issueReceipt`
    vatPercent,
    net: { amountMinor: net, currency },
    vat: { amountMinor: vat, currency },
    gross: { amountMinor: gross, currency },
  };
}
