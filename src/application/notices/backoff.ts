import { minuteMs, secondMs } from '../../domain/instant.ts';

/** After so many tries a notice is parked, and somebody must look. */
export const triesBeforeParking = 8;

const firstDelayMs = 5 * secondMs;
const longestDelayMs = 15 * minuteMs;
const factor = 4;

/**
 * How long to wait before the next try, in milliseconds: 5 s, 20 s, 80 s … 15 min at most, of which the upper half is drawn
 * by chance, so that notices that failed together do not come back together.
 *
 * @param tries how often sending was tried, from 1
 * @param chance two unpredictable bytes; missing ones count as 0
 */
export function backoffMs(tries: number, chance: Uint8Array): number {
  const delayMs = Math.min(longestDelayMs, firstDelayMs * factor ** Math.min(tries - 1, 10));
  const drawn = ((chance[0] ?? 0) * 256 + (chance[1] ?? 0)) / 65_535;
  return Math.round(delayMs / 2 + (drawn * delayMs) / 2);
}
