import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plusPeriod } from '../../../src/domain/calendar.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { dueOn, extendedDueOn, urgencyOf } from '../../../src/domain/privacy-request/legal-clock.ts';
import { moments } from '../../arbitraries/legal-hold.ts';
import { day } from '../deletion/person.ts';

describe('The legal clock', () => {
  it.each([
    ['2026-03-05', '2026-04-05', '2026-06-05'],
    ['2026-08-31', '2026-09-30', '2026-11-30'],
    ['2027-01-31', '2027-02-28', '2027-04-28'],
    ['2028-01-31', '2028-02-29', '2028-04-29'],
    ['2026-12-15', '2027-01-15', '2027-03-15'],
  ])('of a request received on %s runs until %s, and extended until %s', (received, due, extended) => {
    expect(dueOn(day(received))).toBe(due);
    expect(extendedDueOn(day(received))).toBe(extended);
  });

  it('never runs longer than one month, nor extended longer than three', () => {
    fc.assert(
      fc.property(moments, (at) => {
        const received = Day.ofInstant(at);
        expect(dueOn(received) <= plusPeriod(received, 'P1M')).toBe(true);
        expect(extendedDueOn(received) <= plusPeriod(received, 'P3M')).toBe(true);
        expect(extendedDueOn(received) > dueOn(received)).toBe(true);
      }),
    );
  });

  it.each([
    ['2026-12-01', { daysLeft: 8, overdue: false, alarm: false }],
    ['2026-12-02', { daysLeft: 7, overdue: false, alarm: true }],
    ['2026-12-09', { daysLeft: 0, overdue: false, alarm: true }],
    ['2026-12-10', { daysLeft: -1, overdue: true, alarm: true }],
  ])('says on %s how much time is left until 9 December', (today, urgency) => {
    expect(urgencyOf(day('2026-12-09'), day(today))).toEqual(urgency);
  });

  it('counts every day once, whatever the clocks do', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -400, max: 400 }), (at, days) => {
        const due = Day.ofInstant(Instant.plusMs(at, days * dayMs));
        expect(urgencyOf(due, Day.ofInstant(at)).daysLeft).toBe(days);
      }),
    );
  });
});
