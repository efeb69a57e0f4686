import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declineReasons, declines } from '../../../src/domain/payment/decline-reason.ts';
import {
  isRetrySchedule,
  longestRetryWaitMs,
  mostRetries,
  nextRetryAt,
  RetrySchedule,
  type RetrySchedule as Schedule,
} from '../../../src/domain/payment/retry-schedule.ts';
import { instants } from '../../arbitraries/instant.ts';
import { someDeclineReasons } from '../../arbitraries/payment.ts';

/** What somebody may write into a configuration: durations of every size, in any order, and now and then something else. */
const configurations: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('none') },
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc.oneof(
          fc.integer({ min: 0, max: 40 }).map((days) => `P${days}D`),
          fc.integer({ min: 0, max: 800 }).map((hours) => `PT${hours}H`),
        ),
        { minLength: 1, maxLength: 10 },
      )
      .map((waits) => waits.join('/')),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);

/** The schedules that a configuration can have, rising ones most of the time. */
const schedules: fc.Arbitrary<Schedule> = fc
  .array(fc.integer({ min: 1, max: 30 * 24 }), { maxLength: mostRetries })
  .map((hours) => hours.toSorted((one, other) => one - other).map((count) => `PT${count}H`))
  .map((waits) => RetrySchedule.parse(waits.length === 0 ? 'none' : waits.join('/'))._unsafeUnwrap());

describe('a schedule of retries, however it is configured', () => {
  test('is refused, or rises, and is bounded in number and length', () => {
    fc.assert(
      fc.property(configurations, (text) => {
        const schedule = RetrySchedule.parse(text);
        if (schedule.isErr()) return;
        const { waitsMs } = schedule.value;
        expect(isRetrySchedule(schedule.value)).toBe(true);
        expect(waitsMs.length).toBeLessThanOrEqual(mostRetries);
        for (const [index, wait] of waitsMs.entries()) {
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(longestRetryWaitMs);
          expect(wait).toBeGreaterThanOrEqual(waitsMs[index - 1] ?? 0);
        }
      }),
    );
  });

  test('comes to an end: each try is later than the failure before it, and there are no more than it says', () => {
    const softReasons = fc.constantFrom(...declineReasons.filter((reason) => !declines[reason].hard));
    fc.assert(
      fc.property(schedules, instants, softReasons, (schedule, firstFailure, reason) => {
        let tries = 0;
        let lastWaitMs = 0;
        let failedAt = firstFailure;
        for (let attempt = 1; ; attempt += 1) {
          const next = nextRetryAt(schedule, { attempt, reason, at: failedAt });
          if (next === null) break;
          tries += 1;
          expect(tries).toBeLessThanOrEqual(mostRetries);
          expect(next - failedAt).toBeGreaterThanOrEqual(lastWaitMs);
          expect(next).toBeGreaterThan(failedAt);
          lastWaitMs = next - failedAt;
          failedAt = next;
        }
        expect(tries).toBe(schedule.waitsMs.length);
      }),
    );
  });

  test('never has a card tried again that its bank will never take', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 12 }),
        someDeclineReasons,
        instants,
        (schedule, attempt, reason, at) => {
          const next = nextRetryAt(schedule, { attempt, reason, at });
          if (declines[reason].hard) expect(next).toBeNull();
          else expect(next === null).toBe(attempt > schedule.waitsMs.length);
        },
      ),
    );
  });
});
