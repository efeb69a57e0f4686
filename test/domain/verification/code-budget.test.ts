import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/domain/instant.ts';
import {
  type BudgetRuleName,
  budgetRules,
  type Charge,
  chargeOf,
  everybodysGuesses,
  fullFor,
  guessPlaceOf,
  isLengthening,
  overflowOf,
} from '../../../src/domain/verification/code-budget.ts';
import { newBuckets, roomAt } from './buckets.ts';

/** Whoever changes a rule changes it here too, and reads again what rests on it. */
const rules: readonly [
  name: BudgetRuleName,
  counts: string,
  scope: string,
  limit: number,
  perMs: number,
  back: number,
][] = [
  ['address-pause', 'message', 'address', 1, 30 * secondMs, 1],
  ['address-hour', 'message', 'address', 5, hourMs, 1],
  ['address-day', 'message', 'address', 20, dayMs, 0],
  ['account-day', 'message', 'account', 30, dayMs, 1],
  ['network-hour', 'message', 'network', 20, hourMs, 3],
  ['network-day', 'message', 'network', 60, dayMs, 3],
  ['prefix-day', 'message', 'prefix', 5, dayMs, 3],
  ['country-hour', 'message', 'country', 200, hourMs, 3],
  ['country-spend', 'spend', 'country', 0, dayMs, 0],
  ['spend', 'spend', 'everyone', 0, dayMs, 0],
  ['guesses-address', 'wrong-guess', 'address', 10, dayMs, 0],
  ['guesses-6', 'wrong-guess', 'everyone', 1_000, 30 * dayMs, 0],
  ['guesses-8', 'wrong-guess', 'everyone', 100_000, 30 * dayMs, 0],
  ['guesses-account', 'wrong-guess', 'account', 10, dayMs, 0],
  ['guesses-caller', 'wrong-guess', 'account', 10, dayMs, 0],
  ['claims-address', 'wrong-guess', 'address', 10, dayMs, 0],
  ['claims-6', 'wrong-guess', 'everyone', 1_000, 30 * dayMs, 0],
  ['claims-8', 'wrong-guess', 'everyone', 100_000, 30 * dayMs, 0],
  ['contact-changes', 'change', 'account', 20, dayMs, 0],
  ['identities-network', 'attempt', 'network', 60, hourMs, 0],
  ['risk-records', 'record', 'everyone', 60, hourMs, 0],
];

describe('the rules', () => {
  it('are these, by name', () => {
    expect(Object.keys(budgetRules)).toEqual(rules.map(([name]) => name));
  });

  it.each(rules)('%s: a %s of one %s, %i in %i ms, and %i back', (name, counts, scope, limit, perMs, givesBack) => {
    expect(budgetRules[name]).toEqual({ counts, scope, limit, perMs, givesBack });
  });

  it('give nothing back that a wrong guess cost, nor what a message cost in money', () => {
    for (const { counts, givesBack } of Object.values(budgetRules)) {
      if (counts === 'wrong-guess' || counts === 'spend') expect(givesBack).toBe(0);
    }
  });

  it('give back no more than there is room for at once', () => {
    for (const [name, { limit, givesBack }] of Object.entries(budgetRules)) {
      if (givesBack > 0) expect(limit, name).toBeGreaterThanOrEqual(givesBack);
    }
  });

  it('bound the guesses of everybody by who asked for the code, and by its length', () => {
    expect(everybodysGuesses('at-the-door', 6)).toBe('guesses-6');
    expect(everybodysGuesses('at-the-door', 8)).toBe('guesses-8');
    expect(everybodysGuesses('at-new-contact', 6)).toBe('claims-6');
    expect(everybodysGuesses('at-new-contact', 8)).toBe('claims-8');
    for (const digits of [6, 8] as const) expect(everybodysGuesses('at-own-contact', digits)).toBeNull();
  });

  it('ask for longer codes where those of 6 digits are guessed at too often, and for nothing else', () => {
    expect(rules.map(([name]) => name).filter(isLengthening)).toEqual(['guesses-6', 'claims-6']);
  });

  it.each([
    ['log-in', 'at-the-door'],
    ['second-proof', 'at-the-door'],
    ['step-up', 'at-own-contact'],
    ['cancel-account', 'at-own-contact'],
    ['verify-caller', 'at-the-desk'],
    ['add-phone', 'at-new-contact'],
    ['change-phone', 'at-new-contact'],
    ['confirm-email', 'at-new-contact'],
  ] as const)('take a code for %s as one that is guessed at %s', (purpose, place) => {
    expect(guessPlaceOf(purpose)).toBe(place);
  });

  it.each(rules.filter(([, , , limit]) => limit > 0))(
    '%s: have room for all of it at once, and for not one more',
    (name, _counts, _scope, limit, perMs) => {
      const buckets = newBuckets();
      const one = chargeOf(name, 'somebody', limit);
      for (let count = 0; count < limit; count += 1) expect(buckets.charge([one], 0)).toBeNull();
      expect(buckets.charge([one], 0)).toEqual({ rule: name, retryAfterMs: perMs / limit });
      expect(buckets.charge([one], perMs / limit - 1)).toEqual({ rule: name, retryAfterMs: 1 });
      expect(buckets.charge([one], perMs / limit)).toBeNull();
    },
  );
});

