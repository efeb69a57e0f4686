import type { Card, MaskedCard } from '../../domain/card/masked-card.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ConsentPurpose } from '../../domain/consent/contact-purpose.ts';
import type { FieldId } from '../../domain/data-map/personal-field.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { DataSubjectRights, UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { Holdings } from '../../domain/deletion/holdings.ts';
import type {
  ChallengeId,
  ChangeId,
  EditionId,
  EntryId,
  ErasureId,
  NoticeId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  SessionId,
  SubjectId,
} from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { Protection } from '../../domain/legal-hold/protection.ts';
import type { Edition } from '../../domain/notice/edition.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { Order } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { RiskEvent } from '../../domain/risk/risk-event.ts';
import type { Session } from '../../domain/session/session.ts';
import type { CaseNumber } from '../../domain/staff/staff-id.ts';
import type { StaffTokenHash } from '../../domain/staff/staff-member.ts';
import type { CaseMessage, SupportCase } from '../../domain/support-case/support-case.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { UserFor } from '../../domain/user/visible-user.ts';
import type { ChallengePurpose, ChallengeTarget, CodeHolder } from '../../domain/verification/challenge.ts';
import type { PersonsRowLooks } from './persons-rows.ts';
import type { PortFailure } from './port-failure.ts';
import type { SessionTokenHash } from './secret-hashing.ts';
import type { FoundStaff, StaffRoster } from './staff-rows.ts';
import type { CaseWritings } from './transaction.ts';

/**
 * Looks into the data store outside of a transaction, one statement each. What comes back is a copy.
 *
 * A look that opens sealed values names its purpose. A user is opened as far as the purpose reaches; whatever else is
 * opened whole, or not at all: a purpose that does not reach all of it is a bug of the caller, and throws before anything is
 * looked at (see `openedWhole`).
 */
