import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../src/domain/instant.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import {
  type ChallengeTarget,
  type CodeDigits,
  type CodePurpose,
  codePurposes,
} from '../../../src/domain/verification/challenge.ts';
import {
  type BudgetRuleName,
  budgetRules,
  type Charge,
  guessPlaceOf,
} from '../../../src/domain/verification/code-budget.ts';
import { NetworkAddress } from '../../../src/domain/verification/network-address.ts';
import {
  type CodeAsker,
  chargesOfCode,
  chargesOfEverybody,
  chargesOfGuess,
  defaultSignInPolicy,
  isLimited,
  isSignInPolicy,
  limitOf,
  type SignInPolicy,
} from '../../../src/domain/verification/sign-in-policy.ts';
import { exampleOf } from '../../arbitraries/phone-examples.ts';
import { newBuckets } from './buckets.ts';

const phone = (text: string): ChallengeTarget => ({ kind: 'phone', phone: PhoneNumber.parse(text)._unsafeUnwrap() });
const german = phone('+4915112345678');
const swiss = phone('+41791234567');
const american = phone('+14155552671');
const satellite = phone('+881612345678');
const email: ChallengeTarget = { kind: 'email', email: EmailAddress.parse('anna@example.com')._unsafeUnwrap() };

const network = NetworkAddress.parse('192.0.2.1')._unsafeUnwrap();
const nobody: CodeAsker = { network: null, account: null };
const somebody: CodeAsker = { network, account: '0197a5b0-0000-7000-8000-00000000000a' };

const policy: SignInPolicy = { ...defaultSignInPolicy, countries: { DE: 750, CH: 450, AT: 900 } };
const charges = (target: ChallengeTarget, asker: CodeAsker = nobody, under: SignInPolicy = policy) =>
  chargesOfCode(under, target, asker)._unsafeUnwrap();
const touched = (all: readonly Charge[]) => Object.fromEntries(all.map(({ rule, of }) => [rule, of]));

describe('a code by text message', () => {
  const always = {
    'address-pause': '+4915112345678',
    'address-hour': '+4915112345678',
    'address-day': '+4915112345678',
    'prefix-day': '+491511234',
    'country-hour': 'DE',
    'country-spend': 'DE',
    spend: 'all',
  };
  const byNetwork = { 'network-hour': '192.0.2.1', 'network-day': '192.0.2.1' };
  const byAccount = { 'account-day': '0197a5b0-0000-7000-8000-00000000000a' };

  it.each([
    ['nobody who is logged in, from nowhere', nobody, always],
    ['nobody who is logged in', { ...nobody, network }, { ...always, ...byNetwork }],
    ['an account, from nowhere', { ...somebody, network: null }, { ...always, ...byAccount }],
    ['an account', somebody, { ...always, ...byNetwork, ...byAccount }],
  ])('asked for by %s is charged to its number, block, country and price, and to who asks', (_who, asker, expected) => {
    expect(touched(charges(german, asker))).toEqual(expected);
  });

  it('shares its block with the 10,000 numbers that begin alike, and its country with all of them', () => {
    const of = (text: string) => touched(charges(phone(text)));
    expect(of('+4915112340000')['prefix-day']).toBe(of('+4915112349999')['prefix-day']);
    expect(of('+4915112350000')['prefix-day']).not.toBe(of('+4915112349999')['prefix-day']);
    expect(of('+4915112350000')['country-hour']).toBe(of('+4917212350000')['country-hour']);
  });
});

describe('a code by email', () => {
  const always = {
    'address-pause': 'anna@example.com',
    'address-hour': 'anna@example.com',
    'address-day': 'anna@example.com',
  };
  const byNetwork = { 'network-hour': '192.0.2.1', 'network-day': '192.0.2.1' };
  const byAccount = { 'account-day': '0197a5b0-0000-7000-8000-00000000000a' };

  it.each([
    ['nobody who is logged in, from nowhere', nobody, always],
    ['nobody who is logged in', { ...nobody, network }, { ...always, ...byNetwork }],
    ['an account, from nowhere', { ...somebody, network: null }, { ...always, ...byAccount }],
    ['an account', somebody, { ...always, ...byNetwork, ...byAccount }],
  ])('asked for by %s is charged to its address and to who asks, and costs nothing', (_who, asker, expected) => {
    expect(touched(charges(email, asker))).toEqual(expected);
  });

  it('goes wherever it is asked to, also where no text goes', () => {
    expect(chargesOfCode({ ...policy, countries: {} }, email, nobody).isOk()).toBe(true);
  });
});

