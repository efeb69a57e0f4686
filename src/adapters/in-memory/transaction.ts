import { portFailure } from '../../application/ports/port-failure.ts';
import type {
  ChallengeRows,
  ConsentRows,
  EditionRows,
  NoticeRows,
  SessionRows,
  StaffAccessRows,
  Transaction,
} from '../../application/ports/transaction.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { cardRows, orderRows, paymentRows } from './contract-rows.ts';
import { doors } from './doors.ts';
import { erasureRows } from './erasure-rows.ts';
import { legalHoldRows, privacyRequestRows } from './lasting-records.ts';
import { hex } from './lookups.ts';
import type { Proofs } from './proofs.ts';
import type { Rows } from './rows.ts';
import { userRows } from './user-rows.ts';

/** One unit of work on these rows. */
export function transactionOn(rows: Rows, proofs: Proofs): Transaction {
  return {
    doors: doors(rows, proofs),
    users: userRows(rows, proofs),
    challenges: challengeRows(rows),
    sessions: sessionRows(rows, proofs),
    consents: consentRows(rows, proofs),
    cards: cardRows(rows, proofs),
    orders: orderRows(rows, proofs),
    payments: paymentRows(rows, proofs),
    notices: noticeRows(rows, proofs),
    editions: editionRows(rows),
    staffAccesses: staffAccessRows(rows),
    erasures: erasureRows(rows, proofs),
    legalHolds: legalHoldRows(rows),
    privacyRequests: privacyRequestRows(rows),
  };
}

function challengeRows(rows: Rows): ChallengeRows {
  return {
    lockByTarget: (purpose, target) => {
      const [row] = rows.challenges.where((one) => one.challenge.purpose === purpose && sameTarget(one.target, target));
      return okAsync(row?.challenge ?? null);
    },
    lock: (id) => okAsync(rows.challenges.get(id)?.challenge ?? null),
    add: (challenge, target) => {
      const { purpose } = challenge;
      if (
        rows.challenges.where((one) => one.challenge.purpose === purpose && sameTarget(one.target, target)).length > 0
      ) {
        return okAsync(false);
      }
      rows.challenges.set(challenge.challenge, { challenge, target });
      return okAsync(true);
    },
    put: (challenge, target) => {
      rows.challenges.deleteWhere(
        (one) => one.challenge.purpose === challenge.purpose && sameTarget(one.target, target),
      );
      rows.challenges.set(challenge.challenge, { challenge, target });
      return okAsync(undefined);
    },
    save: ({ challenge, triesLeft }) => {
      const row = rows.challenges.get(challenge);
      if (row !== null) rows.challenges.set(challenge, { ...row, challenge: { ...row.challenge, triesLeft } });
      return okAsync(undefined);
    },
    remove: (id) => {
      rows.challenges.delete(id);
      return okAsync(undefined);
    },
  };
}

function sameTarget(one: ChallengeTarget, other: ChallengeTarget): boolean {
  if (one.kind === 'phone') return other.kind === 'phone' && one.phone === other.phone;
  return other.kind === 'email' && one.email === other.email;
}

function sessionRows(rows: Rows, proofs: Proofs): SessionRows {
  return {
    start: (proof, token, startedAt, expiresAt) => {
      const tokenHash = hex(token);
      rows.sessions.set(tokenHash, { tokenHash, subject: proofs.subjectOf(proof), startedAt, expiresAt });
      return okAsync(undefined);
    },
    end: (token) => okAsync(rows.sessions.delete(hex(token))),
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

function staffAccessRows(rows: Rows): StaffAccessRows {
  return {
    record: (access) => {
      rows.staffAccesses.set(access.entry, access);
      return okAsync(undefined);
    },
  };
}
