import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, Instant } from '../../../src/domain/instant.ts';
import { declineReasons, declines } from '../../../src/domain/payment/decline-reason.ts';
import {
  isRetrySchedule,
  longestRetryWaitMs,
  mostRetries,
  nextRetryAt,
  noRetries,
  RetrySchedule,
} from '../../../src/domain/payment/retry-schedule.ts';

const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();

describe('a retry schedule', () => {
  test.each<[string, readonly number[]]>([
    ['none', []],
    ['PT1H', [hourMs]],
    ['PT24H/P3D/P7D', [dayMs, 3 * dayMs, 7 * dayMs]],
    ['P1D/PT24H', [dayMs, dayMs]],
    ['P30D', [30 * dayMs]],
    ['PT720H', [30 * dayMs]],
    [Array.from({ length: mostRetries }, () => 'P1D').join('/'), Array.from({ length: 8 }, () => dayMs)],
  ])('is read: %s', (text, waitsMs) => {
    expect(RetrySchedule.parse(text)._unsafeUnwrap()).toEqual({ waitsMs });
  });

  test.each<[string, string]>([
    ['', 'shape'],
    ['None', 'shape'],
    ['24h', 'shape'],
    ['P1D/', 'shape'],
    ['/P1D', 'shape'],
    ['P1D P3D', 'shape'],
    ['P1D/none', 'shape'],
    ['P0D', 'shape'],
    ['PT0H', 'shape'],
    ['PT30M', 'shape'],
    ['P1.5D', 'shape'],
    ['P-1D', 'shape'],
    ['P1W', 'shape'],
    ['P1DT1H', 'shape'],
    ['p1d', 'shape'],
    ['P1D\n', 'shape'],
    ['P31D', 'too-long'],
    ['PT721H', 'too-long'],
    ['P999D', 'too-long'],
    ['P3D/P1D', 'not-rising'],
    ['P1D/P3D/PT71H', 'not-rising'],
    [Array.from({ length: mostRetries + 1 }, () => 'P1D').join('/'), 'too-many'],
  ])('is refused: %j', (text, reason) => {
    expect(RetrySchedule.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidRetrySchedule', reason });
  });

  test('that a host put together itself is held against the same rules', () => {
    expect([noRetries, { waitsMs: [1] }, { waitsMs: [5, 5, 6] }].every(isRetrySchedule)).toBe(true);
    for (const waitsMs of [[0], [-1], [1.5], [Number.NaN], [2, 1], [longestRetryWaitMs + 1], Array(9).fill(1)]) {
      expect(isRetrySchedule({ waitsMs })).toBe(false);
    }
  });
});

describe('the next try', () => {
  const schedule = RetrySchedule.parse('PT24H/P3D/P7D')._unsafeUnwrap();
  const after = (attempt: number) => nextRetryAt(schedule, { attempt, reason: 'insufficient-funds', at });

  test('waits after the first, the second and the third failure as the schedule says, and then there is none', () => {
    expect([1, 2, 3].map(after)).toEqual([dayMs, 3 * dayMs, 7 * dayMs].map((wait) => Instant.plusMs(at, wait)));
    expect([4, 5, 100].map(after)).toEqual([null, null, null]);
  });

  test('is none where the schedule has none', () => {
    expect(nextRetryAt(noRetries, { attempt: 1, reason: 'processing-error', at })).toBeNull();
  });

  test.each(declineReasons)('follows %s exactly if the bank may take the card another time', (reason) => {
    const next = nextRetryAt(schedule, { attempt: 1, reason, at });
    expect(next === null).toBe(declines[reason].hard);
  });
});
