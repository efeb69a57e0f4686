import { expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import {
  columnOfVersion,
  type IndexKey,
  type IndexKeyPhase,
  indexLandingMs,
  indexPictureMs,
  rotationOf,
  stageEndsAt,
  stageWaitMs,
} from '../../../src/domain/keys/index-key.ts';
import { codeLifetimeMs } from '../../../src/domain/verification/challenge.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';

const key = (version: number, phase: IndexKeyPhase): IndexKey => ({
  name: 'users.phone_index',
  version,
  phase,
  phaseAt: instant(version),
});

test.each([
  { keys: [key(1, 'current')], stage: 'steady', current: 1, other: null },
  { keys: [key(1, 'current'), key(2, 'written')], stage: 'written', current: 1, other: 2 },
  { keys: [key(1, 'retiring'), key(2, 'current')], stage: 'switched', current: 2, other: 1 },
  { keys: [key(1, 'retired'), key(2, 'current')], stage: 'dropping', current: 2, other: 1 },
  { keys: [key(1, 'destroyed'), key(2, 'current')], stage: 'steady', current: 2, other: null },
  { keys: [key(1, 'destroyed'), key(2, 'current'), key(3, 'written')], stage: 'written', current: 2, other: 3 },
])('keys that are $stage at version $current', ({ keys, stage, current, other }) => {
  for (const inAnyOrder of [keys, keys.toReversed()]) {
    expect(rotationOf(inAnyOrder)).toMatchObject({ stage, current, other, since: instant(other ?? current) });
  }
});

test('keys of which none is looked up by are none', () => {
  expect(rotationOf([])).toBeNull();
  expect(rotationOf([key(1, 'destroyed')])).toBeNull();
});

test('a version stands in the other column than the one before it', () => {
  expect([1, 2, 3, 4].map(columnOfVersion)).toEqual(['a', 'b', 'a', 'b']);
});

test('a stage lasts until every process knows of it, and codes of the old key have expired', () => {
  const since = instant();
  const rotation = { name: 'users.phone_index', current: 2, other: 1, since };
  expect(stageEndsAt({ ...rotation, stage: 'steady', other: null })).toBeNull();
  for (const stage of ['written', 'dropping'] as const) {
    expect(stageEndsAt({ ...rotation, stage })).toBe(Instant.plusMs(since, stageWaitMs));
  }
  expect(stageEndsAt({ ...rotation, stage: 'switched' })).toBe(Instant.plusMs(since, stageWaitMs + codeLifetimeMs));
  // Whoever looked a moment before the stage began has to have committed or been undone when it ends.
  expect(indexPictureMs).toBeLessThan(indexLandingMs);
  expect(indexLandingMs).toBeLessThan(stageWaitMs);
});
