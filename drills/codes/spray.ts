import { dayMs } from '../../src/domain/instant.ts';
import type { PhoneNumber } from '../../src/domain/user/phone-number.ts';
import type { CodeDigits } from '../../src/domain/verification/challenge.ts';
import { type BucketLevel, type Charge, fullFor } from '../../src/domain/verification/code-budget.ts';
import {
  chargesOfEverybody,
  chargesOfGuess,
  defaultSignInPolicy,
} from '../../src/domain/verification/sign-in-policy.ts';

/** How fast the attacker guesses, over how long. */
export interface Spray {
  readonly numbers: number;
  readonly guessesPerSecond: number;
  readonly days: number;
}

/** What comes of it: guesses that were evaluated, by the length of the code, and the accounts to be expected. */
export interface SprayResult {
  readonly evaluated: Readonly<Record<CodeDigits, number>>;
  readonly expectedTakeovers: number;
}

/**
 * Plays a spray over many numbers by the rules of the domain: one guess at a number after the other, each number as often as its
 * own budget lets, at the length that codes have at that moment. The attacker is given what it would have to earn: an open code
 * for every number at every moment, as many devices and networks as it likes, and no limit on how many codes are sent.
 */
export function playSpray({ numbers, guessesPerSecond, days }: Spray): SprayResult {
  const emptyAt = new Map<string, number>();
  const evaluated: Record<CodeDigits, number> = { 6: 0, 8: 0 };
  const level = (charge: Charge, at: number): BucketLevel => ({
    charge,
    levelMs: Math.max(0, (emptyAt.get(`${charge.rule}/${charge.of}`) ?? at) - at),
  });
  const put = (charge: Charge, at: number): void => {
    const key = `${charge.rule}/${charge.of}`;
    emptyAt.set(key, Math.max(emptyAt.get(key) ?? at, at) + charge.costMs);
  };
  const endsAt = days * dayMs;
  const stepMs = Math.max(1, Math.floor(1000 / guessesPerSecond));
  const atOnce = Math.max(1, Math.floor((guessesPerSecond * stepMs) / 1000));
  let next = 0;
  for (let at = 0; at < endsAt; at += stepMs) {
    for (let one = 0; one < atOnce; one += 1) {
      next = (next + 1) % numbers;
      // Sound: the rules take it for the name of a bucket.
      const phone = `+49151${String(next).padStart(8, '0')}` as PhoneNumber;
      const digits = digitsAt(level, at);
      const target = { kind: 'phone', phone } as const;
      const charges = chargesOfGuess(defaultSignInPolicy, { purpose: 'log-in', target, digits, account: null });
      if (fullFor(charges.map((charge) => level(charge, at))) !== null) continue;
      evaluated[digits] += 1;
      for (const charge of charges) put(charge, at);
    }
  }
  return { evaluated, expectedTakeovers: evaluated[6] * 1e-6 + evaluated[8] * 1e-8 };
}

/** As the core has it: codes are longer while many guess. */
function digitsAt(level: (charge: Charge, at: number) => BucketLevel, at: number): CodeDigits {
  const everybody = chargesOfEverybody(defaultSignInPolicy, { purpose: 'log-in', digits: 6 });
  return fullFor(everybody.map((charge) => level(charge, at))) === null ? 6 : 8;
}
