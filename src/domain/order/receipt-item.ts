import type { Money } from './money.ts';

/** What a line of a receipt is for. `refund` stands in corrections alone: money given back without a changed rental. */
export type ReceiptItemKind = 'unlock-fee' | 'usage' | 'loss-fee' | 'refund';

/**
 * One line: how many, at what price, together; prices include VAT, as consumers see them. A correction takes a line back
 * by the same line with its amounts negated.
 */
export interface ReceiptItem {
  readonly kind: ReceiptItemKind;
  /** Started units for `usage`, else 1. */
  readonly quantity: number;
  readonly unitPrice: Money;
  /** What the daily cap took off `quantity × unitPrice`; zero or negative, and positive where a line is taken back. */
  readonly capDiscount: Money;
  /** `quantity × unitPrice + capDiscount`, exactly. */
  readonly gross: Money;
}
