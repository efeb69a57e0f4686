import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAfter, dayNumber, dayOfNumber } from '../../../src/domain/calendar.ts';
import { fieldIds, fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { Day } from '../../../src/domain/instant.ts';
import { cutoffFor, dueOf, keptUntil } from '../../../src/domain/retention/due.ts';
import { days, periods } from '../../arbitraries/instant.ts';

const day = (text: string): Day => Day.parse(text)._unsafeUnwrap();

const retentions = fc
  .record({ keepFor: periods, fromEndOfYear: fc.constantFrom(true as const, undefined) })
  .map(({ keepFor, fromEndOfYear }) => (fromEndOfYear === undefined ? { keepFor } : { keepFor, fromEndOfYear }));

/** Days around the one on which a time begins or is over: where an error by one would show. */
const near = (from: Day): fc.Arbitrary<Day> =>
  fc.integer({ min: -40, max: 40 }).map((by) => dayOfNumber(dayNumber(from) + by));

describe('the newest day whose time is over', () => {
  test('parts the days of events into those that are due and those that are not', () => {
    fc.assert(
      fc.property(retentions, days, days, (retention, event, today) => {
        const cutoff = cutoffFor(retention, today);
        expect(dueOf(retention, event) <= today).toBe(cutoff !== null && event <= cutoff);
      }),
    );
  });

  test('does so on the days around it, month ends and leap days included', () => {
    const cases = fc
      .tuple(retentions, days)
      .chain(([retention, event]) =>
        fc.tuple(fc.constant(retention), fc.constant(event), near(dueOf(retention, event))),
      );
    fc.assert(
      fc.property(cases, ([retention, event, today]) => {
        const cutoff = cutoffFor(retention, today);
        expect(dueOf(retention, event) <= today).toBe(cutoff !== null && event <= cutoff);
      }),
    );
  });

  test('is never after today, and moves on with the days', () => {
    fc.assert(
      fc.property(retentions, days, (retention, today) => {
        const cutoff = cutoffFor(retention, today) ?? '';
        expect(cutoff < today).toBe(true);
        expect((cutoffFor(retention, dayAfter(today)) ?? '') >= cutoff).toBe(true);
      }),
    );
  });

  test.each([
    ['2027-03-01', 'P1M', undefined, '2027-01-31'], // 28 to 31 January are all over with the last of February
    ['2027-02-28', 'P1M', undefined, '2027-01-27'],
    ['2028-02-29', 'P1Y', undefined, '2027-02-28'],
    ['2029-03-01', 'P1Y', undefined, '2028-02-29'],
    ['2034-12-31', 'P8Y', true, '2025-12-31'],
    ['2035-01-01', 'P8Y', true, '2026-12-31'],
    ['2026-11-23', 'P0D', undefined, '2026-11-22'],
    ['0001-01-01', 'P0D', undefined, null],
    ['2000-01-01', 'P3000Y', undefined, null],
  ] as const)('on %s, for %s, is known', (today, keepFor, fromEndOfYear, cutoff) => {
    const retention = fromEndOfYear === undefined ? { keepFor } : { keepFor, fromEndOfYear };
    expect(cutoffFor(retention, day(today))).toBe(cutoff);
  });
});

describe('a field of the map', () => {
  test.each(fieldIds)('%s goes the day after the last on which it is kept', (field) => {
    const { retention } = fieldOf(field);
    fc.assert(
      fc.property(days, (event) => {
        expect(dueOf(retention, event)).toBe(dayAfter(keptUntil(retention, event)));
        expect(keptUntil(retention, event) >= event).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
