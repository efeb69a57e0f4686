import * as fc from 'fast-check';
import { Day, Instant } from '../../src/domain/instant.ts';

/** Between the years 2020 and 2100. */
export const instants: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2100, 0, 1) })
  .map((epochMs) => Instant.ofEpochMs(epochMs)._unsafeUnwrap());

/** Between the years 1900 and 2200, and often the last of February or of a year. */
export const days: fc.Arbitrary<Day> = fc
  .oneof(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true }),
    fc
      .tuple(fc.integer({ min: 1900, max: 2200 }), fc.constantFrom(0, 2, 4, 12))
      .map(([year, month]) => new Date(Date.UTC(year, month, 0))),
  )
  .map((date) => Day.parse(date.toISOString().slice(0, 10))._unsafeUnwrap());

const part = (unit: string, max: number): fc.Arbitrary<string> => fc.nat({ max }).map((count) => `${count}${unit}`);

/** ISO 8601 durations of years, months, weeks and days, some of them absent. */
export const periods: fc.Arbitrary<`P${string}`> = fc
  .tuple(fc.option(part('Y', 30)), fc.option(part('M', 40)), fc.option(part('W', 60)), part('D', 800))
  .map((parts) => `P${parts.filter((text) => text !== null).join('')}` as const);
