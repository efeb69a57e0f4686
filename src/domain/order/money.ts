import { err, ok, type Result } from '../result.ts';

/** ISO 4217 codes of the currencies that tariffs come in, each with 2 minor digits. */
export type Currency = 'EUR' | 'CHF' | 'GBP' | 'PLN' | 'CZK';
/** The currencies by their ISO 4217 code; one with another number of minor digits must not come in. */
export const currencies: readonly Currency[] = ['EUR', 'CHF', 'GBP', 'PLN', 'CZK'];

/** An amount in whole minor units (cents), a safe integer, with its currency. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: Currency;
}

/** The amount is no safe integer, or the currency is none of ours. */
export interface InvalidMoney {
  readonly kind: 'InvalidMoney';
  readonly reason: 'not-a-whole-amount' | 'unknown-currency';
}

/**
 * Arithmetic of amounts: integers in, integers out, no fraction ever and no `-0`.
 *
 * Two currencies never meet where the domain calculates: a tariff has one, and an amount from outside is checked for its
 * currency first and refused. So a mixture is a bug and throws, like a result that is no safe integer. dinero.js is not
 * used: it guards no overflow, keeps amounts in closures that no store can hold, and divides by no VAT rate.
 */
export const Money = {
  /** From plain data, such as a row or a configuration. */
  of(amountMinor: unknown, currency: unknown): Result<Money, InvalidMoney> {
    if (!Number.isSafeInteger(amountMinor)) return err({ kind: 'InvalidMoney', reason: 'not-a-whole-amount' });
    const known = currencies.find((code) => code === currency);
    if (known === undefined) return err({ kind: 'InvalidMoney', reason: 'unknown-currency' });
    return ok(exactly(amountMinor as number, known)); // sound: the line above the last one checked that it is a number
  },

  /** Nothing, in a currency. */
  zero(currency: Currency): Money {
    return exactly(0, currency);
  },

  /** @throws A bug: two currencies, or more than a safe integer. */
  add(left: Money, right: Money): Money {
    return exactly(left.amountMinor + right.amountMinor, shared(left, right));
  },

  /** @throws A bug: two currencies, or more than a safe integer. */
  subtract(left: Money, right: Money): Money {
    return exactly(left.amountMinor - right.amountMinor, shared(left, right));
  },

  /**
   * So many times the amount; `factor` is a whole number.
   * @throws A bug: a fraction, or more than a safe integer.
   */
  multiply(amount: Money, factor: number): Money {
    return exactly(Number.isSafeInteger(factor) ? amount.amountMinor * factor : Number.NaN, amount.currency);
  },

  /**
   * All of them together; of none there is no sum, since it would have no currency.
   * @throws A bug: two currencies, or more than a safe integer.
   */
  sum(amounts: readonly [Money, ...Money[]]): Money {
    const [first, ...others] = amounts;
    return others.reduce((total, amount) => Money.add(total, amount), first);
  },

  /**
   * Negative, zero or positive, as `left` is less than, equal to or more than `right`.
   * @throws A bug: two currencies.
   */
  compare(left: Money, right: Money): number {
    return Money.subtract(left, right).amountMinor;
  },

  /** The smaller of the two. @throws A bug: two currencies. */
  least(left: Money, right: Money): Money {
    return Money.compare(left, right) < 0 ? left : right;
  },

  /** Neither owed nor given back: exactly 0 minor units. */
  isZero(amount: Money): boolean {
    return amount.amountMinor === 0;
  },

  /** More than zero, so there is something to charge or to refund. */
  isPositive(amount: Money): boolean {
    return amount.amountMinor > 0;
  },
};

function shared(left: Money, right: Money): Currency {
  if (left.currency !== right.currency) throw new Error(`Amounts in ${left.currency} and ${right.currency} do not mix`);
  return left.currency;
}

function exactly(amountMinor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new Error('An amount is not a safe integer of minor units');
  return { amountMinor: amountMinor === 0 ? 0 : amountMinor, currency }; // `-0` is written as `0` but is not the same value
}
