import type { ChallengeId, SubjectId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { EmailAddress } from '../user/email-address.ts';
import type { PhoneNumber } from '../user/phone-number.ts';

/**
 * A one-time code on its way: 6 digits, 5 minutes, 5 tries, bound to target and purpose, single use, sent again after
 * 30 s at the earliest (POLICY.md C02, C04).
 */

/** What a code proves. A code for one purpose opens no other. */
export type ChallengePurpose = 'log-in' | 'add-phone' | 'confirm-email' | 'cancel-account';
/** The purposes as a closed list; each is bound into the hash of its code. */
export const challengePurposes: readonly ChallengePurpose[] = [
  'log-in',
  'add-phone',
  'confirm-email',
  'cancel-account',
];

/** Where a code went. */
export type ChallengeTarget =
  | { readonly kind: 'phone'; readonly phone: PhoneNumber }
  | { readonly kind: 'email'; readonly email: EmailAddress };

/** What the hashing port made of code, challenge, purpose and target: 32 bytes. */
export type CodeHash = Uint8Array;
/** Length of a code hash in bytes; a hash of another length never matches. */
export const codeHashBytes = 32;

/** Decimal digits of a code, leading zeros included: a million codes, against 5 tries. */
export const codeDigits = 6;
/** How long a code is good after it was sent, in milliseconds: 5 minutes. */
export const codeLifetimeMs: number = 5 * 60_000;
/** Wrong codes that a challenge bears: the fifth one spends it. */
export const codeTries = 5;
/** The least pause between two codes for the same purpose and target, in milliseconds: 30 seconds. */
export const resendAfterMs = 30_000;

/**
 * An open challenge. One that was used or expired is not kept; one that ran out of tries stays, without any, until it
 * expires, so that the pause before the next code holds.
 */
export interface Challenge {
  readonly challenge: ChallengeId;
  readonly purpose: ChallengePurpose;
  /** The account that asked; null while nobody is logged in, and then the target is kept as a blind index alone. */
  readonly subject: SubjectId | null;
  readonly codeHash: CodeHash;
  readonly triesLeft: number;
  readonly sentAt: Instant;
  readonly expiresAt: Instant;
}

// --- Asking for a code ----------------------------------------------------------------------------------------------

/** A code went out a moment ago. */
export interface CodeTooSoon {
  readonly kind: 'CodeTooSoon';
  /** In so many milliseconds another one may be sent: more than 0, at most 30,000. */
  readonly retryAfterMs: number;
}

/** Whether a code may go out now, given the open challenge for the same purpose and target. */
export function decideCodeRequest(open: Challenge | null, at: Instant): Result<void, CodeTooSoon> {
  if (open === null || at - open.sentAt >= resendAfterMs) return ok(undefined);
  // A clock that was set back must not lock anybody out for longer.
  return err({ kind: 'CodeTooSoon', retryAfterMs: Math.min(resendAfterMs, open.sentAt + resendAfterMs - at) });
}

/** A fresh challenge, sent at `at`, with all its tries. */
export function issueChallenge(issue: {
  readonly challenge: ChallengeId;
  readonly purpose: ChallengePurpose;
  readonly subject: SubjectId | null;
  readonly codeHash: CodeHash;
  readonly at: Instant;
}): Challenge {
  const { challenge, purpose, subject, codeHash, at } = issue;
  const expiresAt = Instant.plusMs(at, codeLifetimeMs);
  return { challenge, purpose, subject, codeHash, triesLeft: codeTries, sentAt: at, expiresAt };
}

// --- Showing a code -------------------------------------------------------------------------------------------------

/** What came of showing a code. `verified` and `expired` end the challenge, which is to be removed. */
export type Verification =
  /** Right: the challenge is used and to be removed. */
  | { readonly kind: 'verified' }
  /** The challenge as it is now, with one try less. */
  | { readonly kind: 'wrong'; readonly challenge: Challenge }
  /** No try is left: store it so, since the challenge keeps the pause between two codes until it expires. */
  | { readonly kind: 'spent' }
  | { readonly kind: 'expired' }
  /** There is no such challenge, or it belongs to somebody else: that uses up nobody's tries. */
  | { readonly kind: 'unknown' };

/** A code as it was shown: hashed as the right one would be, when, and by whom; null if nobody is logged in. */
export interface PresentedCode {
  readonly codeHash: CodeHash;
  readonly at: Instant;
  readonly subject: SubjectId | null;
}

/**
 * Judges a code. It opens only for who asked for it, before the challenge expires, and while tries are left. The caller
 * has the challenge locked and stores what comes of it in the same transaction: two codes shown at once are two tries.
 */
export function decideVerification(open: Challenge | null, presented: PresentedCode): Verification {
  if (open === null || open.subject !== presented.subject) return { kind: 'unknown' };
  if (presented.at >= open.expiresAt) return { kind: 'expired' };
  if (open.triesLeft <= 0) return { kind: 'spent' };
  if (sameHash(open.codeHash, presented.codeHash)) return { kind: 'verified' };
  if (open.triesLeft === 1) return { kind: 'spent' };
  return { kind: 'wrong', challenge: { ...open, triesLeft: open.triesLeft - 1 } };
}

/** Compares in a time that says nothing of where the difference is: every byte is looked at, whatever came before. */
function sameHash(one: CodeHash, other: CodeHash): boolean {
  let difference = (one.length ^ codeHashBytes) | (other.length ^ codeHashBytes);
  for (let index = 0; index < codeHashBytes; index += 1) {
    difference |= (one[index] ?? 0) ^ (other[index] ?? 0);
  }
  return difference === 0;
}
