import { expect, test } from 'vitest';
import { dayMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import { freshLogInMs, isFreshLogIn, sessionLifetimeMs } from '../../../src/domain/user/session-policy.ts';

const startedAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();

test('a session lasts 30 days, and is a fresh log-in for 5 minutes', () => {
  expect(sessionLifetimeMs).toBe(30 * dayMs);
  expect(freshLogInMs).toBe(5 * minuteMs);
});

test.each([
  [-1, false],
  [0, true],
  [5 * minuteMs - 1, true],
  [5 * minuteMs, false],
  [dayMs, false],
])('%i ms after its start a session is a fresh log-in: %s', (ageMs, fresh) => {
  expect(isFreshLogIn(startedAt, Instant.plusMs(startedAt, ageMs))).toBe(fresh);
});
