import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { endOfYear, isPeriod, plusPeriod } from '../../src/domain/calendar.ts';
import { Day } from '../../src/domain/instant.ts';
import { days, periods } from '../arbitraries/instant.ts';

const day = (text: string): Day => Day.parse(text)._unsafeUnwrap();

describe('a period that begins with a day', () => {
  test.each([
    ['2026-11-23', 'P0D', '2026-11-23'],
    ['2026-11-23', 'P1D', '2026-11-24'],
    ['2026-11-23', 'P2W', '2026-12-07'],
    ['2026-11-23', 'P1M', '2026-12-23'],
    ['2026-11-23', 'P3Y', '2029-11-23'],
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2028-01-31', 'P1M', '2028-02-29'], // a leap year
    ['2100-01-31', 'P1M', '2100-02-28'], // none, though divisible by 4
    ['2026-03-31', 'P1M', '2026-04-30'],
    ['2026-11-30', 'P3M', '2027-02-28'],
    ['2026-12-31', 'P2M', '2027-02-28'],
    ['2028-02-29', 'P1Y', '2029-02-28'],
    ['2028-02-29', 'P4Y', '2032-02-29'],
    ['2026-01-31', 'P1M1D', '2026-03-01'], // months first
    ['2026-11-23', 'P1Y2M1W3D', '2028-02-02'],
    ['2026-12-15', 'P1M', '2027-01-15'],
    ['2026-11-15', 'P1M', '2026-12-15'],
    ['2026-01-01', 'P24M', '2028-01-01'],
    ['2026-02-28', 'P365D', '2027-02-28'],
    ['0004-02-29', 'P1Y', '0005-02-28'],
    ['9999-12-30', 'P1D', '9999-12-31'],
  ] as const)('%s and %s is over on %s', (from, period, over) => {
    expect(plusPeriod(day(from), period)).toBe(over);
  });

  test.each([
    ['2026-01-01', 'P8Y', '2034-12-31'],
    ['2026-12-31', 'P8Y', '2034-12-31'],
    ['2026-03-05', 'P0D', '2026-12-31'],
    ['2026-03-05', 'P2M', '2027-02-28'],
  ] as const)('%s, counted from the end of its year, and %s is over on %s', (from, period, over) => {
    expect(plusPeriod(day(from), period, { fromEndOfYear: true })).toBe(over);
  });

  test('is counted from the day itself unless the end of the year is asked for', () => {
    expect(plusPeriod(day('2026-03-05'), 'P1Y', { fromEndOfYear: false })).toBe('2027-03-05');
    expect(plusPeriod(day('2026-03-05'), 'P1Y', {})).toBe('2027-03-05');
  });

  test('ends with the year 9999: later is a bug', () => {
    const tooLate = 'A period ends after the year 9999';
    expect(() => plusPeriod(day('9999-12-31'), 'P1D')).toThrow(tooLate);
    expect(() => plusPeriod(day('9999-01-31'), 'P9999Y99999M999999W9999999D')).toThrow(tooLate);
  });
});

describe('the shape of a period', () => {
  test.each(['P1Y', 'P12M', 'P2W', 'P0D', 'P1Y2M3W4D', 'P1Y1D', 'P9999Y99999M999999W9999999D'])(
    '%s is one',
    (period) => {
      expect(isPeriod(period)).toBe(true);
      if (period.length < 10) expect(plusPeriod(day('2026-11-23'), period as `P${string}`) >= '2026-11-23').toBe(true);
    },
  );

  test.each([
    'P',
    '',
    'P1',
    '1Y',
    'PY',
    'P1M1Y',
    'P1DT1H',
    'PT1H',
    'P-1D',
    'P1.5Y',
    'p1y',
    'P1Y ',
    ' P1Y',
    'P1Y\n',
    'P10000Y',
    'P100000M',
    'P1000000W',
    'P10000000D',
    'xP1Y',
  ])('%j is none, and adding it is a bug', (period) => {
    expect(isPeriod(period)).toBe(false);
    const add = () => plusPeriod(day('2026-11-23'), period as `P${string}`);
    expect(add).toThrow(new Error('A period is an ISO 8601 duration of years, months, weeks and days'));
  });
});

describe('the calendar, always', () => {
  test('agrees with Temporal', () => {
    fc.assert(
      fc.property(days, periods, (from, period) => {
        expect(plusPeriod(from, period)).toBe(Temporal.PlainDate.from(from).add(period).toString());
      }),
    );
  });

  test('never goes back, and keeps the order of days', () => {
    fc.assert(
      fc.property(days, days, periods, fc.boolean(), (one, other, period, fromEndOfYear) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const over = plusPeriod(earlier, period, { fromEndOfYear });
        expect(over >= earlier).toBe(true);
        expect(plusPeriod(later, period, { fromEndOfYear }) >= over).toBe(true);
      }),
    );
  });

  test('from the end of the year is no earlier than from the day, and the same for every day of the year', () => {
    fc.assert(
      fc.property(days, periods, (from, period) => {
        const over = plusPeriod(from, period, { fromEndOfYear: true });
        expect(over >= plusPeriod(from, period)).toBe(true);
        expect(over).toBe(plusPeriod(endOfYear(from), period));
        expect(endOfYear(from)).toBe(`${from.slice(0, 4)}-12-31`);
      }),
    );
  });
});
