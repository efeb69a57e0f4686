import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  sessionTokenHash,
  silentLog,
  systemClock,
  systemIds,
  systemRandomness,
} from '../../../src/adapters/system/index.ts';
import { EntryId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { SessionToken } from '../../../src/domain/user/session-token.ts';

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
  expect(Buffer.from(sessionTokenHash(token))).toEqual(expected);
  const shown = SessionToken.parse(token.reveal())._unsafeUnwrap();
  expect(Buffer.from(sessionTokenHash(shown))).toEqual(expected);
});

test('the silent log takes everything', () => {
  expect(() => silentLog.write('error', 'opened', { count: 1 })).not.toThrow();
});
