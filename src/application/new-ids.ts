import type {
  ApprovalId,
  CardId,
  ChallengeId,
  ChangeId,
  EditionId,
  EntryId,
  ErasureId,
  GrantId,
  HoldId,
  NoticeId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  SessionId,
  SubjectId,
} from '../domain/ids.ts';
import type { Ids } from './ports/ids.ts';

// The casts are sound: the port answers canonical lower-case UUIDs, which its contract checks.

/** A pseudonym for a new person: it says nothing, not even when it was made. */
export const newSubjectId = (ids: Ids): SubjectId => ids.random() as SubjectId;

/** A name for a new code that only who asked for the code knows. */
export const newChallengeId = (ids: Ids): ChallengeId => ids.random() as ChallengeId;

export const newCardId = (ids: Ids): CardId => ids.ordered() as CardId;

export const newNoticeId = (ids: Ids): NoticeId => ids.ordered() as NoticeId;

/** For a line of a record that is erased whole with its person. */
export const newEntryId = (ids: Ids): EntryId => ids.ordered() as EntryId;

/** An issue of the news or of the newsletter, which is about nobody. */
export const newEditionId = (ids: Ids): EditionId => ids.ordered() as EditionId;

/** Says not when it was made: the hour of a rental stands sealed. */
export const newOrderId = (ids: Ids): OrderId => ids.random() as OrderId;

/** The processor sees it, and by it knows how long a payment may have been charged already; it is charged when it is made. */
export const newPaymentId = (ids: Ids): PaymentId => ids.ordered() as PaymentId;

/** Who knows it may ask how the erasure goes, so nobody may guess it. */
export const newErasureId = (ids: Ids): ErasureId => ids.random() as ErasureId;

/** For a line of a record that outlives its person: staff accesses. */
export const newLastingEntryId = (ids: Ids): EntryId => ids.random() as EntryId;

/** Outlives its person: says not when it was made. */
export const newHoldId = (ids: Ids): HoldId => ids.random() as HoldId;

/** Outlives its person: says not when it was made. */
export const newPrivacyRequestId = (ids: Ids): PrivacyRequestId => ids.random() as PrivacyRequestId;

/** Names a device that is logged in; says not when. */
export const newSessionId = (ids: Ids): SessionId => ids.random() as SessionId;

/** Stands in an address that was mailed: who guesses it learns nothing, since a keyed hash belongs to it. */
export const newChangeId = (ids: Ids): ChangeId => ids.random() as ChangeId;

/** A role of a member of the staff. */
export const newGrantId = (ids: Ids): GrantId => ids.random() as GrantId;

/** Passes from one member of the staff to another; says not when it was made. */
export const newApprovalId = (ids: Ids): ApprovalId => ids.random() as ApprovalId;
