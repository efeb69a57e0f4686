import type { SchemaChange } from '../migrating.ts';
import { createTable } from './create-table.ts';

/** The data store as it began. What stands here is history: the next change is a step of its own. */
export const data0001: SchemaChange = async (db, engine) => {
  await createTable(db, engine, 'users', {
    columns: {
      subject_id: 'id',
      state: 'word',
      fence_epoch: 'integer',
      registered_at: 'integer?',
      left_at: 'integer?',
      language: 'word?',
      phone_sealed: 'sealed?',
      phone_index: 'blind-index?',
      email_sealed: 'sealed?',
      email_index: 'blind-index?',
      username_sealed: 'sealed?',
      username_index: 'blind-index?',
    },
    primaryKey: ['subject_id'],
    unique: [['phone_index'], ['email_index'], ['username_index']],
  });
  await createTable(db, engine, 'identities', {
    columns: {
      identity_id: 'id',
      subject_id: 'id',
      issuer_sealed: 'sealed',
      provider_subject_sealed: 'sealed',
      identity_index: 'blind-index',
    },
    primaryKey: ['identity_id'],
    unique: [['identity_index']],
    indexes: [['subject_id']],
  });
  await createTable(db, engine, 'challenges', {
    columns: {
      challenge_id: 'id',
      subject_id: 'id?',
      purpose: 'word',
      target_index: 'blind-index',
      target_sealed: 'sealed?',
      code_hash: 'hash',
      tries_left: 'integer',
      sent_at: 'integer',
      expires_at: 'integer',
    },
    primaryKey: ['challenge_id'],
    unique: [['target_index', 'purpose']],
    indexes: [['subject_id'], ['expires_at']],
  });
  await createTable(db, engine, 'sessions', {
    columns: { token_hash: 'hash', subject_id: 'id', started_at: 'integer', expires_at: 'integer' },
    primaryKey: ['token_hash'],
    indexes: [['subject_id'], ['expires_at']],
  });
  await createTable(db, engine, 'consent_entries', {
    columns: {
      entry_id: 'id',
      subject_id: 'id',
      action: 'word',
      purpose: 'word',
      notice_version: 'word',
      notice_language: 'word',
      channel: 'word',
      recorded_at: 'integer',
      claimed_at: 'integer?',
    },
    primaryKey: ['entry_id'],
    indexes: [['subject_id', 'recorded_at']],
  });
  await createTable(db, engine, 'cards', {
    columns: {
      card_id: 'id',
      subject_id: 'id',
      last4_sealed: 'sealed',
      network_sealed: 'sealed',
      payment_method_sealed: 'sealed',
      added_at: 'integer',
      removed_at: 'integer?',
    },
    primaryKey: ['card_id'],
    indexes: [['subject_id', 'added_at'], ['removed_at']],
  });
  await createTable(db, engine, 'orders', {
    columns: {
      order_id: 'id',
      subject_id: 'id',
      card_id: 'id',
      state: 'word',
      tariff: 'json',
      day: 'day',
      receipt_number: 'word?',
      kept_since: 'integer?',
      power_bank_sealed: 'sealed',
      rented_from_sealed: 'sealed',
      started_at_sealed: 'sealed',
      returned_to_sealed: 'sealed?',
      ended_at_sealed: 'sealed?',
    },
    primaryKey: ['order_id'],
    indexes: [['subject_id'], ['card_id', 'state'], ['kept_since']],
  });
  await createTable(db, engine, 'payments', {
    columns: {
      payment_id: 'id',
      subject_id: 'id',
      order_id: 'id',
      card_id: 'id',
      amount_minor: 'integer',
      currency: 'word',
      state: 'word',
      failure_reason: 'word?',
      refunded_minor: 'integer?',
      created_at: 'integer',
      settled_at: 'integer?',
      due_at: 'integer?',
      attempt: 'integer',
      processor_reference_sealed: 'sealed?',
    },
    primaryKey: ['payment_id'],
    // An order is owed for once.
    unique: [['order_id']],
    indexes: [['subject_id'], ['card_id', 'state'], ['due_at']],
  });
  await createTable(db, engine, 'receipts', {
    columns: {
      receipt_number: 'word',
      day: 'day',
      currency: 'word',
      items: 'json',
      vat_percent: 'percent',
      net_minor: 'integer',
      vat_minor: 'integer',
      gross_minor: 'integer',
    },
    primaryKey: ['receipt_number'],
  });
  await createTable(db, engine, 'receipt_series', {
    columns: { series: 'word', last_number: 'integer' },
    primaryKey: ['series'],
  });
  await createTable(db, engine, 'notices', {
    columns: {
      notice_id: 'id',
      subject_id: 'id',
      template: 'word',
      template_version: 'integer',
      language: 'word',
      reference: 'id?',
      dedupe_key: 'key',
      state: 'word',
      channel: 'word?',
      created_at: 'integer',
      sent_at: 'integer?',
      due_at: 'integer',
      tries: 'integer',
      lease_until: 'integer?',
      lease_token: 'key?',
      last_problem: 'word?',
    },
    primaryKey: ['notice_id'],
    unique: [['dedupe_key']],
    indexes: [['subject_id'], ['state', 'due_at']],
  });
  await createTable(db, engine, 'erasures', {
    columns: {
      erasure_id: 'id',
      subject_id: 'id',
      state: 'word',
      requested_by: 'word',
      reason: 'word?',
      case_number: 'word?',
      requested_at: 'integer',
      completed_at: 'integer?',
      kept: 'json',
    },
    primaryKey: ['erasure_id'],
    indexes: [['subject_id'], ['state', 'requested_at']],
  });
};
