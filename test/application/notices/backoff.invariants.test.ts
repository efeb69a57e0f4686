import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Backoff, backoffs, delayMs } from '../../../src/application/notices/backoff.ts';

const chance = fc.uint8Array({ minLength: 2, maxLength: 2 });
/** Every way of waiting there is, and others. */
const someBackoffs: fc.Arbitrary<Backoff> = fc.oneof(
  fc.constantFrom(...Object.values(backoffs)),
  fc.record({
    firstDelayMs: fc.integer({ min: 2, max: 60_000 }),
    factor: fc.constantFrom(2, 3, 4),
    longestDelayMs: fc.integer({ min: 60_000, max: 86_400_000 }),
    triesBeforeParking: fc.integer({ min: 1, max: 200 }),
    counted: fc.constantFrom('all' as const, 'unclear' as const),
  }),
);

test('the wait is bounded, and as long as it grows every wait is as long as any before it at least', () => {
  fc.assert(
    fc.property(someBackoffs, fc.nat(), fc.nat(), chance, chance, (backoff, one, other, first, second) => {
      const { triesBeforeParking, longestDelayMs, firstDelayMs, factor } = backoff;
      const [fewer = 1, more = 1] = [one, other].map((n) => (n % triesBeforeParking) + 1).toSorted((a, b) => a - b);
      const before = delayMs(backoff, fewer, first);
      const after = delayMs(backoff, more, second);
      for (const wait of [before, after]) {
        expect(Number.isSafeInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(firstDelayMs / 2));
        expect(wait).toBeLessThanOrEqual(longestDelayMs);
      }
      const grows = firstDelayMs * factor ** (more - 1) <= longestDelayMs;
      if (fewer < more && grows) expect(after).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('by the same chance no wait is shorter than the one before', () => {
  fc.assert(
    fc.property(someBackoffs, chance, (backoff, drawn) => {
      let before = 0;
      for (let tries = 1; tries <= backoff.triesBeforeParking; tries += 1) {
        const wait = delayMs(backoff, tries, drawn);
        expect(wait).toBeGreaterThanOrEqual(before);
        before = wait;
      }
    }),
  );
});

test('what failed together does not come back together', () => {
  const drawn = [0, 50, 100, 150, 200, 250].map((byte) => Uint8Array.of(byte, 0));
  const waits = new Set(drawn.map((bytes) => delayMs(backoffs['provider-unavailable'], 3, bytes)));
  expect(waits.size).toBe(6);
});
