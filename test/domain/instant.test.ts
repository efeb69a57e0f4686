import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Day, dayMs, hourMs, Instant, minuteMs, secondMs } from '../../src/domain/instant.ts';
import { days, instants } from '../arbitraries/instant.ts';

/** What a caller without types may pass: right as soon as it is made a text. */
const noText = ['2026-11-23'] as unknown as string;

describe('a day', () => {
  test.each(['2026-11-23', '2028-02-29', '2000-02-29', '2026-12-31', '2026-01-01', '0001-01-01', '9999-12-31'])(
    'of the calendar is %s',
    (text) => {
      expect(Day.parse(text)._unsafeUnwrap()).toBe(text);
    },
  );

  test.each([
    '2026-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-11-00',
    '2026-11-32',
    '0000-12-31',
    '2026-1-1',
    '26-11-23',
    '02026-11-23',
    '2026-11-233',
    '+2026-11-23',
    '+012345-01',
    '+012345-01-01',
    '2026-11-23T00:00:00Z',
    ' 2026-11-23',
    '2026-11-23\n',
    '2026/11/23',
    '',
    noText,
  ])('of no calendar is %j', (text) => {
    expect(Day.parse(text)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidDay' });
  });
});

describe('an instant', () => {
  test.each([
    ['2026-11-23T09:00:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T09:00:00.25Z', Date.UTC(2026, 10, 23, 9, 0, 0, 250)],
    ['2026-11-23T09:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T10:00:00+01:00', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T04:00:00-05:00', Date.UTC(2026, 10, 23, 9)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('reads %s', (text, epochMs) => {
    expect(Instant.parse(text)._unsafeUnwrap()).toBe(epochMs);
  });

  test.each([
    '2026-11-23',
    '2026-11-23T09:00:00',
    '2026-11-23 09:00:00Z',
    '2026-13-23T09:00:00Z',
    '2026-02-30T09:00:00Z',
    '+002026-11-23T09:00:00Z',
    '2026-11-23T09:00:00Z (UTC)',
    '2026-11-23T25:00:00Z',
    '0001-01-01T00:00:00+01:00', // before the year 1
    '9999-12-31T23:59:59-01:00', // after the year 9999
    'x2026-11-23T09:00:00Z',
    '2026-11-23T09:00:00Zx',
    '2026-11-23T09:00:00.1234Z',
    'now',
    '',
  ])('is not %j', (text) => {
    expect(Instant.parse(text)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidInstant' });
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, -62_135_596_800_001, 253_402_300_800_000])(
    'is not so many milliseconds: %d',
    (epochMs) => {
      expect(Instant.ofEpochMs(epochMs)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidInstant' });
    },
  );

  test('goes on and back by milliseconds', () => {
    const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
    expect(Instant.toISOString(Instant.plusMs(at, hourMs))).toBe('2026-11-23T10:00:00.000Z');
    expect(Instant.toISOString(Instant.plusMs(at, -hourMs))).toBe('2026-11-23T08:00:00.000Z');
  });

  test('counts days in milliseconds', () => {
    expect([secondMs, minuteMs, hourMs, dayMs]).toStrictEqual([1000, 60_000, 3_600_000, 86_400_000]);
  });
});

describe('times, always', () => {
  test('an instant comes back from its text', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(Instant.parse(Instant.toISOString(at))._unsafeUnwrap()).toBe(at);
      }),
    );
  });

  test('a day comes back from itself, and days compare as texts do', () => {
    fc.assert(
      fc.property(days, days, (one, other) => {
        expect(Day.parse(one)._unsafeUnwrap()).toBe(one);
        expect(one < other).toBe(Date.parse(one) < Date.parse(other));
      }),
    );
  });
});
