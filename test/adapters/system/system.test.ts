import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  silentLog,
  systemClock,
  systemIds,
  systemRandomness,
  tokenHashing,
} from '../../../src/adapters/system/index.ts';
import { EntryId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { AttemptToken } from '../../../src/domain/verification/attempt-token.ts';
import { DeviceToken } from '../../../src/domain/verification/device-token.ts';

test('the clock tells the time of the machine in whole milliseconds', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
  expect(Instant.ofEpochMs(now).isOk()).toBe(true);
});

test('random ids are UUIDs of version 4, ordered ids of version 7, and each is an id of the domain', () => {
  const random = Array.from({ length: 50 }, () => systemIds.random());
  const ordered = Array.from({ length: 50 }, () => systemIds.ordered());
  for (const id of random) expect(id).toMatch(/^[0-9a-f-]{14}4[0-9a-f]{3}-[89ab]/);
  for (const id of ordered) expect(id).toMatch(/^[0-9a-f-]{14}7[0-9a-f]{3}-[89ab]/);
  for (const id of [...random, ...ordered]) expect(EntryId.parse(id).isOk()).toBe(true);
  expect(new Set([...random, ...ordered]).size).toBe(100);
});

test('ordered ids sort by the time they were made', () => {
  const ids = Array.from({ length: 500 }, () => systemIds.ordered());
  expect(ids.toSorted()).toEqual(ids);
});

test('randomness gives as many bytes as asked for, and never the same', () => {
  for (const length of [0, 1, 32, 1000]) expect(systemRandomness.bytes(length)).toHaveLength(length);
  const draws = Array.from({ length: 100 }, () => Buffer.from(systemRandomness.bytes(16)).toString('hex'));
  expect(new Set(draws).size).toBe(100);
});

test('a session is found by SHA-256 of the random bytes of its token', () => {
  const bytes = systemRandomness.bytes(32);
  const expected = createHash('sha256').update(bytes).digest();
  const token = SessionToken.fromBytes(bytes);
  expect(Buffer.from(tokenHashing.sessionToken(token))).toEqual(expected);
  const shown = SessionToken.parse(token.reveal())._unsafeUnwrap();
  expect(Buffer.from(tokenHashing.sessionToken(shown))).toEqual(expected);
});

test('what an attempt shows its provider is made of its token, each another value, and says nothing of it', () => {
  const bytes = systemRandomness.bytes(32);
  const token = AttemptToken.fromBytes(bytes);
  const values = (['state', 'nonce', 'code-verifier'] as const).map((of) => tokenHashing.attemptValue(token, of));
  expect(new Set([...values, token.reveal()]).size).toBe(4);
  for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(values).toEqual(
    ['state', 'nonce', 'code-verifier'].map((of) => createHmac('sha256', bytes).update(of).digest('base64url')),
  );
  expect(tokenHashing.deviceToken(DeviceToken.fromBytes(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('the silent log takes everything', () => {
  expect(() => silentLog.write('error', 'opened', { count: 1 })).not.toThrow();
});
