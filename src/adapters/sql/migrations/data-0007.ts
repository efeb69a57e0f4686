import { sql } from 'kysely';
import type { SchemaChange } from '../migrating.ts';
import { createTable } from './create-table.ts';

/** The staff: who, with which roles, signed in since when, and who agreed to what. */
export const data0007: SchemaChange = async (db, engine) => {
  await createTable(db, engine, 'staff_members', {
    columns: {
      staff_id: 'word',
      state: 'word',
      invitation_hash: 'hash?',
      invited_until: 'integer?',
      identity_hash: 'hash?',
      appointed_by: 'word?',
      appointed_at: 'integer',
      joined_at: 'integer?',
      left_by: 'word?',
      left_at: 'integer?',
    },
    primaryKey: ['staff_id'],
    unique: [['invitation_hash'], ['identity_hash']],
    indexes: [['left_at']],
  });
  await createTable(db, engine, 'staff_grants', {
    columns: {
      grant_id: 'id',
      staff_id: 'word',
      role: 'word',
      granted_by: 'word?',
      reason: 'word',
      granted_at: 'integer',
      expires_at: 'integer',
      revoked_by: 'word?',
      revoked_at: 'integer?',
    },
    primaryKey: ['grant_id'],
    indexes: [['staff_id', 'expires_at'], ['role', 'expires_at'], ['expires_at'], ['revoked_at']],
  });
  await createTable(db, engine, 'staff_sessions', {
    columns: {
      token_hash: 'hash',
      staff_id: 'word',
      started_at: 'integer',
      used_at: 'integer',
      expires_at: 'integer',
    },
    primaryKey: ['token_hash'],
    indexes: [['staff_id'], ['expires_at']],
  });
  await createTable(db, engine, 'staff_approvals', {
    columns: {
      approval_id: 'id',
      action: 'word',
      object: 'word',
      case_number: 'word?',
      asked_by: 'word',
      asked_at: 'integer',
      approved_by: 'word?',
      approved_at: 'integer?',
      used_at: 'integer?',
      expires_at: 'integer',
    },
    primaryKey: ['approval_id'],
    indexes: [['asked_by', 'action', 'object'], ['approved_by'], ['expires_at']],
  });
  await createTable(db, engine, 'staff_register', {
    columns: { register: 'word', changes: 'integer' },
    primaryKey: ['register'],
  });
  const there = await sql`select register from staff_register`.execute(db);
  if (there.rows.length === 0)
    await sql`insert into staff_register (register, changes) values ('staff', 0)`.execute(db);
};
