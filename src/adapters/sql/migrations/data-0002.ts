import { sql } from 'kysely';
import type { SchemaChange } from '../migrating.ts';
import { addColumns } from './add-columns.ts';
import { createTable } from './create-table.ts';

/** Erasures with every step of their protocol, holds, requests with their clock, and how far the ledger is applied. */
export const data0002: SchemaChange = async (db, engine) => {
  await addColumns(db, engine, 'users', {
    columns: { last_used_on: 'day?', warned_at: 'integer?' },
    // Who has not used the account for long, who was warned of that, and whose tombstone has stood for long enough.
    indexes: [
      ['state', 'warned_at', 'last_used_on'],
      ['state', 'left_at'],
    ],
  });
  // Nobody knows when an account was used before: it counts from now.
  const today = engine === 'mysql' ? sql`cast(utc_date() as char)` : sql`date('now')`;
  await sql`update users set last_used_on = ${today} where state = 'active' and last_used_on is null`.execute(db);
  await addColumns(db, engine, 'erasures', {
    columns: {
      request_kind: ['word', 'person'],
      deleted: 'json?',
      obstacle: 'word?',
      drained_at: ['integer', 0],
      due_at: 'integer?',
      tries: ['integer', 0],
    },
    indexes: [['due_at'], ['completed_at']],
  });
  await sql`update erasures set request_kind = 'support' where reason is not null`.execute(db);
  await sql`update erasures set state = 'certified' where state = 'completed'`.execute(db);
  await sql`update erasures set due_at = requested_at where completed_at is null and due_at is null`.execute(db);
  await addColumns(db, engine, 'receipts', { columns: {}, indexes: [['day']] });
  await addColumns(db, engine, 'notices', { columns: {}, indexes: [['created_at']] });
  await createTable(db, engine, 'farewells', {
    columns: {
      erasure_id: 'id',
      subject_id: 'id',
      language: 'word',
      phone_sealed: 'sealed?',
      email_sealed: 'sealed?',
      said_at: 'integer?',
    },
    primaryKey: ['erasure_id'],
    indexes: [['subject_id']],
  });
  await createTable(db, engine, 'propagations', {
    columns: {
      request_id: 'id',
      erasure_id: 'id',
      subject_id: 'id',
      processor: 'word',
      state: 'word',
      asked_at: 'integer',
      settled_at: 'integer?',
    },
    primaryKey: ['request_id'],
    unique: [['erasure_id', 'processor']],
    indexes: [['subject_id']],
  });
  await createTable(db, engine, 'legal_holds', {
    columns: {
      hold_id: 'id',
      subject_id: 'id',
      scope: 'word',
      order_id: 'id?',
      category: 'word?',
      basis: 'word',
      case_number: 'word',
      placed_by: 'word',
      placed_at: 'integer',
      approved_by: 'word?',
      approved_at: 'integer?',
      expires_at: 'integer',
      ended_by: 'word?',
      ended_at: 'integer?',
    },
    primaryKey: ['hold_id'],
    indexes: [['subject_id', 'expires_at'], ['expires_at'], ['ended_at']],
  });
  await createTable(db, engine, 'privacy_requests', {
    columns: {
      request_id: 'id',
      subject_id: 'id',
      right_used: 'word',
      state: 'word',
      channel: 'word',
      order_id: 'id?',
      case_number: 'word',
      recorded_by: 'word',
      received_on: 'day',
      due_on: 'day',
      verified_at: 'integer?',
      extended_at: 'integer?',
      extension_reason: 'word?',
      closed_at: 'integer?',
      outcome: 'word?',
    },
    primaryKey: ['request_id'],
    indexes: [['subject_id', 'state'], ['state', 'due_on'], ['closed_at']],
  });
  await createTable(db, engine, 'ledger_progress', {
    columns: { ledger: 'word', position: 'integer', applied_at: 'integer' },
    primaryKey: ['ledger'],
  });
};
