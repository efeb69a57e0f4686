import { sql } from 'kysely';
import type { SchemaChange } from '../migrating.ts';
import { addColumns } from './add-columns.ts';
import { createTable } from './create-table.ts';

/**
 * Codes bound to a device and counted in budgets, sessions that are told apart, log-ins with third parties, changes that can
 * be undone, and the record of what happened at the door. Codes and sessions are made anew: what was open ends, and people
 * log in once more, since none of it knows its device.
 */
export const data0005: SchemaChange = async (db, engine) => {
  for (const table of ['challenges', 'sessions']) await db.schema.dropTable(table).ifExists().execute();
  await createTable(db, engine, 'challenges', {
    columns: {
      challenge_id: 'id',
      subject_id: 'id?',
      purpose: 'word',
      holder: 'key',
      digits: 'integer',
      target_index: 'blind-index?',
      target_index_b: 'blind-index?',
      target_sealed: 'sealed?',
      code_hash: 'hash',
      tries_left: 'integer',
      sent_at: 'integer',
      expires_at: 'integer',
    },
    primaryKey: ['challenge_id'],
    indexes: [['target_index'], ['target_index_b'], ['subject_id'], ['expires_at']],
  });
  await createTable(db, engine, 'sessions', {
    columns: {
      session_id: 'id',
      token_hash: 'hash',
      subject_id: 'id',
      device_name_sealed: 'sealed?',
      started_at: 'integer',
      proved_at: 'integer?',
      used_at: 'integer',
      expires_at: 'integer',
    },
    primaryKey: ['session_id'],
    unique: [['token_hash']],
    indexes: [['subject_id'], ['expires_at']],
  });
  await createTable(db, engine, 'code_budgets', {
    columns: { bucket: 'blind-index', empties_at: 'integer' },
    primaryKey: ['bucket'],
    indexes: [['empties_at']],
  });
  await createTable(db, engine, 'login_attempts', {
    columns: {
      token_hash: 'hash',
      provider: 'word',
      purpose: 'word',
      subject_id: 'id?',
      session_id: 'id?',
      begun_at: 'integer',
      expires_at: 'integer',
    },
    primaryKey: ['token_hash'],
    indexes: [['subject_id'], ['expires_at']],
  });
  await createTable(db, engine, 'contact_changes', {
    columns: {
      change_id: 'id',
      subject_id: 'id',
      contact: 'word',
      former_sealed: 'sealed?',
      former_index: 'blind-index?',
      former_index_b: 'blind-index?',
      other_sealed: 'sealed?',
      phone_proved_on: 'day?',
      changed_at: 'integer',
      undo_ends_at: 'integer',
    },
    primaryKey: ['change_id'],
    indexes: [['former_index'], ['former_index_b'], ['subject_id'], ['undo_ends_at']],
  });
  await createTable(db, engine, 'risk_events', {
    columns: {
      event_id: 'id',
      kind: 'word',
      rule: 'word?',
      subject_id: 'id?',
      recorded_at: 'integer',
      lane: 'integer',
      position: 'integer',
      salt: 'blind-index',
    },
    primaryKey: ['event_id'],
    unique: [['lane', 'position']],
    indexes: [['subject_id'], ['recorded_at']],
  });
  // What a notice speaks of may be a change and by which contact it is told; SQLite minds no length.
  if (engine === 'mysql') {
    await sql`alter table notices modify reference varchar(160) character set ascii collate ascii_bin null`.execute(db);
  }
  await addColumns(db, engine, 'users', { columns: { phone_proved_on: 'day?' } });
  await addColumns(db, engine, 'identities', { columns: { linked_at: 'integer?' } });
  // Who had no other way in used the account by the phone. Of all others nobody knows, and their phone alone opens nothing.
  await sql`update users set phone_proved_on = last_used_on where state = 'active'
    and (phone_index is not null or phone_index_b is not null)
    and subject_id not in (select subject_id from identities)`.execute(db);
};
