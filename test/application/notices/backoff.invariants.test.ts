import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, triesBeforeParking } from '../../../src/application/notices/backoff.ts';
import { minuteMs, secondMs } from '../../../src/domain/instant.ts';

const chance = fc.uint8Array({ minLength: 2, maxLength: 2 });
const tries = fc.integer({ min: 1, max: triesBeforeParking });

test('the wait is bounded, and as long as it grows every wait is longer than any before it', () => {
  fc.assert(
    fc.property(tries, tries, chance, chance, (one, other, first, second) => {
      const [fewer, more] = one < other ? [one, other] : [other, one];
      const before = backoffMs(fewer, first);
      const after = backoffMs(more, second);
      expect(before).toBeGreaterThanOrEqual(2.5 * secondMs);
      expect(after).toBeLessThanOrEqual(15 * minuteMs);
      if (fewer < more && after < 7.5 * minuteMs) expect(after).toBeGreaterThan(before);
    }),
  );
});

test('what failed together does not come back together', () => {
  const waits = new Set([0, 50, 100, 150, 200, 250].map((byte) => backoffMs(3, Uint8Array.of(byte, 0))));
  expect(waits.size).toBe(6);
});
