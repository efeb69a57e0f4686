import { dayNumber, dayOfNumber, isPeriod, laterOf, plusPeriod, startOfDay } from '../calendar.ts';
import type { Day, Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * After how long an account that nobody uses is warned, and after how long it is ended (POLICY.md C26; the rule
 * `erase-inactive` of the deletion policy). Both are ISO 8601 durations counted from the day of the last use.
 */
export interface InactivityPolicy {
  readonly warnAfter: `P${string}`;
  readonly eraseAfter: `P${string}`;
}

/** The two times are no durations of years, months, weeks and days, or leave too few days between warning and end. */
export interface InvalidInactivityPolicy {
  readonly kind: 'InvalidInactivityPolicy';
}

/** Between the warning and the end there are at least so many days, whenever in the calendar they fall. */
export const fewestDaysOfWarning = 14;

/** Smart constructor of the two times together. */
export const InactivityPolicy = {
  /** From two ISO 8601 durations, such as `P23M` and `P24M`; the second leaves at least 14 days after the first. */
  parse(input: {
    readonly warnAfter: string;
    readonly eraseAfter: string;
  }): Result<InactivityPolicy, InvalidInactivityPolicy> {
    const { warnAfter, eraseAfter } = input;
    if (!isDuration(warnAfter) || !isDuration(eraseAfter)) return err({ kind: 'InvalidInactivityPolicy' });
    const policy = { warnAfter, eraseAfter };
    const isEnough = everyDayOfLeapCycle.every((day) => daysOfWarning(policy, day) >= fewestDaysOfWarning);
    return isEnough ? ok(policy) : err({ kind: 'InvalidInactivityPolicy' });
  },
};

/** An account as far as the rule looks at it, on a day. */
export interface AccountUse {
  readonly lastUsedOn: Day;
  /** The day of the warning since that use; null where there was none. */
  readonly warnedOn: Day | null;
  /** A rental that is open is a use that goes on. */
  readonly hasOpenRental: boolean;
}

/** What the rule does with an account on a day. */
export type InactivityStep = 'leave' | 'warn' | 'erase';

/** Warns first, and ends an account only after a warning that the person had the whole time to answer. */
export function decideInactivity(policy: InactivityPolicy, use: AccountUse, today: Day): InactivityStep {
  if (use.hasOpenRental || today <= plusPeriod(use.lastUsedOn, policy.warnAfter)) return 'leave';
  if (use.warnedOn === null) return 'warn';
  return today > lastDayUnused(policy, use.lastUsedOn, use.warnedOn) ? 'erase' : 'leave';
}

/**
 * The last day on which the account stands if nobody uses it: the time of no use, or the time of warning where the warning
 * came late.
 */
export function lastDayUnused(policy: InactivityPolicy, lastUsedOn: Day, warnedOn: Day): Day {
  const time = daysOfWarning(policy, lastUsedOn);
  return laterOf(plusPeriod(lastUsedOn, policy.eraseAfter), dayOfNumber(dayNumber(warnedOn) + time));
}

/** No account that was warned at this moment or later is to be ended on the day: the bound of a look for those that may be. */
export function warnedBelow(policy: InactivityPolicy, today: Day): Instant {
  const fewest = Math.min(...everyDayOfLeapCycle.map((day) => daysOfWarning(policy, day)));
  return startOfDay(dayOfNumber(dayNumber(today) - fewest));
}

function daysOfWarning({ warnAfter, eraseAfter }: InactivityPolicy, lastUsedOn: Day): number {
  return dayNumber(plusPeriod(lastUsedOn, eraseAfter)) - dayNumber(plusPeriod(lastUsedOn, warnAfter));
}

/** Short enough that no account is counted beyond the calendar. */
function isDuration(text: string): text is `P${string}` {
  return isPeriod(text) && /^P(?:\d{1,2}Y)?(?:\d{1,3}M)?(?:\d{1,3}W)?(?:\d{1,4}D)?$/.test(text);
}

/** Months have 28 to 31 days: whether the days between are enough depends on where they fall. */
const everyDayOfLeapCycle: readonly Day[] = Array.from({ length: 4 * 365 + 1 }, (_, n) =>
  dayOfNumber(Date.UTC(2024, 0, 1) / 86_400_000 + n),
);
