import type { ConsentRows } from '../../application/ports/transaction.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ConsentPurpose } from '../../domain/consent/contact-purpose.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { answer } from './failing.ts';
import { numbered, rowsQuery } from './list-query.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Parameters, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** The append-only consent ledger (POLICY.md C08). */
export function consentRows(work: Work): ConsentRows {
  return {
    append: (proof, entries) =>
      answer(async () => {
        for (const entry of entries) {
          if (entry.subject !== proof.subject) throw new Error('A consent is written for whom the proof names');
        }
        if (entries.length > 0) await work.run(append(entries.length), numbered(entries.map(rowOf)));
      }),
    of: (subject) => answer(async () => (await work.run(consentsOf, { subject })).rows.map(consentOf)),
  };
}

/** The subject's lines, oldest first. */
export const consentsOf: Statement<{ subject: SubjectId }, DataSchema['consent_entries']> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db
      .selectFrom('consent_entries')
      .selectAll()
      .where('subject_id', '=', given.subject)
      .orderBy('recorded_at')
      .orderBy('entry_id'), // made in order: what was said at once stays in the order in which it was said
);

/** The line that a row is. */
export function consentOf(row: DataSchema['consent_entries']): ConsentEntry {
  return {
    entry: row.entry_id,
    subject: row.subject_id,
    action: row.action,
    purpose: row.purpose,
    noticeVersion: row.notice_version,
    noticeLanguage: row.notice_language,
    channel: row.channel,
    recordedAt: row.recorded_at,
    claimedAt: row.claimed_at,
  };
}

function rowOf(entry: ConsentEntry): DataSchema['consent_entries'] & Parameters {
  return {
    entry_id: entry.entry,
    subject_id: entry.subject,
    action: entry.action,
    purpose: entry.purpose,
    notice_version: entry.noticeVersion,
    notice_language: entry.noticeLanguage,
    channel: entry.channel,
    recorded_at: entry.recordedAt,
    claimed_at: entry.claimedAt,
  };
}

const append = rowsQuery<DataSchema['consent_entries'], unknown>(
  [
    'entry_id',
    'subject_id',
    'action',
    'purpose',
    'notice_version',
    'notice_language',
    'channel',
    'recorded_at',
    'claimed_at',
  ],
  ({ db }, rows) => db.insertInto('consent_entries').values(rows),
);

/**
 * Who said yes to a purpose at some time, in the order of pseudonyms; whether it still holds, the ledger of each must say. By
 * an index of its own, and so many at most.
 */
export const consenting: Statement<
  { purpose: ConsentPurpose; after: string; limit: number },
  { subject_id: SubjectId }
> = dataQuery(({ db }, given: { purpose: ConsentPurpose; after: string; limit: number }) =>
  db
    .selectFrom('consent_entries')
    .select('subject_id')
    .distinct()
    .where('purpose', '=', given.purpose)
    .where('subject_id', '>', given.after as SubjectId) // a place, which Kysely takes for the value
    .orderBy('subject_id')
    .limit(given.limit),
);
