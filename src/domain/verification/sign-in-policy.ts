import { isPeriod } from '../calendar.ts';
import { err, ok, type Result } from '../result.ts';
import { hasNumbers, lookUpNumber } from '../user/numbering-plan.ts';
import type { PhoneNumber } from '../user/phone-number.ts';
import type { ChallengeTarget, CodeDigits, CodePurpose } from './challenge.ts';
import {
  type BudgetRuleName,
  budgetRules,
  type Charge,
  chargeOf,
  everybodysGuesses,
  guessPlaceOf,
} from './code-budget.ts';
import type { NetworkAddress } from './network-address.ts';

/** To whom codes are sent, at what price, and for how long a phone number stands for a person: configuration of the host. */
export interface SignInPolicy {
  /**
   * The countries whose numbers get text messages, by ISO 3166-1 alpha-2, each with what a message there costs, in
   * ten-thousandths of the currency of the ceilings. A number of any other country gets none.
   */
  readonly countries: Readonly<Record<string, number>>;
  /** The most that text messages to one country may cost in a day, in the same unit. */
  readonly spendPerCountry: number;
  /** The most that all text messages may cost in a day, in the same unit. */
  readonly spendPerDay: number;
  /** After so long without a proof of the phone, the phone alone does not open the account: numbers are given out again. */
  readonly phoneDormancy: `P${string}`;
  /** Other limits than those of {@link budgetRules}, above 0. */
  readonly limits?: Partial<Readonly<Record<BudgetRuleName, number>>>;
}

/**
 * The European Economic Area, Switzerland and the United Kingdom, at 0.10 a message, 50 a country and 200 in all a day; half
 * a year for a phone. The prices are an upper guess: set what your provider takes.
 */
export const defaultSignInPolicy: SignInPolicy = {
  countries: Object.fromEntries(
    'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'
      .split(' ')
      .map((country) => [country, 1_000]),
  ),
  spendPerCountry: 500_000,
  spendPerDay: 2_000_000,
  phoneDormancy: 'P6M',
};

/** Whether a policy that a host put together holds together. */
export function isSignInPolicy(policy: SignInPolicy): boolean {
  const { countries, spendPerCountry, spendPerDay, phoneDormancy, limits = {} } = policy;
  const prices = Object.entries(countries);
  return (
    // A price above a ceiling would close the country for good, and say so nowhere else.
    prices.every(
      ([country, price]) => hasNumbers(country) && isAmount(price) && price <= Math.min(spendPerCountry, spendPerDay),
    ) &&
    [spendPerCountry, spendPerDay].every(isAmount) &&
    isPeriod(phoneDormancy) &&
    Object.entries(limits).every(([rule, limit]) => isLimited(rule) && isAmount(limit))
  );
}

/** Whether a host may set the limit of a rule: what may be spent stands in fields of its own. */
export function isLimited(rule: string): rule is BudgetRuleName {
  return Object.hasOwn(budgetRules, rule) && budgetRules[rule as BudgetRuleName].counts !== 'spend';
}

function isAmount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** No text messages go to numbers of that country. */
export interface CountryNotServed {
  readonly kind: 'CountryNotServed';
}

/** Who asks for a code, as far as budgets look at it. */
export interface CodeAsker {
  /** Null where the host does not say, or nobody asks from anywhere, as in the shell. */
  readonly network: NetworkAddress | null;
  /** The account that asks; null while nobody is logged in. */
  readonly account: string | null;
}

/** What one more code to this target is charged with; refused where no text goes at all. */
export function chargesOfCode(
  policy: SignInPolicy,
  target: ChallengeTarget,
  { network, account }: CodeAsker,
): Result<readonly Charge[], CountryNotServed> {
  const address = target.kind === 'phone' ? target.phone : target.email;
  const one = (rule: BudgetRuleName, of: string): Charge => chargeOf(rule, of, limitOf(policy, rule));
  const charges: Charge[] = [one('address-pause', address), one('address-hour', address), one('address-day', address)];
  if (account !== null) charges.push(one('account-day', account));
  if (network !== null) charges.push(one('network-hour', network), one('network-day', network));
  if (target.kind === 'email') return ok(charges);
  const country = countryOf(target.phone);
  const price = country === null ? undefined : policy.countries[country];
  if (country === null || price === undefined) return err({ kind: 'CountryNotServed' });
  charges.push(
    one('prefix-day', prefixOf(target.phone)),
    one('country-hour', country),
    chargeOf('country-spend', country, policy.spendPerCountry, price),
    chargeOf('spend', 'all', policy.spendPerDay, price),
  );
  return ok(charges);
}

/** A code that somebody guesses at, as far as budgets look at it. */
export interface GuessedCode {
  readonly purpose: CodePurpose;
  readonly target: ChallengeTarget;
  readonly digits: CodeDigits;
  /** The account that asked for it; null while nobody is logged in. */
  readonly account: string | null;
}

/** What one wrong guess is charged with (see `GuessPlace`). */
export function chargesOfGuess(policy: SignInPolicy, guessed: GuessedCode): readonly Charge[] {
  const { purpose, target, account } = guessed;
  const address = target.kind === 'phone' ? target.phone : target.email;
  const one = (rule: BudgetRuleName, of: string): Charge => chargeOf(rule, of, limitOf(policy, rule));
  const everybody = chargesOfEverybody(policy, guessed);
  const own = account ?? address; // a session asked: there is an account
  switch (guessPlaceOf(purpose)) {
    case 'at-the-door':
      return [one('guesses-address', address), ...everybody];
    case 'at-own-contact':
      return [one('guesses-account', own)];
    case 'at-the-desk':
      return [one('guesses-caller', own)];
    case 'at-new-contact':
      return [one('guesses-account', own), one('claims-address', address), ...everybody];
  }
}

/** That of these charges which everybody's guesses share; none where there is no such rule. */
export function chargesOfEverybody(
  policy: SignInPolicy,
  { purpose, digits }: Pick<GuessedCode, 'purpose' | 'digits'>,
): readonly Charge[] {
  const rule = everybodysGuesses(guessPlaceOf(purpose), digits);
  return rule === null ? [] : [chargeOf(rule, 'all', limitOf(policy, rule))];
}

/** The limit of a rule, as the host set it or as it is by default. */
export function limitOf({ limits = {} }: SignInPolicy, rule: BudgetRuleName): number {
  return limits[rule] ?? budgetRules[rule].limit;
}

function countryOf(phone: PhoneNumber): string | null {
  return lookUpNumber(phone)?.country ?? null;
}

/** A block of 10,000 numbers, as operators give them out. */
function prefixOf(phone: PhoneNumber): string {
  return phone.slice(0, -4);
}
