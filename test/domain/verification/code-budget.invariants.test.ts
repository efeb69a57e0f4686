import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BudgetRuleName,
  budgetRules,
  type Charge,
  chargeOf,
  fullFor,
  overflowOf,
} from '../../../src/domain/verification/code-budget.ts';
import { mostAtOnce, newBuckets, roomAt } from './buckets.ts';

// sound: the record is closed by its type
const ruleNames = fc.constantFrom(...(Object.keys(budgetRules) as BudgetRuleName[]));
/** Limits that divide every span of the rules into whole milliseconds, as those of the rules do. */
const evenLimits = fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 48, 50, 60);
const anyLimits = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 2_000_000 }));

/** A rule with a limit, and when it is asked, in hundredths of what one charge lasts: at once, in a crowd, after long. */
const histories = (limits: fc.Arbitrary<number>) =>
  fc
    .record({
      rule: ruleNames,
      limit: limits,
      pauses: fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.constant(0) },
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 150 }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 10_000 }) },
        ),
        { maxLength: 200, size: 'max' },
      ),
    })
    .map(({ rule, limit, pauses }) => {
      const charge = chargeOf(rule, 'somebody', limit);
      let atMs = 1_795_424_400_000;
      const times = pauses.map((hundredths) => (atMs += Math.floor((charge.costMs * hundredths) / 100)));
      return { rule, limit, charge, times };
    });

