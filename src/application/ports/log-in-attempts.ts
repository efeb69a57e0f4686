import type { SessionId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';

/** What is stored of the token of a log-in attempt: SHA-256 of its 256 random bits. */
export type AttemptTokenHash = Uint8Array;

/** For what somebody goes to a third party; an attempt for one thing does no other. */
export type AttemptPurpose = PersonalPurpose | 'staff';

/** For what people go there; `staff` is the staff's own door, with providers of its own. */
export type PersonalPurpose = 'log-in' | 'link' | 'step-up' | 'second-proof';

/** What people go there for, as a closed list. */
export const attemptPurposes: readonly PersonalPurpose[] = ['log-in', 'link', 'step-up', 'second-proof'];

/** A log-in with a third party that is under way; it is of use once, and for 10 minutes. */
export interface LogInAttemptRecord {
  readonly token: AttemptTokenHash;
  /** The host's name for the provider: an answer of another one does not fit it (RFC 9700, section 4.4). */
  readonly provider: string;
  readonly purpose: AttemptPurpose;
  /** Who began it; null while nobody is logged in. */
  readonly by: { readonly subject: SubjectId; readonly session: SessionId } | null;
  readonly begunAt: Instant;
  readonly expiresAt: Instant;
}
