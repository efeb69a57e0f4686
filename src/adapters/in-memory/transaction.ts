import { portFailure } from '../../application/ports/port-failure.ts';
import type {
  AuditLogRows,
  ConsentRows,
  EditionRows,
  NoticeRows,
  Transaction,
} from '../../application/ports/transaction.ts';
import { emptyLane, headAfter } from '../../domain/audit/chain.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { cardRows, orderRows, paymentRows } from './contract-rows.ts';
import { doors } from './doors.ts';
import { erasureRows } from './erasure-rows.ts';
import { legalHoldRows, privacyRequestRows } from './lasting-records.ts';
import type { Proofs } from './proofs.ts';
import { auditPlaceKey, type Rows } from './rows.ts';
import {
  attemptRows,
  budgetRows,
  challengeRows,
  contactChangeRows,
  riskEventRows,
  sessionRows,
} from './sign-in-rows.ts';
import { staffRows } from './staff-rows.ts';
import { supportCaseRows } from './support-cases.ts';
import { userRows } from './user-rows.ts';

/** One unit of work on these rows. */
export function transactionOn(rows: Rows, proofs: Proofs): Transaction {
  return {
    doors: doors(rows, proofs),
    users: userRows(rows, proofs),
    challenges: challengeRows(rows),
    budgets: budgetRows(rows),
    sessions: sessionRows(rows, proofs),
    attempts: attemptRows(rows),
    contactChanges: contactChangeRows(rows, proofs),
    riskEvents: riskEventRows(rows, proofs),
    consents: consentRows(rows, proofs),
    cards: cardRows(rows, proofs),
    orders: orderRows(rows, proofs),
    payments: paymentRows(rows, proofs),
    notices: noticeRows(rows, proofs),
    editions: editionRows(rows),
    auditLog: auditLogRows(rows),
    staff: staffRows(rows),
    erasures: erasureRows(rows, proofs),
    legalHolds: legalHoldRows(rows),
    privacyRequests: privacyRequestRows(rows),
    supportCases: supportCaseRows(rows, proofs),
  };
}

function consentRows(rows: Rows, proofs: Proofs): ConsentRows {
  return {
    append: (proof, entries) => {
      const subject = proofs.subjectOf(proof);
      if (entries.some((entry) => entry.subject !== subject || rows.consents.has(entry.entry))) {
        return errAsync(portFailure('DataStore', false));
      }
      for (const entry of entries) rows.consents.set(entry.entry, entry);
      return okAsync(undefined);
    },
    of: (subject) =>
      okAsync(
        rows.consents
          .where((entry) => entry.subject === subject)
          .toSorted((one, other) => one.recordedAt - other.recordedAt), // stable: lines of one moment stay in their order
      ),
  };
}

function noticeRows(rows: Rows, proofs: Proofs): NoticeRows {
  return {
    wasQueued: (dedupeKey) => okAsync(rows.notices.keysWhere((row) => row.dedupeKey === dedupeKey).length > 0),
    queue: (proof, notice, dedupeKey) => {
      if (proofs.subjectOf(proof) !== notice.subject) return errAsync(portFailure('DataStore', false));
      if (rows.notices.keysWhere((row) => row.dedupeKey === dedupeKey).length > 0) return okAsync(undefined);
      rows.notices.set(notice.notice, {
        notice,
        dedupeKey,
        state: 'queued',
        channel: null,
        sentAt: null,
        dueAt: notice.createdAt,
        tries: 0,
        unclearTries: 0,
        leaseUntil: null,
        leaseToken: null,
        problem: null,
      });
      return okAsync(undefined);
    },
  };
}

function editionRows(rows: Rows): EditionRows {
  return {
    add: (edition) => {
      rows.editions.set(edition.edition, { edition, spreadTo: null, spreadAt: null });
      return okAsync(undefined);
    },
    spread: (id, spreadTo, spreadAt) => {
      const row = rows.editions.get(id);
      const isBack = row !== null && row.spreadTo !== null && (spreadTo === null || spreadTo < row.spreadTo);
      if (row?.spreadAt === null && !isBack) rows.editions.set(id, { ...row, spreadTo, spreadAt });
      return okAsync(undefined);
    },
  };
}

function auditLogRows(rows: Rows): AuditLogRows {
  return {
    // Units of work run one after the other, so that one lane is enough.
    takeLane: () => okAsync(rows.auditHeads.get(0) ?? emptyLane(0)),
    link: (link) => {
      rows.auditLinks.set(auditPlaceKey(link), link);
      rows.auditHeads.set(link.lane, headAfter(link));
      return okAsync(undefined);
    },
    describe: (entry, place) => {
      rows.auditEntries.set(entry.entry, { ...entry, place });
      return okAsync(undefined);
    },
  };
}
