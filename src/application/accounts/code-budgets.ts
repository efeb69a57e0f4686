import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import {
  type ChallengeTarget,
  type CodeDigits,
  type CodePurpose,
  resendAfterMs,
} from '../../domain/verification/challenge.ts';
import {
  budgetRules,
  type Charge,
  fullFor,
  isLengthening,
  type Overflow,
  overflowOf,
} from '../../domain/verification/code-budget.ts';
import {
  type CodeAsker,
  type CountryNotServed,
  chargesOfCode,
  chargesOfEverybody,
  chargesOfGuess,
  defaultSignInPolicy,
  type GuessedCode,
  type SignInPolicy,
} from '../../domain/verification/sign-in-policy.ts';
import type { BucketCharge } from '../ports/bucket-charge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';

/** What budgets need of the outside. */
export type BudgetPorts = Pick<Ports, 'hashing' | 'business'>;

/** A code went out to the same address a moment ago. */
export interface CodeTooSoon {
  readonly kind: 'CodeTooSoon';
  /** In so many milliseconds another one may be sent: more than 0, at most 30,000. */
  readonly retryAfterMs: number;
}

/** Too many codes were sent to this address, from this network, to this region or at all; nobody is told which. */
export interface TooManyCodes {
  readonly kind: 'TooManyCodes';
  readonly retryAfterMs: number;
}

/** Too many codes were guessed at; the right one is not looked at either. */
export interface TooManyGuesses {
  readonly kind: 'TooManyGuesses';
  readonly retryAfterMs: number;
}

/** So many codes are guessed at the moment that one of 6 digits counts no more: ask for a new one, which is longer. */
export interface LongerCodeNeeded {
  readonly kind: 'LongerCodeNeeded';
}

/** The policy of the host, or the default. */
export function signInPolicy({ business }: Pick<Ports, 'business'>): SignInPolicy {
  return business.signIn ?? defaultSignInPolicy;
}

/** How long the next code is: longer while many guess at such codes (see `everybodysGuesses`). */
export function digitsNow(
  ports: BudgetPorts,
  tx: Transaction,
  purpose: CodePurpose,
  at: Instant,
): ResultAsync<CodeDigits, PortFailure> {
  return ports.hashing
    .buckets(chargesOfEverybody(signInPolicy(ports), { purpose, digits: 6 }))
    .andThen((buckets) => tx.budgets.levels(buckets, at))
    .map((levels) => (fullFor(levels) === null ? 6 : 8));
}

/**
 * Takes what one more code costs out of every budget that it touches. Where one is used up the error undoes the transaction,
 * and nothing is taken. Call it last: the buckets of a whole country stay locked until the commit.
 */
export function chargeCode(
  ports: BudgetPorts,
  tx: Transaction,
  target: ChallengeTarget,
  asker: CodeAsker,
  at: Instant,
): ResultAsync<readonly BucketCharge[], Overdrawn | CountryNotServed | PortFailure> {
  return safeTry(async function* () {
    const charges = yield* chargesOfCode(signInPolicy(ports), target, asker);
    const bucketed = yield* ports.hashing.buckets(charges);
    const overflow = overflowOf(yield* tx.budgets.charge(bucketed, at));
    return overflow === null ? ok(bucketed) : err(overdrawn(overflow));
  });
}

/** A budget is used up, and which: for the record of risks, and not for who asked. */
export interface Overdrawn {
  readonly kind: 'Overdrawn';
  readonly overflow: Overflow;
}

/** Whether a refusal is one that who asked is told in other words. */
export function isOverdrawn(refusal: { readonly kind: string }): refusal is Overdrawn {
  return refusal.kind === 'Overdrawn';
}

function overdrawn(overflow: Overflow): Overdrawn {
  return { kind: 'Overdrawn', overflow };
}

/** What who asked is told of a budget that is used up. */
export function refusalOf({ rule, retryAfterMs }: Overflow): CodeTooSoon | TooManyCodes {
  return rule === 'address-pause'
    ? { kind: 'CodeTooSoon', retryAfterMs: Math.min(retryAfterMs, resendAfterMs) }
    : { kind: 'TooManyCodes', retryAfterMs };
}

/** The money of a code that was never handed over: that somebody asked, and how often, stays counted. */
export function moneyBack(charges: readonly BucketCharge[]): readonly BucketCharge[] {
  return inFull(charges.filter(({ rule }) => budgetRules[rule].counts === 'spend'));
}

function inFull(charges: readonly BucketCharge[]): readonly BucketCharge[] {
  return charges.map((charge) => ({ ...charge, backMs: charge.costMs }));
}

/** What a code that proved to have reached somebody gives back to the budgets that it was charged to. */
export function backFor(
  ports: BudgetPorts,
  target: ChallengeTarget,
  asker: CodeAsker,
): ResultAsync<readonly BucketCharge[], PortFailure> {
  const charges = chargesOfCode(signInPolicy(ports), target, asker).unwrapOr<readonly Charge[]>([]);
  return ports.hashing.buckets(charges.filter(({ backMs }) => backMs > 0));
}

/**
 * Charges a guess before anybody knows whether it is a wrong one, so that no guess is answered that was not counted. Where a
 * budget is used up the error undoes the transaction, and the code is not looked at.
 */
export function chargeGuess(
  ports: BudgetPorts,
  tx: Transaction,
  guessed: GuessedCode,
  at: Instant,
): ResultAsync<readonly BucketCharge[], Overdrawn | PortFailure> {
  return safeTry(async function* () {
    const charges = yield* ports.hashing.buckets(chargesOfGuess(signInPolicy(ports), guessed));
    const overflow = overflowOf(yield* tx.budgets.charge(charges, at));
    // The code was right: all of it comes back.
    return overflow === null ? ok(inFull(charges)) : err(overdrawn(overflow));
  });
}

/** What who guessed is told of a budget that is used up. */
export function guessRefusalOf({ rule, retryAfterMs }: Overflow): TooManyGuesses | LongerCodeNeeded {
  return isLengthening(rule) ? { kind: 'LongerCodeNeeded' } : { kind: 'TooManyGuesses', retryAfterMs };
}
