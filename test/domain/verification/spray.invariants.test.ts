import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../../src/domain/instant.ts';
import type { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { type CodeDigits, codeTries } from '../../../src/domain/verification/challenge.ts';
import { budgetRules, everybodysGuesses } from '../../../src/domain/verification/code-budget.ts';
import { chargesOfGuess, defaultSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { mostAtOnce, newBuckets } from './buckets.ts';

const ruleOf = (digits: CodeDigits) => everybodysGuesses('at-the-door', digits) ?? expect.fail('There is such a rule');

/** A stretch of an attack: so many guesses, so long after one another, and then nothing for a while. */
interface Stretch {
  readonly guesses: number;
  readonly pauseMs: number;
  readonly restMs: number;
}

const rests = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 * dayMs }));
const bursts = fc.record({
  guesses: fc.integer({ min: 1, max: 2_500 }),
  pauseMs: fc.constantFrom(0, 0, 1, 10),
  restMs: rests,
});
const evenPaces = fc.record({
  guesses: fc.integer({ min: 1, max: 500 }),
  pauseMs: fc.integer({ min: 0, max: 2 * hourMs }),
  restMs: rests,
});
/** Random waits, each on its own. */
const randomPaces = fc.record({ guesses: fc.constant(1), pauseMs: fc.nat(6 * hourMs), restMs: fc.constant(0) });
const attacks = fc.oneof(
  fc.array(bursts, { maxLength: 6 }),
  fc.array(evenPaces, { maxLength: 12 }),
  fc.array(randomPaces, { maxLength: 300, size: 'max' }),
  fc.array(fc.oneof(bursts, evenPaces, randomPaces), { maxLength: 12 }),
);

/** When guesses are looked at, if each is at the code of the next of so many numbers. */
function lookedAt(attack: readonly Stretch[], digits: CodeDigits, limit: number, numbers: number): readonly number[] {
  const policy = { ...defaultSignInPolicy, limits: { [ruleOf(digits)]: limit } };
  const buckets = newBuckets();
  const looked: number[] = [];
  let atMs = 0;
  let next = 0;
  for (const { guesses, pauseMs, restMs } of attack) {
    for (let guess = 0; guess < guesses; guess += 1) {
      atMs += pauseMs;
      const phone = `+49151${10_000_000 + (next % numbers)}` as PhoneNumber; // sound: such a number is valid
      next += 1;
      const target = { kind: 'phone', phone } as const;
      const charges = chargesOfGuess(policy, { purpose: 'log-in', target, digits, account: null });
      if (buckets.charge(charges, atMs) === null) looked.push(atMs);
    }
    atMs += restMs;
  }
  return looked;
}

const settings = fc.record({
  digits: fc.constantFrom<CodeDigits>(6, 8),
  // As many as at 6 digits, and fewer, so that the limit is met often.
  limit: fc.constantFrom(10, 100, 1_000),
  numbers: fc.constantFrom(1, 50, 1_000_000),
});

describe('a spray of guesses, in bursts, evenly or at random', () => {
  it('has in no span of time more looked at than the limit and what comes back in it: the pace does not help', () => {
    fc.assert(
      fc.property(attacks, settings, (attack, { digits, limit, numbers }) => {
        const looked = lookedAt(attack, digits, limit, numbers);
        const { perMs } = budgetRules[ruleOf(digits)];
        expect(mostAtOnce(looked, limit / perMs)).toBeLessThanOrEqual(limit + 1e-6);
      }),
    );
  });

  it('has in the end no more looked at than who guesses as fast as can be', () => {
    fc.assert(
      fc.property(attacks, settings, (attack, { digits, limit, numbers }) => {
        const looked = lookedAt(attack, digits, limit, numbers);
        const { perMs } = budgetRules[ruleOf(digits)];
        const asFastAsCanBe = limit + Math.floor(((looked.at(-1) ?? 0) * limit) / perMs);
        expect(looked.length).toBeLessThanOrEqual(asFastAsCanBe);
      }),
    );
  });

  it('has of one number never more looked at than 10 and what comes back in a day', () => {
    fc.assert(
      fc.property(attacks, fc.constantFrom<CodeDigits>(6, 8), (attack, digits) => {
        const looked = lookedAt(attack, digits, budgetRules[ruleOf(digits)].limit, 1);
        const { limit, perMs } = budgetRules['guesses-address'];
        expect(mostAtOnce(looked, limit / perMs)).toBeLessThanOrEqual(limit + 1e-6);
      }),
    );
  });

  it('gains nothing by new codes: what the tries of one code are is of no matter to the budgets', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (codes) => {
        const attack = [{ guesses: codes * codeTries, pauseMs: 0, restMs: 0 }];
        const { limit } = budgetRules['guesses-6'];
        expect(lookedAt(attack, 6, limit, codes)).toHaveLength(Math.min(codes * codeTries, limit));
      }),
    );
  });
});
