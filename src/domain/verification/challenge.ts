import type { ChallengeId, SessionId, SubjectId } from '../ids.ts';
import { Instant } from '../instant.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';
import { unreachable } from '../unreachable.ts';
import type { EmailAddress } from '../user/email-address.ts';
import type { PhoneNumber } from '../user/phone-number.ts';

/**
 * A one-time code on its way: 6 digits, or 8 while many are guessed; 5 minutes, 5 tries, single use, bound to target,
 * purpose and the device that asked for it (POLICY.md C02, C04; ASVS 5, 6.6.2 and 6.6.3). How many are sent and guessed at all
 * is bounded elsewhere: see `code-budget.ts`.
 */

/** What a code proves. A code for one purpose opens no other. */
export type ChallengePurpose =
  | 'log-in'
  | 'add-phone'
  | 'change-phone'
  | 'confirm-email'
  | 'step-up'
  | 'cancel-account'
  /** Read out to support by who called, to show that the account is theirs. */
  | 'verify-caller'
  /** The email of an account whose phone alone does not open it any more. */
  | 'second-proof'
  /** No code at all: that a device has proved a phone whose account wants a second proof. */
  | 'proved-phone';
/** What a code that is sent proves: of all purposes but the one that has none. */
export type CodePurpose = Exclude<ChallengePurpose, 'proved-phone'>;
/** The purposes as a closed list; each is bound into the hash of its code. */
export const challengePurposes: readonly ChallengePurpose[] = [
  'log-in',
  'add-phone',
  'change-phone',
  'confirm-email',
  'step-up',
  'cancel-account',
  'verify-caller',
  'second-proof',
  'proved-phone',
];

/** The purposes that codes are sent for. */
export const codePurposes: readonly CodePurpose[] = challengePurposes.filter(
  (purpose): purpose is CodePurpose => purpose !== 'proved-phone',
);

/** Where a code went. */
export type ChallengeTarget =
  | { readonly kind: 'phone'; readonly phone: PhoneNumber }
  | { readonly kind: 'email'; readonly email: EmailAddress };

/** Whether two codes go to the same phone or email. */
export function sameTarget(one: ChallengeTarget, other: ChallengeTarget): boolean {
  if (one.kind === 'phone') return other.kind === 'phone' && one.phone === other.phone;
  return other.kind === 'email' && one.email === other.email;
}

/** What the hashing port made of code, challenge, purpose, target and holder: 32 bytes. */
export type CodeHash = Uint8Array;
/** Length of a code hash in bytes; a hash of another length never matches. */
export const codeHashBytes = 32;

/** The hash of a device token, in hexadecimal. */
export type DeviceHash = string;

/**
 * Who alone may use a code: the device that asked for it, or the session, or the member of the staff for the case. Another
 * session of the same account may not, and no other member and no other case.
 */
export type CodeHolder =
  | { readonly kind: 'device'; readonly device: DeviceHash }
  | { readonly kind: 'session'; readonly session: SessionId }
  | { readonly kind: 'case'; readonly caseNumber: CaseNumber; readonly staff: StaffId };

/** A holder in one text, such as `device:…`, as it is stored and bound into the hash. */
export function holderText(holder: CodeHolder): string {
  switch (holder.kind) {
    case 'device':
      return `device:${holder.device}`;
    case 'session':
      return `session:${holder.session}`;
    case 'case':
      return `case:${holder.caseNumber}:${holder.staff}`;
    default:
      return unreachable(holder satisfies never);
  }
}

/** The holder that {@link holderText} made the text of. */
export function holderOf(text: string): CodeHolder {
  const [kind, name = '', staff = ''] = text.split(':');
  // Sound: the store gives back what was put into it.
  if (kind === 'case') return { kind, caseNumber: name as CaseNumber, staff: staff as StaffId };
  return kind === 'device' ? { kind, device: name } : { kind: 'session', session: name as SessionId };
}

/** How many decimal digits a code has, leading zeros included. */
export type CodeDigits = 6 | 8;
/** How long a code is good after it was sent, in milliseconds: 5 minutes (ASVS 5, 6.6.2 allows 10). */
export const codeLifetimeMs: number = 5 * 60_000;
/** Wrong codes that a challenge bears: the fifth one spends it. */
export const codeTries = 5;
/** The least pause between two codes to the same target, in milliseconds: 30 seconds. */
export const resendAfterMs = 30_000;

/**
 * An open challenge. One that was used or expired is not kept; one that ran out of tries stays, without any, until it
 * expires.
 */
export interface Challenge {
  readonly challenge: ChallengeId;
  readonly purpose: ChallengePurpose;
  /** The account that asked; null while nobody is logged in, and then the target is kept as a blind index alone. */
  readonly subject: SubjectId | null;
  readonly holder: CodeHolder;
  readonly digits: CodeDigits;
  readonly codeHash: CodeHash;
  readonly triesLeft: number;
  readonly sentAt: Instant;
  readonly expiresAt: Instant;
}

/** A fresh challenge, sent at `at`, with all its tries. */
export function issueChallenge(
  issue: Omit<Challenge, 'triesLeft' | 'sentAt' | 'expiresAt'> & { readonly at: Instant },
): Challenge {
  const { at, ...issued } = issue;
  return { ...issued, triesLeft: codeTries, sentAt: at, expiresAt: Instant.plusMs(at, codeLifetimeMs) };
}

/** What came of showing a code. `verified` and `expired` end the challenge, which is to be removed. */
export type Verification =
  /** Right: the challenge is used and to be removed. */
  | { readonly kind: 'verified' }
  /** The challenge as it is now, with one try less. */
  | { readonly kind: 'wrong'; readonly challenge: Challenge }
  /** No try is left, since this one was wrong. */
  | { readonly kind: 'spent' };

/** Why a code is not even looked at. */
export type NotOpen = { readonly kind: 'unknown' } | { readonly kind: 'expired' } | { readonly kind: 'spent' };

/** Who shows a code, for what, and when. */
export interface Presenting {
  readonly purpose: ChallengePurpose;
  readonly holder: CodeHolder;
  /** Null if nobody is logged in. */
  readonly subject: SubjectId | null;
  readonly at: Instant;
}

/**
 * Why a code for this challenge is not looked at; null if it is. It opens only for who asked for it, before it expires, and
 * while tries are left; whoever else comes uses up nobody's tries.
 */
export function whyNotOpen(open: Challenge, presenting: Presenting): NotOpen | null {
  const { purpose, holder, subject, at } = presenting;
  const isTheirs =
    open.purpose === purpose && open.subject === subject && holderText(open.holder) === holderText(holder);
  if (!isTheirs) return { kind: 'unknown' };
  if (at >= open.expiresAt) return { kind: 'expired' };
  return open.triesLeft <= 0 ? { kind: 'spent' } : null;
}

/**
 * Judges a code for a challenge that is open (see {@link whyNotOpen}). The caller has the challenge locked and stores what
 * comes of it in the same transaction: two codes shown at once are two tries.
 */
export function decideVerification(open: Challenge, codeHash: CodeHash): Verification {
  if (sameHash(open.codeHash, codeHash)) return { kind: 'verified' };
  if (open.triesLeft <= 1) return { kind: 'spent' };
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
