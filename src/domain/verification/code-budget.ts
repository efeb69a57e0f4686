import { dayMs, hourMs, secondMs } from '../instant.ts';
import { unreachable } from '../unreachable.ts';
import type { CodeDigits, CodePurpose } from './challenge.ts';

/**
 * How many codes are sent and guessed at, whoever asks (POLICY.md C02; ASVS 5, 6.3.1 and 2.4.1). Each rule is a bucket that
 * empties at an even rate (the generic cell rate algorithm, ITU-T I.371): so many at once, and as many again in each span of
 * time. Re-issuing a code, another device and another process change nothing, since the buckets stand in the database.
 */

/** What a bucket is counted for. */
export type BudgetScope =
  /** One phone number or email address. */
  | 'address'
  /** All but the last 4 digits of a number: who pumps text messages has such a block. */
  | 'prefix'
  | 'country'
  /** An IPv4 address or an IPv6 /64. */
  | 'network'
  | 'account'
  | 'everyone';

/** The rules by name. */
export type BudgetRuleName =
  | 'address-pause'
  | 'address-hour'
  | 'address-day'
  | 'account-day'
  | 'network-hour'
  | 'network-day'
  | 'prefix-day'
  | 'country-hour'
  | 'country-spend'
  | 'spend'
  | 'guesses-address'
  | 'guesses-6'
  | 'guesses-8'
  | 'guesses-account'
  | 'guesses-caller'
  | 'claims-address'
  | 'claims-6'
  | 'claims-8'
  | 'contact-changes'
  | 'identities-network'
  | 'risk-records';

/** One rule: so many in so long. */
export interface BudgetRule {
  readonly scope: BudgetScope;
  /**
   * What uses it up: a message, what it costs, a wrong guess, a log-in or contact that comes or goes, a third party's log-in
   * that begins, a line of the risk record.
   */
  readonly counts: 'message' | 'spend' | 'wrong-guess' | 'change' | 'attempt' | 'record';
  /** How many at once; of `spend` the policy says it. */
  readonly limit: number;
  readonly perMs: number;
  /**
   * How many come back when a code proves to have reached a person. Where it is more than one, a rule bears any number of
   * messages that people use, and stops those that nobody uses: with 3, it closes where fewer than one in three is verified.
   */
  readonly givesBack: number;
}

/** Every rule. A host may set other limits (see `SignInPolicy`), and not leave one out. */
export const budgetRules: Readonly<Record<BudgetRuleName, BudgetRule>> = {
  'address-pause': { scope: 'address', counts: 'message', limit: 1, perMs: 30 * secondMs, givesBack: 1 },
  'address-hour': { scope: 'address', counts: 'message', limit: 5, perMs: hourMs, givesBack: 1 },
  'address-day': { scope: 'address', counts: 'message', limit: 20, perMs: dayMs, givesBack: 0 },
  'account-day': { scope: 'account', counts: 'message', limit: 30, perMs: dayMs, givesBack: 1 },
  'network-hour': { scope: 'network', counts: 'message', limit: 20, perMs: hourMs, givesBack: 3 },
  'network-day': { scope: 'network', counts: 'message', limit: 60, perMs: dayMs, givesBack: 3 },
  'prefix-day': { scope: 'prefix', counts: 'message', limit: 5, perMs: dayMs, givesBack: 3 },
  'country-hour': { scope: 'country', counts: 'message', limit: 200, perMs: hourMs, givesBack: 3 },
  'country-spend': { scope: 'country', counts: 'spend', limit: 0, perMs: dayMs, givesBack: 0 },
  spend: { scope: 'everyone', counts: 'spend', limit: 0, perMs: dayMs, givesBack: 0 },
  'guesses-address': { scope: 'address', counts: 'wrong-guess', limit: 10, perMs: dayMs, givesBack: 0 },
  // A guess at 6 digits is right once in a million: 1,000 of them are a thousandth of an account (see `everybodysGuesses`).
  'guesses-6': { scope: 'everyone', counts: 'wrong-guess', limit: 1_000, perMs: 30 * dayMs, givesBack: 0 },
  'guesses-8': { scope: 'everyone', counts: 'wrong-guess', limit: 100_000, perMs: 30 * dayMs, givesBack: 0 },
  'guesses-account': { scope: 'account', counts: 'wrong-guess', limit: 10, perMs: dayMs, givesBack: 0 },
  'guesses-caller': { scope: 'account', counts: 'wrong-guess', limit: 10, perMs: dayMs, givesBack: 0 },
  'claims-address': { scope: 'address', counts: 'wrong-guess', limit: 10, perMs: dayMs, givesBack: 0 },
  'claims-6': { scope: 'everyone', counts: 'wrong-guess', limit: 1_000, perMs: 30 * dayMs, givesBack: 0 },
  'claims-8': { scope: 'everyone', counts: 'wrong-guess', limit: 100_000, perMs: 30 * dayMs, givesBack: 0 },
  // Each is told to the person, by text message where there is no email.
  'contact-changes': { scope: 'account', counts: 'change', limit: 20, perMs: dayMs, givesBack: 0 },
  'identities-network': { scope: 'network', counts: 'attempt', limit: 60, perMs: hourMs, givesBack: 0 },
  'risk-records': { scope: 'everyone', counts: 'record', limit: 60, perMs: hourMs, givesBack: 0 },
};

