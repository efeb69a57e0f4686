import type { SchemaChange } from '../migrating.ts';
import { addColumns } from './add-columns.ts';
import { refuseChange } from './append-only.ts';
import { createTable } from './create-table.ts';

/** Epochs that end, keys that were destroyed, certificates, and a ledger that nobody can rewrite. */
export const vault0002: SchemaChange = async (db, engine) => {
  await addColumns(db, engine, 'epoch_keys', {
    columns: { retired_at: 'integer?', clean_scans: ['integer', 0], scanned_at: 'integer?', destroyed_at: 'integer?' },
  });
  await addColumns(db, engine, 'subject_keys', { columns: {}, indexes: [['epoch_id', 'subject_id', 'key_class']] });
  await createTable(db, engine, 'destroyed_keys', {
    columns: {
      subject_id: 'id',
      key_class: 'word',
      fingerprint: 'fingerprint',
      epoch_id: 'integer',
      destroyed_at: 'integer',
    },
    primaryKey: ['subject_id', 'key_class'],
  });
  await createTable(db, engine, 'signing_keys', {
    columns: { key_id: 'word', wrapped_key: 'sealed', public_key: 'sealed', created_at: 'integer' },
    primaryKey: ['key_id'],
  });
  await createTable(db, engine, 'certificates', {
    columns: { erasure_id: 'id', issued_at: 'integer', document: 'json' },
    primaryKey: ['erasure_id'],
  });
  // What reached these tables stays as it is, whoever asks.
  for (const table of ['erasure_ledger', 'certificates'] as const) {
    for (const change of ['update', 'delete'] as const) await refuseChange(db, engine, table, change);
  }
};
