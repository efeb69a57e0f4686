import type { Money } from './money.ts';

/** What a line of a receipt is for. */
export type ReceiptItemKind = 'unlock-fee' | 'usage' | 'loss-fee';

/** One line: how many, at what price, together; prices include VAT, as consumers see them. */
export interface ReceiptItem {
  readonly kind: ReceiptItemKind;
  /** Started units for `usage`, else 1. */
  readonly quantity: number;
  readonly unitPrice: Money;
  /** What the daily cap took off `quantity × unitPrice`; zero or negative. */
  readonly capDiscount: Money;
  /** `quantity × unitPrice + capDiscount`, exactly. */
  readonly gross: Money;
}