export interface Reads extends PersonsRowLooks {
  /**
   * Who is logged in with this session, by one indexed query; null if nobody is. The use is noted, once an hour at most, so
   * that the session goes on.
   */
  session(token: SessionTokenHash, at: Instant): ResultAsync<FoundSession | null, PortFailure>;
  /**
   * Who of the staff is signed in with this session, and with which roles at the moment, by one indexed query; null if nobody
   * is. The use is noted, once a minute at most, so that the session goes on.
   */
  staffSession(token: StaffTokenHash, at: Instant): ResultAsync<FoundStaff | null, PortFailure>;
  /** Everybody who is or was of the staff, and every grant, as far as they are kept still. */
  staffRoster(): ResultAsync<StaffRoster, PortFailure>;
  /** The subject's sessions that run, the one that was used last first. */
  sessionsOf(subject: SubjectId, at: Instant, purpose: UnsealingPurpose): ResultAsync<readonly Session[], PortFailure>;
  /** The day on which the phone of an active account was last proved; null where nobody knows, or there is none. */
  phoneProvedOn(subject: SubjectId): ResultAsync<Day | null, PortFailure>;
  /** A change of phone or email that can still be undone, whoever's; null if there is none. */
  contactChange(
    change: ChangeId,
    at: Instant,
    purpose: UnsealingPurpose,
  ): ResultAsync<ContactChange | null, PortFailure>;
  /** Where a challenge of a subject went that is open still, and whose it is; null if there is none. */
  openChallenge(
    challenge: ChallengeId,
    at: Instant,
    purpose: UnsealingPurpose,
  ): ResultAsync<OpenChallenge | null, PortFailure>;
  /** Whose challenge this is; null for that of a stranger, and where there is none. */
  ownerOfChallenge(challenge: ChallengeId): ResultAsync<SubjectId | null, PortFailure>;
  /** What happened at the door, newest first, so many at most. */
  riskEvents(limit: number): ResultAsync<readonly RiskEvent[], PortFailure>;
  /** The user, if active, as far as the purpose reaches. */
  user<Purpose extends UnsealingPurpose>(
    subject: SubjectId,
    purpose: Purpose,
  ): ResultAsync<UserFor<Purpose> | null, PortFailure>;
  /** The active user with this phone or this email; nothing is opened. */
  subjectByContact(contact: Contact): ResultAsync<SubjectId | null, PortFailure>;
  /** The subject's consent ledger, oldest first. */
  consentsOf(subject: SubjectId): ResultAsync<readonly ConsentEntry[], PortFailure>;
  /** The subject's cards that are not removed, oldest first. */
  cardsOf(subject: SubjectId, purpose: UnsealingPurpose): ResultAsync<readonly Card[], PortFailure>;
  /** Every card of the subject's that has a row, those that are removed and still bound to something included. */
  everyCardOf(subject: SubjectId, purpose: UnsealingPurpose): ResultAsync<readonly Card[], PortFailure>;
  /**
   * Removed cards of active people that nothing is bound to any more, longest removed first: the processor is to forget
   * them before they are deleted. Those of people who left are a matter of the erasure.
   */
  unneededCards(at: Instant, limit: number, purpose: UnsealingPurpose): ResultAsync<readonly Card[], PortFailure>;
  /** The subject's orders with their receipts and payments, newest first. */
  ordersOf(subject: SubjectId, purpose: UnsealingPurpose): ResultAsync<readonly OrderRecord[], PortFailure>;
  /** One order of the subject's; null if there is none. */
  orderOf(subject: SubjectId, order: OrderId, purpose: UnsealingPurpose): ResultAsync<OrderRecord | null, PortFailure>;
  /** A payment with the card that it is or was collected from; null if there is none. */
  payment(payment: PaymentId, purpose: UnsealingPurpose): ResultAsync<PaymentRecord | null, PortFailure>;
  /** The order whose receipt is corrected by this one, and whose it is; null if nobody's is. */
  correctedOrder(
    correction: ReceiptNumber,
  ): ResultAsync<{ readonly subject: SubjectId; readonly order: OrderId } | null, PortFailure>;
  /** Whose order a payment is for, whatever became of either; nothing is opened. Null if there is none. */
  orderOfPayment(
    payment: PaymentId,
  ): ResultAsync<{ readonly subject: SubjectId; readonly order: OrderId } | null, PortFailure>;
  /** Payments whose outcome is not known, due or not, in the order of their ids beyond one, so many at most. */
  pendingPayments(after: PaymentId | null, limit: number): ResultAsync<readonly PaymentId[], PortFailure>;
  /** One notice, whatever became of it; null if there is none. */
  notice(notice: NoticeId): ResultAsync<Notice | null, PortFailure>;
  /** One edition; null if there is none. */
  edition(edition: EditionId): ResultAsync<Edition | null, PortFailure>;
  /** The oldest edition that is not queued for everybody yet, and how far it is; null if there is none. */
  editionToSpread(): ResultAsync<EditionToSpread | null, PortFailure>;
  /** Who ever said yes to a purpose, beyond a pseudonym, in their order, so many at most; the ledger says whether it holds. */
  consenting(
    purpose: ConsentPurpose,
    after: SubjectId | null,
    limit: number,
  ): ResultAsync<readonly SubjectId[], PortFailure>;
  /** Payments whose next try is due, oldest first. */
  duePayments(at: Instant, limit: number): ResultAsync<readonly PaymentId[], PortFailure>;
  /** What the store holds of a subject, whatever its state, as far as the deletion policy looks at it. */
  holdingsOf(subject: SubjectId, at: Instant): ResultAsync<Holdings, PortFailure>;
  /** One erasure; null if there is none. */
  erasure(erasure: ErasureId): ResultAsync<Erasure | null, PortFailure>;
  /** The erasure of a subject's account; null if none was asked for. */
  erasureOf(subject: SubjectId): ResultAsync<Erasure | null, PortFailure>;
  /** Erasures that are not completed, oldest first. */
  unfinishedErasures(limit: number): ResultAsync<readonly Erasure[], PortFailure>;
  /**
   * What the subject's legal holds and open requests protect at a moment, as the store stands now; an erasure and a sweep
   * ask right before they destroy something.
   */
  protectionOf(subject: SubjectId, at: Instant): ResultAsync<Protection, PortFailure>;
  /** The request; null if there is none. */
  privacyRequest(request: PrivacyRequestId): ResultAsync<PrivacyRequest | null, PortFailure>;
  /** Requests that are not answered yet, the most urgent first. */
  openRequests(limit: number): ResultAsync<readonly PrivacyRequest[], PortFailure>;
  /** Whose case it is, whatever became of it; null if there is none. */
  subjectOfCase(caseNumber: CaseNumber): ResultAsync<SubjectId | null, PortFailure>;
  /** The subject's cases with all that was written in them, the newest case first. */
  casesOf(subject: SubjectId, purpose: UnsealingPurpose): ResultAsync<readonly CaseRecord[], PortFailure>;
  /** A message of the subject's that support wrote, with its case; null if there is none. */
  caseMessage(
    subject: SubjectId,
    message: EntryId,
    purpose: UnsealingPurpose,
  ): ResultAsync<CaseMessage | null, PortFailure>;
  /** Every personal field of the subject's, opened, table by table as the data map declares them: what an export is made of. */
  everythingOf(subject: SubjectId, purpose: DataSubjectRights): ResultAsync<readonly HeldRecord[], PortFailure>;
}

