import type { Brand } from './brand.ts';
import { err, ok, type Result } from './result.ts';

/** A point in time as whole milliseconds since 1970-01-01T00:00:00Z. Time comes into the domain as data, with the command. */
export type Instant = Brand<number, 'Instant'>;

/** The text or number is no point in time between the years 0001 and 9999. */
export interface InvalidInstant {
  readonly kind: 'InvalidInstant';
}

/** A calendar day in the time zone of the business, `YYYY-MM-DD`. */
export type Day = Brand<string, 'Day'>;

/** The text is no day of the calendar between the years 0001 and 9999. */
export interface InvalidDay {
  readonly kind: 'InvalidDay';
}

const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const earliest = -62_135_596_800_000;

/** Makes and shifts points in time: from epoch milliseconds or ISO 8601 text with an offset, never from a clock. */
export const Instant = {
  /** From whole milliseconds since the epoch. */
  ofEpochMs(epochMs: number): Result<Instant, InvalidInstant> {
    return Number.isInteger(epochMs) && epochMs >= earliest && epochMs <= latest
      ? ok(epochMs as Instant) // sound: the range was just checked
      : err({ kind: 'InvalidInstant' });
  },

  /** From an ISO 8601 date-time with an offset, such as `2026-11-23T09:00:00Z`. */
  parse(text: string): Result<Instant, InvalidInstant> {
    const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
    // `Date` takes a 30 February for 2 March: the day is asked for on its own.
    return shape.test(text) && Day.parse(text.slice(0, 10)).isOk()
      ? Instant.ofEpochMs(Date.parse(text))
      : err({ kind: 'InvalidInstant' });
  },

  /** Later by so many milliseconds, or earlier where the number is negative. */
  plusMs(at: Instant, durationMs: number): Instant {
    return (at + durationMs) as Instant; // sound: durations of the domain are far smaller than the range
  },

  /** `2026-11-23T09:00:00.000Z`. */
  toISOString(at: Instant): string {
    return new Date(at).toISOString();
  },
};

/** Smart constructor: accepts `YYYY-MM-DD` of the Gregorian calendar, with no time and no zone. */
export const Day = {
  /** From `YYYY-MM-DD`, a day that the calendar has: 29 February in leap years alone. Days compare as texts do. */
  parse(text: string): Result<Day, InvalidDay> {
    if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001')
      return err({ kind: 'InvalidDay' });
    const midnight = new Date(`${text}T00:00:00Z`);
    // `Date` refuses a 13th month, but takes a 30 February for 2 March: such a day does not come back as it was.
    return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text)
      ? ok(text as Day) // sound: the calendar has it
      : err({ kind: 'InvalidDay' });
  },

  /** The day in UTC, in which every retention counts, as the data map says. */
  ofInstant(at: Instant): Day {
    return Instant.toISOString(at).slice(0, 10) as Day; // sound: the date of an ISO 8601 date-time is a calendar day
  },
};

/** One second in milliseconds. */
export const secondMs = 1000;
/** 60 seconds in milliseconds. */
export const minuteMs: number = 60 * secondMs;
/** 60 minutes in milliseconds. */
export const hourMs: number = 60 * minuteMs;
/** 24 hours in milliseconds: a span of time, not a calendar day, which can have 23 or 25. */
export const dayMs: number = 24 * hourMs;
