import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import {
  isUseToNote,
  sessionExpiry,
  sessionIdleMs,
  sessionLifetimeMs,
  sessionUseEveryMs,
} from '../../../src/domain/session/session-policy.ts';
import { instants } from '../../arbitraries/instant.ts';

/** How long after one another a session is used. */
const pauses = fc.array(fc.integer({ min: 0, max: 9 * dayMs }), { maxLength: 60, size: 'max' });

/** Lets a session be used, as long as it stands, and notes uses as the store does. */
function live(startedAt: Instant, waits: readonly number[]) {
  let usedAt = startedAt;
  let at = startedAt;
  const uses: Instant[] = [];
  const noted: Instant[] = [startedAt];
  for (const ms of waits) {
    at = Instant.plusMs(at, ms);
    if (at >= sessionExpiry(startedAt, usedAt)) break;
    uses.push(at);
    if (!isUseToNote(usedAt, at)) continue;
    usedAt = at;
    noted.push(at);
  }
  return { uses, noted, over: sessionExpiry(startedAt, usedAt) };
}

describe('a session, however it is used', () => {
  it('never stands longer than 30 days, nor longer than 7 after its last use', () => {
    fc.assert(
      fc.property(instants, pauses, (startedAt, waits) => {
        const { uses, over } = live(startedAt, waits);
        expect(over).toBeLessThanOrEqual(startedAt + sessionLifetimeMs);
        expect(over).toBeLessThanOrEqual((uses.at(-1) ?? startedAt) + sessionIdleMs);
      }),
    );
  });

  it('is never over for want of use within 7 days of a use, but for the hour in which a use is not noted', () => {
    fc.assert(
      fc.property(instants, pauses, (startedAt, waits) => {
        const { uses, over } = live(startedAt, waits);
        const idle = (uses.at(-1) ?? startedAt) + sessionIdleMs - sessionUseEveryMs;
        expect(over).toBeGreaterThanOrEqual(Math.min(startedAt + sessionLifetimeMs, idle));
      }),
    );
  });

  it('is written down once an hour at most', () => {
    fc.assert(
      fc.property(instants, pauses, (startedAt, waits) => {
        const { noted } = live(startedAt, waits);
        for (const [index, at] of noted.entries()) {
          if (index > 0) expect(at - noted[index - 1]!).toBeGreaterThanOrEqual(sessionUseEveryMs);
        }
      }),
    );
  });
});