/** A session as a look by its token finds it. */
export interface FoundSession {
  readonly subject: SubjectId;
  readonly session: SessionId;
  readonly startedAt: Instant;
  readonly provedAt: Instant | null;
  readonly usedAt: Instant;
}

/** A code on its way to a contact of a subject. */
export interface OpenChallenge {
  readonly subject: SubjectId;
  readonly purpose: ChallengePurpose;
  /** Who asked for it. */
  readonly holder: CodeHolder;
  readonly target: ChallengeTarget;
  readonly sentAt: Instant;
}

/** A case with all that was written in it. */
export interface CaseRecord extends CaseWritings {
  readonly supportCase: SupportCase;
}

/** By what support finds a person. */
export type Contact =
  | { readonly kind: 'phone'; readonly phone: PhoneNumber }
  | { readonly kind: 'email'; readonly email: EmailAddress };

/** An order with all that belongs to its record. What only the card processor needs is no part of it and stays sealed. */
export interface OrderRecord {
  readonly order: Order;
  /** Null once the person removed the card: what is paid needs it no longer. */
  readonly card: MaskedCard | null;
  /** Once the rental ended with a charge. */
  readonly receipt: BookkeepingReceipt | null;
  /** What corrects the receipt, in the order of their numbers. */
  readonly corrections: readonly BookkeepingReceipt[];
  readonly payment: RecordedPayment | null;
}

/** An edition on its way to everybody who agreed to it. */
export interface EditionToSpread {
  readonly edition: Edition;
  /** Up to whom it is queued, in the order of pseudonyms; null where it is queued for nobody. */
  readonly spreadTo: SubjectId | null;
}

/** A payment without the processor's reference for it. */
export type RecordedPayment = WithoutReference<Payment>;
type WithoutReference<One> = One extends Payment ? Omit<One, 'reference'> : never;

/** A payment with its card. */
export interface PaymentRecord {
  readonly payment: Payment;
  /** Null once it is paid and the card removed. */
  readonly card: Card | null;
  /** When the worker looks at it again; null for never. */
  readonly dueAt: Instant | null;
}

/** One row of the subject's, as far as it is personal data. */
export interface HeldRecord {
  readonly table: TableName;
  readonly values: readonly HeldValue[];
}

/** One value of a row. */
export interface HeldValue {
  /** As the data map names it, such as `phone_sealed`. */
  readonly column: string;
  readonly field: FieldId;
  readonly value: string | number | null;
}
