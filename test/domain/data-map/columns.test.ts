import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  blindIndexesOf,
  columnsByForm,
  exportColumns,
  fieldsOfCategory,
  fieldsReadableBy,
  heldColumns,
  keyClassOf,
  sealedColumns,
  subjectTables,
} from '../../../src/domain/data-map/columns.ts';
import { fieldIds, fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { tableNames } from '../../../src/domain/data-map/tables.ts';
import { revealableFields } from '../../../src/domain/staff/contact-access.ts';

describe('The columns of a table', () => {
  it('are found by form', () => {
    expect(columnsByForm('users', 'sealed')).toEqual(['phone_sealed', 'email_sealed', 'username_sealed']);
    expect(columnsByForm('users', 'blind-index')).toEqual([
      'phone_index',
      'phone_index_b',
      'email_index',
      'email_index_b',
      'username_index',
      'username_index_b',
    ]);
    expect(blindIndexesOf('users')).toEqual(['phone_index', 'email_index', 'username_index']);
    expect(columnsByForm('subject_keys', 'wrapped')).toEqual(['wrapped_key']);
    expect(columnsByForm('receipt_series', 'plain')).toEqual([]);
  });

  it('hold personal data unless they are technical', () => {
    expect(heldColumns('subject_keys').map(({ column, field }) => [column, field])).toEqual([
      ['subject_id', 'key.data-key'],
      ['key_class', 'key.data-key'],
      ['wrapped_key', 'key.data-key'],
      ['fingerprint', 'key.data-key'],
      ['created_at', 'key.data-key'],
    ]);
    expect(heldColumns('epoch_keys')).toEqual([]);
  });

  it('are sealed with a class of key each', () => {
    expect(sealedColumns('payments')).toEqual([
      { column: 'processor_reference_sealed', field: 'payment.processor-reference', keyClass: 'contract' },
    ]);
    expect(keyClassOf('users', 'phone_sealed')).toBe('account');
    expect(keyClassOf('orders', 'started_at_sealed')).toBe('contract');
    expect(keyClassOf('users', 'phone_index')).toBeNull();
    expect(keyClassOf('users', 'no_such_column')).toBeNull();
  });

  it('are each of an attribute', () => {
    expect(attributeOf('phone_sealed')).toBe('phone');
    expect(attributeOf('phone_index')).toBe('phone');
    expect(attributeOf('phone_index_b')).toBe('phone');
    expect(attributeOf('started_at_sealed')).toBe('started_at');
    expect(attributeOf('language')).toBe('language');
    expect(attributeOf('sealed_at')).toBe('sealed_at');
    expect(attributeOf('a_sealed_index')).toBe('a_sealed');
  });
});

describe('The tables that belong to a person', () => {
  it('come in an order in which their rows can be deleted, the person last', () => {
    expect(subjectTables('data')).toEqual([
      'privacy_requests',
      'legal_holds',
      'propagations',
      'farewells',
      'erasures',
      'audit_entries',
      'case_messages',
      'case_notes',
      'support_cases',
      'notices',
      'payments',
      'orders',
      'cards',
      'consent_entries',
      'risk_events',
      'contact_changes',
      'login_attempts',
      'sessions',
      'challenges',
      'identities',
      'users',
    ]);
    expect(subjectTables('vault')).toEqual(['erasure_ledger', 'destroyed_keys', 'subject_keys']);
  });
});

describe('The export', () => {
  it('holds what can be read and is meant for the person', () => {
    expect(exportColumns('users').map(({ column }) => column)).toEqual([
      'subject_id',
      'state',
      'registered_at',
      'left_at',
      'last_used_on',
      'warned_at',
      'phone_proved_on',
      'language',
      'phone_sealed',
      'email_sealed',
      'mail_suppressed',
      'username_sealed',
    ]);
    expect(exportColumns('challenges')).toEqual([
      { column: 'target_sealed', field: 'verification.target', form: { kind: 'sealed', keyClass: 'account' } },
    ]);
    expect(exportColumns('sessions').map(({ column }) => column)).toEqual([
      'session_id',
      'device_name_sealed',
      'started_at',
      'proved_at',
      'used_at',
      'expires_at',
    ]);
    expect(exportColumns('contact_changes').map(({ column }) => column)).toEqual([
      'change_id',
      'subject_id',
      'contact',
      'former_sealed',
      'other_sealed',
      'phone_proved_on',
      'changed_at',
      'undo_ends_at',
    ]);
    expect(exportColumns('code_budgets')).toEqual([]);
    expect(exportColumns('login_attempts')).toEqual([]);
    expect(exportColumns('subject_keys')).toEqual([]);
  });

  it('holds every field that is meant for the person', () => {
    const exported = new Set(tableNames.flatMap((table) => exportColumns(table).map(({ field }) => field)));
    expect(exported).toEqual(new Set(fieldIds.filter((id) => fieldOf(id).inExport === true)));
  });
});

describe('The fields', () => {
  it('are found by category', () => {
    expect(fieldsOfCategory('contact')).toEqual([
      'contact.email',
      'contact.language',
      'contact.farewell',
      'contact.suppressed-mail',
      'contact.former',
    ]);
    expect(fieldsOfCategory('bookkeeping')).toEqual(['bookkeeping.receipt']);
  });

  it('are found by who may read them', () => {
    expect(fieldsReadableBy('bookkeeping')).toEqual(['bookkeeping.receipt']);
    expect(fieldsReadableBy('privacy-officer')).toEqual([
      'verification.risk',
      'consent.entry',
      'staff-access.entry',
      'staff-access.member',
      'staff-access.grant',
      'staff-access.approval',
      'privacy-request.erasure',
      'privacy-request.proof',
      'privacy-request.request',
      'privacy-request.hold',
    ]);
  });

  it('that support may have shown in clear are among those that support may read', () => {
    expect(fieldsReadableBy('support')).toEqual(expect.arrayContaining([...revealableFields]));
  });
});
