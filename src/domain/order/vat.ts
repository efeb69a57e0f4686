import { Money } from './money.ts';

/** 30 %: above every rate in Europe, so that a slip (190 for 19) is refused. */
export const highestVatPercent = 30;

/** An amount, taken apart: `net + vat` is the amount, exactly. */
export interface VatShares {
  readonly net: Money;
  readonly vat: Money;
}

/**
 * Whether a rate is a percentage from 0 to 30 with one decimal at most: 8.1 in Switzerland, 19 in Germany. The percentage
 * is for reading; calculations take its whole tenths.
 */
export function isVatPercent(vatPercent: unknown): vatPercent is number {
  return (
    typeof vatPercent === 'number' &&
    vatPercent >= 0 &&
    vatPercent <= highestVatPercent &&
    tenthsOf(vatPercent) / 10 === vatPercent
  );
}

/**
 * The VAT that a gross amount contains, `gross × rate / (100 + rate)`, rounded half up to a minor unit, and what is left
 * as net (German UStG § 14(4) no. 7 and 8: consideration, rate and amount of tax on an invoice). Round once, on the total:
 * rounding line by line lets the sum of the lines drift from the total.
 *
 * @throws A bug: a negative gross, or a rate that is none.
 */
export function containedVat(gross: Money, vatPercent: number): VatShares {
  if (gross.amountMinor < 0) throw new Error('VAT is contained in an amount charged, not in one given back');
  if (!isVatPercent(vatPercent)) throw new Error('A VAT rate is a percentage from 0 to 30 with one decimal at most');
  // Big integers: the product of a large amount and a rate may leave the safe integers although the tax does not.
  const rate = BigInt(tenthsOf(vatPercent));
  const whole = 1000n + rate;
  const vatMinor = (2n * BigInt(gross.amountMinor) * rate + whole) / (2n * whole);
  const vat: Money = { amountMinor: Number(vatMinor), currency: gross.currency };
  return { net: Money.subtract(gross, vat), vat };
}

function tenthsOf(vatPercent: number): number {
  return Math.round(vatPercent * 10);
}
