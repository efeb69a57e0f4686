import type { CaseWritings, SupportCaseRows } from '../../application/ports/transaction.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { okAsync } from '../../domain/result.ts';
import { CaseNumber } from '../../domain/staff/staff-id.ts';
import { openedCase } from '../../domain/support-case/decide-case.ts';
import type { SupportCase } from '../../domain/support-case/support-case.ts';
import { opened } from './opened.ts';
import type { Proofs } from './proofs.ts';
import type { Rows } from './rows.ts';

/** {@link SupportCaseRows} of one transaction. */
export function supportCaseRows(rows: Rows, proofs: Proofs): SupportCaseRows {
  const series = 'CASE';
  return {
    open: (proof, opening) => {
      const number = (rows.receiptSeries.get(series) ?? 0) + 1;
      rows.receiptSeries.set(series, number);
      const subject = proofs.subjectOf(proof);
      return CaseNumber.parse(`CASE-${number}`).match(
        (caseNumber) => {
          const supportCase = openedCase({ ...opening, subject, caseNumber });
          rows.supportCases.set(caseNumber, supportCase);
          return okAsync(supportCase);
        },
        ({ kind }) => {
          throw new Error(kind);
        },
      );
    },
    find: (subject, caseNumber) => {
      const found = rows.supportCases.get(caseNumber);
      return okAsync(found?.subject === subject ? found : null);
    },
    of: (proof) => okAsync(casesOf(rows, proofs.subjectOf(proof))),
    save: (proof, supportCase) => {
      const row = rows.supportCases.get(supportCase.caseNumber);
      if (row?.subject === proofs.subjectOf(proof)) rows.supportCases.set(row.caseNumber, supportCase);
      return okAsync(undefined);
    },
    addNote: (proof, note) => {
      rows.caseNotes.set(note.note, { ...note, subject: proofs.subjectOf(proof) });
      return okAsync(undefined);
    },
    addMessage: (proof, message) => {
      rows.caseMessages.set(message.message, { ...message, subject: proofs.subjectOf(proof) });
      return okAsync(undefined);
    },
    written: (proof, caseNumber, purpose) => {
      const subject = proofs.subjectOf(proof);
      return opened('support-case', purpose, () => writtenIn(rows, subject, caseNumber));
    },
  };
}

/** The cases of a subject, the newest first. */
export function casesOf(rows: Rows, subject: SubjectId): readonly SupportCase[] {
  return rows.supportCases
    .where((one) => one.subject === subject)
    .toSorted((one, other) => other.openedAt - one.openedAt || (one.caseNumber < other.caseNumber ? 1 : -1));
}

/** What was written in a case of the subject's, oldest first, with what became of each message. */
export function writtenIn(rows: Rows, subject: SubjectId, caseNumber: CaseNumber): CaseWritings {
  const ofCase = (one: { readonly subject: SubjectId; readonly caseNumber: CaseNumber }): boolean =>
    one.subject === subject && one.caseNumber === caseNumber;
  return {
    notes: rows.caseNotes
      .where(ofCase)
      .toSorted((one, other) => one.writtenAt - other.writtenAt || (one.note < other.note ? -1 : 1)),
    messages: rows.caseMessages
      .where(ofCase)
      .toSorted((one, other) => one.writtenAt - other.writtenAt || (one.message < other.message ? -1 : 1))
      .map((message) => {
        const notice = rows.notices.get(message.notice);
        return {
          ...message,
          delivery: notice?.state ?? 'gone',
          sentBy: notice?.channel ?? null,
          sentAt: notice?.sentAt ?? null,
        };
      }),
  };
}
