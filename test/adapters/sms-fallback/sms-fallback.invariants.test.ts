import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BreakerState, smsWithFallback } from '../../../src/adapters/sms-fallback/index.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { answerOf, type Outcome, outcomes, toldSender } from './told-sender.ts';

const to = await must(PhoneNumber.parse('+4915112345678'));
const sms = (messageId: string): Sms => ({ messageId, about: 'code', to, text: '123456 ist dein Joos-Code.' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const anyOutcome = fc.constantFrom(...outcomes);
/** Mostly out of order, so that breakers open. */
const troubled = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Outcome>('throttled', 'not-reached', 'unclear') },
  { weight: 2, arbitrary: anyOutcome },
);
const steps = fc.record({
  first: troubled,
  second: anyOutcome,
  waitMs: fc.constantFrom(0, 1, 400, 999, 1_000, 2_500),
  firstTakesMs: fc.constantFrom(0, 100, 4_999, 5_000, 5_001, 12_000),
});

/** Whether a message may be with a person after this answer of the first, or was refused for good. */
const endsThere = (outcome: Outcome): boolean => outcome === 'taken' || outcome === 'unclear' || outcome === 'refused';

describe('Two providers, whatever both answer and however long the first takes', () => {
  test('get each message once at most, and the second only what the first has certainly not taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { minLength: 1, maxLength: 40, size: 'max' }),
        fc.integer({ min: 1, max: 4 }),
        async (history, failuresInARow) => {
          let step = history[0]!;
          const first = toldSender(() => {
            vi.advanceTimersByTime(step.firstTakesMs);
            return step.first;
          });
          const second = toldSender(() => step.second);
          const sender = smsWithFallback({ first, second, failuresInARow, restMs: 1_000 });
          /** What the breaker should be like: so many failures in a row, and since when it is open. */
          let failures = 0;
          let openedAt: number | null = null;
          for (const [index, next] of history.entries()) {
            step = next;
            vi.advanceTimersByTime(step.waitMs);
            const resting: boolean = openedAt !== null && Date.now() - openedAt < 1_000;
            const id = String(index);
            const answer = await sender.send(sms(id));

            expect(first.handed.filter((one) => one === id)).toHaveLength(resting ? 0 : 1);
            const handsOn = resting || (!endsThere(step.first) && step.firstTakesMs <= 5_000);
            expect(second.handed.filter((one) => one === id)).toHaveLength(handsOn ? 1 : 0);
            expect(answer).toEqual(answerOf(handsOn ? step.second : step.first));

            if (resting) continue;
            const failed = step.first !== 'taken' && step.first !== 'refused';
            failures = failed ? failures + 1 : 0;
            openedAt = failed && (openedAt !== null || failures >= failuresInARow) ? Date.now() : null;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('get no message twice even if many are under way and answers come in any order', async () => {
    const messages = fc.array(fc.record({ first: troubled, second: anyOutcome, waitMs: fc.constantFrom(0, 0, 100) }), {
      minLength: 1,
      maxLength: 15,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), messages, fc.integer({ min: 1, max: 3 }), async (scheduler, told, inARow) => {
        const of = (id: string) => told[Number(id)]!;
        let state: BreakerState = 'closed';
        let openedAt = 0;
        const first = toldSender(({ messageId }) => {
          // The breaker says that it opens before it lets anybody else in; a trial is announced right after it began.
          if (state === 'open') expect(Date.now() - openedAt).toBeGreaterThanOrEqual(100);
          expect(state).not.toBe('half-open');
          return scheduler.schedule(Promise.resolve(of(messageId).first));
        });
        const second = toldSender(({ messageId }) => scheduler.schedule(Promise.resolve(of(messageId).second)));
        const sender = smsWithFallback({
          first,
          second,
          failuresInARow: inARow,
          restMs: 100 /* all waits together are shorter than what the second must have left */,
          onChange: (next) => {
            if (next === 'open') openedAt = Date.now();
            state = next;
          },
        });
        const underWay = told.map(async ({ waitMs }, index) => {
          await scheduler.schedule(Promise.resolve(), `message ${index} begins`);
          vi.advanceTimersByTime(waitMs);
          return (await sender.send(sms(String(index)))).isOk();
        });
        await scheduler.waitFor(Promise.all(underWay));

        told.forEach((message, index) => {
          const id = String(index);
          const byFirst = first.handed.filter((one) => one === id).length;
          const bySecond = second.handed.filter((one) => one === id).length;
          expect(byFirst).toBeLessThanOrEqual(1);
          expect(bySecond).toBe(byFirst === 1 && endsThere(message.first) ? 0 : 1);
        });
      }),
      { numRuns: 500 },
    );
  });
});
