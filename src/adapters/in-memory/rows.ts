import type { Farewell, Propagation } from '../../application/ports/erasure-journal.ts';
import type { LogInAttemptRecord } from '../../application/ports/log-in-attempts.ts';
import type { NoticeProblem } from '../../application/ports/outbox.ts';
import type { AuditPlace } from '../../application/ports/transaction.ts';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { AuditHead, SealedLink } from '../../domain/audit/chain.ts';
import type { AuditSeal } from '../../domain/audit/seal.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
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
  RefundId,
  SubjectId,
} from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import type { Edition } from '../../domain/notice/edition.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { Order } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import type { RiskEvent } from '../../domain/risk/risk-event.ts';
import type { Session } from '../../domain/session/session.ts';
import type { Approval } from '../../domain/staff/approval.ts';
import type { StaffGrant } from '../../domain/staff/staff-grant.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffMember, StaffTokenHash } from '../../domain/staff/staff-member.ts';
import type { StaffSession } from '../../domain/staff/staff-session.ts';
import type { CaseMessage, CaseNote, SupportCase } from '../../domain/support-case/support-case.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import type { Challenge, ChallengeTarget } from '../../domain/verification/challenge.ts';
import { Draft } from './draft.ts';

export interface UserRow {
  readonly subject: SubjectId;
  readonly state: 'active' | 'leaving' | 'erased';
  readonly registeredAt: Instant;
  readonly leftAt: Instant | null;
  readonly lastUsedOn: Day | null;
  readonly warnedAt: Instant | null;
  readonly phoneProvedOn: Day | null;
  /** Whether another account may have the phone: this one is leaving, and nobody who has the number now is to wait for it. */
  readonly phoneIsFree: boolean;
  /** When identities were linked, by what they are normalised to; none for those that the account began with. */
  readonly linkedAt: Readonly<Record<string, Instant>>;
  /** What the person gave; null once it was purged. */
  readonly user: ActiveUser | null;
}

export interface ChallengeRow {
  readonly challenge: Challenge;
  readonly target: ChallengeTarget;
}

export interface SessionRow extends Session {
  readonly tokenHash: string;
  readonly subject: SubjectId;
}

export interface PaymentRow {
  readonly payment: Payment;
  readonly dueAt: Instant | null;
}

export interface NoticeRow {
  readonly notice: Notice;
  readonly dedupeKey: string;
  readonly state: 'queued' | 'sent' | 'skipped' | 'parked';
  readonly channel: 'email' | 'sms' | null;
  readonly sentAt: Instant | null;
  readonly dueAt: Instant;
  readonly tries: number;
  readonly unclearTries: number;
  readonly leaseUntil: Instant | null;
  readonly leaseToken: string | null;
  readonly problem: NoticeProblem | null;
}

/** An edition, and how far it is queued. */
export interface EditionRow {
  readonly edition: Edition;
  readonly spreadTo: SubjectId | null;
  readonly spreadAt: Instant | null;
}

/** That an order outlives its person's account. */
export interface KeptOrderRow {
  readonly subject: SubjectId;
  readonly order: OrderId;
  readonly since: Instant | null;
}

/** An erasure, and when a worker looks at it again. */
export interface ErasureRow {
  readonly erasure: Erasure;
  readonly dueAt: Instant | null;
}

/** The way to a person who left. */
export interface FarewellRow {
  readonly subject: SubjectId;
  readonly farewell: Farewell;
  readonly saidAt: Instant | null;
}

/** Up to which position the vault's ledger is done. */
export interface LedgerProgressRow {
  readonly position: number;
  readonly appliedAt: Instant;
}

/** An entry of the audit log with its place in the chain. */
export interface AuditEntryRow extends AuditEntry {
  readonly place: AuditPlace;
}

/** A risk with its place in the chain. */
export interface RiskEventRow extends RiskEvent {
  readonly place: AuditPlace;
}

/** That the record of a link went with its account, with the place of the link. */
export interface AuditDisposalRow extends AuditSeal, Pick<SealedLink, 'lane' | 'position'> {}

