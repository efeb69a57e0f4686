import type { Day } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { Charges } from './charges.ts';
import { Money } from './money.ts';
import type { BookkeepingReceipt } from './receipt.ts';
import type { ReceiptItem } from './receipt-item.ts';
import { containedVat } from './vat.ts';

/**
 * A receipt is never edited: what changes is told by a correction with a number of its own that names the receipt (German
 * UStG § 14(6) no. 5, UStDV § 31(5); POLICY.md C11). Receipt and corrections together say what is owed in the end.
 */

/** A correction before its series gives it a number. */
export type DraftCorrection = Omit<BookkeepingReceipt, 'number'>;

/** What a receipt comes to with all its corrections; `net + vat = gross`, exactly. */
export type Standing = Pick<BookkeepingReceipt, 'net' | 'vat' | 'gross'>;

/** Why there is no correction. */
export type CorrectionRejection =
  /** The amounts stay the same. */
  | { readonly kind: 'NothingToCorrect' }
  /** It would come out dearer: nobody is charged more than the receipt said. */
  | { readonly kind: 'CorrectionRaisesCharge' }
  /** More would be taken back than was charged. */
  | { readonly kind: 'CorrectionTooLarge' };

/** What is owed by a receipt and its corrections together. */
export function standingOf(receipt: BookkeepingReceipt, corrections: readonly BookkeepingReceipt[]): Standing {
  return corrections.reduce<Standing>(
    ({ net, vat, gross }, correction) => ({
      net: Money.add(net, correction.net),
      vat: Money.add(vat, correction.vat),
      gross: Money.add(gross, correction.gross),
    }),
    receipt,
  );
}

/** What a changed rental makes of its receipt: every line taken back, and the lines that are right in their place. */
export function correctionForChange(
  receipt: BookkeepingReceipt,
  corrections: readonly BookkeepingReceipt[],
  charges: Charges,
  day: Day,
): Result<DraftCorrection, CorrectionRejection> {
  const [first, ...others] = receipt.items;
  return correction(receipt, corrections, [takenBack(first), ...others.map(takenBack), ...charges], day);
}

/** What a refund makes of the receipt of an unchanged rental: one line that gives the amount back. */
export function correctionForRefund(
  receipt: BookkeepingReceipt,
  corrections: readonly BookkeepingReceipt[],
  refunded: Money,
  day: Day,
): Result<DraftCorrection, CorrectionRejection> {
  const back = negated(refunded);
  const item: ReceiptItem = {
    kind: 'refund',
    quantity: 1,
    unitPrice: back,
    capDiscount: Money.zero(back.currency),
    gross: back,
  };
  return correction(receipt, corrections, [item], day);
}

/** The VAT is what makes the whole come out right: rounding each correction by itself lets the sum drift. */
function correction(
  receipt: BookkeepingReceipt,
  corrections: readonly BookkeepingReceipt[],
  items: BookkeepingReceipt['items'],
  day: Day,
): Result<DraftCorrection, CorrectionRejection> {
  const { vatPercent, number: corrects } = receipt;
  const [first, ...others] = items;
  const gross = Money.sum([first.gross, ...others.map((item) => item.gross)]);
  if (Money.isZero(gross)) return err({ kind: 'NothingToCorrect' });
  if (Money.isPositive(gross)) return err({ kind: 'CorrectionRaisesCharge' });
  const before = standingOf(receipt, corrections);
  const after = Money.add(before.gross, gross);
  if (after.amountMinor < 0) return err({ kind: 'CorrectionTooLarge' });
  const vat = Money.subtract(containedVat(after, vatPercent).vat, before.vat);
  return ok({ day, items, vatPercent, net: Money.subtract(gross, vat), vat, gross, corrects });
}

function takenBack({ kind, quantity, unitPrice, capDiscount, gross }: ReceiptItem): ReceiptItem {
  return {
    kind,
    quantity,
    unitPrice: negated(unitPrice),
    capDiscount: negated(capDiscount),
    gross: negated(gross),
  };
}

function negated(amount: Money): Money {
  return Money.subtract(Money.zero(amount.currency), amount);
}