describe('a charge', () => {
  it('makes a bucket fuller by its part of the time', () => {
    expect(chargeOf('address-hour', '+4915112345678', 5)).toEqual({
      rule: 'address-hour',
      of: '+4915112345678',
      costMs: 12 * minuteMs,
      fullMs: hourMs,
      backMs: 12 * minuteMs,
    });
    expect(chargeOf('network-day', 'n', 60)).toMatchObject({ costMs: 24 * minuteMs, backMs: 72 * minuteMs });
  });

  it('fits exactly as often as the limit says, whether it divides the time or not', () => {
    const name = fc.constantFrom(...rules.filter(([, counts]) => counts !== 'spend').map(([rule]) => rule));
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 900 }), (rule, limit) => {
        const one = chargeOf(rule, 'somebody', limit);
        expect(roomAt(newBuckets(), [one], 0, limit + 2)).toBe(limit);
        expect(one.fullMs).toBeLessThan(budgetRules[rule].perMs + limit);
      }),
    );
  });

  it('is as large as what it counts', () => {
    expect(chargeOf('spend', 'all', 2_000_000, 1_000)).toMatchObject({
      costMs: dayMs / 2_000,
      fullMs: dayMs,
      backMs: 0,
    });
  });

  it('is rounded up to a whole millisecond, so that a part too small to count still counts', () => {
    expect(chargeOf('address-pause', 'a', 7).costMs).toBe(4_286);
    expect(chargeOf('spend', 'all', Number.MAX_SAFE_INTEGER, 1).costMs).toBe(1);
  });

  it.each([0, -1, Number.NaN])('finds no room at all where the limit is %d', (limit) => {
    expect(newBuckets().charge([chargeOf('address-hour', 'a', limit)], 0)).not.toBeNull();
    expect(newBuckets().full([chargeOf('address-hour', 'a', limit)], 0)).not.toBeNull();
  });

  it('that is larger than the limit never finds room, however long one waits', () => {
    const buckets = newBuckets();
    const charge = chargeOf('spend', 'all', 1_000, 1_001);
    for (const atMs of [0, dayMs, 365 * dayMs]) expect(buckets.charge([charge], atMs)).not.toBeNull();
    expect(buckets.charge([chargeOf('spend', 'all', 1_000, 1_000)], 0)).toBeNull();
  });
});

describe('buckets that overflow', () => {
  const charge = (rule: BudgetRuleName, of = 'x'): Charge => chargeOf(rule, of, budgetRules[rule].limit);
  const hour = charge('address-hour');
  const day = charge('address-day');

  it('are none while none is over', () => {
    expect(overflowOf([])).toBeNull();
    expect(fullFor([])).toBeNull();
    expect(overflowOf([{ charge: hour, levelMs: hourMs }])).toBeNull();
    expect(fullFor([{ charge: hour, levelMs: hourMs - hour.costMs }])).toBeNull();
  });

  it('are told by the one that takes longest', () => {
    const levels = [
      { charge: hour, levelMs: hourMs + 5 },
      { charge: day, levelMs: dayMs + 7 },
      { charge: charge('address-pause'), levelMs: 30 * secondMs + 6 },
    ];
    expect(overflowOf(levels)).toEqual({ rule: 'address-day', retryAfterMs: 7 });
    expect(overflowOf(levels.toReversed())).toEqual({ rule: 'address-day', retryAfterMs: 7 });
    expect(overflowOf(levels.slice(0, 1))).toEqual({ rule: 'address-hour', retryAfterMs: 5 });
  });

  it('are told by the first of those that take as long', () => {
    const levels = [
      { charge: hour, levelMs: hourMs + 5 },
      { charge: day, levelMs: dayMs + 5 },
    ];
    expect(overflowOf(levels)).toEqual({ rule: 'address-hour', retryAfterMs: 5 });
  });

  it('do not show for whom, since the answer goes to who asked and to the record of risks', () => {
    expect(Object.keys(overflowOf([{ charge: hour, levelMs: hourMs + 1 }])!)).toEqual(['rule', 'retryAfterMs']);
  });
});

describe('the pause between two messages to an address', () => {
  const pause = chargeOf('address-pause', '+4915112345678', 1);

  it('is 30 seconds, and over once a code proved to have arrived', () => {
    const buckets = newBuckets();
    expect(buckets.charge([pause], 0)).toBeNull();
    expect(buckets.charge([pause], 1)).toEqual({ rule: 'address-pause', retryAfterMs: 29_999 });
    buckets.giveBack([pause]);
    expect(buckets.charge([pause], 1)).toBeNull();
  });
});

describe('messages to a block of numbers', () => {
  const charge = chargeOf('prefix-day', '+49151123', 5);

  it('go on for good where every third is verified', () => {
    const buckets = newBuckets();
    for (let count = 1; count <= 3_000; count += 1) {
      expect(buckets.charge([charge], 0)).toBeNull();
      if (count % 3 === 0) buckets.giveBack([charge]);
    }
  });

  it('end where only every fourth is', () => {
    const buckets = newBuckets();
    let sent = 0;
    while (sent < 100 && buckets.charge([charge], 0) === null) {
      sent += 1;
      if (sent % 4 === 0) buckets.giveBack([charge]);
    }
    expect(sent).toBe(11);
  });

  it('end after 5 where none is', () => {
    expect(roomAt(newBuckets(), [charge], 0, 100)).toBe(5);
  });
});
