import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAfter, dayNumber, dayOfNumber, plusPeriod, startOfDay } from '../../../src/domain/calendar.ts';
import { Day } from '../../../src/domain/instant.ts';
import {
  decideInactivity,
  InactivityPolicy,
  lastDayUnused,
  warnedBelow,
} from '../../../src/domain/retention/inactivity.ts';
import { days } from '../../arbitraries/instant.ts';

const day = (text: string): Day => Day.parse(text)._unsafeUnwrap();
const policy = InactivityPolicy.parse({ warnAfter: 'P23M', eraseAfter: 'P24M' })._unsafeUnwrap();

describe('the times of no use', () => {
  test.each([
    ['P23M', 'P24M'],
    ['P1Y', 'P1Y14D'],
    ['P2W', 'P4W'],
  ])('%s and %s leave the time to answer', (warnAfter, eraseAfter) => {
    expect(InactivityPolicy.parse({ warnAfter, eraseAfter })._unsafeUnwrap()).toEqual({ warnAfter, eraseAfter });
  });

  test.each([
    ['P24M', 'P23M'],
    ['P1Y', 'P1Y'],
    ['P1Y', 'P1Y13D'],
    ['P1M', 'P42D'], // 31 days and 11 in some months
    ['', 'P1Y'],
    ['P1Y', '2 years'],
    ['PT1H', 'P1Y'],
    ['P9999Y', 'P9999Y1M'],
  ])('%s and %s are refused, without a word of what was typed', (warnAfter, eraseAfter) => {
    const refused = InactivityPolicy.parse({ warnAfter, eraseAfter });
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'InvalidInactivityPolicy' });
  });
});

describe('an account that nobody uses', () => {
  const unused = { lastUsedOn: day('2026-01-31'), warnedOn: null, hasOpenRental: false };

  test.each([
    ['2027-12-31', null, 'leave'],
    ['2028-01-01', null, 'warn'],
    ['2040-01-01', null, 'warn'], // never ended without a warning
    ['2028-01-31', '2028-01-01', 'leave'],
    ['2028-02-01', '2028-01-01', 'leave'], // January has 31 days, and so many are left after the warning
    ['2028-02-02', '2028-01-01', 'erase'],
    ['2028-02-15', '2028-01-20', 'leave'], // the warning came late
    ['2028-02-21', '2028-01-20', 'erase'],
  ] as const)('on %s, warned on %s: %s', (today, warnedOn, step) => {
    const use = { ...unused, warnedOn: warnedOn === null ? null : day(warnedOn) };
    expect(decideInactivity(policy, use, day(today))).toBe(step);
    expect(decideInactivity(policy, { ...use, hasOpenRental: true }, day(today))).toBe('leave');
  });

  test('is never ended before the time of no use, nor before the time of the warning, and always found by the look', () => {
    fc.assert(
      fc.property(days, fc.nat({ max: 900 }), fc.nat({ max: 120 }), (lastUsedOn, warnedAfter, laterBy) => {
        const warnedOn = dayOfNumber(dayNumber(lastUsedOn) + warnedAfter);
        const today = dayOfNumber(dayNumber(warnedOn) + laterBy);
        const step = decideInactivity(policy, { lastUsedOn, warnedOn, hasOpenRental: false }, today);
        if (step !== 'erase') return;
        expect(today > plusPeriod(lastUsedOn, 'P24M')).toBe(true);
        expect(laterBy).toBeGreaterThan(27);
        expect(startOfDay(warnedOn) < warnedBelow(policy, today)).toBe(true);
      }),
    );
  });

  test('is ended the day after the last one that the warning names', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 100 }), (lastUsedOn, late) => {
        const warnedOn = dayOfNumber(dayNumber(plusPeriod(lastUsedOn, 'P23M')) + late);
        const last = lastDayUnused(policy, lastUsedOn, warnedOn);
        const use = { lastUsedOn, warnedOn, hasOpenRental: false };
        expect(decideInactivity(policy, use, last)).toBe('leave');
        expect(decideInactivity(policy, use, dayAfter(last))).toBe('erase');
      }),
    );
  });
});
