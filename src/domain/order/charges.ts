import { type Instant, minuteMs } from '../instant.ts';
import { Money } from './money.ts';
import type { ReceiptItem, ReceiptItemKind } from './receipt-item.ts';
import { minutesOfDay, type Tariff } from './tariff.ts';

/** The lines of a charge; there is always one. Their sum is the amount owed. */
export type Charges = readonly [ReceiptItem, ...ReceiptItem[]];

/** A rental to be charged: from when, to when, at which tariff. It must not end before it starts. */
export interface ChargedTime {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly tariff: Tariff;
}

/**
 * What a returned power bank costs: the unlock fee, if there is one, and every started unit, with what the daily cap takes
 * off as a part of the line, so that lines sum to totals (POLICY.md C11).
 *
 * A day of the cap is a started period of 24 hours from the start of the rental, not a calendar day: a rental over
 * midnight does not pay two caps, and the day on which clocks change has no other price.
 */
export function returnCharges(time: ChargedTime): Charges {
  return withUnlockFee(time.tariff, usage(time));
}

/**
 * What a lost power bank costs: the unlock fee, if there is one, and the loss fee. The loss fee takes the place of all
 * usage, since from a power bank that is gone nobody can tell for how long it was of use.
 */
export function lossCharges(tariff: Tariff): Charges {
  return withUnlockFee(tariff, single('loss-fee', money(tariff.lossFeeMinor, tariff)));
}

/**
 * Units of the tariff that were started: exactly one unit's time is one unit, a millisecond more is two. A rental begins
 * with its first unit, so that a power bank brought back at once has started one too.
 */
export function startedUnits({ startedAt, endedAt, tariff }: ChargedTime): number {
  return Math.max(1, Math.ceil((endedAt - startedAt) / (tariff.unitMinutes * minuteMs)));
}

function usage(time: ChargedTime): ReceiptItem {
  const { tariff } = time;
  const quantity = startedUnits(time);
  const unitsOfDay = minutesOfDay / tariff.unitMinutes; // whole: a unit divides a day
  const unitPrice = money(tariff.unitPriceMinor, tariff);
  const wholeDays = Math.floor(quantity / unitsOfDay);
  const gross = Money.add(
    Money.multiply(cappedDay(unitsOfDay, tariff), wholeDays),
    cappedDay(quantity % unitsOfDay, tariff),
  );
  const capDiscount = Money.subtract(gross, Money.multiply(unitPrice, quantity));
  return { kind: 'usage', quantity, unitPrice, capDiscount, gross };
}

/** What so many units within the same 24 hours cost together. */
function cappedDay(units: number, tariff: Tariff): Money {
  return Money.least(Money.multiply(money(tariff.unitPriceMinor, tariff), units), money(tariff.dailyCapMinor, tariff));
}

function withUnlockFee(tariff: Tariff, item: ReceiptItem): Charges {
  const fee = money(tariff.unlockFeeMinor, tariff);
  return Money.isZero(fee) ? [item] : [single('unlock-fee', fee), item];
}

function single(kind: ReceiptItemKind, price: Money): ReceiptItem {
  return { kind, quantity: 1, unitPrice: price, capDiscount: Money.zero(price.currency), gross: price };
}

function money(amountMinor: number, { currency }: Tariff): Money {
  return { amountMinor, currency };
}
