import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, secondMs } from '../../../src/domain/instant.ts';
import type { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { type CodeDigits, codeLifetimeMs, codeTries } from '../../../src/domain/verification/challenge.ts';
import { budgetRules, type Charge, everybodysGuesses } from '../../../src/domain/verification/code-budget.ts';
import {
  chargesOfCode,
  chargesOfEverybody,
  chargesOfGuess,
  defaultSignInPolicy as policy,
} from '../../../src/domain/verification/sign-in-policy.ts';
import { exampleOf } from '../../arbitraries/phone-examples.ts';
import { newBuckets, roomAt } from './buckets.ts';

/**
 * The spray: somebody has a million numbers, and devices and networks without end, asks for codes to all of them and guesses
 * for 30 days. One guess is right once in 10^digits, so what counts is how many are looked at.
 */
const numbers = 1_000_000;
const spanMs = 30 * dayMs;
const lengths = [6, 8] as const;
/** Where a simulation stops, or a fault of the rules would let it guess for ever. */
const tooMany = 250_000;

/** A number of the attacker's. Only that it is one and not another matters to the budgets of guesses. */
const numberOf = (index: number): PhoneNumber => `+49151${10_000_000 + index}` as PhoneNumber; // sound: such a number is valid
const chargesAt = (phone: PhoneNumber, digits: CodeDigits) =>
  chargesOfGuess(policy, { purpose: 'log-in', target: { kind: 'phone', phone }, digits, account: null });

/** What the guesses at all numbers share. */
const everybody = (digits: CodeDigits): readonly Charge[] => chargesOfEverybody(policy, { purpose: 'log-in', digits });

/** How many accounts are taken over, if each right guess is one; a right guess is not counted by a budget, a wrong one is. */
function takeovers(guesses: Readonly<Record<CodeDigits, number>>): number {
  return lengths.reduce((sum, digits) => {
    const chance = 10 ** -digits;
    return sum + (guesses[digits] * chance) / (1 - chance);
  }, 0);
}

/** The worst case: a code of each length is open at every number at every moment, and the next guess comes at once. */
function guessAsFastAsCanBe(): Record<CodeDigits, number> {
  const looked = { 6: 0, 8: 0 };
  for (const digits of lengths) {
    const buckets = newBuckets();
    let next = 0;
    for (let atMs = 0; atMs <= spanMs && looked[digits] < tooMany; ) {
      const refused = buckets.charge(chargesAt(numberOf(next % numbers), digits), atMs);
      if (refused === null) looked[digits] += 1;
      else atMs += refused.rule === 'guesses-address' ? 0 : refused.retryAfterMs;
      next += 1;
    }
  }
  return looked;
}

/**
 * As the attacker really can: a code must be sent before it is guessed at. Of numbers, blocks of numbers, networks and devices
 * it has enough, so that only the budgets of whole countries and of everyone hold it back.
 */
function askAndGuess(): { readonly sent: number; readonly looked: Record<CodeDigits, number> } {
  const buckets = newBuckets();
  const looked = { 6: 0, 8: 0 };
  const routes = Object.keys(policy.countries).map((country) =>
    chargesOfCode(policy, { kind: 'phone', phone: exampleOf.get(country)! }, { network: null, account: null })
      ._unsafeUnwrap()
      .filter(({ rule }) => ['country', 'everyone'].includes(budgetRules[rule].scope)),
  );
  const open: { phone: PhoneNumber; digits: CodeDigits; tries: number; untilMs: number }[] = [];
  let sent = 0;

  const lengthNow = (atMs: number): CodeDigits => (buckets.full(everybody(6), atMs) ? 8 : 6);
  const ask = (atMs: number): boolean => {
    const digits = lengthNow(atMs);
    const route = routes.find((charges) => buckets.charge(charges, atMs) === null);
    if (route === undefined) return false;
    // Whoever got the charges of one country the least lately is asked first.
    routes.push(...routes.splice(routes.indexOf(route), 1));
    open.push({ phone: numberOf(sent % numbers), digits, tries: codeTries, untilMs: atMs + codeLifetimeMs });
    sent += 1;
    return true;
  };
  const guess = (atMs: number): void => {
    for (const code of open) {
      while (code.tries > 0 && buckets.charge(chargesAt(code.phone, code.digits), atMs) === null) {
        looked[code.digits] += 1;
        code.tries -= 1;
      }
    }
  };

  const everyMs = 60 * secondMs;
  for (let atMs = 0; atMs <= spanMs; atMs += everyMs) {
    while (sent < tooMany && ask(atMs));
    guess(atMs);
    open.splice(0, open.length, ...open.filter(({ tries, untilMs }) => tries > 0 && untilMs > atMs + everyMs));
  }
  return { sent, looked };
}

describe('who guesses at the codes of a million numbers for 30 days, with any number of devices and networks', () => {
  it('has by the rules 2,000 guesses at 6 digits and 200,000 at 8 looked at: 0.004 accounts', () => {
    const looked = { 6: 0, 8: 0 };
    for (const digits of lengths) {
      const { limit, perMs } = budgetRules[everybodysGuesses('at-the-door', digits)!];
      // What there is room for at once, and what comes back in the time.
      looked[digits] = limit + Math.floor((spanMs * limit) / perMs);
    }
    expect(looked).toEqual({ 6: 2_000, 8: 200_000 });
    expect(takeovers(looked)).toBeCloseTo(0.004, 6);
    expect(takeovers(looked)).toBeLessThan(0.01);
  });

  it('has no more looked at with all codes open at once: exactly 2,000 and 200,000, which is 0.004 accounts', () => {
    const looked = guessAsFastAsCanBe();
    expect(looked).toEqual({ 6: 2_000, 8: 200_000 });
    expect(takeovers(looked)).toBeLessThan(0.01);
  });

  it('has no more than that looked at if each code must be sent first, and spends 30 days of the ceiling on it: below 0.01 accounts', () => {
    const { sent, looked } = askAndGuess();
    const { spendPerDay, countries } = policy;
    const messagesADay = spendPerDay / Math.min(...Object.values(countries));
    expect(sent).toBeLessThanOrEqual(31 * messagesADay);
    expect(sent).toBeGreaterThan(30 * messagesADay);
    // The attack is a real one: it uses up most of what the budgets of guesses allow.
    expect(looked[6]).toBeGreaterThan(1_000);
    expect(looked[8]).toBeGreaterThan(150_000);
    expect(looked[6]).toBeLessThanOrEqual(2_000);
    expect(looked[8]).toBeLessThanOrEqual(200_000);
    expect(takeovers(looked)).toBeLessThan(0.01);
  });
});

describe('who guesses at the codes of one number', () => {
  const one = numberOf(0);
  const looksIn = (digits: CodeDigits, untilMs: number): number => {
    const buckets = newBuckets();
    let looked = 0;
    for (let atMs = 0; atMs <= untilMs && looked < tooMany; ) {
      const refused = buckets.charge(chargesAt(one, digits), atMs);
      if (refused === null) looked += 1;
      else atMs += refused.retryAfterMs;
    }
    return looked;
  };

  it.each(lengths)('has 10 guesses at %i digits looked at, and in 30 days 310', (digits) => {
    expect(looksIn(digits, 2 * hourMs)).toBe(10);
    expect(looksIn(digits, spanMs)).toBe(310);
  });

  it('takes in 30 days the account over once in 3,000 times, if every code has 6 digits', () => {
    expect(looksIn(6, spanMs) / 10 ** 6).toBeLessThan(1 / 3_000);
  });

  it('does not end the guessing for everybody else', () => {
    const buckets = newBuckets();
    expect(roomAt(buckets, chargesAt(one, 6), 0, tooMany)).toBe(10);
    expect(buckets.full(chargesAt(one, 6), 0)).toMatchObject({ rule: 'guesses-address' });
    expect(buckets.full(chargesAt(numberOf(1), 6), 0)).toBeNull();
  });
});

describe('codes while many are guessed at', () => {
  it('of 6 digits give way to those of 8 after 1,000 wrong guesses, and come back after 43 minutes without one', () => {
    const buckets = newBuckets();
    expect(roomAt(buckets, everybody(6), 0, tooMany)).toBe(1_000);
    expect(buckets.full(everybody(8), 0)).toBeNull();
    expect(buckets.full(everybody(6), 0)).toEqual({ rule: 'guesses-6', retryAfterMs: 2_592_000 });
    expect(buckets.full(everybody(6), 2_592_000)).toBeNull();
  });
});

describe('who guesses for 30 days at the codes that claim a million numbers, from any number of accounts', () => {
  /** The worst case, as at the door: each guess is from another account, and at another number. */
  const claim = (): Record<CodeDigits, number> => {
    const looked = { 6: 0, 8: 0 };
    for (const digits of lengths) {
      const buckets = newBuckets();
      for (let atMs = 0, next = 0; atMs <= spanMs && looked[digits] < tooMany; next += 1) {
        const target = { kind: 'phone', phone: numberOf(next % numbers) } as const;
        const guess = { purpose: 'change-phone', target, digits, account: `account ${next}` } as const;
        const refused = buckets.charge(chargesOfGuess(policy, guess), atMs);
        if (refused === null) looked[digits] += 1;
        else atMs += refused.retryAfterMs;
      }
    }
    return looked;
  };

  it('claims 0.004 that are not theirs, and together with who guesses at the door it is below 0.01', () => {
    const looked = claim();
    expect(looked).toEqual({ 6: 2_000, 8: 200_000 });
    expect(takeovers(looked)).toBeCloseTo(0.004, 6);
    expect(takeovers(looked) + takeovers(guessAsFastAsCanBe())).toBeLessThan(0.01);
  });

  it('lengthens nobody’s code to log in, and keeps nobody out', () => {
    const buckets = newBuckets();
    const claimAt = (next: number, digits: CodeDigits) => {
      const target = { kind: 'phone', phone: numberOf(next) } as const;
      return chargesOfGuess(policy, { purpose: 'add-phone', target, digits, account: `account ${next}` });
    };
    for (const [digits, rule] of [
      [6, 'claims-6'],
      [8, 'claims-8'],
    ] as const) {
      const { limit } = budgetRules[rule];
      for (let next = 0; next < limit; next += 1) buckets.charge(claimAt(next, digits), 0);
      expect(buckets.full(claimAt(limit, digits), 0)).toMatchObject({ rule });
    }
    for (const digits of lengths) expect(buckets.full(chargesAt(numberOf(0), digits), 0)).toBeNull();
  });
});
