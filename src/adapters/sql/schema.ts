import type { Generated } from 'kysely';
import type { PropagationState } from '../../application/ports/erasure-journal.ts';
import type { AttemptPurpose } from '../../application/ports/log-in-attempts.ts';
import type { NoticeProblem } from '../../application/ports/outbox.ts';
import type { ErasureLedgerEntry } from '../../application/ports/vault.ts';
import type { AuditAction } from '../../domain/audit/audit-entry.ts';
import type { AuditRecordKind } from '../../domain/audit/chain.ts';
import type { CardNetwork, Last4 } from '../../domain/card/masked-card.ts';
import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ConsentPurpose } from '../../domain/consent/contact-purpose.ts';
import type { TableName, tables } from '../../domain/data-map/tables.ts';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { CancellationReason, ErasureRequest, ErasureState, StuckReason } from '../../domain/deletion/erasure.ts';
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
  SessionId,
  SubjectId,
} from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { IndexKeyPhase } from '../../domain/keys/index-key.ts';
import type {
  HoldActor,
  HoldableCategory,
  HoldBasis,
  HoldCase,
  HoldScope,
} from '../../domain/legal-hold/legal-hold.ts';
import type { Lane, NoticeReference, NoticeSubject } from '../../domain/notice/notice.ts';
import type { Currency } from '../../domain/order/money.ts';
import type { Order } from '../../domain/order/order.ts';
import type { PowerBankId } from '../../domain/order/power-bank-id.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { StationId } from '../../domain/order/station-id.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import type {
  DataSubjectRight,
  ExtensionReason,
  PrivacyRequest,
  RequestChannel,
  RequestOutcome,
} from '../../domain/privacy-request/privacy-request.ts';
import type { RiskKind } from '../../domain/risk/risk-event.ts';
import type { DeviceName } from '../../domain/session/device-name.ts';
import type { AccessPurpose } from '../../domain/staff/access-purpose.ts';
import type { ApprovableAction, ApprovalObject } from '../../domain/staff/approval.ts';
import type { GrantReason } from '../../domain/staff/staff-grant.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffMember } from '../../domain/staff/staff-member.ts';
import type { StaffRole } from '../../domain/staff/staff-role.ts';
import type { CaseText } from '../../domain/support-case/case-text.ts';
import type { CaseChannel, CaseOutcome, CaseTopic, SupportCase } from '../../domain/support-case/support-case.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { Language } from '../../domain/user/language.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { Issuer, ProviderSubject } from '../../domain/user/third-party-identity.ts';
import type { User } from '../../domain/user/user.ts';
import type { Username } from '../../domain/user/username.ts';
import type { ChallengePurpose, ChallengeTarget, CodeDigits } from '../../domain/verification/challenge.ts';
import type { BudgetRuleName } from '../../domain/verification/code-budget.ts';

/** The rows as SQL knows them. That they have the columns of the data map, no more and no fewer, the compiler checks below. */

type Bytes = Uint8Array;
/** A JSON document as text. */
type Json = string;

