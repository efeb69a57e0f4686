import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter, plusPeriod } from '../../../src/domain/calendar.ts';
import { Day } from '../../../src/domain/instant.ts';
import { isDormant } from '../../../src/domain/user/phone-dormancy.ts';
import { defaultSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { days, periods } from '../../arbitraries/instant.ts';

const day = (text: string): Day => Day.parse(text)._unsafeUnwrap();

describe('a phone that nobody proved', () => {
  it.each([
    ['P6M', '2026-05-23', '2026-05-23', false],
    ['P6M', '2026-05-23', '2026-11-23', false],
    ['P6M', '2026-05-23', '2026-11-24', true],
    ['P6M', '2026-08-31', '2027-02-28', false],
    ['P6M', '2026-08-31', '2027-03-01', true],
    ['P90D', '2026-01-01', '2026-04-01', false],
    ['P90D', '2026-01-01', '2026-04-02', true],
    ['P0D', '2026-01-01', '2026-01-01', false],
    ['P0D', '2026-01-01', '2026-01-02', true],
    ['P6M', '2026-11-23', '2026-01-01', false],
  ] as const)('for %s, from %s to %s, may be somebody else’s: %s', (period, proved, today, dormant) => {
    expect(isDormant(period, day(proved), day(today))).toBe(dormant);
  });

  it('opens its account alone for half a year, unless the host says otherwise', () => {
    expect(defaultSignInPolicy.phoneDormancy).toBe('P6M');
  });

  it('stands for its person up to the last day of the period, and from the next day on does not, for good', () => {
    fc.assert(
      fc.property(periods, days, days, (period, proved, someDay) => {
        const last = plusPeriod(proved, period);
        expect(isDormant(period, proved, last)).toBe(false);
        expect(isDormant(period, proved, dayAfter(last))).toBe(true);
        expect(isDormant(period, proved, someDay)).toBe(someDay > last);
      }),
    );
  });
});