/** The committed rows of every table. */
export interface Database {
  readonly users: Map<SubjectId, UserRow>;
  readonly challenges: Map<ChallengeId, ChallengeRow>;
  readonly sessions: Map<string, SessionRow>;
  /** By bucket: when it is empty. */
  readonly codeBudgets: Map<string, Instant>;
  readonly attempts: Map<string, LogInAttemptRecord>;
  readonly contactChanges: Map<ChangeId, ContactChange>;
  readonly riskEvents: Map<EntryId, RiskEventRow>;
  readonly consents: Map<EntryId, ConsentEntry>;
  readonly cards: Map<CardId, Card>;
  readonly orders: Map<OrderId, Order>;
  readonly keptOrders: Map<OrderId, KeptOrderRow>;
  readonly payments: Map<PaymentId, PaymentRow>;
  readonly receipts: Map<ReceiptNumber, BookkeepingReceipt>;
  /** Which correction books a refund. */
  readonly bookedRefunds: Map<RefundId, ReceiptNumber>;
  readonly receiptSeries: Map<string, number>;
  readonly notices: Map<NoticeId, NoticeRow>;
  readonly editions: Map<EditionId, EditionRow>;
  readonly auditEntries: Map<EntryId, AuditEntryRow>;
  /** By lane and position. */
  readonly auditLinks: Map<string, SealedLink>;
  readonly auditDisposals: Map<string, AuditDisposalRow>;
  readonly auditHeads: Map<number, AuditHead>;
  readonly staffMembers: Map<StaffId, StaffMember>;
  readonly staffGrants: Map<GrantId, StaffGrant>;
  readonly staffSessions: Map<StaffTokenHash, StaffSession>;
  readonly staffApprovals: Map<ApprovalId, Approval>;
  readonly erasures: Map<ErasureId, ErasureRow>;
  readonly farewells: Map<ErasureId, FarewellRow>;
  readonly propagations: Map<string, Propagation>;
  readonly ledgerProgress: Map<'erasure', LedgerProgressRow>;
  readonly legalHolds: Map<HoldId, LegalHold>;
  readonly privacyRequests: Map<PrivacyRequestId, PrivacyRequest>;
  readonly supportCases: Map<CaseNumber, SupportCase>;
  readonly caseNotes: Map<EntryId, CaseNote>;
  readonly caseMessages: Map<EntryId, CaseMessage>;
}

/** The tables as one transaction sees them. */
export type Rows = { readonly [Table in keyof Database]: DraftOf<Database[Table]> };
type DraftOf<Table> = Table extends Map<infer Key, infer Row> ? Draft<Key, Row> : never;

export function emptyDatabase(): Database {
  return {
    users: new Map(),
    challenges: new Map(),
    sessions: new Map(),
    codeBudgets: new Map(),
    attempts: new Map(),
    contactChanges: new Map(),
    riskEvents: new Map(),
    consents: new Map(),
    cards: new Map(),
    orders: new Map(),
    keptOrders: new Map(),
    payments: new Map(),
    receipts: new Map(),
    bookedRefunds: new Map(),
    receiptSeries: new Map(),
    notices: new Map(),
    editions: new Map(),
    auditEntries: new Map(),
    auditLinks: new Map(),
    auditDisposals: new Map(),
    auditHeads: new Map(),
    staffMembers: new Map(),
    staffGrants: new Map(),
    staffSessions: new Map(),
    staffApprovals: new Map(),
    erasures: new Map(),
    farewells: new Map(),
    propagations: new Map(),
    ledgerProgress: new Map(),
    legalHolds: new Map(),
    privacyRequests: new Map(),
    supportCases: new Map(),
    caseNotes: new Map(),
    caseMessages: new Map(),
  };
}

export function draftsOf(database: Database): Rows {
  return {
    users: new Draft(database.users),
    challenges: new Draft(database.challenges),
    sessions: new Draft(database.sessions),
    codeBudgets: new Draft(database.codeBudgets),
    attempts: new Draft(database.attempts),
    contactChanges: new Draft(database.contactChanges),
    riskEvents: new Draft(database.riskEvents),
    consents: new Draft(database.consents),
    cards: new Draft(database.cards),
    orders: new Draft(database.orders),
    keptOrders: new Draft(database.keptOrders),
    payments: new Draft(database.payments),
    receipts: new Draft(database.receipts),
    bookedRefunds: new Draft(database.bookedRefunds),
    receiptSeries: new Draft(database.receiptSeries),
    notices: new Draft(database.notices),
    editions: new Draft(database.editions),
    auditEntries: new Draft(database.auditEntries),
    auditLinks: new Draft(database.auditLinks),
    auditDisposals: new Draft(database.auditDisposals),
    auditHeads: new Draft(database.auditHeads),
    staffMembers: new Draft(database.staffMembers),
    staffGrants: new Draft(database.staffGrants),
    staffSessions: new Draft(database.staffSessions),
    staffApprovals: new Draft(database.staffApprovals),
    erasures: new Draft(database.erasures),
    farewells: new Draft(database.farewells),
    propagations: new Draft(database.propagations),
    ledgerProgress: new Draft(database.ledgerProgress),
    legalHolds: new Draft(database.legalHolds),
    privacyRequests: new Draft(database.privacyRequests),
    supportCases: new Draft(database.supportCases),
    caseNotes: new Draft(database.caseNotes),
    caseMessages: new Draft(database.caseMessages),
  };
}

/** As the rows of the audit log's chain are keyed. */
export function auditPlaceKey({ lane, position }: Pick<SealedLink, 'lane' | 'position'>): string {
  return `${lane}/${position}`;
}

export function commit(rows: Rows): void {
  for (const table of Object.values(rows)) table.commit();
}