describe('a charge', () => {
  it('touches no bucket twice, and is of the limit of its rule', () => {
    for (const target of [german, email]) {
      const all = charges(target, somebody);
      expect(new Set(all.map(({ rule }) => rule)).size).toBe(all.length);
      for (const { rule, costMs, fullMs, backMs } of all) {
        const { limit, perMs, givesBack } = budgetRules[rule];
        expect(fullMs).toBe(perMs);
        expect(backMs).toBe(costMs * givesBack);
        if (limit > 0) expect(costMs, rule).toBe(perMs / limit);
      }
    }
  });

  it('touches together every rule about messages and money that there is', () => {
    const counted = (Object.keys(budgetRules) as BudgetRuleName[]) // sound: the record is closed by its type
      .filter((rule) => ['message', 'spend'].includes(budgetRules[rule].counts));
    expect(charges(german, somebody).map(({ rule }) => rule)).toHaveLength(counted.length);
    expect(charges(german, somebody).map(({ rule }) => rule)).toEqual(expect.arrayContaining(counted));
  });
});

describe('a country', () => {
  it('that is not on the list gets no text, whoever asks', () => {
    for (const asker of [nobody, somebody]) {
      expect(chargesOfCode(policy, american, asker)._unsafeUnwrapErr()).toEqual({ kind: 'CountryNotServed' });
      expect(chargesOfCode({ ...policy, countries: {} }, german, asker)._unsafeUnwrapErr()).toEqual({
        kind: 'CountryNotServed',
      });
    }
  });

  it('gets some once it is on it', () => {
    expect(chargesOfCode({ ...policy, countries: { US: 100 } }, american, nobody).isOk()).toBe(true);
  });

  it('is told from another with the same calling code', () => {
    const british = { ...policy, countries: { GB: 400 } };
    expect(chargesOfCode(british, phone('+447400123456'), nobody).isOk()).toBe(true);
    expect(chargesOfCode(british, phone('+447797712345'), nobody)._unsafeUnwrapErr()).toEqual({
      kind: 'CountryNotServed',
    });
  });

  it('is needed: a number of none, such as that of a satellite, gets no text', () => {
    expect(chargesOfCode(policy, satellite, nobody)._unsafeUnwrapErr()).toEqual({ kind: 'CountryNotServed' });
  });
});

describe('what text messages may cost', () => {
  const sentUntilRefused = (targets: readonly ChallengeTarget[], under: SignInPolicy, atMs = 0) => {
    const buckets = newBuckets();
    let sent = 0;
    while (sent < 5_000) {
      const spent = charges(targets[sent % targets.length]!, nobody, under).filter(
        ({ rule }) => budgetRules[rule].counts === 'spend',
      );
      const overflow = buckets.charge(spent, atMs);
      if (overflow !== null) return { sent, overflow };
      sent += 1;
    }
    throw new Error('Nothing bounds the messages');
  };

  it('is bounded in each country by the price there', () => {
    const under = { ...policy, spendPerCountry: 7_500, spendPerDay: 1_000_000 };
    expect(sentUntilRefused([german], under)).toMatchObject({ sent: 10, overflow: { rule: 'country-spend' } });
    expect(sentUntilRefused([swiss], under)).toMatchObject({ sent: 16, overflow: { rule: 'country-spend' } });
  });

  it('is bounded in all countries together', () => {
    const under = { ...policy, spendPerCountry: 1_000_000, spendPerDay: 12_000 };
    expect(sentUntilRefused([german, swiss], under)).toMatchObject({ sent: 20, overflow: { rule: 'spend' } });
  });

  it('lets one country use up its own and no other’s', () => {
    const under = { ...policy, spendPerCountry: 7_500, spendPerDay: 1_000_000 };
    const buckets = newBuckets();
    const spend = (target: ChallengeTarget) =>
      charges(target, nobody, under).filter(({ rule }) => budgetRules[rule].counts === 'spend');
    for (let count = 0; count < 10; count += 1) expect(buckets.charge(spend(german), 0)).toBeNull();
    expect(buckets.charge(spend(german), 0)).toMatchObject({ rule: 'country-spend' });
    expect(buckets.charge(spend(swiss), 0)).toBeNull();
  });

  it('comes back evenly: after a tenth of a day a tenth of it', () => {
    const buckets = newBuckets();
    const under = { ...policy, spendPerCountry: 7_500, spendPerDay: 7_500 };
    const spend = charges(german, nobody, under).filter(({ rule }) => budgetRules[rule].counts === 'spend');
    for (let count = 0; count < 10; count += 1) expect(buckets.charge(spend, 0)).toBeNull();
    expect(buckets.charge(spend, 0)).toMatchObject({ retryAfterMs: dayMs / 10 });
    expect(buckets.charge(spend, dayMs / 10)).toBeNull();
    expect(buckets.charge(spend, dayMs / 10)).not.toBeNull();
  });

  it('allows no message that costs more than the ceiling, not even the first', () => {
    for (const ceiling of ['spendPerCountry', 'spendPerDay'] as const) {
      expect(sentUntilRefused([german], { ...policy, [ceiling]: 749 })).toMatchObject({ sent: 0 });
      expect(sentUntilRefused([german], { ...policy, [ceiling]: 750 })).toMatchObject({ sent: 1 });
    }
  });

  it('is by default 50 a country and 200 in all a day, at 0.10 a message: 500 and 2,000 messages', () => {
    const example = (country: string): ChallengeTarget => ({ kind: 'phone', phone: exampleOf.get(country)! });
    expect(sentUntilRefused([example('DE')], defaultSignInPolicy)).toMatchObject({ sent: 500 });
    const five = ['DE', 'CH', 'AT', 'FR', 'PL'].map(example);
    expect(sentUntilRefused(five, defaultSignInPolicy)).toMatchObject({ sent: 2_000 });
  });
});

