import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { FieldId } from '../../domain/data-map/personal-field.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';

/** What the audit log has of a person, as the person reads it. */

type EntryRow = Omit<DataSchema['audit_entries'], 'lane' | 'position' | 'salt'>;

/** The entry that a row is. */
export function entryOf(row: EntryRow): AuditEntry {
  return {
    entry: row.entry_id,
    action: row.action,
    staff: row.staff,
    subject: row.subject_id,
    purpose: row.purpose,
    caseNumber: row.case_number,
    fields: JSON.parse(row.fields) as readonly FieldId[], // sound: what the log was given, which nobody changes
    about: row.about,
    recordedAt: row.recorded_at,
  };
}

const columns = [
  'entry_id',
  'subject_id',
  'staff',
  'action',
  'purpose',
  'case_number',
  'fields',
  'about',
  'recorded_at',
] as const;

/** The newest of a subject's, by an index on subject and time. */
export const newestEntries: Statement<{ subject: SubjectId; limit: number }, EntryRow> = dataQuery(
  ({ db }, given: { subject: SubjectId; limit: number }) =>
    db
      .selectFrom('audit_entries')
      .select(columns)
      .where('subject_id', '=', given.subject)
      .orderBy('recorded_at', 'desc')
      .orderBy('entry_id', 'desc')
      .limit(given.limit),
);

interface Beyond {
  readonly subject: SubjectId;
  readonly at: Instant;
  readonly entry: EntryId;
  readonly limit: number;
  readonly [other: string]: string | number;
}

/** Those before an entry. */
export const entriesBefore: Statement<Beyond, EntryRow> = dataQuery(({ db }, given: Beyond) =>
  db
    .selectFrom('audit_entries')
    .select(columns)
    .where('subject_id', '=', given.subject)
    .where('recorded_at', '<=', given.at)
    .where((eb) => eb.or([eb('recorded_at', '<', given.at), eb('entry_id', '<', given.entry)]))
    .orderBy('recorded_at', 'desc')
    .orderBy('entry_id', 'desc')
    .limit(given.limit),
);
