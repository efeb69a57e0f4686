import { expect, test } from 'vitest';
import { Instant, minuteMs, secondMs } from '../../../src/domain/instant.ts';
import { authenticatedBy, freshnessOf, type ProviderLogIn } from '../../../src/domain/session/provider-log-in.ts';

const begunAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const at = Instant.plusMs(begunAt, minuteMs);
const logIn = (afterMs: number | null, provesFreshness = true): ProviderLogIn => ({
  authenticatedAt: afterMs === null ? null : Instant.plusMs(begunAt, afterMs),
  provesFreshness,
});

test.each([
  ['after it began', 10 * secondMs, 'fresh'],
  ['in the moment that it began', 0, 'fresh'],
  ['30 s before, by another clock', -30 * secondMs, 'fresh'],
  ['more than 30 s before', -30 * secondMs - 1, 'stale'],
  ['30 s from now, by another clock', minuteMs + 30 * secondMs, 'fresh'],
  ['later than that, which no clock says', minuteMs + 30 * secondMs + 1, 'stale'],
  ['nobody knows when', null, 'stale'],
] as const)('a log-in at the provider for an attempt, %s', (_, afterMs, freshness) => {
  expect(freshnessOf(logIn(afterMs), begunAt, at)).toBe(freshness);
  // What a provider cannot prove it does not disprove either: that is a setting, whatever the answer says.
  const unproved = freshness === 'fresh' ? 'fresh' : 'unproved';
  expect(freshnessOf(logIn(afterMs, false), begunAt, at)).toBe(unproved);
});

test('a person showed the provider who they are when it says so, never later than now, and not in a time to come', () => {
  expect(authenticatedBy(logIn(-minuteMs), at)).toBe(begunAt - minuteMs);
  expect(authenticatedBy(logIn(minuteMs), at)).toBe(at);
  expect(authenticatedBy(logIn(minuteMs + 30 * secondMs), at)).toBe(at);
  expect(authenticatedBy(logIn(minuteMs + 30 * secondMs + 1), at)).toBe(null);
  expect(authenticatedBy(logIn(null), at)).toBe(null);
});
