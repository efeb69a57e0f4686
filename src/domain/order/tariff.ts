import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { type Currency, currencies } from './money.ts';
import { isVatPercent } from './vat.ts';

/**
 * What a rental costs, as plain data that a store or a configuration holds as JSON. Amounts are gross, as consumers see
 * prices (German PAngV § 3), in minor units of the one currency.
 */
interface TariffTerms {
  readonly currency: Currency;
  /** Once a rental, at its start; 0 where there is none. */
  readonly unlockFeeMinor: number;
  /** For every started unit. */
  readonly unitPriceMinor: number;
  /** Length of a unit, 1 minute to a day; divides a day, so that no unit stands in two days. */
  readonly unitMinutes: number;
  /** The most that the units of one started 24 hours cost together; at least the price of one. */
  readonly dailyCapMinor: number;
  /** For a power bank that does not come back; at least the daily cap, so that losing is never cheaper than a day. */
  readonly lossFeeMinor: number;
  /** Percentage from 0 to 30, with one decimal at most, contained in every amount. */
  readonly vatPercent: number;
}

/** Terms that {@link Tariff.parse} found sound. Plain data: it survives JSON and `structuredClone`. */
export type Tariff = Brand<TariffTerms, 'Tariff'>;

/** The names of a tariff's terms, by which an error says where it is wrong. */
export type TariffField = keyof TariffTerms;

/** What is wrong with a field; never the value. */
export type TariffProblem =
  | 'not-an-amount'
  | 'not-a-currency'
  | 'does-not-divide-a-day'
  | 'not-a-vat-rate'
  | 'below-unit-price'
  | 'below-daily-cap';

/** Every field that is wrong, with its problem, so that a configuration is mended in one go. */
export interface InvalidTariff {
  readonly kind: 'InvalidTariff';
  readonly fields: Readonly<Partial<Record<TariffField, TariffProblem>>>;
}

/**
 * 10,000.00: above every honest price, and low enough that no rental between any two instants leaves the safe integers.
 */
export const highestTariffAmountMinor = 1_000_000;

/** 1,440 minutes: the longest unit of a tariff, and what every unit must divide. */
export const minutesOfDay: number = 24 * 60;

/** Smart constructor: checks each term, and that unit price, daily cap and loss fee do not fall below one another. */
export const Tariff = {
  /** From anything, such as parsed JSON; fields that are none of a tariff's are dropped. */
  parse(input: unknown): Result<Tariff, InvalidTariff> {
    const { currency, unlockFeeMinor, unitPriceMinor, unitMinutes, dailyCapMinor, lossFeeMinor, vatPercent } =
      fieldsOf(input);
    const fields: Partial<Record<TariffField, TariffProblem>> = {};
    if (!currencies.some((code) => code === currency)) fields.currency = 'not-a-currency';
    if (!isWhole(unlockFeeMinor, 0, highestTariffAmountMinor)) fields.unlockFeeMinor = 'not-an-amount';
    if (!isAmount(unitPriceMinor)) fields.unitPriceMinor = 'not-an-amount';
    if (!isWhole(unitMinutes, 1, minutesOfDay) || minutesOfDay % unitMinutes !== 0) {
      fields.unitMinutes = 'does-not-divide-a-day';
    }
    if (!isAmount(dailyCapMinor)) fields.dailyCapMinor = 'not-an-amount';
    else if (isAmount(unitPriceMinor) && dailyCapMinor < unitPriceMinor) fields.dailyCapMinor = 'below-unit-price';
    if (!isAmount(lossFeeMinor)) fields.lossFeeMinor = 'not-an-amount';
    else if (isAmount(dailyCapMinor) && lossFeeMinor < dailyCapMinor) fields.lossFeeMinor = 'below-daily-cap';
    if (!isVatPercent(vatPercent)) fields.vatPercent = 'not-a-vat-rate';
    if (Object.keys(fields).length > 0) return err({ kind: 'InvalidTariff', fields });
    const terms = { currency, unlockFeeMinor, unitPriceMinor, unitMinutes, dailyCapMinor, lossFeeMinor, vatPercent };
    return ok(terms as Tariff); // sound: every field was just checked
  },
};

function fieldsOf(input: unknown): Partial<Record<TariffField, unknown>> {
  return typeof input === 'object' && input !== null ? input : {};
}

function isAmount(value: unknown): value is number {
  return isWhole(value, 1, highestTariffAmountMinor);
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