export interface DataSchema {
  readonly users: {
    subject_id: SubjectId;
    state: Exclude<User['kind'], 'unregistered'>;
    fence_epoch: number;
    registered_at: Instant | null;
    left_at: Instant | null;
    last_used_on: Day | null;
    warned_at: Instant | null;
    phone_proved_on: Day | null;
    language: Language | null;
    phone_sealed: Bytes | null;
    phone_index: Bytes | null;
    phone_index_b: Bytes | null;
    email_sealed: Bytes | null;
    email_index: Bytes | null;
    email_index_b: Bytes | null;
    mail_suppressed: Json | null;
    username_sealed: Bytes | null;
    username_index: Bytes | null;
    username_index_b: Bytes | null;
  };
  readonly identities: {
    identity_id: string;
    subject_id: SubjectId;
    issuer_sealed: Bytes;
    provider_subject_sealed: Bytes;
    identity_index: Bytes | null;
    identity_index_b: Bytes | null;
    linked_at: Instant | null;
  };
  readonly challenges: {
    challenge_id: ChallengeId;
    subject_id: SubjectId | null;
    purpose: ChallengePurpose;
    holder: string;
    digits: CodeDigits;
    target_index: Bytes | null;
    target_index_b: Bytes | null;
    target_sealed: Bytes | null;
    code_hash: Bytes;
    tries_left: number;
    sent_at: Instant;
    expires_at: Instant;
  };
  readonly sessions: {
    session_id: SessionId;
    token_hash: Bytes;
    subject_id: SubjectId;
    device_name_sealed: Bytes | null;
    started_at: Instant;
    proved_at: Instant | null;
    used_at: Instant;
    expires_at: Instant;
  };
  readonly code_budgets: { bucket: Bytes; empties_at: number };
  readonly login_attempts: {
    token_hash: Bytes;
    provider: string;
    purpose: AttemptPurpose;
    subject_id: SubjectId | null;
    session_id: SessionId | null;
    begun_at: Instant;
    expires_at: Instant;
  };
  readonly contact_changes: {
    change_id: ChangeId;
    subject_id: SubjectId;
    contact: ChallengeTarget['kind'];
    former_sealed: Bytes | null;
    former_index: Bytes | null;
    former_index_b: Bytes | null;
    other_sealed: Bytes | null;
    phone_proved_on: Day | null;
    changed_at: Instant;
    undo_ends_at: Instant;
  };
  readonly risk_events: {
    event_id: EntryId;
    kind: RiskKind;
    rule: BudgetRuleName | null;
    subject_id: SubjectId | null;
    recorded_at: Instant;
    lane: number;
    position: number;
    salt: Uint8Array;
  };
  readonly consent_entries: {
    entry_id: EntryId;
    subject_id: SubjectId;
    action: ConsentEntry['action'];
    purpose: ConsentEntry['purpose'];
    notice_version: ConsentEntry['noticeVersion'];
    notice_language: Language;
    channel: ConsentEntry['channel'];
    recorded_at: Instant;
    claimed_at: Instant | null;
  };
  readonly cards: {
    card_id: CardId;
    subject_id: SubjectId;
    last4_sealed: Bytes;
    network_sealed: Bytes;
    payment_method_sealed: Bytes;
    added_at: Instant;
    removed_at: Instant | null;
  };
  readonly orders: {
    order_id: OrderId;
    subject_id: SubjectId;
    card_id: CardId;
    state: Order['kind'];
    tariff: Json;
    day: Day;
    receipt_number: ReceiptNumber | null;
    kept_since: Instant | null;
    power_bank_sealed: Bytes;
    rented_from_sealed: Bytes;
    started_at_sealed: Bytes;
    returned_to_sealed: Bytes | null;
    ended_at_sealed: Bytes | null;
    corrected_to_sealed: Bytes | null;
    corrected_at_sealed: Bytes | null;
  };
  readonly payments: {
    payment_id: PaymentId;
    subject_id: SubjectId;
    order_id: OrderId;
    card_id: CardId;
    amount_minor: number;
    currency: Currency;
    state: Payment['kind'];
    failure_reason: DeclineReason | null;
    refunded_minor: number | null;
    created_at: Instant;
    settled_at: Instant | null;
    due_at: Instant | null;
    attempt: number;
    processor_reference_sealed: Bytes | null;
  };
  readonly receipts: {
    receipt_number: ReceiptNumber;
    day: Day;
    currency: Currency;
    items: Json;
    vat_percent: number;
    net_minor: number;
    vat_minor: number;
    gross_minor: number;
    corrects: ReceiptNumber | null;
    refund_id: RefundId | null;
  };
  readonly receipt_series: { series: string; last_number: number };
  readonly notices: {
    notice_id: NoticeId;
    subject_id: SubjectId;
    template: NoticeSubject['kind'];
    template_version: number;
    language: Language;
    reference: NoticeReference | null;
    dedupe_key: string;
    state: 'queued' | 'sent' | 'skipped' | 'parked';
    channel: 'email' | 'sms' | null;
    created_at: Instant;
    sent_at: Instant | null;
    due_at: Instant;
    tries: number;
    unclear_tries: number;
    lane: Lane;
    lease_until: Instant | null;
    lease_token: string | null;
    last_problem: NoticeProblem | null;
  };
  readonly editions: {
    edition_id: EditionId;
    purpose: ConsentPurpose;
    texts: Json;
    published_at: Instant;
    spread_to: SubjectId | null;
    spread_at: Instant | null;
  };
  readonly support_cases: {
    case_id: CaseNumber;
    subject_id: SubjectId;
    topic: CaseTopic;
    state: SupportCase['state'];
    language: Language;
    opened_by: StaffId;
    opened_at: Instant;
    verified_by: StaffId | null;
    verified_at: Instant | null;
    closed_by: StaffId | null;
    closed_at: Instant | null;
    outcome: CaseOutcome | null;
  };
  readonly case_notes: {
    note_id: EntryId;
    case_id: CaseNumber;
    subject_id: SubjectId;
    text_sealed: Bytes;
    written_by: StaffId;
    written_at: Instant;
  };
  readonly case_messages: {
    message_id: EntryId;
    case_id: CaseNumber;
    subject_id: SubjectId;
    carried_by: NoticeId;
    channel: CaseChannel;
    text_sealed: Bytes;
    written_by: StaffId;
    written_at: Instant;
  };
  readonly audit_entries: {
    entry_id: EntryId;
    subject_id: SubjectId | null;
    /** Null for the operator, before there is any staff. */
    staff: StaffId | null;
    action: AuditAction;
    purpose: AccessPurpose | null;
    case_number: CaseNumber | null;
    fields: Json;
    about: string | null;
    recorded_at: Instant;
    lane: number;
    position: number;
    salt: Uint8Array;
  };
  readonly audit_chain: {
    lane: number;
    position: number;
    kind: AuditRecordKind;
    recorded_at: Instant;
    commitment: Uint8Array;
    link: Uint8Array;
    key_id: Uint8Array;
    signature: Uint8Array;
  };
  readonly audit_disposals: {
    lane: number;
    position: number;
    key_id: Uint8Array;
    signature: Uint8Array;
  };
  readonly audit_lanes: {
    lane: number;
    length: number;
    link: Uint8Array;
  };
  readonly staff_members: {
    staff_id: StaffId;
    state: StaffMember['kind'];
    invitation_hash: Bytes | null;
    invited_until: Instant | null;
    identity_hash: Bytes | null;
    appointed_by: StaffId | null;
    appointed_at: Instant;
    joined_at: Instant | null;
    left_by: StaffId | null;
    left_at: Instant | null;
  };
  readonly staff_grants: {
    grant_id: GrantId;
    staff_id: StaffId;
    role: StaffRole;
    granted_by: StaffId | null;
    reason: GrantReason;
    granted_at: Instant;
    expires_at: Instant;
    revoked_by: StaffId | null;
    revoked_at: Instant | null;
  };
  readonly staff_sessions: {
    token_hash: Bytes;
    staff_id: StaffId;
    started_at: Instant;
    used_at: Instant;
    expires_at: Instant;
  };
  readonly staff_approvals: {
    approval_id: ApprovalId;
    action: ApprovableAction;
    object: ApprovalObject;
    case_number: CaseNumber | null;
    asked_by: StaffId;
    asked_at: Instant;
    approved_by: StaffId | null;
    approved_at: Instant | null;
    used_at: Instant | null;
    expires_at: Instant;
  };
  readonly staff_register: { register: 'staff'; changes: number };
  readonly erasures: {
    erasure_id: ErasureId;
    subject_id: SubjectId;
    state: ErasureState;
    request_kind: ErasureRequest['kind'];
    /** The staff member where support asked, else the kind once more. */
    requested_by: StaffId | Exclude<ErasureRequest['kind'], 'support'>;
    reason: CancellationReason | null;
    case_number: CaseNumber | null;
    requested_at: Instant;
    completed_at: Instant | null;
    kept: Json;
    deleted: Json | null;
    obstacle: 'held' | StuckReason | null;
    drained_at: Instant;
    due_at: Instant | null;
    tries: number;
  };
  readonly farewells: {
    erasure_id: ErasureId;
    subject_id: SubjectId;
    language: Language;
    phone_sealed: Bytes | null;
    email_sealed: Bytes | null;
    said_at: Instant | null;
  };
  readonly propagations: {
    request_id: string;
    erasure_id: ErasureId;
    subject_id: SubjectId;
    processor: string;
    state: PropagationState;
    asked_at: Instant;
    settled_at: Instant | null;
  };
  readonly legal_holds: {
    hold_id: HoldId;
    subject_id: SubjectId;
    scope: HoldScope['kind'];
    order_id: OrderId | null;
    category: HoldableCategory | null;
    basis: HoldBasis;
    case_number: HoldCase;
    placed_by: HoldActor;
    placed_at: Instant;
    approved_by: HoldActor | null;
    approved_at: Instant | null;
    expires_at: Instant;
    ended_by: HoldActor | null;
    ended_at: Instant | null;
  };
  readonly privacy_requests: {
    request_id: PrivacyRequestId;
    subject_id: SubjectId;
    right_used: DataSubjectRight;
    state: PrivacyRequest['state'];
    channel: RequestChannel;
    order_id: OrderId | null;
    case_number: CaseNumber;
    recorded_by: StaffId;
    received_on: Day;
    due_on: Day;
    verified_at: Instant | null;
    extended_at: Instant | null;
    extension_reason: ExtensionReason | null;
    closed_at: Instant | null;
    outcome: RequestOutcome | null;
  };
  readonly ledger_progress: { ledger: 'erasure'; position: number; applied_at: Instant };
}

