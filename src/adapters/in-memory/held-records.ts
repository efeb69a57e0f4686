import type { HeldRecord } from '../../application/ports/reads.ts';
import { exportColumns } from '../../domain/data-map/columns.ts';
import type { TechnicalColumn } from '../../domain/data-map/tables.ts';
import { type TableName, tableNames, type tables } from '../../domain/data-map/tables.ts';
import type { CardId, OrderId, SubjectId } from '../../domain/ids.ts';
import { referenceOf } from '../../domain/notice/notice.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ChallengeTarget, holderText } from '../../domain/verification/challenge.ts';
import { correctionsOf } from './lookups.ts';
import type { Rows } from './rows.ts';

/** A value of a row, by the name of its column in the data map. */
export type Cells = Readonly<Record<string, string | number | null>>;

/** A row of a person's, with what it is bound to: that decides whether it outlives the account. */
export interface OwnRow {
  readonly cells: Cells;
  readonly order?: OrderId;
  readonly card?: CardId;
}

/** The tables of which the data store holds rows of persons, and the receipts that their orders lead to. */
type OwnTable = Exclude<
  DataTable,
  | 'receipt_series'
  | 'editions'
  | 'ledger_progress'
  | 'code_budgets'
  | 'audit_chain'
  | 'audit_disposals'
  | 'audit_lanes'
  | StaffTable
>;
/** What is about our staff and no customer. */
type StaffTable = Extract<DataTable, `staff_${string}`>;
type DataTable = {
  [Table in TableName]: (typeof tables)[Table]['store'] extends 'data' ? Table : never;
}[TableName];

/** Every column of a table that holds personal data: the compiler finds the one that the data map got and this file not. */
type CellsOf<Table extends TableName> = Readonly<Record<PersonalColumnOf<Table>, string | number | null>>;
type ColumnsOf<Table extends TableName> = (typeof tables)[Table]['columns'];
type PersonalColumnOf<Table extends TableName> = {
  [Column in keyof ColumnsOf<Table>]: ColumnsOf<Table>[Column] extends TechnicalColumn ? never : Column;
}[keyof ColumnsOf<Table>];

type OwnRows = { readonly [Table in OwnTable]: readonly (OwnRow & { readonly cells: CellsOf<Table> })[] };

