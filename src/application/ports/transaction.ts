import type { Card } from '../../domain/card/masked-card.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { Holdings } from '../../domain/deletion/holdings.ts';
import type { CardId, ChallengeId, OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { OpenOrder, Order } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { Payment, PendingPayment } from '../../domain/payment/payment.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { StaffAccess } from '../../domain/staff/staff-access.ts';
import type { ActiveUser, Login } from '../../domain/user/user.ts';
import type { Challenge, ChallengePurpose, ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { ActiveSubject, KeptOrder } from './active-subject.ts';
import type { PortFailure } from './port-failure.ts';
import type { SessionTokenHash } from './secret-hashing.ts';

/** One unit of work on the data store: all of it happens, or nothing. */
export interface Transaction {
  readonly doors: Doors;
  readonly users: UserRows;
  readonly challenges: ChallengeRows;
  readonly sessions: SessionRows;
  readonly consents: ConsentRows;
  readonly cards: CardRows;
  readonly orders: OrderRows;
  readonly payments: PaymentRows;
  readonly notices: NoticeRows;
  readonly staffAccesses: StaffAccessRows;
  readonly erasures: ErasureRows;
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

/** An active user whose row this transaction holds alone. */
export interface HeldUser {
  readonly proof: ActiveSubject;
  readonly user: ActiveUser;
}

/** An active user who came by a session. */
export interface SessionHolder extends HeldUser {
  /** When the person logged in: a fresh log-in proves more than an old session (see `isFreshLogIn`). */
  readonly sessionStartedAt: Instant;
}

/** The ways to come by a proof that personal data may be written. Each locks the subject's row until the transaction ends. */
export interface Doors {
  /** Finds the session and locks its subject, shared, with one statement. */
  bySession(token: SessionTokenHash, at: Instant): ResultAsync<ActiveSubject, NotLoggedIn | PortFailure>;
  /** As {@link Doors.bySession}, exclusively, and loads the user: for who is about to change the user. */
  bySessionAlone(token: SessionTokenHash, at: Instant): ResultAsync<SessionHolder, NotLoggedIn | PortFailure>;
  /** Locks an active subject exclusively and loads the user; null if there is none. */
  bySubjectAlone(subject: SubjectId): ResultAsync<HeldUser | null, PortFailure>;
  /** Finds the active user with this login and locks the row, shared; null if there is none. */
  byLogin(login: Login): ResultAsync<ActiveSubject | null, PortFailure>;
  /** Locks an order exclusively and its subject shared; null if there is none that may be written. */
  byOrder(order: OrderId): ResultAsync<HeldOrder | null, PortFailure>;
  /** Locks a payment exclusively and its subject shared; null if there is none that may be written. */
  byPayment(payment: PaymentId): ResultAsync<HeldPayment | null, PortFailure>;
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
}

/** Users. */
export interface UserRows {
  /** Adds a user; the subject's keys must be there. */
  register(user: ActiveUser): ResultAsync<ActiveSubject, Taken | PortFailure>;
  /** Writes the user as it is now. */
  save(held: HeldUser, user: ActiveUser): ResultAsync<void, Taken | PortFailure>;
  /**
   * Fences the subject: state `leaving`, no session, no unsent notice, no open challenge is left, those that strangers asked
   * for to the same phone or email included.
   */
  fence(held: HeldUser, at: Instant): ResultAsync<void, PortFailure>;
}

/** Open one-time codes: one at most a purpose and target. */
export interface ChallengeRows {
  /** The open challenge for this purpose and target, locked; null if there is none. */
  lockByTarget(purpose: ChallengePurpose, target: ChallengeTarget): ResultAsync<Challenge | null, PortFailure>;
  /** The open challenge with this id, locked; null if there is none. */
  lock(challenge: ChallengeId): ResultAsync<Challenge | null, PortFailure>;
  /**
   * Adds a challenge where none is open for the purpose and target; false if there is one, as of two requests that both
   * found none only one is first. The target is kept sealed if a subject asked.
   */
  add(challenge: Challenge, target: ChallengeTarget): ResultAsync<boolean, PortFailure>;
  /** As {@link ChallengeRows.add}, in place of the one before, if there is one. */
  put(challenge: Challenge, target: ChallengeTarget): ResultAsync<void, PortFailure>;
  /** Writes how many tries are left. */
  save(challenge: Challenge): ResultAsync<void, PortFailure>;
  /** Removes it: used, spent or expired. */
  remove(challenge: ChallengeId): ResultAsync<void, PortFailure>;
}

/** Sessions. */
export interface SessionRows {
  /** Adds a session. */
  start(
    proof: ActiveSubject,
    token: SessionTokenHash,
    startedAt: Instant,
    expiresAt: Instant,
  ): ResultAsync<void, PortFailure>;
  /** Ends a session and says whether there was one. */
  end(token: SessionTokenHash): ResultAsync<boolean, PortFailure>;
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
  of(proof: ActiveSubject): ResultAsync<readonly Card[], PortFailure>;
  /** One card of the subject's that is not removed; null if there is none. */
  find(proof: ActiveSubject, card: CardId): ResultAsync<Card | null, PortFailure>;
  /** Whether an open rental or an unpaid amount is bound to the card. */
  inUse(proof: ActiveSubject, card: CardId): ResultAsync<boolean, PortFailure>;
  /** Marks a card removed that is still in use; it is deleted with the last thing bound to it. */
  markRemoved(proof: ActiveSubject, card: CardId, at: Instant): ResultAsync<void, PortFailure>;
  /** Deletes a card. */
  delete(proof: ActiveSubject, card: CardId): ResultAsync<void, PortFailure>;
}

/** Orders and their receipts. */
export interface OrderRows {
  /** Adds an open order; the card must be the subject's. */
  add(proof: ActiveSubject, order: OpenOrder): ResultAsync<void, PortFailure>;
  /** Writes the end of an order. */
  end(held: HeldOrder, order: Exclude<Order, OpenOrder>): ResultAsync<void, PortFailure>;
  /**
   * Takes the next number of the series, without gaps, and writes the receipt under it. Call it late: the series stays
   * locked until the transaction ends.
   */
  issueReceipt(series: string, receipt: Omit<BookkeepingReceipt, 'number'>): ResultAsync<ReceiptNumber, PortFailure>;
}

/** Payments. */
export interface PaymentRows {
  /** Adds a payment that the worker collects from `dueAt` on. */
  add(proof: ActiveSubject | KeptOrder, payment: PendingPayment, dueAt: Instant): ResultAsync<void, PortFailure>;
  /** Writes a payment; `dueAt` is when the worker looks at it again, or null for never. */
  save(held: HeldPayment, payment: Payment, dueAt: Instant | null): ResultAsync<void, PortFailure>;
}

/** The outbox, written in the transaction that makes its message true. */
export interface NoticeRows {
  /** Queues a notice, once per key: again changes nothing. */
  queue(proof: ActiveSubject, notice: Notice, dedupeKey: string): ResultAsync<void, PortFailure>;
}

/** Who of the staff looked at whom. */
export interface StaffAccessRows {
  /** Records an access, in the transaction that the values are read in. */
  record(access: StaffAccess): ResultAsync<void, PortFailure>;
}

/** Erasures. */
export interface ErasureRows {
  /** Adds an erasure, fenced. */
  add(erasure: Erasure): ResultAsync<void, PortFailure>;
  /** What the store holds of the subject, as far as the deletion policy looks at it. */
  holdingsOf(held: HeldUser): ResultAsync<Holdings, PortFailure>;
}
