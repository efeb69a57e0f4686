import { describe, expect, test } from 'vitest';
import {
  type Backoff,
  backoffAfter,
  backoffs,
  countedTries,
  delayMs,
  type PassingProblem,
} from '../../../src/application/notices/backoff.ts';
import type { NoticeProblem } from '../../../src/application/ports/outbox.ts';
import { hourMs, minuteMs, secondMs } from '../../../src/domain/instant.ts';

/** After these nothing was handed over. */
const clear = ['provider-unavailable', 'provider-throttled', 'store-unavailable', 'template-failed'] as const;

/** The longest that chance lets a wait be. */
const longest = Uint8Array.of(255, 255);
const waits = (backoff: Backoff, tries: readonly number[]): readonly number[] =>
  tries.map((count) => delayMs(backoff, count, longest));

describe('how long a notice waits', () => {
  test.each<[PassingProblem, readonly number[], number]>([
    ['provider-unavailable', [5, 20, 80, 320, 900, 900].map((seconds) => seconds * secondMs), 150],
    ['provider-throttled', [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600].map((seconds) => seconds * secondMs), 150],
    ['provider-unclear', [30, 120, 480, 1920, 3600, 3600].map((seconds) => seconds * secondMs), 8],
    ['store-unavailable', [1, 4, 16, 64, 256, 900, 900].map((seconds) => seconds * secondMs), 150],
    ['template-failed', [1, 4, 15, 15].map((minutes) => minutes * minuteMs), 150],
    ['lease-ran-out', [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * secondMs), 8],
  ])('after %s, and after how many tries somebody must look', (problem, expected, parkedAfter) => {
    const backoff = backoffs[problem];
    expect(
      waits(
        backoff,
        [...expected.keys()].map((index) => index + 1),
      ),
    ).toEqual(expected);
    expect(backoff.triesBeforeParking).toBe(parkedAfter);
    expect(backoffAfter(problem)).toBe(backoff);
  });

  test.each<NoticeProblem>(['provider-refused', 'no-address', 'not-allowed', 'subject-gone', 'record-gone'])(
    'after %s is not a question: it ends',
    (problem) => {
      expect(backoffAfter(problem)).toBeNull();
    },
  );

  test.each<[PassingProblem, 'all' | 'unclear']>([
    ['provider-unavailable', 'all'],
    ['provider-throttled', 'all'],
    ['provider-unclear', 'unclear'],
    ['store-unavailable', 'all'],
    ['template-failed', 'all'],
    ['lease-ran-out', 'unclear'],
  ])('after %s grows by the tries that are counted for it: %s', (problem, counted) => {
    expect(countedTries(backoffs[problem], { all: 40, unclear: 3 })).toBe(counted === 'all' ? 40 : 3);
  });

  test.each(clear)('while %s lasts is about a day before somebody must look', (problem) => {
    const backoff = backoffs[problem];
    const tries = Array.from({ length: backoff.triesBeforeParking - 1 }, (_, index) => index + 1);
    const shortest = tries.reduce((sum, count) => sum + delayMs(backoff, count, Uint8Array.of(0, 0)), 0);
    const most = waits(backoff, tries).reduce((sum, wait) => sum + wait, 0);
    expect(shortest).toBeGreaterThan(11 * hourMs);
    expect(most).toBeGreaterThan(23 * hourMs);
    expect(most).toBeLessThan(38 * hourMs);
  });

  test('is as often for whatever ends without a doubt: no problem parks what another one let go on', () => {
    expect(new Set(clear.map((problem) => backoffs[problem].triesBeforeParking)).size).toBe(1);
  });
});
