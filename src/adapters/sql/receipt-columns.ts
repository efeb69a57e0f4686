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
  'r.corrects as r_corrects',
] as const;

/** The same of a correction `k` of that receipt, for {@link correctionOf}. */
export const correctionColumns = [
  'k.receipt_number as k_receipt_number',
  'k.day as k_day',
  'k.currency as k_currency',
  'k.items as k_items',
  'k.vat_percent as k_vat_percent',
  'k.net_minor as k_net_minor',
  'k.vat_minor as k_vat_minor',
  'k.gross_minor as k_gross_minor',
  'k.corrects as k_corrects',
] as const;

interface ReceiptValues {
  readonly receipt_number: ReceiptNumber | null;
  readonly day: Day | null;
  readonly currency: Currency | null;
  readonly items: string | null;
  readonly vat_percent: number | null;
  readonly net_minor: number | null;
  readonly vat_minor: number | null;
  readonly gross_minor: number | null;
  readonly corrects: ReceiptNumber | null;
}

export type ReceiptRow = { readonly [Column in keyof ReceiptValues as `r_${Column}`]: ReceiptValues[Column] };
export type CorrectionRow = { readonly [Column in keyof ReceiptValues as `k_${Column}`]: ReceiptValues[Column] };

/** The receipt of a row that was joined; null where the join found none. */
export function receiptOf(row: ReceiptRow): BookkeepingReceipt | null {
  return bookkeepingReceiptOf({
    receipt_number: row.r_receipt_number,
    day: row.r_day,
    currency: row.r_currency,
    items: row.r_items,
    vat_percent: row.r_vat_percent,
    net_minor: row.r_net_minor,
    vat_minor: row.r_vat_minor,
    gross_minor: row.r_gross_minor,
    corrects: row.r_corrects,
  });
}

/** The corrections of rows that were joined, in the order of their numbers; none where the join found none. */
export function correctionsOf(rows: readonly CorrectionRow[]): readonly BookkeepingReceipt[] {
  return rows
    .flatMap((row) => correctionOf(row) ?? [])
    .sort((one, other) => (one.number < other.number ? -1 : Number(one.number > other.number)));
}

function correctionOf(row: CorrectionRow): BookkeepingReceipt | null {
  return bookkeepingReceiptOf({
    receipt_number: row.k_receipt_number,
    day: row.k_day,
    currency: row.k_currency,
    items: row.k_items,
    vat_percent: row.k_vat_percent,
    net_minor: row.k_net_minor,
    vat_minor: row.k_vat_minor,
    gross_minor: row.k_gross_minor,
    corrects: row.k_corrects,
  });
}

function bookkeepingReceiptOf(row: ReceiptValues): BookkeepingReceipt | null {
  const { receipt_number: number, day, currency, items, corrects } = row;
  const { vat_percent: vatPercent, net_minor: net, vat_minor: vat, gross_minor: gross } = row;
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
    corrects,
  };
}