export interface VaultSchema {
  readonly subject_keys: {
    subject_id: SubjectId;
    key_class: KeyClass;
    epoch_id: number;
    wrapped_key: Bytes;
    fingerprint: Bytes;
    created_at: Instant;
  };
  readonly epoch_keys: {
    epoch_id: number;
    wrapped_key: Bytes;
    created_at: Instant;
    retired_at: Instant | null;
    clean_scans: number;
    scanned_at: Instant | null;
    destroyed_at: Instant | null;
  };
  readonly destroyed_keys: {
    subject_id: SubjectId;
    key_class: KeyClass;
    fingerprint: Bytes;
    epoch_id: number;
    destroyed_at: Instant;
  };
  readonly signing_keys: { key_id: string; wrapped_key: Bytes; public_key: Bytes; created_at: Instant };
  readonly certificates: { erasure_id: ErasureId; issued_at: Instant; document: Json };
  readonly index_keys: {
    name: string;
    version: number;
    wrapped_key: Bytes;
    created_at: Instant;
    phase: IndexKeyPhase;
    phase_at: Instant;
  };
  readonly erasure_ledger: {
    position: Generated<number>;
    erasure_id: ErasureId;
    subject_id: SubjectId;
    step: ErasureLedgerEntry['step'];
    recorded_at: Instant;
    counts: Json;
  };
}

