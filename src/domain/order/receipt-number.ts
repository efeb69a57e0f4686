import type { Brand } from '../brand.ts';
import type { Day } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';

/** Issuer and year, such as `JOOS-2026`: within it numbers run from 1 without gaps (German UStG § 14(4) no. 4). */
export type ReceiptSeries = Brand<string, 'ReceiptSeries'>;

/** The number of one receipt, such as `JOOS-2026-000001`. It says nothing of the person. */
export type ReceiptNumber = Brand<string, 'ReceiptNumber'>;

/** The text is not 2 to 8 capital letters, a hyphen and a year from 2000 to 2199. */
export interface InvalidReceiptSeries {
  readonly kind: 'InvalidReceiptSeries';
}

/** `series` where the part before the number is none, `number` where the number is not 1 to 9,999,999, else `shape`. */
export interface InvalidReceiptNumber {
  readonly kind: 'InvalidReceiptNumber';
  readonly reason: 'shape' | 'series' | 'number';
}

const seriesShape = /^[A-Z]{2,8}-2[01]\d{2}$/;
/** Six digits at least, zeros in front; a seventh only where it is needed, so that no number has two spellings. */
const numberShape = /^(?:\d{6}|[1-9]\d{6})$/;

/** The year has 4 digits, which with 8 more would look like a card number (POLICY.md C14): a series ends at 7. */
export const lastNumberOfSeries = 9_999_999;

/** Smart constructor: from the text `JOOS-2026`, or from the issuer and the day of a receipt. */
export const ReceiptSeries = {
  /** 2 to 8 capital letters of the issuer, a hyphen, a year of this century or the next. */
  parse(text: string): Result<ReceiptSeries, InvalidReceiptSeries> {
    return typeof text === 'string' && seriesShape.test(text)
      ? ok(text as ReceiptSeries) // sound: the shape was just checked
      : err({ kind: 'InvalidReceiptSeries' });
  },

  /** The series of an issuer (2 to 8 capital letters) to which a receipt of that day belongs. */
  of(issuer: string, day: Day): Result<ReceiptSeries, InvalidReceiptSeries> {
    return ReceiptSeries.parse(`${issuer}-${day.slice(0, 4)}`);
  },
};

/** Smart constructor: from a series and a position in it, or from the full text `JOOS-2026-000001`. */
export const ReceiptNumber = {
  /** The n-th number of a series, from 1. */
  of(series: string, n: number): Result<ReceiptNumber, InvalidReceiptNumber> {
    if (ReceiptSeries.parse(series).isErr()) return refuse('series');
    if (!Number.isInteger(n) || n < 1 || n > lastNumberOfSeries) return refuse('number');
    return ok(`${series}-${String(n).padStart(6, '0')}` as ReceiptNumber); // sound: both parts were just checked
  },

  /** From its one spelling. */
  parse(text: string): Result<ReceiptNumber, InvalidReceiptNumber> {
    if (typeof text !== 'string') return refuse('shape');
    const [issuer, year, digits = '', ...more] = text.split('-');
    if (more.length > 0 || !numberShape.test(digits)) return refuse('shape');
    return ReceiptNumber.of(`${issuer}-${year}`, Number(digits));
  },
};

function refuse(reason: InvalidReceiptNumber['reason']): Result<never, InvalidReceiptNumber> {
  return err({ kind: 'InvalidReceiptNumber', reason });
}
