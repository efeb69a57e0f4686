import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { AuditHead, AuditLink, SealedLink } from '../../domain/audit/chain.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ContactChannel } from '../../domain/consent/contact-purpose.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { Holdings } from '../../domain/deletion/holdings.ts';
import type {
  CardId,
  ChallengeId,
  ChangeId,
  EditionId,
  HoldId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  RefundId,
  SessionId,
  SubjectId,
} from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import type { Edition } from '../../domain/notice/edition.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { CancelledOrder, OpenOrder, Order } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { Payment, PendingPayment } from '../../domain/payment/payment.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { AccountUse } from '../../domain/retention/inactivity.ts';
import type { RiskEvent } from '../../domain/risk/risk-event.ts';
import type { Session } from '../../domain/session/session.ts';
import type { CaseNumber } from '../../domain/staff/staff-id.ts';
import type { CaseOpening } from '../../domain/support-case/decide-case.ts';
import type { CaseMessage, CaseNote, SupportCase } from '../../domain/support-case/support-case.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import type { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { ActiveUser, Login } from '../../domain/user/user.ts';
import type { UserFor, VisibleUser } from '../../domain/user/visible-user.ts';
import type { Challenge, ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { BucketLevel } from '../../domain/verification/code-budget.ts';
import type { ActiveSubject, KeptOrder } from './active-subject.ts';
import type { BucketCharge } from './bucket-charge.ts';
import type { Propagation } from './erasure-journal.ts';
import type { AttemptTokenHash, LogInAttemptRecord } from './log-in-attempts.ts';
import type { PortFailure } from './port-failure.ts';
import type { SessionTokenHash } from './secret-hashing.ts';
import type { StaffRows } from './staff-rows.ts';

/** One unit of work on the data store: all of it happens, or nothing. */
export interface Transaction {
  readonly doors: Doors;
  readonly users: UserRows;
  readonly challenges: ChallengeRows;
  readonly budgets: BudgetRows;
  readonly sessions: SessionRows;
  readonly attempts: AttemptRows;
  readonly contactChanges: ContactChangeRows;
  readonly riskEvents: RiskEventRows;
  readonly consents: ConsentRows;
  readonly cards: CardRows;
  readonly orders: OrderRows;
  readonly payments: PaymentRows;
  readonly notices: NoticeRows;
  readonly editions: EditionRows;
  readonly auditLog: AuditLogRows;
  readonly staff: StaffRows;
  readonly erasures: ErasureRows;
  readonly legalHolds: LegalHoldRows;
  readonly privacyRequests: PrivacyRequestRows;
  readonly supportCases: SupportCaseRows;
}

/** Nobody is logged in with this session: unknown, expired, ended, or the account is leaving. */
export interface NotLoggedIn {
  readonly kind: 'NotLoggedIn';
}

/** A phone, an identity, an email or a username belongs to another account. */
export interface Taken {
  readonly kind: 'Taken';
  readonly what: 'phone' | 'third-party' | 'email' | 'username';
}

/** An active user whose row this transaction holds alone, whole unless a purpose reached less. */
export interface HeldUser<Seen extends VisibleUser = ActiveUser> {
  readonly proof: ActiveSubject;
  readonly user: Seen;
}

/** An active user who came by a session. */
export interface SessionHolder<Seen extends VisibleUser = ActiveUser> extends HeldUser<Seen> {
  readonly session: SessionId;
  /** When the person last proved who they are, if that is known: a fresh proof allows more than an old session (see `isElevated`). */
  readonly provedAt: Instant | null;
}

/**
 * The ways to come by a proof that personal data may be written. Each locks the subject's row until the transaction ends. A
 * door that opens sealed values names its purpose, as in `Reads`; only a user that was opened whole can be saved.
 */
export interface Doors {
  /**
   * Finds the session and locks its subject, shared, with one statement. As every door that is opened by a session it notes
   * the use, once an hour at most, so that the session goes on.
   */
  bySession(token: SessionTokenHash, at: Instant): ResultAsync<ActiveSubject, NotLoggedIn | PortFailure>;
  /** As {@link Doors.bySession}, exclusively, and loads the user as far as the purpose reaches. */
  bySessionAlone<Purpose extends UnsealingPurpose>(
    token: SessionTokenHash,
    at: Instant,
    purpose: Purpose,
  ): ResultAsync<SessionHolder<UserFor<Purpose>>, NotLoggedIn | PortFailure>;
  /** Locks an active subject, shared; null if there is none. */
  bySubject(subject: SubjectId): ResultAsync<ActiveSubject | null, PortFailure>;
  /** Locks an active subject exclusively and loads the user as far as the purpose reaches; null if there is none. */
  bySubjectAlone<Purpose extends UnsealingPurpose>(
    subject: SubjectId,
    purpose: Purpose,
  ): ResultAsync<HeldUser<UserFor<Purpose>> | null, PortFailure>;
  /**
   * Locks a subject exclusively whatever the state of the account, for records that outlive it: holds and requests; null if
   * the store has nobody of that name. It proves nothing about what may be written in the person's name.
   */
  byAnySubject(subject: SubjectId): ResultAsync<LockedSubject | null, PortFailure>;
  /** Finds the active user with this login and locks the row, shared; null if there is none. */
  byLogin(login: Login): ResultAsync<ActiveSubject | null, PortFailure>;
  /** As {@link Doors.byLogin}, exclusively, and loads the user whole. */
  byLoginAlone(login: Login): ResultAsync<HeldUser | null, PortFailure>;
  /** Locks an order exclusively and its subject shared; null if there is none that may be written. */
  byOrder(order: OrderId, purpose: UnsealingPurpose): ResultAsync<HeldOrder | null, PortFailure>;
  /** Locks a payment exclusively and its subject shared; null if there is none that may be written. */
  byPayment(payment: PaymentId, purpose: UnsealingPurpose): ResultAsync<HeldPayment | null, PortFailure>;
}

/** A subject whose row this transaction holds alone, with the state of the account. */
export interface LockedSubject {
  readonly subject: SubjectId;
  readonly state: 'active' | 'leaving' | 'erased';
}

/** An order that this transaction holds alone. */
export interface HeldOrder {
  readonly proof: ActiveSubject | KeptOrder;
  readonly order: Order;
}

/** A payment that this transaction holds alone, with the card that it is collected from; null once it is paid and removed. */
export interface HeldPayment {
  readonly proof: ActiveSubject | KeptOrder;
  readonly payment: Payment;
  readonly card: Card | null;
  /** When the worker looks at it again; null for never. */
  readonly dueAt: Instant | null;
}

/** Users. */
export interface UserRows {
  /** Adds a user; the subject's keys must be there. */
  register(user: ActiveUser): ResultAsync<ActiveSubject, Taken | PortFailure>;
  /** Writes the user as it is now. */
  save(held: HeldUser, user: ActiveUser): ResultAsync<void, Taken | PortFailure>;
  /**
   * Fences the subject: state `leaving`, no session, no log-in attempt and no open challenge is left, those that strangers
   * asked for to the same phone or email included, and no unsent notice but those that a worker holds right now, which it may still be sending.
   * Answers when the newest of the dropped challenges was sent: that code may be under way too. Null if there was none.
   */
  fence(held: HeldUser, at: Instant): ResultAsync<Instant | null, PortFailure>;
  /** Lets another account have the phone of one that is fenced in this transaction, however long its erasure waits. */
  freePhone(held: HeldUser): ResultAsync<void, PortFailure>;
  /**
   * Writes the day on which the person used the account, and whether the phone was proved by that; a warning that nobody
   * uses the account is answered by it.
   */
  used(proof: ActiveSubject, day: Day, byPhone: boolean): ResultAsync<void, PortFailure>;
  /** Writes the day on which the phone that the account has now was last proved; null where nobody knows. */
  phoneProved(proof: ActiveSubject, on: Day | null): ResultAsync<void, PortFailure>;
  /** Writes when an identity of the subject's was linked; those that the account began with have no such moment. */
  linked(proof: ActiveSubject, identity: ThirdPartyIdentity, at: Instant): ResultAsync<void, PortFailure>;
  /** The identities that were linked from a moment on, newest first. */
  linkedSince(proof: ActiveSubject, since: Instant): ResultAsync<readonly LinkedIdentity[], PortFailure>;
  /** Writes when the person was warned that nobody uses the account. */
  warned(proof: ActiveSubject, at: Instant): ResultAsync<void, PortFailure>;
  /** When the account was last used, and whether the person was warned since; null where nobody knows. */
  useOf(proof: ActiveSubject): ResultAsync<AccountUse | null, PortFailure>;
}

/** Open one-time codes. */
export interface ChallengeRows {
  /** The open challenge with this id that went to this target, locked; null if there is none. */
  lock(challenge: ChallengeId, target: ChallengeTarget): ResultAsync<Challenge | null, PortFailure>;
  /** A challenge of a subject that is known by its id alone, and where it went, locked; null if there is none. */
  lockOwned(
    challenge: ChallengeId,
    proof: ActiveSubject,
  ): ResultAsync<{ readonly open: Challenge; readonly target: ChallengeTarget } | null, PortFailure>;
  /**
   * Adds a challenge in the place of those that the same holder asked for before, for the same purpose and target. The target
   * is kept sealed if a subject asked.
   */
  put(challenge: Challenge, target: ChallengeTarget): ResultAsync<void, PortFailure>;
  /** Writes how many tries are left. */
  save(challenge: Challenge): ResultAsync<void, PortFailure>;
  /** Removes it, used, spent or expired, and says whether it was there: of several that use it up one is told so. */
  remove(challenge: ChallengeId): ResultAsync<boolean, PortFailure>;
}

/**
 * The buckets of the budgets. Each is known by a keyed hash of rule and owner (see `SecretHashing.buckets`), and stays locked
 * from the first charge to the end of the transaction: charge late.
 */
export interface BudgetRows {
  /** Puts each charge into its bucket, whether it overflows or not, and answers how full they all are then. */
  charge(charges: readonly BucketCharge[], at: Instant): ResultAsync<readonly BucketLevel[], PortFailure>;
  /** How full they are, as committed last, and without a lock. */
  levels(charges: readonly BucketCharge[], at: Instant): ResultAsync<readonly BucketLevel[], PortFailure>;
  /** As {@link BudgetRows.levels}, and keeps those buckets locked that are not empty: what is counted next is counted alone. */
  lockedLevels(charges: readonly BucketCharge[], at: Instant): ResultAsync<readonly BucketLevel[], PortFailure>;
  /** Takes what each charge gives back out of its bucket; none is ever less than empty. */
  giveBack(charges: readonly BucketCharge[]): ResultAsync<void, PortFailure>;
}

/** Sessions. */
export interface SessionRows {
  /** Adds a session. */
  start(proof: ActiveSubject, token: SessionTokenHash, session: Session): ResultAsync<void, PortFailure>;
  /** Gives a session another token, and writes that its person proved at a moment who they are; the old token is worthless. */
  rotate(
    proof: ActiveSubject,
    session: SessionId,
    token: SessionTokenHash,
    provedAt: Instant,
  ): ResultAsync<void, PortFailure>;
  /** When the person last proved in a session of the subject's who they are; null where it does not run any more. */
  running(
    proof: ActiveSubject,
    session: SessionId,
    at: Instant,
  ): ResultAsync<Pick<Session, 'provedAt'> | null, PortFailure>;
  /** Ends the session of a token and says whether there was one. */
  end(token: SessionTokenHash): ResultAsync<boolean, PortFailure>;
  /** Ends one session of the subject's by its name and says whether there was one. */
  endOne(proof: ActiveSubject, session: SessionId): ResultAsync<boolean, PortFailure>;
  /** Ends all sessions of the subject's but one, or all of them, and answers how many they were. */
  endOthers(proof: ActiveSubject, kept: SessionId | null): ResultAsync<number, PortFailure>;
}

/** Log-ins with a third party that are under way. */
export interface AttemptRows {
  /** Adds one. */
  add(attempt: LogInAttemptRecord): ResultAsync<void, PortFailure>;
  /** Takes one out, of whatever age: of any number that ask for it exactly one gets it; null for the others. */
  take(token: AttemptTokenHash): ResultAsync<LogInAttemptRecord | null, PortFailure>;
}

/** Changes of phone and email that can be undone. */
export interface ContactChangeRows {
  /** Adds a change; the contacts are kept sealed. */
  add(proof: ActiveSubject, change: ContactChange): ResultAsync<void, PortFailure>;
  /** The subject's changes, oldest first; those that cannot be undone any more may be among them. */
  of(proof: ActiveSubject): ResultAsync<readonly ContactChange[], PortFailure>;
  /** The change by which a contact may go back to an active account other than the subject's; null for none. */
  reserving(
    contact: ChallengeTarget,
    subject: SubjectId | null,
    at: Instant,
  ): ResultAsync<Pick<ContactChange, 'change' | 'subject' | 'undoUntil'> | null, PortFailure>;
  /** Lets a change of the subject's be undone until a later moment. */
  prolong(proof: ActiveSubject, change: ChangeId, undoUntil: Instant): ResultAsync<void, PortFailure>;
  /** Removes a change of the subject's. */
  remove(proof: ActiveSubject, change: ChangeId): ResultAsync<void, PortFailure>;
}

/** An identity of an account, and since when it has it. */
export interface LinkedIdentity {
  readonly identity: ThirdPartyIdentity;
  readonly linkedAt: Instant;
}

/** The record of what happened at the door; append-only. */
export interface RiskEventRows {
  /** Appends an event, whose link is in the chain of the audit log; whose account it is about, if anybody's, the proof says. */
  append(proof: ActiveSubject | null, event: RiskEvent, place: AuditPlace): ResultAsync<void, PortFailure>;
}

/** The append-only consent ledger. */
export interface ConsentRows {
  /** Appends lines. */
  append(proof: ActiveSubject, entries: readonly ConsentEntry[]): ResultAsync<void, PortFailure>;
  /** The subject's lines, oldest first. */
  of(subject: SubjectId): ResultAsync<readonly ConsentEntry[], PortFailure>;
}

/** Cards. */
export interface CardRows {
  /** Adds a card. */
  add(proof: ActiveSubject, card: Card): ResultAsync<void, PortFailure>;
  /** The subject's cards that are not removed, oldest first. */
  of(proof: ActiveSubject, purpose: UnsealingPurpose): ResultAsync<readonly Card[], PortFailure>;
  /** One card of the subject's that is not removed; null if there is none. */
  find(proof: ActiveSubject, card: CardId, purpose: UnsealingPurpose): ResultAsync<Card | null, PortFailure>;
  /** Whether an open rental or an unpaid amount is bound to the card. */
  inUse(proof: ActiveSubject, card: CardId): ResultAsync<boolean, PortFailure>;
  /** Marks a card removed that is still in use; it is deleted with the last thing bound to it. */
  markRemoved(proof: ActiveSubject, card: CardId, at: Instant): ResultAsync<void, PortFailure>;
  /** Deletes a card. */
  delete(proof: ActiveSubject, card: CardId): ResultAsync<void, PortFailure>;
}

/** Orders and their receipts. */
export interface OrderRows {
  /** Whether the store still has this order of the subject's, so that a hold or a request can be about it. */
  has(locked: LockedSubject, order: OrderId): ResultAsync<boolean, PortFailure>;
  /** Adds an open order; the card must be the subject's. */
  add(proof: ActiveSubject, order: OpenOrder): ResultAsync<void, PortFailure>;
  /** Writes the end of an order. */
  end(held: HeldOrder, order: Exclude<Order, OpenOrder>): ResultAsync<void, PortFailure>;
  /** Writes the corrected end of a charged order beside the one that was charged first. */
  correct(held: HeldOrder, order: Exclude<Order, OpenOrder | CancelledOrder>): ResultAsync<void, PortFailure>;
  /** The receipt of an order and what corrects it, as committed last; null while there is none. */
  booksOf(order: OrderId): ResultAsync<Books | null, PortFailure>;
  /** The correction that books this refund; null if it is not booked yet. */
  bookedRefund(refund: RefundId): ResultAsync<ReceiptNumber | null, PortFailure>;
  /**
   * Takes the next number of the series, without gaps, and writes the receipt under it; a correction that books a refund is
   * written under the refund's name, once. Call it late: the series stays locked until the transaction ends.
   */
  issueReceipt(
    series: string,
    receipt: Omit<BookkeepingReceipt, 'number'>,
    refund: RefundId | null,
  ): ResultAsync<ReceiptNumber, PortFailure>;
}

/** What bookkeeping has of one order. */
export interface Books {
  readonly receipt: BookkeepingReceipt;
  /** In the order of their numbers. */
  readonly corrections: readonly BookkeepingReceipt[];
}

/** Payments. */
export interface PaymentRows {
  /** Adds a payment that the worker collects from `dueAt` on. */
  add(proof: ActiveSubject | KeptOrder, payment: PendingPayment, dueAt: Instant): ResultAsync<void, PortFailure>;
  /** The payment of an order; null while there is none. */
  ofOrder(order: OrderId): ResultAsync<PaymentId | null, PortFailure>;
  /** Writes a payment; `dueAt` is when the worker looks at it again, or null for never. */
  save(held: HeldPayment, payment: Payment, dueAt: Instant | null): ResultAsync<void, PortFailure>;
}

/** The outbox, written in the transaction that makes its message true. */
export interface NoticeRows {
  /** Whether a notice was queued under this key, whatever became of it. */
  wasQueued(dedupeKey: string): ResultAsync<boolean, PortFailure>;
  /** Queues a notice, once per key: again changes nothing. */
  queue(proof: ActiveSubject, notice: Notice, dedupeKey: string): ResultAsync<void, PortFailure>;
}

/** Issues of the news and of the newsletter. */
export interface EditionRows {
  /** Adds an edition that is queued for nobody yet. */
  add(edition: Edition): ResultAsync<void, PortFailure>;
  /** Writes how far it is queued, and when it was queued for everybody. */
  spread(edition: EditionId, to: SubjectId | null, doneAt: Instant | null): ResultAsync<void, PortFailure>;
}

/**
 * The audit log, as far as it is written. Nothing in it is ever changed; entries are disposed of when their time is over, and
 * their links stay. `src/application/audit/audited.ts` writes it, and nobody else.
 */
export interface AuditLogRows {
  /** Takes a lane that nobody else writes to, and holds it to the end of the transaction: take it late. */
  takeLane(): ResultAsync<AuditHead, PortFailure>;
  /** Adds a link to a lane that this transaction has taken. */
  link(link: SealedLink): ResultAsync<void, PortFailure>;
  /** Adds the entry that a link stands for. */
  describe(entry: AuditEntry, place: AuditPlace): ResultAsync<void, PortFailure>;
}

/** Where in the chain the link of a record is, and the salt of its commitment. */
export interface AuditPlace extends Pick<AuditLink, 'lane' | 'position'> {
  /** 16 random bytes, as 32 hex digits. */
  readonly salt: string;
}

/** Erasures. */
export interface ErasureRows {
  /**
   * Adds an erasure, fenced, and when a worker may take it up, with the way to the person, sealed under the subject's key
   * `farewell`, which must be there unless the person has neither phone nor email; and which processors have to be told: any worker
   * knows by that, whichever it has registered itself.
   */
  add(held: HeldUser, erasure: Erasure, dueAt: Instant, toTell: readonly Propagation[]): ResultAsync<void, PortFailure>;
  /** What the store holds of the subject, as far as the deletion policy looks at it, and what is protected at the moment. */
  holdingsOf(held: HeldUser<VisibleUser>, at: Instant): ResultAsync<Holdings, PortFailure>;
}

/** Legal holds. They outlive the account, so no active subject is asked for; see {@link Doors.byAnySubject}. */
export interface LegalHoldRows {
  /** Adds a hold; its subject is locked. */
  add(locked: LockedSubject, hold: LegalHold): ResultAsync<void, PortFailure>;
  /** The hold, locked together with its subject; null if there is none. */
  lock(hold: HoldId): ResultAsync<LegalHold | null, PortFailure>;
  /** Writes who approved a hold and who ended it; nothing else of it changes. */
  save(hold: LegalHold): ResultAsync<void, PortFailure>;
  /** All holds on the subject, those that are over included, in the order in which they were placed. */
  of(subject: SubjectId): ResultAsync<readonly LegalHold[], PortFailure>;
}

/** Requests by which people exercise their rights. They outlive the account as holds do. */
export interface PrivacyRequestRows {
  /** Adds a request; its subject is locked. */
  add(locked: LockedSubject, request: PrivacyRequest): ResultAsync<void, PortFailure>;
  /** The request, locked together with its subject; null if there is none. */
  lock(request: PrivacyRequestId): ResultAsync<PrivacyRequest | null, PortFailure>;
  /** Writes how far a request is and until when it is due. */
  save(request: PrivacyRequest): ResultAsync<void, PortFailure>;
}

/** Support cases. They go with the account. */
export interface SupportCaseRows {
  /** Takes the next number and adds the case under it. Call it late: the numbers stay locked until the transaction ends. */
  open(proof: ActiveSubject, opening: Omit<CaseOpening, 'caseNumber'>): ResultAsync<SupportCase, PortFailure>;
  /** A case of the subject's, locked; null if it is another's, or there is none. */
  find(subject: SubjectId, caseNumber: CaseNumber): ResultAsync<SupportCase | null, PortFailure>;
  /** The subject's cases, the newest first. */
  of(proof: ActiveSubject): ResultAsync<readonly SupportCase[], PortFailure>;
  /** Writes when the caller was verified, and how the case ended. */
  save(proof: ActiveSubject, supportCase: SupportCase): ResultAsync<void, PortFailure>;
  /** Adds a note, sealed. */
  addNote(proof: ActiveSubject, note: CaseNote): ResultAsync<void, PortFailure>;
  /** Adds a message, sealed; its notice is queued by itself. */
  addMessage(proof: ActiveSubject, message: CaseMessage): ResultAsync<void, PortFailure>;
  /** What was written in a case of the subject's, oldest first. */
  written(
    proof: ActiveSubject,
    caseNumber: CaseNumber,
    purpose: UnsealingPurpose,
  ): ResultAsync<CaseWritings, PortFailure>;
}

/** What was written in a case. */
export interface CaseWritings {
  readonly notes: readonly CaseNote[];
  readonly messages: readonly SentCaseMessage[];
}

/** A message with what became of its notice. */
export interface SentCaseMessage extends CaseMessage {
  /** `gone` where the notice was disposed of: nobody knows any more. */
  readonly delivery: 'queued' | 'sent' | 'skipped' | 'parked' | 'gone';
  /** By which channel it went; null until then. */
  readonly sentBy: ContactChannel | null;
  readonly sentAt: Instant | null;
}
