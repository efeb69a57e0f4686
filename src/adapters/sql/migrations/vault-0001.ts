import type { SchemaChange } from '../migrating.ts';
import { createTable } from './create-table.ts';

/** The vault as it began. What stands here is history: the next change is a step of its own. */
export const vault0001: SchemaChange = async (db, engine) => {
  await createTable(db, engine, 'subject_keys', {
    columns: {
      subject_id: 'id',
      key_class: 'word',
      epoch_id: 'integer',
      wrapped_key: 'sealed',
      fingerprint: 'fingerprint',
      created_at: 'integer',
    },
    primaryKey: ['subject_id', 'key_class'],
  });
  await createTable(db, engine, 'epoch_keys', {
    columns: { epoch_id: 'integer', wrapped_key: 'sealed', created_at: 'integer' },
    primaryKey: ['epoch_id'],
  });
  await createTable(db, engine, 'index_keys', {
    columns: { name: 'key', version: 'integer', wrapped_key: 'sealed', created_at: 'integer' },
    primaryKey: ['name', 'version'],
  });
  await createTable(db, engine, 'erasure_ledger', {
    columns: {
      position: 'integer',
      erasure_id: 'id',
      subject_id: 'id',
      step: 'word',
      recorded_at: 'integer',
      counts: 'json',
    },
    primaryKey: ['position'],
    counting: true,
    unique: [['erasure_id', 'step']],
    indexes: [['subject_id']],
  });
};
