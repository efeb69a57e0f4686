import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BreachWindow } from '../../../src/domain/breach/breach-window.ts';
import { notificationClock } from '../../../src/domain/breach/notification-clock.ts';
import { hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import { instants } from '../../arbitraries/instant.ts';

const at = (text: string): Instant => Instant.parse(text)._unsafeUnwrap();
const later = at('2027-01-01T00:00:00Z');

describe('the 72 hours of GDPR art. 33(1)', () => {
  test.each([
    ['in UTC', '2026-11-24T09:00:00Z', '2026-11-27T09:00:00.000Z'],
    ['at an offset', '2026-11-24T10:00:00+01:00', '2026-11-27T09:00:00.000Z'],
    ['over a weekend', '2026-11-27T17:30:00Z', '2026-11-30T17:30:00.000Z'],
    // 02:00 to 03:00 is there twice in Berlin on 25 October 2026, and not at all on 29 March 2026.
    ['over the end of daylight saving', '2026-10-24T00:30:00+02:00', '2026-10-26T22:30:00.000Z'],
    ['from within the hour that comes twice, the first time', '2026-10-25T02:30:00+02:00', '2026-10-28T00:30:00.000Z'],
    ['from within the hour that comes twice, the second time', '2026-10-25T02:30:00+01:00', '2026-10-28T01:30:00.000Z'],
    ['over the beginning of daylight saving', '2026-03-28T01:30:00+01:00', '2026-03-31T00:30:00.000Z'],
    ['over 29 February', '2028-02-27T12:00:00Z', '2028-03-01T12:00:00.000Z'],
    ['over the end of a year', '2026-12-30T23:59:59.999Z', '2027-01-02T23:59:59.999Z'],
  ])('end %s after 72 hours as a stopwatch counts them', (_, known, deadline) => {
    const clock = notificationClock(at(known), at('2029-01-01T00:00:00Z'))._unsafeUnwrap();
    expect(Instant.toISOString(clock.notifyBy)).toBe(deadline);
  });

  test.each([
    ['not over', 1 * hourMs, 71 * hourMs],
    ['over to the minute', 72 * hourMs, 0],
    ['over', 72 * hourMs + minuteMs, -minuteMs],
  ])('are %s', (_, passed, left) => {
    const known = at('2026-10-24T22:00:00Z');
    expect(notificationClock(known, Instant.plusMs(known, passed))._unsafeUnwrap().leftMs).toBe(left);
  });

  test('do not run for what will be known one day', () => {
    const refused = notificationClock(Instant.plusMs(later, 1), later);
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'KnownInTheFuture' });
  });

  test('are always the same, whenever it became known', () => {
    fc.assert(
      fc.property(instants, fc.nat({ max: 400 * 24 }), (known, hours) => {
        const now = Instant.plusMs(known, hours * hourMs);
        const { notifyBy, leftMs } = notificationClock(known, now)._unsafeUnwrap();
        expect(notifyBy - known).toBe(72 * hourMs);
        expect(leftMs).toBe((72 - hours) * hourMs);
      }),
    );
  });
});

describe('the window of a breach', () => {
  const now = at('2026-11-27T12:00:00Z');

  test.each([
    ['that is over stays as it is', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', '2026-11-21T00:00:00.000Z'],
    ['that goes on ends now', '2026-11-20T00:00:00Z', '2026-12-21T00:00:00Z', '2026-11-27T12:00:00.000Z'],
  ])('%s', (_, from, to, end) => {
    expect(Instant.toISOString(BreachWindow.of(at(from), at(to), now)._unsafeUnwrap().to)).toBe(end);
  });

  test.each([
    ['backwards', '2026-11-21T00:00:00Z', '2026-11-20T00:00:00Z'],
    ['backwards', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z'],
    ['not-begun', '2026-11-27T12:00:00Z', '2026-11-28T00:00:00Z'],
  ])('is none where it is %s', (reason, from, to) => {
    const refused = BreachWindow.of(at(from), at(to), now)._unsafeUnwrapErr();
    expect(refused).toEqual({ kind: 'InvalidBreachWindow', reason });
  });
});
