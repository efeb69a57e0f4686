import { plusPeriod } from '../calendar.ts';
import { type Day, dayMs } from '../instant.ts';

/**
 * The clock of GDPR art. 12(3): information on what was done "within one month of receipt of the request", extendable "by
 * two further months where necessary".
 *
 * How the month is counted: by Regulation (EEC, Euratom) No 1182/71. The day of receipt is not counted (art. 3(1)), and the
 * month ends with the last hour of the day that bears the same date, or of the last day of a month that has no such date
 * (art. 3(2)(c)): received on 5 March, due on 5 April; received on 31 January, due on the last of February. That is also
 * how the EDPB counts (Guidelines 01/2022 on the right of access).
 *
 * Art. 3(4) moves an end on a weekend or a public holiday to the next working day. This clock does not: holidays differ by
 * land, and who is done by the earlier day is never late.
 */

/** How long before the end an alarm is given, in days. */
export const alarmDays = 7;

/** The last day of the first month. */
export function dueOn(receivedOn: Day): Day {
  return plusPeriod(receivedOn, 'P1M');
}

/**
 * The last day of the extended time. The further months are counted from the end of the first (§ 190 BGB), which is never
 * later than three months from receipt.
 */
export function extendedDueOn(receivedOn: Day): Day {
  return plusPeriod(dueOn(receivedOn), 'P2M');
}

/** How much time is left. */
export interface Urgency {
  /** Whole days up to the last one: 0 on that day, negative when it is over. */
  readonly daysLeft: number;
  readonly overdue: boolean;
  /** Overdue, or within {@link alarmDays} of it. */
  readonly alarm: boolean;
}

/** How much time is left on a day until the last one. */
export function urgencyOf(due: Day, today: Day): Urgency {
  const daysLeft = Math.round((Date.parse(due) - Date.parse(today)) / dayMs); // both are midnight in UTC
  return { daysLeft, overdue: daysLeft < 0, alarm: daysLeft <= alarmDays };
}
