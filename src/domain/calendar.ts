import { type Day, dayMs, type Instant } from './instant.ts';

/** Where a period begins to count. */
export interface PeriodStart {
  /** Count from 31 December of the day's year, as for German vouchers (§ 147(4) AO). */
  readonly fromEndOfYear?: boolean;
}

/** Years, months, weeks and days of an ISO 8601 duration. Hours have no place in a calendar period. */
const shape = /^P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?$/;

/** Whether the text is a period that {@link plusPeriod} can add: an ISO 8601 duration of years, months, weeks and days. */
export function isPeriod(text: string): boolean {
  return shape.test(text);
}

/**
 * The day on which a period (ISO 8601, such as `P8Y` or `P1M`) that begins with a day is over: the last day on which
 * something is kept for so long.
 *
 * Calendar-true: years and months first, and where the month has no such day, its last one (31 January and a month is
 * the last of February; § 188(3) BGB); then weeks and days.
 *
 * @throws A bug: a period of another shape, or a day after the year 9999.
 */
export function plusPeriod(day: Day, period: `P${string}`, start: PeriodStart = {}): Day {
  const { years, months, days } = partsOf(period);
  const from = calendarDate(start.fromEndOfYear === true ? endOfYear(day) : day);
  const monthsSinceYear0 = (from.year + years) * 12 + (from.month - 1) + months;
  const year = Math.floor(monthsSinceYear0 / 12);
  const month = (monthsSinceYear0 % 12) + 1;
  return dayOf(year, month, Math.min(from.dayOfMonth, daysInMonth(year, month)) + days);
}

/** 31 December of the day's year. */
export function endOfYear(day: Day): Day {
  return `${day.slice(0, 4)}-12-31` as Day; // sound: every year has this day
}

/** The next day. */
export function dayAfter(day: Day): Day {
  return plusPeriod(day, 'P1D');
}

/** The later of two days. */
export function laterOf(one: Day, other: Day): Day {
  return one > other ? one : other;
}

/** The first moment of a day in UTC. */
export function startOfDay(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`) as Instant; // sound: a day of the calendar begins in the range of an instant
}

/** The number of a day, counted from 1970-01-01, which is 0. */
export function dayNumber(day: Day): number {
  return startOfDay(day) / dayMs;
}

/** The day of a number; the other way round of {@link dayNumber}. */
export function dayOfNumber(number: number): Day {
  return new Date(number * dayMs).toISOString().slice(0, 10) as Day; // sound: numbers come from days of the calendar
}

function partsOf(period: string): { readonly years: number; readonly months: number; readonly days: number } {
  const found = shape.exec(period);
  if (found === null) throw new Error('A period is an ISO 8601 duration of years, months, weeks and days');
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((digits) => Number(digits ?? 0));
  return { years, months, days: weeks * 7 + days };
}

function calendarDate(day: Day): { readonly year: number; readonly month: number; readonly dayOfMonth: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), dayOfMonth: Number(day.slice(8)) };
}

/** `Date` counts months from 0, and day 0 of the next month is the last one of this. */
function daysInMonth(year: number, month: number): number {
  return utc(year, month + 1, 0).getUTCDate();
}

function dayOf(year: number, month: number, dayOfMonth: number): Day {
  const date = utc(year, month, dayOfMonth);
  if (date.getUTCFullYear() > 9999) throw new Error('A period ends after the year 9999');
  return date.toISOString().slice(0, 10) as Day; // sound: the date of an ISO 8601 date-time is a calendar day
}

/** `Date.UTC` would take the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, dayOfMonth: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  return date;
}
