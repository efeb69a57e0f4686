import { expect, test } from 'vitest';
import { SessionId } from '../../../src/domain/ids.ts';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import { DeviceName } from '../../../src/domain/session/device-name.ts';
import { newSession } from '../../../src/domain/session/session.ts';
import { isElevated } from '../../../src/domain/session/session-policy.ts';

const session = SessionId.parse('0197a5b0-0000-7000-8000-00000000005e')._unsafeUnwrap();
const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const phone = DeviceName.parse('Robin’s phone')._unsafeUnwrap();

test('a session begins with a proof, and ends after 7 days unless it is used', () => {
  expect(newSession(session, phone, at)).toEqual({
    session,
    deviceName: 'Robin’s phone',
    startedAt: at,
    provedAt: at,
    usedAt: at,
    expiresAt: at + 7 * dayMs,
  });
  expect(isElevated(newSession(session, null, at).provedAt, at)).toBe(true);
});

test('a session whose person proved at another time who they are, or nobody knows when, begins with that', () => {
  expect(newSession(session, null, at, Instant.plusMs(at, -dayMs))).toMatchObject({
    startedAt: at,
    provedAt: at - dayMs,
  });
  const unproved = newSession(session, null, at, null);
  expect([unproved.provedAt, isElevated(unproved.provedAt, at)]).toEqual([null, false]);
});

test('a session needs no name, and holds no token and no network address', () => {
  const nameless = newSession(session, null, at);
  expect(nameless.deviceName).toBeNull();
  expect(Object.keys(nameless)).toEqual(['session', 'deviceName', 'startedAt', 'provedAt', 'usedAt', 'expiresAt']);
});