describe('a wrong guess', () => {
  const account = '0197a5b0-0000-7000-8000-00000000000a';
  const guessed = (purpose: CodePurpose, target: ChallengeTarget, digits: CodeDigits = 6) =>
    touched(
      chargesOfGuess(policy, {
        purpose,
        target,
        digits,
        account: guessPlaceOf(purpose) === 'at-the-door' ? null : account,
      }),
    );

  it.each([6, 8] as const)('at the door is charged to the address and to everybody: %i digits', (digits) => {
    expect(guessed('log-in', german, digits)).toEqual({
      'guesses-address': '+4915112345678',
      [`guesses-${digits}`]: 'all',
    });
    expect(guessed('second-proof', email, digits)).toEqual({
      'guesses-address': 'anna@example.com',
      [`guesses-${digits}`]: 'all',
    });
  });

  it.each(['step-up', 'cancel-account'] as const)(
    'in a session, for %s, is charged to the account alone',
    (purpose) => {
      expect(guessed(purpose, german)).toEqual({ 'guesses-account': account });
      expect(guessed(purpose, email, 8)).toEqual({ 'guesses-account': account });
    },
  );

  it.each([6, 8] as const)(
    'at a contact that is new is charged to that as well, and to everybody: %i digits',
    (digits) => {
      for (const purpose of ['add-phone', 'change-phone'] as const) {
        expect(guessed(purpose, german, digits)).toEqual({
          'guesses-account': account,
          'claims-address': '+4915112345678',
          [`claims-${digits}`]: 'all',
        });
      }
      expect(guessed('confirm-email', email, digits)).toMatchObject({ 'claims-address': 'anna@example.com' });
    },
  );

  it('in a session fills no bucket that anybody logs in by', () => {
    const door = new Set(
      codePurposes
        .filter((purpose) => guessPlaceOf(purpose) === 'at-the-door')
        .flatMap((purpose) => Object.keys(guessed(purpose, german))),
    );
    const inside = codePurposes
      .filter((purpose) => guessPlaceOf(purpose) !== 'at-the-door')
      .flatMap((purpose) => Object.keys(guessed(purpose, german)));
    expect(inside.filter((rule) => door.has(rule))).toEqual([]);
  });

  it('is never given back', () => {
    for (const purpose of codePurposes) {
      for (const { backMs } of chargesOfGuess(policy, { purpose, target: german, digits: 6, account }))
        expect(backMs).toBe(0);
    }
  });
});

describe('the limits of a host', () => {
  // sound: the record is closed by its type
  const names = Object.keys(budgetRules) as BudgetRuleName[];
  const countersOf = (under: SignInPolicy): readonly Charge[] => [
    ...charges(german, somebody, under),
    ...(['log-in', 'add-phone'] as const).flatMap((purpose) => [
      ...chargesOfGuess(under, { purpose, target: german, digits: 6, account: somebody.account }),
      ...chargesOfEverybody(under, { purpose, digits: 8 }),
    ]),
  ];

  it.each(names)('are taken in the place of the rule’s: %s', (name) => {
    expect(limitOf(policy, name)).toBe(budgetRules[name].limit);
    expect(limitOf({ ...policy, limits: {} }, name)).toBe(budgetRules[name].limit);
    const stricter = { ...policy, limits: { [name]: 2 } };
    expect(limitOf(stricter, name)).toBe(2);
    for (const { rule, costMs, fullMs } of countersOf(stricter)) {
      const { limit, perMs, counts } = budgetRules[rule];
      expect(fullMs).toBe(perMs);
      if (counts !== 'spend') expect(costMs, rule).toBe(perMs / (rule === name ? 2 : limit));
    }
  });

  it.each(names)('leave no rule out: %s', (name) => {
    const asked = countersOf(policy).map(({ rule }) => rule);
    for (const limit of [0, -1, Number.NaN, undefined, null, 1, 1_000_000_000]) {
      const limits = { [name]: limit } as NonNullable<SignInPolicy['limits']>; // what a host without a compiler may set
      expect(countersOf({ ...policy, limits }).map(({ rule }) => rule)).toEqual(asked);
    }
  });

  it.each(names)('are of no use to switch a rule off: %s', (name) => {
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '10', null, undefined]) {
      const limits = { [name]: limit } as NonNullable<SignInPolicy['limits']>; // as above
      expect(isSignInPolicy({ ...policy, limits }), String(limit)).toBe(false);
    }
    // What may be spent stands in fields of its own: a limit of it would be set in vain.
    const isSpent = budgetRules[name].counts === 'spend';
    expect(isLimited(name)).toBe(!isSpent);
    expect(isSignInPolicy({ ...policy, limits: { [name]: 1 } })).toBe(!isSpent);
  });
});

