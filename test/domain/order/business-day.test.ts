import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Day, Instant } from '../../../src/domain/instant.ts';
import { businessDay, isTimeZone } from '../../../src/domain/order/business-day.ts';
import { instants } from '../../arbitraries/instant.ts';

const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Europe/London', 'Asia/Tokyo', 'America/Los_Angeles');
const at = (text: string): Instant => Instant.parse(text)._unsafeUnwrap();

describe('the day of the books', () => {
  test.each([
    ['2026-11-23T09:00:00Z', 'Europe/Berlin', '2026-11-23'],
    ['2026-11-23T22:59:59.999Z', 'Europe/Berlin', '2026-11-23'],
    ['2026-11-23T23:00:00Z', 'Europe/Berlin', '2026-11-24'], // midnight in winter
    ['2026-07-23T21:59:59.999Z', 'Europe/Berlin', '2026-07-23'],
    ['2026-07-23T22:00:00Z', 'Europe/Berlin', '2026-07-24'], // midnight in summer
    ['2026-12-31T23:00:00Z', 'Europe/Berlin', '2027-01-01'], // the next series of receipts
    ['2026-12-31T23:00:00Z', 'UTC', '2026-12-31'],
    ['2028-02-29T12:00:00Z', 'Europe/Berlin', '2028-02-29'],
    ['2026-01-01T03:00:00Z', 'America/Los_Angeles', '2025-12-31'],
    ['1000-06-01T00:00:00Z', 'UTC', '1000-06-01'],
  ])('of %s in %s is %s', (instant, timeZone, day) => {
    expect(businessDay(at(instant), timeZone)).toBe(day);
  });

  test('is told by one format a zone, since making one takes long', () => {
    const made = vi.spyOn(Intl, 'DateTimeFormat');
    try {
      for (const day of ['2026-11-23', '2026-11-24']) businessDay(at(`${day}T00:00:00Z`), 'Pacific/Auckland');
      expect(made).toHaveBeenCalledTimes(1);
    } finally {
      made.mockRestore();
    }
  });

  test('in a zone that nobody knows is a bug', () => {
    expect(() => businessDay(at('2026-11-23T09:00:00Z'), 'Europe/Atlantis')).toThrow(RangeError);
  });

  test.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Europe/Atlantis', false],
    ['', false],
    ['europe', false],
  ])('%j is a zone: %j', (name, known) => {
    expect(isTimeZone(name)).toBe(known);
  });
});

describe('the day of the books, always', () => {
  test('is a day of the calendar, in UTC the one of the date-time', () => {
    fc.assert(
      fc.property(instants, zones, (instant, timeZone) => {
        expect(Day.parse(businessDay(instant, timeZone)).isOk()).toBe(true);
        expect(businessDay(instant, 'UTC')).toBe(Instant.toISOString(instant).slice(0, 10));
      }),
    );
  });

  test('never goes back as time goes on, and differs from the day in UTC by one at most', () => {
    fc.assert(
      fc.property(instants, fc.nat({ max: 1e9 }), zones, (instant, laterMs, timeZone) => {
        const day = businessDay(instant, timeZone);
        expect(businessDay(Instant.plusMs(instant, laterMs), timeZone) >= day).toBe(true);
        const offDays = (Date.parse(day) - Date.parse(businessDay(instant, 'UTC'))) / 86_400_000;
        expect([-1, 0, 1]).toContain(offDays);
      }),
    );
  });
});
