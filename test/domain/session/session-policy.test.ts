import { describe, expect, it, test } from 'vitest';
import { dayMs, hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import {
  elevatedMs,
  isElevated,
  isUseToNote,
  sessionExpiry,
  sessionIdleMs,
  sessionLifetimeMs,
  sessionUseEveryMs,
} from '../../../src/domain/session/session-policy.ts';

const startedAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const later = (ms: number): Instant => Instant.plusMs(startedAt, ms);

test('a session lasts 30 days, 7 of them unused, is noted by the hour, and may do much for 10 minutes', () => {
  expect(sessionLifetimeMs).toBe(30 * dayMs);
  expect(sessionIdleMs).toBe(7 * dayMs);
  expect(sessionUseEveryMs).toBe(hourMs);
  expect(elevatedMs).toBe(10 * minuteMs);
});

describe('a session is over', () => {
  it.each([
    ['7 days after it began, if nobody uses it', 0, 7 * dayMs],
    ['7 days after its last use', 20 * dayMs, 27 * dayMs],
    ['7 days after its last use, up to the very end', 23 * dayMs, 30 * dayMs],
    ['30 days after it began, however often it is used', 23 * dayMs + 1, 30 * dayMs],
    ['30 days after it began, also if it is used at the last moment', 30 * dayMs - 1, 30 * dayMs],
  ])('%s', (_when, usedMs, overMs) => {
    expect(sessionExpiry(startedAt, later(usedMs))).toBe(later(overMs));
  });
});

test.each([
  [0, false],
  [hourMs - 1, false],
  [hourMs, true],
  [6 * dayMs, true],
  [-hourMs, false],
])('a use %i ms after the last one that was noted is noted: %s', (sinceMs, noted) => {
  expect(isUseToNote(startedAt, later(sinceMs))).toBe(noted);
});

test.each([
  [-1, false],
  [0, true],
  [10 * minuteMs - 1, true],
  [10 * minuteMs, false],
  [dayMs, false],
])('%i ms after a proof a session may change the account: %s', (ageMs, elevated) => {
  expect(isElevated(startedAt, later(ageMs))).toBe(elevated);
});