/** All rows of a person, table by table, as the data map names their columns. */
export function rowsOf(rows: Rows, subject: SubjectId): OwnRows {
  const own = (row: { readonly subject: SubjectId | null }): boolean => row.subject === subject;
  const orders = rows.orders.where(own);
  const users = rows.users.where(own);
  return {
    users: users.map(({ state, registeredAt, leftAt, lastUsedOn, warnedAt, phoneProvedOn, phoneIsFree, user }) => {
      const phone = user?.logins.find((login) => login.kind === 'phone')?.phone ?? null;
      const { email = null, username = null, language = null } = user ?? {};
      return {
        cells: {
          subject_id: subject,
          state,
          registered_at: registeredAt,
          left_at: leftAt,
          last_used_on: lastUsedOn,
          warned_at: warnedAt,
          phone_proved_on: phoneProvedOn,
          language,
          phone_sealed: phone,
          phone_index: phoneIsFree ? null : phone,
          phone_index_b: null,
          email_sealed: email,
          email_index: email,
          email_index_b: null,
          mail_suppressed:
            user === null || Object.keys(user.suppressedMail).length === 0 ? null : JSON.stringify(user.suppressedMail),
          username_sealed: username,
          username_index: username,
          username_index_b: null,
        },
      };
    }),
    identities: users.flatMap(({ user }) =>
      (user?.logins ?? []).flatMap((login, place) => {
        if (login.kind === 'phone') return [];
        const { issuer, providerSubject } = login.identity;
        const cells = {
          identity_id: `${subject}/${place}`,
          subject_id: subject,
          issuer_sealed: issuer,
          provider_subject_sealed: providerSubject,
          identity_index: providerSubject,
          identity_index_b: null,
          linked_at: rows.users.get(subject)?.linkedAt[ThirdPartyIdentity.normalised(login.identity)] ?? null,
        };
        return [{ cells }];
      }),
    ),
    challenges: rows.challenges
      .where(({ challenge }) => own(challenge))
      .map(({ challenge, target }) => {
        const address = addressOf(target);
        return {
          cells: {
            challenge_id: challenge.challenge,
            subject_id: challenge.subject,
            purpose: challenge.purpose,
            holder: holderText(challenge.holder),
            digits: challenge.digits,
            target_index: address,
            target_index_b: null,
            target_sealed: address,
            code_hash: Buffer.from(challenge.codeHash).toString('hex'),
            tries_left: challenge.triesLeft,
            sent_at: challenge.sentAt,
            expires_at: challenge.expiresAt,
          },
        };
      }),
    sessions: rows.sessions.where(own).map((row) => ({
      cells: {
        session_id: row.session,
        token_hash: row.tokenHash,
        subject_id: subject,
        device_name_sealed: row.deviceName,
        started_at: row.startedAt,
        proved_at: row.provedAt,
        used_at: row.usedAt,
        expires_at: row.expiresAt,
      },
    })),
    login_attempts: rows.attempts
      .where(({ by }) => by?.subject === subject)
      .map((attempt) => ({
        cells: {
          token_hash: Buffer.from(attempt.token).toString('hex'),
          provider: attempt.provider,
          purpose: attempt.purpose,
          subject_id: subject,
          session_id: attempt.by?.session ?? null,
          begun_at: attempt.begunAt,
          expires_at: attempt.expiresAt,
        },
      })),
    contact_changes: rows.contactChanges
      .where(own)
      .map(({ change, what, former, other, phoneProvedOn, changedAt, undoUntil }) => ({
        cells: {
          change_id: change,
          subject_id: subject,
          contact: what,
          former_sealed: former && addressOf(former),
          former_index: former && addressOf(former),
          former_index_b: null,
          other_sealed: other && addressOf(other),
          phone_proved_on: phoneProvedOn,
          changed_at: changedAt,
          undo_ends_at: undoUntil,
        },
      })),
    risk_events: rows.riskEvents.where(own).map(({ event, kind, rule, at }) => ({
      cells: { event_id: event, kind, rule, subject_id: subject, recorded_at: at },
    })),
    consent_entries: rows.consents.where(own).map((entry) => ({
      cells: {
        entry_id: entry.entry,
        subject_id: subject,
        action: entry.action,
        purpose: entry.purpose,
        notice_version: entry.noticeVersion,
        notice_language: entry.noticeLanguage,
        channel: entry.channel,
        recorded_at: entry.recordedAt,
        claimed_at: entry.claimedAt,
      },
    })),
    cards: rows.cards.where(own).map(({ card, last4, network, paymentMethod, addedAt, removedAt }) => ({
      card,
      cells: {
        card_id: card,
        subject_id: subject,
        last4_sealed: last4,
        network_sealed: network,
        payment_method_sealed: paymentMethod,
        added_at: addedAt,
        removed_at: removedAt,
      },
    })),
    orders: orders.map((order) => ({
      order: order.order,
      cells: {
        order_id: order.order,
        subject_id: subject,
        card_id: order.card,
        state: order.kind,
        tariff: JSON.stringify(order.tariff),
        day: order.day,
        receipt_number: 'receipt' in order ? order.receipt : null,
        kept_since: rows.keptOrders.get(order.order)?.since ?? null,
        power_bank_sealed: order.powerBank,
        rented_from_sealed: order.rentedFrom,
        started_at_sealed: order.startedAt,
        returned_to_sealed: 'returnedTo' in order ? order.returnedTo : null,
        ended_at_sealed: 'endedAt' in order ? order.endedAt : null,
        corrected_to_sealed: 'corrected' in order ? (order.corrected?.returnedTo ?? null) : null,
        corrected_at_sealed: 'corrected' in order ? (order.corrected?.endedAt ?? null) : null,
      },
    })),
    payments: rows.payments
      .where(({ payment }) => own(payment))
      .map(({ payment }) => ({
        order: payment.order,
        cells: {
          payment_id: payment.payment,
          subject_id: subject,
          order_id: payment.order,
          card_id: payment.card,
          amount_minor: payment.amount.amountMinor,
          currency: payment.amount.currency,
          state: payment.kind,
          failure_reason: 'reason' in payment ? payment.reason : null,
          refunded_minor: 'refunded' in payment ? payment.refunded.amountMinor : null,
          created_at: payment.createdAt,
          settled_at: 'settledAt' in payment ? payment.settledAt : null,
          processor_reference_sealed: 'reference' in payment ? payment.reference : null,
        },
      })),
    receipts: orders
      .flatMap((order) => {
        const receipt = 'receipt' in order ? rows.receipts.get(order.receipt) : null;
        if (receipt == null) return [];
        return [receipt, ...correctionsOf(rows, receipt.number)].map((one) => ({ order: order.order, receipt: one }));
      })
      .map(({ order, receipt }) => ({
        order,
        cells: {
          receipt_number: receipt.number,
          day: receipt.day,
          currency: receipt.gross.currency,
          items: JSON.stringify(receipt.items),
          vat_percent: receipt.vatPercent,
          net_minor: receipt.net.amountMinor,
          vat_minor: receipt.vat.amountMinor,
          gross_minor: receipt.gross.amountMinor,
          corrects: receipt.corrects,
        },
      })),
    notices: rows.notices
      .where(({ notice }) => own(notice))
      .map(({ notice, dedupeKey, state, channel, sentAt }) => ({
        cells: {
          notice_id: notice.notice,
          subject_id: subject,
          template: notice.about.kind,
          template_version: notice.templateVersion,
          language: notice.language,
          reference: referenceOf(notice.about),
          dedupe_key: dedupeKey,
          state,
          channel,
          created_at: notice.createdAt,
          sent_at: sentAt,
        },
      })),
    support_cases: rows.supportCases.where(own).map((supportCase) => {
      const closed = supportCase.state === 'closed' ? supportCase : null;
      return {
        cells: {
          case_id: supportCase.caseNumber,
          subject_id: subject,
          topic: supportCase.topic,
          state: supportCase.state,
          language: supportCase.language,
          opened_by: supportCase.openedBy,
          opened_at: supportCase.openedAt,
          verified_by: supportCase.verified?.by ?? null,
          verified_at: supportCase.verified?.at ?? null,
          closed_by: closed?.closedBy ?? null,
          closed_at: closed?.closedAt ?? null,
          outcome: closed?.outcome ?? null,
        },
      };
    }),
    case_notes: rows.caseNotes.where(own).map((note) => ({
      cells: {
        note_id: note.note,
        case_id: note.caseNumber,
        subject_id: subject,
        text_sealed: note.text,
        written_by: note.writtenBy,
        written_at: note.writtenAt,
      },
    })),
    case_messages: rows.caseMessages.where(own).map((message) => ({
      cells: {
        message_id: message.message,
        case_id: message.caseNumber,
        subject_id: subject,
        carried_by: message.notice,
        channel: message.channel,
        text_sealed: message.text,
        written_by: message.writtenBy,
        written_at: message.writtenAt,
      },
    })),
    audit_entries: rows.auditEntries.where(own).map((access) => ({
      cells: {
        entry_id: access.entry,
        subject_id: subject,
        staff: access.staff,
        action: access.action,
        purpose: access.purpose,
        case_number: access.caseNumber,
        fields: JSON.stringify(access.fields),
        about: access.about,
        recorded_at: access.recordedAt,
      },
    })),
    erasures: rows.erasures
      .where(({ erasure }) => own(erasure))
      .map(({ erasure }) => ({
        cells: {
          erasure_id: erasure.erasure,
          subject_id: subject,
          state: erasure.state,
          request_kind: erasure.request.kind,
          requested_by: erasure.request.kind === 'support' ? erasure.request.staff : erasure.request.kind,
          reason: erasure.request.kind === 'support' ? erasure.request.reason : null,
          case_number: erasure.request.kind === 'support' ? erasure.request.caseNumber : null,
          requested_at: erasure.requestedAt,
          completed_at: erasure.completedAt,
          kept: JSON.stringify(erasure.kept),
          deleted: JSON.stringify(erasure.deleted),
          obstacle: erasure.obstacle?.kind === 'stuck' ? erasure.obstacle.reason : (erasure.obstacle?.kind ?? null),
        },
      })),
    farewells: rows.farewells.keysWhere(own).map((erasure) => {
      const { language = null, phone = null, email = null } = rows.farewells.get(erasure)?.farewell ?? {};
      return {
        cells: { erasure_id: erasure, subject_id: subject, language, phone_sealed: phone, email_sealed: email },
      };
    }),
    propagations: rows.propagations.where(own).map(({ requestId, erasure, processor, state, askedAt, settledAt }) => ({
      cells: {
        request_id: requestId,
        erasure_id: erasure,
        subject_id: subject,
        processor,
        state,
        asked_at: askedAt,
        settled_at: settledAt,
      },
    })),
    legal_holds: rows.legalHolds.where(own).map((hold) => ({
      cells: {
        hold_id: hold.hold,
        subject_id: subject,
        scope: hold.scope.kind,
        order_id: hold.scope.kind === 'order' ? hold.scope.order : null,
        category: hold.scope.kind === 'category' ? hold.scope.category : null,
        basis: hold.basis,
        case_number: hold.caseNumber,
        placed_by: hold.placedBy,
        placed_at: hold.placedAt,
        approved_by: hold.approved?.by ?? null,
        approved_at: hold.approved?.at ?? null,
        expires_at: hold.expiresAt,
        ended_by: hold.ended?.by ?? null,
        ended_at: hold.ended?.at ?? null,
      },
    })),
    privacy_requests: rows.privacyRequests.where(own).map((request) => ({
      cells: {
        request_id: request.request,
        subject_id: subject,
        right_used: request.right,
        state: request.state,
        channel: request.channel,
        order_id: request.order,
        case_number: request.caseNumber,
        recorded_by: request.recordedBy,
        received_on: request.receivedOn,
        due_on: request.dueOn,
        verified_at: request.verifiedAt,
        extended_at: request.extended?.at ?? null,
        extension_reason: request.extended?.reason ?? null,
        closed_at: request.closed?.at ?? null,
        outcome: request.closed?.outcome ?? null,
      },
    })),
  };
}

/** A person's rows as an export shows them. */
export function heldRecordsOf(rows: Rows, subject: SubjectId): readonly HeldRecord[] {
  const all: Readonly<Partial<Record<TableName, readonly OwnRow[]>>> = rowsOf(rows, subject);
  return tableNames.flatMap((table) =>
    (all[table] ?? []).map(({ cells }) => ({
      table,
      values: exportColumns(table).map(({ column, field }) => ({ column, field, value: cells[column] ?? null })),
    })),
  );
}

function addressOf(contact: ChallengeTarget): string {
  return contact.kind === 'phone' ? contact.phone : contact.email;
}
