import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../src/domain/instant.ts';
import { budgetRules } from '../../../src/domain/verification/code-budget.ts';
import {
  chargesOfCode,
  defaultSignInPolicy,
  isSignInPolicy,
  type SignInPolicy,
} from '../../../src/domain/verification/sign-in-policy.ts';
import { exampleOf } from '../../arbitraries/phone-examples.ts';
import { newBuckets } from './buckets.ts';

const countries = ['DE', 'CH', 'FR', 'GB', 'US', 'IN'];
const prices = fc.integer({ min: 1, max: 3_000 });
const ceilings = fc.integer({ min: 1, max: 60_000 });

const policies: fc.Arbitrary<SignInPolicy> = fc.record({
  countries: fc.dictionary(fc.constantFrom(...countries), prices, { noNullPrototype: true }),
  spendPerCountry: ceilings,
  spendPerDay: ceilings,
  phoneDormancy: fc.constant('P6M' as const),
});

/** To which countries messages go, and how long after one another. */
const messages = fc.array(
  fc.record({
    country: fc.constantFrom(...countries),
    pauseMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: dayMs / 20 })),
  }),
  { maxLength: 120, size: 'max' },
);

interface Sent {
  readonly country: string;
  readonly atMs: number;
  readonly price: number;
}

/** What the budgets of money let through. */
function send(policy: SignInPolicy, wanted: readonly { readonly country: string; readonly pauseMs: number }[]) {
  const buckets = newBuckets();
  const sent: Sent[] = [];
  let atMs = 0;
  for (const { country, pauseMs } of wanted) {
    atMs += pauseMs;
    const charges = chargesOfCode(
      policy,
      { kind: 'phone', phone: exampleOf.get(country)! },
      { network: null, account: null },
    );
    if (charges.isErr()) continue;
    const spend = charges.value.filter(({ rule }) => budgetRules[rule].counts === 'spend');
    if (buckets.charge(spend, atMs) === null) sent.push({ country, atMs, price: policy.countries[country]! });
  }
  return sent;
}

/** The most that was spent in a span beyond what came back in it. */
function mostSpent(sent: readonly Sent[], ceiling: number): number {
  let most = 0;
  for (const [from, first] of sent.entries()) {
    let spent = 0;
    for (const { atMs, price } of sent.slice(from)) {
      spent += price;
      most = Math.max(most, spent - ((atMs - first.atMs) * ceiling) / dayMs);
    }
  }
  return most;
}

describe('text messages, whatever they cost and wherever they go', () => {
  it('cost in any span no more than the ceiling and its part of the time, in each country and in all', () => {
    fc.assert(
      fc.property(policies, messages, (policy, wanted) => {
        const sent = send(policy, wanted);
        expect(mostSpent(sent, policy.spendPerDay)).toBeLessThanOrEqual(policy.spendPerDay + 1e-6);
        for (const country of countries) {
          const there = sent.filter((one) => one.country === country);
          expect(mostSpent(there, policy.spendPerCountry)).toBeLessThanOrEqual(policy.spendPerCountry + 1e-6);
        }
      }),
    );
  });

  it('have a price that the ceilings bear, or the policy does not hold together', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const ceiling = Math.min(policy.spendPerCountry, policy.spendPerDay);
        const borne = Object.values(policy.countries).every((price) => price <= ceiling);
        expect(isSignInPolicy(policy)).toBe(borne);
        if (!borne) return;
        // And then each country of the list gets at least its first one.
        for (const country of Object.keys(policy.countries)) {
          expect(send(policy, [{ country, pauseMs: 0 }])).toHaveLength(1);
        }
      }),
    );
  });

  it('go to the countries of the list alone', () => {
    fc.assert(
      fc.property(policies, messages, (policy, wanted) => {
        const reached = new Set(send(policy, wanted).map(({ country }) => country));
        expect(Object.keys(policy.countries)).toEqual(expect.arrayContaining([...reached]));
      }),
    );
  });
});

describe('a refusal to send', () => {
  it('names no number', () => {
    fc.assert(
      fc.property(fc.constantFrom(...exampleOf.values()), (phone) => {
        chargesOfCode(defaultSignInPolicy, { kind: 'phone', phone }, { network: null, account: null }).match(
          (charges) => expect(charges.length).toBeGreaterThan(0),
          (refusal) => expect(refusal).toEqual({ kind: 'CountryNotServed' }),
        );
      }),
    );
  });
});
