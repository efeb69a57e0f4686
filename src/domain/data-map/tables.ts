import type { FieldId } from './personal-field.ts';
import type { Form, RetentionEvent, StoreName } from './vocabulary.ts';

/** A column that holds personal data in some form. */
export interface PersonalColumn {
  readonly holds: FieldId;
  readonly form: Form;
}

/** A column that says nothing of any person, and why that is so. */
export interface TechnicalColumn {
  readonly technical: string;
}

/** What the map says of a column: which personal field it holds, or why it holds none. There is no third answer. */
export type MappedColumn = PersonalColumn | TechnicalColumn;

/** By which column of a row the time of its fields is counted (see `Retention`), or why it is not counted. */
export type Clock =
  | {
      readonly event: RetentionEvent;
      /** Columns that hold the moment in milliseconds since 1970; of several, the earliest that is there counts. */
      readonly columns: readonly [string, ...string[]];
      /** They hold a calendar day instead. */
      readonly inDays?: true;
      /** The event has come for good only to rows in this state. */
      readonly when?: { readonly column: string; readonly is: string };
    }
  /** The row goes with the row of another table that it names. */
  | { readonly event: RetentionEvent; readonly goesWith: string }
  /** Rows that nobody can delete, and why that harms nobody. */
  | { readonly stays: string };

/**
 * What becomes of the rows of a table once they are there; of a table without it they are changed, and deleted as soon as
 * somebody takes one back or an account ends. The accounts of the database may do no more to it (POLICY.md C21).
 */
export type RowChanges =
  /** Nobody ever changes or deletes one. */
  | 'append-only'
  /** Nobody changes one; the worker alone deletes it, when its time is over. */
  | 'append-and-dispose'
  /** Nobody changes one; it goes with the account, or when its time is over. */
  | 'append-and-erase'
  /** They are changed, and nobody deletes one. */
  | 'change-only'
  /** They are changed; the worker alone deletes one, when its time is over. */
  | 'change-and-dispose';

/** One table, column by column. The coverage gate holds this against the schema that the database really has. */
export interface MappedTable {
  readonly store: StoreName;
  /** The column that names the data subject, or null where no row belongs to one. */
  readonly subjectColumn: string | null;
  /** The column or columns that identify a row; they are bound into everything sealed in it. */
  readonly record: readonly [string, ...string[]];
  /** What starts the time of fields that outlive an event; a table without one holds no such field. */
  readonly clock?: Clock;
  /** The column by which a row names another row of this table that it amends: it belongs to whom that one belongs. */
  readonly amends?: string;
  readonly changes?: RowChanges;
  /** The columns that are changed, where it is not any of them. */
  readonly changed?: readonly [string, ...string[]];
  /** Says what was done, by whom or to whom, and nothing of what anybody's values are: an auditor reads it. */
  readonly evidence?: true;
  readonly columns: Readonly<Record<string, MappedColumn>>;
}

