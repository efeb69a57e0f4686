import type { SchemaChange } from '../migrating.ts';
import { createTable } from './create-table.ts';

/** Support cases, with what staff wrote down in them and wrote to the person. */
export const data0008: SchemaChange = async (db, engine) => {
  await createTable(db, engine, 'support_cases', {
    columns: {
      case_id: 'word',
      subject_id: 'id',
      topic: 'word',
      state: 'word',
      language: 'word',
      opened_by: 'word',
      opened_at: 'integer',
      verified_by: 'word?',
      verified_at: 'integer?',
      closed_by: 'word?',
      closed_at: 'integer?',
      outcome: 'word?',
    },
    primaryKey: ['case_id'],
    indexes: [['subject_id', 'opened_at'], ['closed_at']],
  });
  await createTable(db, engine, 'case_notes', {
    columns: {
      note_id: 'id',
      case_id: 'word',
      subject_id: 'id',
      text_sealed: 'sealed-text',
      written_by: 'word',
      written_at: 'integer',
    },
    primaryKey: ['note_id'],
    indexes: [['case_id'], ['subject_id']],
  });
  await createTable(db, engine, 'case_messages', {
    columns: {
      message_id: 'id',
      case_id: 'word',
      subject_id: 'id',
      carried_by: 'id',
      channel: 'word',
      text_sealed: 'sealed-text',
      written_by: 'word',
      written_at: 'integer',
    },
    primaryKey: ['message_id'],
    indexes: [['case_id'], ['subject_id']],
  });
};
