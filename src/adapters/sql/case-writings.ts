import type { Keyring } from '../../application/ports/sealing.ts';
import type { CaseWritings, SentCaseMessage } from '../../application/ports/transaction.ts';
import { demandPurpose, type UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { CaseNumber } from '../../domain/staff/staff-id.ts';
import type { CaseMessage, CaseNote } from '../../domain/support-case/support-case.ts';
import type { DataSchema } from './schema.ts';
import { opened, sealed } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** What staff wrote down in a case, and wrote to the person: sealed under the person's own key. */

type NoteRow = DataSchema['case_notes'];
type MessageRow = DataSchema['case_messages'];
/** With what became of the notice that carries it. */
type SentRow = MessageRow & {
  readonly delivery: DataSchema['notices']['state'] | null;
  readonly sent_by: DataSchema['notices']['channel'];
  readonly sent_at: DataSchema['notices']['sent_at'];
};

export async function addNote(work: Work, subject: SubjectId, note: CaseNote): Promise<void> {
  await work.run(insertNote, {
    note_id: note.note,
    case_id: note.caseNumber,
    subject_id: subject,
    ...sealed('case_notes', note.note, await work.sealer(subject), { text: note.text }),
    written_by: note.writtenBy,
    written_at: note.writtenAt,
  });
}

export async function addMessage(work: Work, subject: SubjectId, message: CaseMessage): Promise<void> {
  await work.run(insertMessage, {
    message_id: message.message,
    case_id: message.caseNumber,
    subject_id: subject,
    carried_by: message.notice,
    channel: message.channel,
    ...sealed('case_messages', message.message, await work.sealer(subject), { text: message.text }),
    written_by: message.writtenBy,
    written_at: message.writtenAt,
  });
}

/** What was written in a case of the subject's. */
export async function writtenIn(
  work: Work,
  subject: SubjectId,
  caseNumber: CaseNumber,
  purpose: UnsealingPurpose,
): Promise<CaseWritings> {
  demandPurpose('support-case', purpose);
  const notes = (await work.run(notesOf, { subject })).rows.filter(({ case_id }) => case_id === caseNumber);
  const messages = (await work.run(messagesOf, { subject })).rows.filter(({ case_id }) => case_id === caseNumber);
  if (notes.length + messages.length === 0) return { notes: [], messages: [] };
  const keyring = await work.keyring(subject, purpose);
  return { notes: notes.map((row) => noteOf(row, keyring)), messages: messages.map((row) => sentOf(row, keyring)) };
}

/** The note that a row is. */
export function noteOf(row: NoteRow, keyring: Keyring): CaseNote {
  return {
    note: row.note_id,
    caseNumber: row.case_id,
    subject: row.subject_id,
    text: opened('case_notes', row.note_id, keyring, row).text,
    writtenBy: row.written_by,
    writtenAt: row.written_at,
  };
}

/** The message that a row is. */
export function messageOf(row: MessageRow, keyring: Keyring): CaseMessage {
  return {
    message: row.message_id,
    caseNumber: row.case_id,
    subject: row.subject_id,
    notice: row.carried_by,
    channel: row.channel,
    text: opened('case_messages', row.message_id, keyring, row).text,
    writtenBy: row.written_by,
    writtenAt: row.written_at,
  };
}

/** As {@link messageOf}, with what became of it. */
export function sentOf(row: SentRow, keyring: Keyring): SentCaseMessage {
  return { ...messageOf(row, keyring), delivery: row.delivery ?? 'gone', sentBy: row.sent_by, sentAt: row.sent_at };
}

const insertNote = dataQuery(({ db }, given: NoteRow) =>
  db.insertInto('case_notes').values({
    note_id: given.note_id,
    case_id: given.case_id,
    subject_id: given.subject_id,
    text_sealed: given.text_sealed,
    written_by: given.written_by,
    written_at: given.written_at,
  }),
);

const insertMessage = dataQuery(({ db }, given: MessageRow) =>
  db.insertInto('case_messages').values({
    message_id: given.message_id,
    case_id: given.case_id,
    subject_id: given.subject_id,
    carried_by: given.carried_by,
    channel: given.channel,
    text_sealed: given.text_sealed,
    written_by: given.written_by,
    written_at: given.written_at,
  }),
);

/** The subject's notes, oldest first. */
export const notesOf: Statement<{ subject: SubjectId }, NoteRow> = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('case_notes')
    .selectAll()
    .where('subject_id', '=', given.subject)
    .orderBy('written_at')
    .orderBy('note_id'),
);

/** The subject's messages with what became of their notices, oldest first. */
export const messagesOf: Statement<{ subject: SubjectId }, SentRow> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db
      .selectFrom('case_messages as m')
      .leftJoin('notices as n', 'n.notice_id', 'm.carried_by')
      .selectAll('m')
      .select(['n.state as delivery', 'n.channel as sent_by', 'n.sent_at'])
      .where('m.subject_id', '=', given.subject)
      .orderBy('m.written_at')
      .orderBy('m.message_id'),
);

/** One message of the subject's. */
export const caseMessage: Statement<{ subject: SubjectId; message: EntryId }, MessageRow> = dataQuery(
  ({ db }, given: { subject: SubjectId; message: EntryId }) =>
    db
      .selectFrom('case_messages')
      .selectAll()
      .where('message_id', '=', given.message)
      .where('subject_id', '=', given.subject),
);