/** Every table of both stores. What stands here decides what is sealed, exported, erased and checked. */
export const tables = {
  users: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['subject_id'],
    clock: { event: 'account-cancelled', columns: ['left_at'], when: { column: 'state', is: 'erased' } },
    changes: 'change-and-dispose',
    columns: {
      subject_id: { holds: 'profile.state', form: { kind: 'pseudonym' } },
      state: { holds: 'profile.state', form: { kind: 'plain' } },
      fence_epoch: { technical: 'Counts how often the account was fenced' },
      registered_at: { holds: 'profile.state', form: { kind: 'plain' } },
      left_at: { holds: 'profile.state', form: { kind: 'plain' } },
      last_used_on: { holds: 'profile.last-use', form: { kind: 'plain' } },
      warned_at: { holds: 'profile.last-use', form: { kind: 'plain' } },
      phone_proved_on: { holds: 'profile.last-use', form: { kind: 'plain' } },
      language: { holds: 'contact.language', form: { kind: 'plain' } },
      phone_sealed: { holds: 'login.phone', form: { kind: 'sealed', keyClass: 'account' } },
      phone_index: { holds: 'login.phone', form: { kind: 'blind-index' } },
      phone_index_b: { holds: 'login.phone', form: { kind: 'blind-index' } },
      email_sealed: { holds: 'contact.email', form: { kind: 'sealed', keyClass: 'account' } },
      email_index: { holds: 'contact.email', form: { kind: 'blind-index' } },
      email_index_b: { holds: 'contact.email', form: { kind: 'blind-index' } },
      mail_suppressed: { holds: 'contact.suppressed-mail', form: { kind: 'plain' } },
      username_sealed: { holds: 'profile.username', form: { kind: 'sealed', keyClass: 'account' } },
      username_index: { holds: 'profile.username', form: { kind: 'blind-index' } },
      username_index_b: { holds: 'profile.username', form: { kind: 'blind-index' } },
    },
  },
  identities: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['identity_id'],
    columns: {
      identity_id: { holds: 'login.provider-subject', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'login.provider-subject', form: { kind: 'pseudonym' } },
      issuer_sealed: { holds: 'login.issuer', form: { kind: 'sealed', keyClass: 'account' } },
      provider_subject_sealed: { holds: 'login.provider-subject', form: { kind: 'sealed', keyClass: 'account' } },
      identity_index: { holds: 'login.provider-subject', form: { kind: 'blind-index' } },
      identity_index_b: { holds: 'login.provider-subject', form: { kind: 'blind-index' } },
      linked_at: { holds: 'profile.last-use', form: { kind: 'plain' } },
    },
  },
  challenges: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['challenge_id'],
    clock: { event: 'expired', columns: ['expires_at'] },
    columns: {
      challenge_id: { holds: 'verification.code', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'verification.code', form: { kind: 'pseudonym' } },
      purpose: { holds: 'verification.code', form: { kind: 'plain' } },
      holder: { holds: 'verification.code', form: { kind: 'pseudonym' } },
      digits: { holds: 'verification.code', form: { kind: 'plain' } },
      target_index: { holds: 'verification.target', form: { kind: 'blind-index' } },
      target_index_b: { holds: 'verification.target', form: { kind: 'blind-index' } },
      target_sealed: { holds: 'verification.target', form: { kind: 'sealed', keyClass: 'account' } },
      code_hash: { holds: 'verification.code', form: { kind: 'hashed' } },
      tries_left: { holds: 'verification.code', form: { kind: 'plain' } },
      sent_at: { holds: 'verification.code', form: { kind: 'plain' } },
      expires_at: { holds: 'verification.code', form: { kind: 'plain' } },
    },
  },
  sessions: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['session_id'],
    clock: { event: 'expired', columns: ['expires_at'] },
    columns: {
      session_id: { holds: 'session.times', form: { kind: 'pseudonym' } },
      token_hash: { holds: 'session.token', form: { kind: 'hashed' } },
      subject_id: { holds: 'session.token', form: { kind: 'pseudonym' } },
      device_name_sealed: { holds: 'session.device', form: { kind: 'sealed', keyClass: 'account' } },
      started_at: { holds: 'session.times', form: { kind: 'plain' } },
      proved_at: { holds: 'session.times', form: { kind: 'plain' } },
      used_at: { holds: 'session.times', form: { kind: 'plain' } },
      expires_at: { holds: 'session.times', form: { kind: 'plain' } },
    },
  },
  code_budgets: {
    store: 'data',
    subjectColumn: null,
    record: ['bucket'],
    clock: { event: 'expired', columns: ['empties_at'] },
    changes: 'change-and-dispose',
    columns: {
      bucket: { holds: 'verification.budget', form: { kind: 'hashed' } },
      empties_at: { holds: 'verification.budget', form: { kind: 'plain' } },
    },
  },
  login_attempts: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['token_hash'],
    clock: { event: 'expired', columns: ['expires_at'] },
    changes: 'append-and-erase',
    columns: {
      token_hash: { holds: 'verification.attempt', form: { kind: 'hashed' } },
      provider: { holds: 'verification.attempt', form: { kind: 'plain' } },
      purpose: { holds: 'verification.attempt', form: { kind: 'plain' } },
      subject_id: { holds: 'verification.attempt', form: { kind: 'pseudonym' } },
      session_id: { holds: 'verification.attempt', form: { kind: 'pseudonym' } },
      begun_at: { holds: 'verification.attempt', form: { kind: 'plain' } },
      expires_at: { holds: 'verification.attempt', form: { kind: 'plain' } },
    },
  },
  contact_changes: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['change_id'],
    clock: { event: 'expired', columns: ['undo_ends_at'] },
    columns: {
      change_id: { holds: 'contact.former', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'contact.former', form: { kind: 'pseudonym' } },
      contact: { holds: 'contact.former', form: { kind: 'plain' } },
      former_sealed: { holds: 'contact.former', form: { kind: 'sealed', keyClass: 'account' } },
      former_index: { holds: 'contact.former', form: { kind: 'blind-index' } },
      former_index_b: { holds: 'contact.former', form: { kind: 'blind-index' } },
      other_sealed: { holds: 'contact.former', form: { kind: 'sealed', keyClass: 'account' } },
      phone_proved_on: { holds: 'contact.former', form: { kind: 'plain' } },
      changed_at: { holds: 'contact.former', form: { kind: 'plain' } },
      undo_ends_at: { holds: 'contact.former', form: { kind: 'plain' } },
    },
  },
  risk_events: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['event_id'],
    clock: { event: 'recorded', columns: ['recorded_at'] },
    changes: 'append-and-erase',
    evidence: true,
    columns: {
      event_id: { holds: 'verification.risk', form: { kind: 'pseudonym' } },
      kind: { holds: 'verification.risk', form: { kind: 'plain' } },
      rule: { holds: 'verification.risk', form: { kind: 'plain' } },
      subject_id: { holds: 'verification.risk', form: { kind: 'pseudonym' } },
      recorded_at: { holds: 'verification.risk', form: { kind: 'plain' } },
      lane: { technical: 'Lane of the audit log that its link is in' },
      position: { technical: 'Place in that lane' },
      salt: { technical: 'Hides the event from who sees nothing but its commitment in the chain' },
    },
  },
  consent_entries: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['entry_id'],
    changes: 'append-and-erase',
    columns: {
      entry_id: { holds: 'consent.entry', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'consent.entry', form: { kind: 'pseudonym' } },
      action: { holds: 'consent.entry', form: { kind: 'plain' } },
      purpose: { holds: 'consent.entry', form: { kind: 'plain' } },
      notice_version: { holds: 'consent.entry', form: { kind: 'plain' } },
      notice_language: { holds: 'consent.entry', form: { kind: 'plain' } },
      channel: { holds: 'consent.entry', form: { kind: 'plain' } },
      recorded_at: { holds: 'consent.entry', form: { kind: 'plain' } },
      claimed_at: { holds: 'consent.entry', form: { kind: 'plain' } },
    },
  },
  cards: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['card_id'],
    columns: {
      card_id: { holds: 'card.payment-method', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'card.payment-method', form: { kind: 'pseudonym' } },
      last4_sealed: { holds: 'card.last4', form: { kind: 'sealed', keyClass: 'contract' } },
      network_sealed: { holds: 'card.network', form: { kind: 'sealed', keyClass: 'contract' } },
      payment_method_sealed: { holds: 'card.payment-method', form: { kind: 'sealed', keyClass: 'contract' } },
      added_at: { holds: 'card.added-at', form: { kind: 'plain' } },
      removed_at: { holds: 'card.added-at', form: { kind: 'plain' } },
    },
  },
  orders: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['order_id'],
    columns: {
      order_id: { holds: 'rental.terms', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'rental.terms', form: { kind: 'pseudonym' } },
      card_id: { holds: 'rental.terms', form: { kind: 'pseudonym' } },
      state: { holds: 'rental.terms', form: { kind: 'plain' } },
      tariff: { holds: 'rental.terms', form: { kind: 'plain' } },
      day: { holds: 'rental.terms', form: { kind: 'plain' } },
      receipt_number: { holds: 'rental.terms', form: { kind: 'plain' } },
      kept_since: { holds: 'rental.terms', form: { kind: 'plain' } },
      power_bank_sealed: { holds: 'rental.station', form: { kind: 'sealed', keyClass: 'contract' } },
      rented_from_sealed: { holds: 'rental.station', form: { kind: 'sealed', keyClass: 'contract' } },
      started_at_sealed: { holds: 'rental.times', form: { kind: 'sealed', keyClass: 'contract' } },
      returned_to_sealed: { holds: 'rental.station', form: { kind: 'sealed', keyClass: 'contract' } },
      ended_at_sealed: { holds: 'rental.times', form: { kind: 'sealed', keyClass: 'contract' } },
      corrected_to_sealed: { holds: 'rental.station', form: { kind: 'sealed', keyClass: 'contract' } },
      corrected_at_sealed: { holds: 'rental.times', form: { kind: 'sealed', keyClass: 'contract' } },
    },
  },
  payments: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['payment_id'],
    columns: {
      payment_id: { holds: 'payment.amount', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'payment.amount', form: { kind: 'pseudonym' } },
      order_id: { holds: 'payment.amount', form: { kind: 'pseudonym' } },
      card_id: { holds: 'payment.amount', form: { kind: 'pseudonym' } },
      amount_minor: { holds: 'payment.amount', form: { kind: 'plain' } },
      currency: { holds: 'payment.amount', form: { kind: 'plain' } },
      state: { holds: 'payment.amount', form: { kind: 'plain' } },
      failure_reason: { holds: 'payment.amount', form: { kind: 'plain' } },
      refunded_minor: { holds: 'payment.amount', form: { kind: 'plain' } },
      created_at: { holds: 'payment.amount', form: { kind: 'plain' } },
      settled_at: { holds: 'payment.amount', form: { kind: 'plain' } },
      due_at: { technical: 'When the next try to collect is due; null when none is' },
      attempt: { technical: 'Which attempt to collect this is' },
      processor_reference_sealed: {
        holds: 'payment.processor-reference',
        form: { kind: 'sealed', keyClass: 'contract' },
      },
    },
  },
  receipts: {
    store: 'data',
    subjectColumn: null,
    record: ['receipt_number'],
    clock: { event: 'issued', columns: ['day'], inDays: true },
    amends: 'corrects',
    changes: 'change-and-dispose',
    changed: ['refund_id'],
    columns: {
      receipt_number: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      day: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      currency: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      items: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      vat_percent: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      net_minor: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      vat_minor: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      gross_minor: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      corrects: { holds: 'bookkeeping.receipt', form: { kind: 'plain' } },
      refund_id: { technical: 'Digest of the name of the refund that a correction books, so that it is booked once' },
    },
  },
  receipt_series: {
    store: 'data',
    subjectColumn: null,
    record: ['series'],
    changes: 'change-only',
    columns: {
      series: { technical: 'Name of a series of numbers: of receipts by issuer and year, and of support cases' },
      last_number: { technical: 'The last number given out in the series' },
    },
  },
  notices: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['notice_id'],
    clock: { event: 'recorded', columns: ['created_at'] },
    columns: {
      notice_id: { holds: 'message.notice', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'message.notice', form: { kind: 'pseudonym' } },
      template: { holds: 'message.notice', form: { kind: 'plain' } },
      template_version: { holds: 'message.notice', form: { kind: 'plain' } },
      language: { holds: 'message.notice', form: { kind: 'plain' } },
      reference: { holds: 'message.notice', form: { kind: 'pseudonym' } },
      dedupe_key: { holds: 'message.notice', form: { kind: 'pseudonym' } },
      state: { holds: 'message.notice', form: { kind: 'plain' } },
      channel: { holds: 'message.notice', form: { kind: 'plain' } },
      created_at: { holds: 'message.notice', form: { kind: 'plain' } },
      sent_at: { holds: 'message.notice', form: { kind: 'plain' } },
      due_at: { technical: 'When the next try to send is due' },
      tries: { technical: 'How often sending was tried' },
      lane: { technical: 'Whether the notice goes before the news or among them' },
      unclear_tries: { technical: 'How many of those tries may have sent it without our knowing' },
      lease_until: { technical: 'Until when a worker holds the notice' },
      lease_token: { technical: 'Fencing token of the worker that holds the notice' },
      last_problem: { technical: 'Why the last try failed, as a closed list of words' },
    },
  },
  editions: {
    store: 'data',
    subjectColumn: null,
    record: ['edition_id'],
    changes: 'change-only',
    columns: {
      edition_id: { technical: 'Names an issue of the news or of the newsletter' },
      purpose: { technical: 'Which of the two it is' },
      texts: { technical: 'What it says to everybody, in each language' },
      published_at: { technical: 'When it was published' },
      spread_to: { technical: 'How far it is queued, in the order of pseudonyms; null before the first' },
      spread_at: { technical: 'When it was queued for everybody; null until then' },
    },
  },
  support_cases: {
    store: 'data',
    subjectColumn: 'subject_id',
    // Not `case_number`: by that column others say for which case they were made, and are no part of it.
    record: ['case_id'],
    clock: { event: 'closed', columns: ['closed_at'] },
    columns: {
      case_id: { holds: 'support.case', form: { kind: 'plain' } },
      subject_id: { holds: 'support.case', form: { kind: 'pseudonym' } },
      topic: { holds: 'support.case', form: { kind: 'plain' } },
      state: { holds: 'support.case', form: { kind: 'plain' } },
      language: { holds: 'support.case', form: { kind: 'plain' } },
      opened_by: { holds: 'support.case', form: { kind: 'plain' } },
      opened_at: { holds: 'support.case', form: { kind: 'plain' } },
      verified_by: { holds: 'support.case', form: { kind: 'plain' } },
      verified_at: { holds: 'support.case', form: { kind: 'plain' } },
      closed_by: { holds: 'support.case', form: { kind: 'plain' } },
      closed_at: { holds: 'support.case', form: { kind: 'plain' } },
      outcome: { holds: 'support.case', form: { kind: 'plain' } },
    },
  },
  case_notes: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['note_id'],
    clock: { event: 'closed', goesWith: 'support_cases' },
    columns: {
      note_id: { holds: 'support.note', form: { kind: 'pseudonym' } },
      case_id: { holds: 'support.note', form: { kind: 'plain' } },
      subject_id: { holds: 'support.note', form: { kind: 'pseudonym' } },
      text_sealed: { holds: 'support.note', form: { kind: 'sealed', keyClass: 'account' } },
      written_by: { holds: 'support.note', form: { kind: 'plain' } },
      written_at: { holds: 'support.note', form: { kind: 'plain' } },
    },
  },
  case_messages: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['message_id'],
    clock: { event: 'closed', goesWith: 'support_cases' },
    columns: {
      message_id: { holds: 'support.message', form: { kind: 'pseudonym' } },
      case_id: { holds: 'support.message', form: { kind: 'plain' } },
      subject_id: { holds: 'support.message', form: { kind: 'pseudonym' } },
      carried_by: { holds: 'support.message', form: { kind: 'pseudonym' } },
      channel: { holds: 'support.message', form: { kind: 'plain' } },
      text_sealed: { holds: 'support.message', form: { kind: 'sealed', keyClass: 'account' } },
      written_by: { holds: 'support.message', form: { kind: 'plain' } },
      written_at: { holds: 'support.message', form: { kind: 'plain' } },
    },
  },
  audit_entries: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['entry_id'],
    clock: { event: 'recorded', columns: ['recorded_at'] },
    changes: 'append-and-dispose',
    evidence: true,
    columns: {
      entry_id: { holds: 'staff-access.entry', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'staff-access.entry', form: { kind: 'pseudonym' } },
      staff: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      action: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      purpose: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      case_number: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      fields: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      about: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      recorded_at: { holds: 'staff-access.entry', form: { kind: 'plain' } },
      lane: { technical: 'Lane of the chain that its link is in' },
      position: { technical: 'Place in that lane' },
      salt: { technical: 'Hides the entry from who sees nothing but its commitment in the chain' },
    },
  },
  audit_chain: {
    store: 'data',
    subjectColumn: null,
    record: ['lane', 'position'],
    changes: 'append-only',
    evidence: true,
    columns: {
      lane: { technical: 'Which of the chains it is in' },
      position: { technical: 'Place in that chain' },
      kind: { technical: 'Whether it stands for a deed of the staff or a risk' },
      recorded_at: { technical: 'When that was recorded' },
      commitment: { technical: 'Digest of a record and its salt; it says nothing once the record is disposed of' },
      link: { technical: 'Digest that holds the chain together' },
      key_id: { technical: 'Names the key that signed the link' },
      signature: { technical: 'That the installation wrote the link, and nobody who has the database alone' },
    },
  },
  audit_disposals: {
    store: 'data',
    subjectColumn: null,
    record: ['lane', 'position'],
    changes: 'append-only',
    evidence: true,
    columns: {
      lane: { technical: 'Chain of the link whose record went with the account of its person' },
      position: { technical: 'Place in that chain' },
      key_id: { technical: 'Names the key that signed this' },
      signature: { technical: 'That the installation let it go, and nobody took it out' },
    },
  },
  audit_lanes: {
    store: 'data',
    subjectColumn: null,
    record: ['lane'],
    changes: 'change-only',
    evidence: true,
    columns: {
      lane: { technical: 'Number of the chain' },
      length: { technical: 'How many links it has' },
      link: { technical: 'Digest of its last link' },
    },
  },
  staff_members: {
    store: 'data',
    subjectColumn: null,
    record: ['staff_id'],
    clock: { event: 'closed', columns: ['left_at'] },
    changes: 'change-and-dispose',
    columns: {
      staff_id: { holds: 'staff-access.member', form: { kind: 'plain' } },
      state: { holds: 'staff-access.member', form: { kind: 'plain' } },
      invitation_hash: { holds: 'staff-access.member', form: { kind: 'hashed' } },
      invited_until: { holds: 'staff-access.member', form: { kind: 'plain' } },
      identity_hash: { holds: 'staff-access.member', form: { kind: 'hashed' } },
      appointed_by: { holds: 'staff-access.member', form: { kind: 'plain' } },
      appointed_at: { holds: 'staff-access.member', form: { kind: 'plain' } },
      joined_at: { holds: 'staff-access.member', form: { kind: 'plain' } },
      left_by: { holds: 'staff-access.member', form: { kind: 'plain' } },
      left_at: { holds: 'staff-access.member', form: { kind: 'plain' } },
    },
  },
  staff_grants: {
    store: 'data',
    subjectColumn: null,
    record: ['grant_id'],
    clock: { event: 'closed', columns: ['revoked_at', 'expires_at'] },
    changes: 'change-and-dispose',
    columns: {
      grant_id: { holds: 'staff-access.grant', form: { kind: 'pseudonym' } },
      staff_id: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      role: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      granted_by: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      reason: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      granted_at: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      expires_at: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      revoked_by: { holds: 'staff-access.grant', form: { kind: 'plain' } },
      revoked_at: { holds: 'staff-access.grant', form: { kind: 'plain' } },
    },
  },
  staff_sessions: {
    store: 'data',
    subjectColumn: null,
    record: ['token_hash'],
    clock: { event: 'expired', columns: ['expires_at'] },
    columns: {
      token_hash: { holds: 'staff-access.session', form: { kind: 'hashed' } },
      staff_id: { holds: 'staff-access.session', form: { kind: 'plain' } },
      started_at: { holds: 'staff-access.session', form: { kind: 'plain' } },
      used_at: { holds: 'staff-access.session', form: { kind: 'plain' } },
      expires_at: { holds: 'staff-access.session', form: { kind: 'plain' } },
    },
  },
  // Those that nobody used are withdrawn with who asked or agreed, by the application.
  staff_approvals: {
    store: 'data',
    subjectColumn: null,
    record: ['approval_id'],
    clock: { event: 'expired', columns: ['expires_at'] },
    columns: {
      approval_id: { holds: 'staff-access.approval', form: { kind: 'pseudonym' } },
      action: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      object: { holds: 'staff-access.approval', form: { kind: 'pseudonym' } },
      case_number: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      asked_by: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      asked_at: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      approved_by: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      approved_at: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      used_at: { holds: 'staff-access.approval', form: { kind: 'plain' } },
      expires_at: { holds: 'staff-access.approval', form: { kind: 'plain' } },
    },
  },
  staff_register: {
    store: 'data',
    subjectColumn: null,
    record: ['register'],
    changes: 'change-only',
    columns: {
      register: { technical: 'Name of the register: who changes the staff holds its row' },
      changes: { technical: 'Counts the changes, each of which holds the row by counting' },
    },
  },
  erasures: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['erasure_id'],
    clock: { event: 'recorded', columns: ['requested_at'], when: { column: 'state', is: 'certified' } },
    changes: 'change-and-dispose',
    columns: {
      erasure_id: { holds: 'privacy-request.erasure', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'privacy-request.erasure', form: { kind: 'pseudonym' } },
      state: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      request_kind: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      requested_by: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      reason: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      case_number: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      requested_at: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      completed_at: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      kept: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      deleted: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      obstacle: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      drained_at: { technical: 'From when on nothing can be under way any more that was begun before the fence' },
      due_at: { technical: 'When a worker looks at the erasure again; null when it is certified' },
      tries: { technical: 'How often a worker took it up' },
    },
  },
  farewells: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['erasure_id'],
    columns: {
      erasure_id: { holds: 'contact.farewell', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'contact.farewell', form: { kind: 'pseudonym' } },
      language: { holds: 'contact.farewell', form: { kind: 'plain' } },
      phone_sealed: { holds: 'contact.farewell', form: { kind: 'sealed', keyClass: 'farewell' } },
      email_sealed: { holds: 'contact.farewell', form: { kind: 'sealed', keyClass: 'farewell' } },
      said_at: { technical: 'When sending the goodbye was begun; it is begun once' },
    },
  },
  propagations: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['request_id'],
    clock: { event: 'recorded', goesWith: 'erasures' },
    changes: 'change-and-dispose',
    columns: {
      request_id: { holds: 'privacy-request.erasure', form: { kind: 'pseudonym' } },
      erasure_id: { holds: 'privacy-request.erasure', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'privacy-request.erasure', form: { kind: 'pseudonym' } },
      processor: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      state: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      asked_at: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
      settled_at: { holds: 'privacy-request.erasure', form: { kind: 'plain' } },
    },
  },
  legal_holds: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['hold_id'],
    clock: { event: 'closed', columns: ['ended_at', 'expires_at'] },
    changes: 'change-and-dispose',
    columns: {
      hold_id: { holds: 'privacy-request.hold', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'privacy-request.hold', form: { kind: 'pseudonym' } },
      scope: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      order_id: { holds: 'privacy-request.hold', form: { kind: 'pseudonym' } },
      category: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      basis: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      case_number: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      placed_by: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      placed_at: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      approved_by: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      approved_at: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      expires_at: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      ended_by: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
      ended_at: { holds: 'privacy-request.hold', form: { kind: 'plain' } },
    },
  },
  privacy_requests: {
    store: 'data',
    subjectColumn: 'subject_id',
    record: ['request_id'],
    clock: { event: 'closed', columns: ['closed_at'] },
    changes: 'change-and-dispose',
    columns: {
      request_id: { holds: 'privacy-request.request', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'privacy-request.request', form: { kind: 'pseudonym' } },
      right_used: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      state: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      channel: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      order_id: { holds: 'privacy-request.request', form: { kind: 'pseudonym' } },
      case_number: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      recorded_by: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      received_on: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      due_on: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      verified_at: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      extended_at: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      extension_reason: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      closed_at: { holds: 'privacy-request.request', form: { kind: 'plain' } },
      outcome: { holds: 'privacy-request.request', form: { kind: 'plain' } },
    },
  },
  ledger_progress: {
    store: 'data',
    subjectColumn: null,
    record: ['ledger'],
    changes: 'change-only',
    columns: {
      ledger: { technical: 'Name of the ledger in the vault' },
      position: { technical: 'Up to where the store is known to have done what the ledger says' },
      applied_at: { technical: 'When that was found' },
    },
  },
  subject_keys: {
    store: 'vault',
    subjectColumn: 'subject_id',
    record: ['subject_id', 'key_class'],
    columns: {
      subject_id: { holds: 'key.data-key', form: { kind: 'pseudonym' } },
      key_class: { holds: 'key.data-key', form: { kind: 'plain' } },
      epoch_id: { technical: 'The epoch key that wraps the data key' },
      wrapped_key: { holds: 'key.data-key', form: { kind: 'wrapped' } },
      fingerprint: { holds: 'key.data-key', form: { kind: 'hashed' } },
      created_at: { holds: 'key.data-key', form: { kind: 'plain' } },
    },
  },
  epoch_keys: {
    store: 'vault',
    subjectColumn: null,
    record: ['epoch_id'],
    changes: 'change-only',
    columns: {
      epoch_id: { technical: 'Number of the epoch' },
      wrapped_key: { technical: 'The epoch key, wrapped by the key wrapper outside of both stores' },
      created_at: { technical: 'When the epoch began' },
      retired_at: { technical: 'When a newer epoch took its place' },
      clean_scans: { technical: 'How many scans in a row found no data key wrapped under it' },
      scanned_at: { technical: 'When the last such scan was made' },
      destroyed_at: { technical: 'When its key was destroyed' },
    },
  },
  destroyed_keys: {
    store: 'vault',
    subjectColumn: 'subject_id',
    record: ['subject_id', 'key_class'],
    clock: { stays: 'By then the number in it stands for nobody: the rows that it named are gone' },
    changes: 'append-only',
    columns: {
      subject_id: { holds: 'privacy-request.proof', form: { kind: 'pseudonym' } },
      key_class: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
      fingerprint: { holds: 'privacy-request.proof', form: { kind: 'hashed' } },
      epoch_id: { technical: 'The epoch whose key wrapped it last' },
      destroyed_at: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
    },
  },
  signing_keys: {
    store: 'vault',
    subjectColumn: null,
    record: ['key_id'],
    changes: 'append-only',
    columns: {
      key_id: { technical: 'Names the key: the beginning of the SHA-256 of its public half' },
      wrapped_key: { technical: 'The private half, wrapped by the key wrapper outside of both stores' },
      public_key: { technical: 'The public half, which verifies certificates' },
      created_at: { technical: 'When the key was made' },
    },
  },
  certificates: {
    store: 'vault',
    subjectColumn: null,
    record: ['erasure_id'],
    clock: { stays: 'By then the number in it stands for nobody: the rows that it named are gone' },
    changes: 'append-only',
    columns: {
      erasure_id: { holds: 'privacy-request.proof', form: { kind: 'pseudonym' } },
      issued_at: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
      document: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
    },
  },
  index_keys: {
    store: 'vault',
    subjectColumn: null,
    record: ['name', 'version'],
    changes: 'change-only',
    columns: {
      name: { technical: 'What the key is for: a blind index by table and column, or one-time codes' },
      version: { technical: 'Version of the key' },
      wrapped_key: { technical: 'The key, wrapped by the key wrapper outside of both stores' },
      created_at: { technical: 'When the key was made' },
      phase: { technical: 'Where the key is between the version before it and the one after it' },
      phase_at: { technical: 'Since when it is there' },
    },
  },
  erasure_ledger: {
    store: 'vault',
    subjectColumn: 'subject_id',
    record: ['position'],
    clock: { stays: 'By then the number in it stands for nobody: the rows that it named are gone' },
    changes: 'append-only',
    evidence: true,
    columns: {
      position: { technical: 'Place in the ledger' },
      erasure_id: { holds: 'privacy-request.proof', form: { kind: 'pseudonym' } },
      subject_id: { holds: 'privacy-request.proof', form: { kind: 'pseudonym' } },
      step: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
      recorded_at: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
      counts: { holds: 'privacy-request.proof', form: { kind: 'plain' } },
    },
  },
} as const;

/** The name of a table of either store. */
export type TableName = keyof typeof tables;

/** What the map says of a table, without the names of its columns in the type. */
export function tableOf(table: TableName): MappedTable {
  return tables[table];
}

/** Every table, in an order in which none stands before one that it refers to. */
export const tableNames: readonly TableName[] = Object.keys(tables) as TableName[]; // sound: the record is closed by its type
