import { describe, expect, test } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import {
  afterScan,
  type Epoch,
  epochLifeMs,
  epochPictureMs,
  isRetiring,
  mayBeDestroyed,
  rotationDue,
  scanDistanceMs,
} from '../../../src/domain/keys/epoch.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';

const current: Epoch = {
  epochId: 2,
  begunAt: instant(),
  retiredAt: null,
  cleanScans: 0,
  scannedAt: null,
  destroyedAt: null,
};
const retired: Epoch = { ...current, epochId: 1, retiredAt: instant(1) };

test('a new epoch is due after 7 days, to the millisecond', () => {
  expect(rotationDue(current, instant(epochLifeMs - 1))).toBe(false);
  expect(rotationDue(current, instant(epochLifeMs))).toBe(true);
  expect(epochLifeMs).toBe(7 * 24 * 60 * 60 * 1000);
});

describe('a scan', () => {
  test('that is the first to find nothing counts at once', () => {
    expect(afterScan(retired, 0, instant(5))).toEqual({ cleanScans: 1, scannedAt: instant(5) });
  });

  test('that finds nothing again counts only when every process has heard of the new epoch since', () => {
    const scanned = { ...retired, cleanScans: 1, scannedAt: instant(5) };
    const soonest = Instant.plusMs(instant(5), scanDistanceMs);
    expect(afterScan(scanned, 0, Instant.plusMs(soonest, -1))).toBeNull();
    expect(afterScan(scanned, 0, soonest)).toEqual({ cleanScans: 2, scannedAt: soonest });
    expect(scanDistanceMs).toBeGreaterThan(epochPictureMs);
  });

  test('that finds nothing right after one that found a key is the first one', () => {
    expect(afterScan({ ...retired, scannedAt: instant(5) }, 0, instant(6))).toEqual({
      cleanScans: 1,
      scannedAt: instant(6),
    });
  });

  test('that finds a key begins anew, however soon it comes', () => {
    const scanned = { ...retired, cleanScans: 1, scannedAt: instant(5) };
    expect(afterScan(scanned, 3, instant(6))).toEqual({ cleanScans: 0, scannedAt: instant(6) });
  });
});

test('an epoch may be destroyed if it is retired, not destroyed yet, and two scans found nothing', () => {
  const scanned = { ...retired, cleanScans: 2, scannedAt: instant(5) };
  expect(mayBeDestroyed(scanned)).toBe(true);
  expect(mayBeDestroyed({ ...scanned, cleanScans: 1 })).toBe(false);
  expect(mayBeDestroyed({ ...scanned, retiredAt: null })).toBe(false);
  expect(mayBeDestroyed({ ...scanned, destroyedAt: instant(9) })).toBe(false);
});

test('an epoch is retiring from its end until it is destroyed', () => {
  expect([current, retired, { ...retired, destroyedAt: instant(9) }].map(isRetiring)).toEqual([false, true, false]);
});