describe('a policy', () => {
  it('may be as it is by default, and as a host puts one together', () => {
    expect(isSignInPolicy(defaultSignInPolicy)).toBe(true);
    expect(isSignInPolicy(policy)).toBe(true);
    expect(isSignInPolicy({ ...policy, countries: {} })).toBe(true);
    expect(isSignInPolicy({ ...policy, countries: { DE: 500_000 } })).toBe(true);
    expect(isSignInPolicy({ ...policy, limits: { 'address-hour': 3, 'guesses-8': 50_000 } })).toBe(true);
  });

  it.each([
    ['a country in small letters', { countries: { de: 100 } }],
    ['a country of three letters', { countries: { DEU: 100 } }],
    ['a calling code for a country', { countries: { '49': 100 } }],
    ['a country without a name', { countries: { '': 100 } }],
    ['a country by the name of a method', { countries: { constructor: 100 } }],
    ['a country that costs nothing', { countries: { DE: 0 } }],
    ['a country that pays', { countries: { DE: -1 } }],
    ['a price in parts of the unit', { countries: { DE: 0.1 } }],
    ['a price that is no number', { countries: { DE: Number.NaN } }],
    ['a price without end', { countries: { DE: Number.POSITIVE_INFINITY } }],
    ['a price above the ceiling of a country', { countries: { DE: 500_001 } }],
    ['a price above the ceiling of a day', { countries: { DE: 1_001 }, spendPerDay: 1_000 }],
    ['a country that nobody has', { countries: { XX: 100 } }],
    ['a country that has another name in phone numbers', { countries: { UK: 100 } }],
    ['a union of countries', { countries: { EU: 100 } }],
    ['a price in words', { countries: { DE: '100' } }],
    ['no price', { countries: { DE: undefined } }],
    ['no ceiling of a country', { spendPerCountry: 0 }],
    ['a ceiling of a country without end', { spendPerCountry: Number.POSITIVE_INFINITY }],
    ['no ceiling of a day', { spendPerDay: undefined }],
    ['a ceiling of a day below nothing', { spendPerDay: -1 }],
    ['a ceiling in parts of the unit', { spendPerDay: 0.5 }],
    ['a time of day for a period', { phoneDormancy: 'PT6H' }],
    ['a period in words', { phoneDormancy: 'half a year' }],
    ['an empty period', { phoneDormancy: 'P' }],
    ['no period', { phoneDormancy: undefined }],
    ['a rule that there is not', { limits: { 'address-week': 5 } }],
    ['a rule by inheritance', { limits: { toString: 5 } }],
    ['a limit of nothing', { limits: { 'address-hour': 0 } }],
    ['a limit that is half', { limits: { 'address-hour': 2.5 } }],
  ])('does not hold together with %s', (_what, change) => {
    // sound: what a host without a compiler may set
    expect(isSignInPolicy({ ...policy, ...change } as unknown as SignInPolicy)).toBe(false);
  });
});

describe('the default policy', () => {
  const served = Object.keys(defaultSignInPolicy.countries);

  it('serves the European Economic Area, Switzerland and the United Kingdom', () => {
    const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    expect(union).toHaveLength(27);
    expect(served.toSorted()).toEqual([...union, 'IS', 'LI', 'NO', 'CH', 'GB'].toSorted());
  });

  it('sends a text to a mobile number of each of these, and of no other country of the world', () => {
    expect(exampleOf.size).toBeGreaterThan(220);
    const reached = [...exampleOf].flatMap(([country, number]) =>
      chargesOfCode(defaultSignInPolicy, { kind: 'phone', phone: number }, nobody).isOk() ? [country] : [],
    );
    expect(reached.toSorted()).toEqual(served.toSorted());
  });

  it('sets no other limits than those of the rules', () => {
    expect(defaultSignInPolicy.limits).toBeUndefined();
  });
});