/**
 * Which rules a guess at a code falls under, by who asked for the code. A bucket that strangers fill must not keep an owner
 * out of what they do in their session, and what somebody guesses in their own account must not lengthen everybody's log-in.
 *
 * - `at-the-door`: a stranger's device asked. The number's bucket, and everybody's (`guesses-…`).
 * - `at-own-contact`: a session asked, for a code to a contact that the account has: one must have the session to guess, so
 *   that the account's own bucket is enough.
 * - `at-new-contact`: a session asked, for a code that makes a contact this account's. Who guesses right claims a contact that
 *   is not theirs, and may do so from many accounts: besides the account's bucket those of the address and of everybody
 *   (`claims-…`). They are not those of the log-in, so that filling them keeps nobody from logging in.
 * - `at-the-desk`: support asked, for a code to a contact that the account has, and somebody on the phone reads it out. A
 *   bucket of the account's own for that: who calls in another's name must not keep the owner out of the session.
 */
export type GuessPlace = 'at-the-door' | 'at-own-contact' | 'at-new-contact' | 'at-the-desk';

/** Where a code of a purpose is guessed at. */
export function guessPlaceOf(purpose: CodePurpose): GuessPlace {
  switch (purpose) {
    case 'log-in':
    case 'second-proof':
      return 'at-the-door';
    case 'step-up':
    case 'cancel-account':
      return 'at-own-contact';
    case 'verify-caller':
      return 'at-the-desk';
    case 'add-phone':
    case 'change-phone':
    case 'confirm-email':
      return 'at-new-contact';
    default:
      return unreachable(purpose satisfies never);
  }
}

/** Where everybody's guesses at 6 digits are too many, codes are longer, and those of 6 count no more. */
export type LengtheningRule = 'guesses-6' | 'claims-6';

/** Whether a budget that is used up asks for longer codes and not for patience. */
export function isLengthening(rule: BudgetRuleName): rule is LengtheningRule {
  return rule === 'guesses-6' || rule === 'claims-6';
}

/** The rule that bounds the guesses at codes of a length, by everybody and at everybody together; null where there is none. */
export function everybodysGuesses(
  place: GuessPlace,
  digits: CodeDigits,
): LengtheningRule | 'guesses-8' | 'claims-8' | null {
  switch (place) {
    case 'at-the-door':
      return digits === 6 ? 'guesses-6' : 'guesses-8';
    case 'at-new-contact':
      return digits === 6 ? 'claims-6' : 'claims-8';
    case 'at-own-contact':
    case 'at-the-desk':
      return null;
    default:
      return unreachable(place satisfies never);
  }
}

/** One bucket and what is put into it. */
export interface Charge {
  readonly rule: BudgetRuleName;
  /** Whose bucket: a number, a country, … ; the store knows it as a keyed hash alone. */
  readonly of: string;
  /** For so long, in whole milliseconds, the bucket is fuller. */
  readonly costMs: number;
  /** How full it may be then. */
  readonly fullMs: number;
  /** What comes back where a code proves to have reached a person, in milliseconds. */
  readonly backMs: number;
}

/**
 * A charge of a rule: `amount` of `limit`. In whole milliseconds: of what is counted exactly as many fit as the limit says, and
 * of money never more.
 */
export function chargeOf(rule: BudgetRuleName, of: string, limit: number, amount: number = 1): Charge {
  const { counts, perMs, givesBack } = budgetRules[rule];
  if (!(limit > 0)) return { rule, of, costMs: perMs + 1, fullMs: perMs, backMs: (perMs + 1) * givesBack };
  const costMs = Math.ceil((perMs * amount) / limit);
  const fullMs = counts === 'spend' ? perMs : Math.max(perMs, costMs * Math.floor(limit));
  return { rule, of, costMs, fullMs, backMs: costMs * givesBack };
}

/** How full a bucket is: in so many milliseconds it is empty. */
export interface BucketLevel {
  readonly charge: Charge;
  readonly levelMs: number;
}

/** A bucket that overflows, and in how many milliseconds it has room again. */
export interface Overflow {
  readonly rule: BudgetRuleName;
  readonly retryAfterMs: number;
}

/** The bucket that takes longest to have room for what was just put into it; null if all had room. */
export function overflowOf(charged: readonly BucketLevel[]): Overflow | null {
  return longest(charged.map(({ charge, levelMs }) => ({ rule: charge.rule, retryAfterMs: levelMs - charge.fullMs })));
}

/** As {@link overflowOf}, where nothing was put in yet: whether one more had room. */
export function fullFor(levels: readonly BucketLevel[]): Overflow | null {
  return longest(
    levels.map(({ charge, levelMs }) => ({ rule: charge.rule, retryAfterMs: levelMs + charge.costMs - charge.fullMs })),
  );
}

function longest(overflows: readonly Overflow[]): Overflow | null {
  return overflows
    .filter(({ retryAfterMs }) => retryAfterMs > 0)
    .reduce<Overflow | null>((most, one) => (most === null || one.retryAfterMs > most.retryAfterMs ? one : most), null);
}
