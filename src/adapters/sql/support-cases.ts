import type { SupportCaseRows } from '../../application/ports/transaction.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { CaseNumber } from '../../domain/staff/staff-id.ts';
import { openedCase } from '../../domain/support-case/decide-case.ts';
import type { SupportCase } from '../../domain/support-case/support-case.ts';
import { addMessage, addNote, writtenIn } from './case-writings.ts';
import { answer } from './failing.ts';
import { nextNumber } from './number-series.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Support cases. */
export function supportCaseRows(work: Work): SupportCaseRows {
  return {
    open: (proof, opening) =>
      answer(async () => {
        const caseNumber = CaseNumber.parse(`CASE-${await nextNumber(work, 'CASE')}`);
        // A series of numbers runs full after a billion of them: that is for an operator.
        if (caseNumber.isErr()) throw new Error(`No case number: ${caseNumber.error.kind}`);
        const opened = openedCase({ ...opening, subject: proof.subject, caseNumber: caseNumber.value });
        const { topic, language, openedBy, openedAt } = opened;
        await work.run(add, {
          case_id: opened.caseNumber,
          subject_id: proof.subject,
          topic,
          language,
          opened_by: openedBy,
          opened_at: openedAt,
          ...progressOf(opened),
        });
        return opened;
      }),

    find: (subject, caseNumber) =>
      answer(async () => (await work.run(find, { subject, case: caseNumber })).rows.map(caseOf)[0] ?? null),

    of: ({ subject }) => answer(async () => (await work.run(casesOf, { subject })).rows.map(caseOf)),

    save: ({ subject }, supportCase) =>
      answer(async () => {
        await work.run(save, { ...progressOf(supportCase), case: supportCase.caseNumber, subject });
      }),

    addNote: (proof, note) => answer(() => addNote(work, proof.subject, note)),
    addMessage: (proof, message) => answer(() => addMessage(work, proof.subject, message)),
    written: ({ subject }, caseNumber, purpose) => answer(() => writtenIn(work, subject, caseNumber, purpose)),
  };
}

type CaseRow = DataSchema['support_cases'];
type Progress = Pick<CaseRow, 'state' | 'verified_by' | 'verified_at' | 'closed_by' | 'closed_at' | 'outcome'>;

/** What changes of a case after it was opened. */
function progressOf(supportCase: SupportCase): Progress {
  const closed = supportCase.state === 'closed' ? supportCase : null;
  return {
    state: supportCase.state,
    verified_by: supportCase.verified?.by ?? null,
    verified_at: supportCase.verified?.at ?? null,
    closed_by: closed?.closedBy ?? null,
    closed_at: closed?.closedAt ?? null,
    outcome: closed?.outcome ?? null,
  };
}

/** The case that a row is. */
export function caseOf(row: CaseRow): SupportCase {
  const opened = {
    caseNumber: row.case_id,
    subject: row.subject_id,
    topic: row.topic,
    language: row.language,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    verified:
      row.verified_by === null || row.verified_at === null ? null : { by: row.verified_by, at: row.verified_at },
  };
  const { closed_by: closedBy, closed_at: closedAt, outcome } = row;
  return closedBy === null || closedAt === null || outcome === null
    ? { ...opened, state: 'open' }
    : { ...opened, state: 'closed', closedBy, closedAt, outcome };
}

const add = dataQuery(({ db }, given: CaseRow) =>
  db.insertInto('support_cases').values({
    case_id: given.case_id,
    subject_id: given.subject_id,
    topic: given.topic,
    state: given.state,
    language: given.language,
    opened_by: given.opened_by,
    opened_at: given.opened_at,
    verified_by: given.verified_by,
    verified_at: given.verified_at,
    closed_by: given.closed_by,
    closed_at: given.closed_at,
    outcome: given.outcome,
  }),
);

const find = dataQuery(({ db, mysql }, given: { subject: SubjectId; case: CaseNumber }) =>
  db
    .selectFrom('support_cases')
    .selectAll()
    .where('case_id', '=', given.case)
    .where('subject_id', '=', given.subject)
    .$if(mysql, (query) => query.forUpdate()),
);

const save = dataQuery(({ db }, given: Progress & { readonly case: CaseNumber; readonly subject: SubjectId }) =>
  db
    .updateTable('support_cases')
    .set({
      state: given.state,
      verified_by: given.verified_by,
      verified_at: given.verified_at,
      closed_by: given.closed_by,
      closed_at: given.closed_at,
      outcome: given.outcome,
    })
    .where('case_id', '=', given.case)
    .where('subject_id', '=', given.subject),
);

/** The subject's cases, the newest first. */
export const casesOf: Statement<{ subject: SubjectId }, CaseRow> = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('support_cases')
    .selectAll()
    .where('subject_id', '=', given.subject)
    .orderBy('opened_at', 'desc')
    .orderBy('case_id', 'desc'),
);

/** Whose case it is. */
export const subjectOfCase: Statement<{ case: CaseNumber }, Pick<CaseRow, 'subject_id'>> = dataQuery(
  ({ db }, given: { case: CaseNumber }) =>
    db.selectFrom('support_cases').select('subject_id').where('case_id', '=', given.case),
);
