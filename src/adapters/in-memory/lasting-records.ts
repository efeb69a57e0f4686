import type { LegalHoldRows, PrivacyRequestRows } from '../../application/ports/transaction.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type Protection, protectionOf } from '../../domain/legal-hold/protection.ts';
import { okAsync } from '../../domain/result.ts';
import type { Rows } from './rows.ts';

/** Holds and requests, which outlive the account: {@link LegalHoldRows} and {@link PrivacyRequestRows} of one transaction. */

export function legalHoldRows(rows: Rows): LegalHoldRows {
  return {
    add: (_locked, hold) => {
      rows.legalHolds.set(hold.hold, hold);
      return okAsync(undefined);
    },
    lock: (hold) => okAsync(rows.legalHolds.get(hold)),
    save: ({ hold, approved, ended }) => {
      const row = rows.legalHolds.get(hold);
      if (row !== null) rows.legalHolds.set(hold, { ...row, approved, ended });
      return okAsync(undefined);
    },
    of: (subject) =>
      okAsync(
        rows.legalHolds
          .where((hold) => hold.subject === subject)
          .toSorted((one, other) => one.placedAt - other.placedAt || (one.hold < other.hold ? -1 : 1)),
      ),
  };
}

export function privacyRequestRows(rows: Rows): PrivacyRequestRows {
  return {
    add: (_locked, request) => {
      rows.privacyRequests.set(request.request, request);
      return okAsync(undefined);
    },
    lock: (request) => okAsync(rows.privacyRequests.get(request)),
    save: ({ request, state, dueOn, verifiedAt, extended, closed }) => {
      const row = rows.privacyRequests.get(request);
      if (row !== null) rows.privacyRequests.set(request, { ...row, state, dueOn, verifiedAt, extended, closed });
      return okAsync(undefined);
    },
  };
}

/** What is protected of a subject. */
export function protectedOf(rows: Rows, subject: SubjectId, at: Instant): Protection {
  const own = (row: { readonly subject: SubjectId }): boolean => row.subject === subject;
  return protectionOf(rows.legalHolds.where(own), rows.privacyRequests.where(own), at);
}