describe('a budget, whenever it is asked', () => {
  it('lets through in any span of time no more than the limit and what came back in that span', () => {
    fc.assert(
      fc.property(histories(anyLimits), ({ rule, limit, charge, times }) => {
        const buckets = newBuckets();
        const through = times.filter((atMs) => buckets.charge([charge], atMs) === null);
        const { perMs } = budgetRules[rule];
        expect(mostAtOnce(through, limit / perMs)).toBeLessThanOrEqual(limit + 1e-3);
      }),
    );
  });

  it('lets through exactly what a vessel does that holds the limit and runs out evenly', () => {
    fc.assert(
      fc.property(histories(evenLimits), ({ rule, limit, charge, times }) => {
        const buckets = newBuckets();
        const { perMs } = budgetRules[rule];
        // In parts of one charge so small that everything is a whole number.
        let level = 0n;
        let last = times[0] ?? 0;
        for (const atMs of times) {
          const left = level - BigInt(atMs - last) * BigInt(limit);
          level = left > 0n ? left : 0n;
          last = atMs;
          const hasRoom = level + BigInt(perMs) <= BigInt(limit) * BigInt(perMs);
          if (hasRoom) level += BigInt(perMs);
          expect(buckets.charge([charge], atMs) === null).toBe(hasRoom);
        }
      }),
    );
  });

  it('says exactly when there is room again: not a millisecond before, and then there is', () => {
    fc.assert(
      fc.property(histories(anyLimits), ({ charge, times }) => {
        const buckets = newBuckets();
        fc.pre(charge.costMs <= charge.fullMs);
        for (const atMs of times) {
          const overflow = buckets.charge([charge], atMs);
          if (overflow === null) continue;
          expect(overflow.retryAfterMs).toBeGreaterThan(0);
          expect(buckets.full([charge], atMs)).toEqual(overflow);
          expect(buckets.full([charge], atMs + overflow.retryAfterMs - 1)).toMatchObject({ retryAfterMs: 1 });
          expect(buckets.full([charge], atMs + overflow.retryAfterMs)).toBeNull();
        }
      }),
    );
  });

  it('is not touched by what is refused', () => {
    fc.assert(
      fc.property(histories(anyLimits), fc.nat(5), ({ charge, times }, more) => {
        const [plain, pestered] = [newBuckets(), newBuckets()];
        for (const atMs of times) {
          const answer = plain.charge([charge], atMs);
          expect(pestered.charge([charge], atMs)).toEqual(answer);
          if (answer === null) continue;
          for (let again = 0; again < more; again += 1) pestered.charge([charge], atMs);
        }
      }),
    );
  });

  it('lets no more through at once than the limit, however much was given back before', () => {
    fc.assert(
      fc.property(histories(anyLimits), fc.nat(20), ({ limit, charge, times }, backs) => {
        const buckets = newBuckets();
        for (const atMs of times) {
          buckets.charge([charge], atMs);
          for (let back = 0; back < backs; back += 1) buckets.giveBack([{ ...charge, backMs: charge.costMs * 3 }]);
        }
        expect(roomAt(buckets, [charge], times.at(-1) ?? 0, 200)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('has as much room as before after a message that was never handed over is given back in full', () => {
    fc.assert(
      fc.property(histories(anyLimits), ({ charge, times }) => {
        const [plain, failing] = [newBuckets(), newBuckets()];
        for (const atMs of times) {
          expect(failing.charge([charge], atMs)).toEqual(plain.charge([charge], atMs));
          if (failing.charge([charge], atMs) === null) failing.giveBack([{ ...charge, backMs: charge.costMs }]);
          expect(failing.levels([charge], atMs)).toEqual(plain.levels([charge], atMs));
        }
      }),
    );
  });
});

describe('several budgets at once', () => {
  const charges: fc.Arbitrary<readonly Charge[]> = fc
    .uniqueArray(fc.tuple(ruleNames, fc.integer({ min: 1, max: 60 })), { selector: ([rule]) => rule, minLength: 1 })
    .map((some) => some.map(([rule, limit]) => chargeOf(rule, 'somebody', limit)));

  const levels = charges.chain((some) =>
    fc
      .tuple(...some.map(({ fullMs }) => fc.integer({ min: 0, max: 2 * fullMs })))
      .map((levelsMs) => some.map((charge, index) => ({ charge, levelMs: levelsMs[index] ?? 0 }))),
  );

  it('say the same of one more, whether it is put in or only asked about', () => {
    fc.assert(
      fc.property(levels, (now) => {
        const filled = now.map(({ charge, levelMs }) => ({ charge, levelMs: levelMs + charge.costMs }));
        expect(fullFor(now)).toEqual(overflowOf(filled));
      }),
    );
  });

  it('refuse where one of them does, and until the last of them has room', () => {
    fc.assert(
      fc.property(levels, (now) => {
        const alone = now.map((level) => overflowOf([level])?.retryAfterMs ?? 0);
        expect(overflowOf(now)?.retryAfterMs ?? 0).toBe(Math.max(...alone));
        const emptied = (ms: number) =>
          now.map(({ charge, levelMs }) => ({ charge, levelMs: Math.max(0, levelMs - ms) }));
        const overflow = overflowOf(now);
        if (overflow === null) return;
        expect(overflowOf(emptied(overflow.retryAfterMs - 1))).toMatchObject({ retryAfterMs: 1 });
        expect(overflowOf(emptied(overflow.retryAfterMs))).toBeNull();
      }),
    );
  });

  it('are all left as they were where one of them refuses', () => {
    fc.assert(
      fc.property(charges, fc.array(fc.nat(100_000), { maxLength: 80 }), (some, pauses) => {
        const buckets = newBuckets();
        let atMs = 0;
        for (const ms of pauses) {
          atMs += ms;
          const before = buckets.levels(some, atMs);
          if (buckets.charge(some, atMs) !== null) expect(buckets.levels(some, atMs)).toEqual(before);
        }
      }),
    );
  });
});

describe('a rule that gives 3 back', () => {
  const rules = fc.constantFrom<BudgetRuleName>('prefix-day', 'country-hour', 'network-hour', 'network-day');
  const charge = (rule: BudgetRuleName): Charge => chargeOf(rule, 'somewhere', budgetRules[rule].limit);

  it('closes, in whatever order, where fewer than one in three is verified: the rest is the limit at most', () => {
    fc.assert(
      fc.property(rules, fc.array(fc.boolean(), { maxLength: 900, size: 'max' }), (rule, verified) => {
        const buckets = newBuckets();
        let sent = 0;
        let reached = 0;
        for (const isVerified of verified) {
          // All at one moment, so that nothing comes back by time.
          if (buckets.charge([charge(rule)], 0) !== null) break;
          sent += 1;
          if (!isVerified) continue;
          buckets.giveBack([charge(rule)]);
          reached += 1;
        }
        expect(sent - 3 * reached).toBeLessThanOrEqual(budgetRules[rule].limit);
      }),
    );
  });

  it('stays open for good where of each three one is verified, whichever, at whatever pace', () => {
    const threes = fc.array(fc.tuple(fc.nat(2), fc.nat(1_000)), { maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(rules, threes, (rule, groups) => {
        const buckets = newBuckets();
        let atMs = 0;
        for (const [which, pauseMs] of groups) {
          for (let one = 0; one < 3; one += 1) {
            atMs += pauseMs;
            expect(buckets.charge([charge(rule)], atMs)).toBeNull();
            if (one === which) buckets.giveBack([charge(rule)]);
          }
        }
      }),
    );
  });
});