/** What stands in the sealed columns, by the names of the columns without `_sealed`. */
export interface SealedValues {
  readonly users: {
    readonly phone: PhoneNumber | null;
    readonly email: EmailAddress | null;
    readonly username: Username | null;
  };
  readonly identities: { readonly issuer: Issuer; readonly provider_subject: ProviderSubject };
  readonly challenges: { readonly target: PhoneNumber | EmailAddress | null };
  readonly sessions: { readonly device_name: DeviceName | null };
  readonly contact_changes: {
    readonly former: PhoneNumber | EmailAddress | null;
    readonly other: PhoneNumber | EmailAddress | null;
  };
  readonly cards: {
    readonly last4: Last4;
    readonly network: CardNetwork;
    readonly payment_method: PaymentMethodReference;
  };
  readonly orders: {
    readonly power_bank: PowerBankId;
    readonly rented_from: StationId;
    readonly started_at: EpochMs;
    readonly returned_to: StationId | null;
    readonly ended_at: EpochMs | null;
    readonly corrected_to: StationId | null;
    readonly corrected_at: EpochMs | null;
  };
  readonly payments: { readonly processor_reference: ProcessorReference | null };
  readonly farewells: { readonly phone: PhoneNumber | null; readonly email: EmailAddress | null };
  readonly case_notes: { readonly text: CaseText };
  readonly case_messages: { readonly text: CaseText };
}

/** An instant as decimal digits: only texts are sealed. */
export type EpochMs = `${number}`;

type DataMap = typeof tables;
type ColumnsOf<Table extends TableName> = keyof DataMap[Table]['columns'];
type StoredIn<Store extends 'data' | 'vault'> = {
  [Table in TableName]: DataMap[Table]['store'] extends Store ? Table : never;
}[TableName];
type SealedOf<Table extends TableName> =
  ColumnsOf<Table> extends infer Column ? (Column extends `${infer Attribute}_sealed` ? Attribute : never) : never;
type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Every<Answers> = [Answers] extends [true] ? true : false;

/** The schemas and the data map name the same tables, columns and sealed values; else this does not compile. */
const followed: {
  readonly dataTables: Same<keyof DataSchema, StoredIn<'data'>>;
  readonly dataColumns: Every<{ [T in keyof DataSchema]: Same<keyof DataSchema[T], ColumnsOf<T>> }[keyof DataSchema]>;
  readonly vaultTables: Same<keyof VaultSchema, StoredIn<'vault'>>;
  readonly vaultColumns: Every<
    { [T in keyof VaultSchema]: Same<keyof VaultSchema[T], ColumnsOf<T>> }[keyof VaultSchema]
  >;
  readonly sealed: Every<{ [T in keyof SealedValues]: Same<keyof SealedValues[T], SealedOf<T>> }[keyof SealedValues]>;
} = { dataTables: true, dataColumns: true, vaultTables: true, vaultColumns: true, sealed: true };
void followed;
