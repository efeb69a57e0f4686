import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  blindIndexesOf,
  columnOfIndex,
  heldColumns,
  sealedColumns,
} from '../../../src/domain/data-map/columns.ts';
import { fieldIds } from '../../../src/domain/data-map/personal-field.ts';
import { tableNames, tableOf, tables } from '../../../src/domain/data-map/tables.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';

const forms = ['sealed', 'blind-index', 'hashed', 'plain', 'wrapped', 'pseudonym'];

describe.each(tableNames)('The table %s', (name) => {
  const table = tableOf(name);
  const columns = heldColumns(name);

  it('has the columns that identify a row', () => {
    expect(table.record.length).toBeGreaterThan(0);
    for (const column of table.record) expect(Object.keys(table.columns)).toContain(column);
  });

  it('names its person by a pseudonym alone', () => {
    const subjects = columns.filter(({ column }) => column === 'subject_id');
    if (table.subjectColumn === null) {
      expect(subjects).toEqual([]);
    } else {
      expect(table.subjectColumn).toBe('subject_id');
      expect(subjects.map(({ form }) => form)).toEqual([{ kind: 'pseudonym' }]);
    }
  });

  it('has names of lower case that hold nothing but letters, digits and single underscores', () => {
    for (const column of [name, ...Object.keys(table.columns)])
      expect(column).toMatch(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/);
  });

  it('seals exactly the columns that end in _sealed, under a known class', () => {
    const sealed = sealedColumns(name);
    expect(sealed.map(({ column }) => column)).toEqual(
      Object.keys(table.columns).filter((column) => column.endsWith('_sealed')),
    );
    for (const { keyClass } of sealed) expect([...keyClasses, 'farewell']).toContain(keyClass);
  });

  it('indexes blindly exactly the columns that end in _index or _index_b, in pairs, each beside what it finds', () => {
    const indexes = columns.filter(({ form }) => form.kind === 'blind-index');
    expect(indexes.map(({ column }) => column)).toEqual(
      Object.keys(table.columns).filter((column) => /_index(_b)?$/.test(column)),
    );
    expect(indexes.map(({ column }) => column)).toEqual(
      blindIndexesOf(name).flatMap((index) => [columnOfIndex(index, 'a'), columnOfIndex(index, 'b')]),
    );
    for (const { field } of indexes) expect(sealedColumns(name).map((sealed) => sealed.field)).toContain(field);
  });

  it('keeps no attribute in two sealed columns', () => {
    const attributes = sealedColumns(name).map(({ column }) => attributeOf(column));
    expect(new Set(attributes).size).toBe(attributes.length);
  });

  it('holds known fields in known forms, and says of every other column why it says nothing of a person', () => {
    for (const [column, mapped] of Object.entries(table.columns)) {
      if ('technical' in mapped) {
        expect(mapped.technical, column).toMatch(/^[A-Z].{11,}[^.]$/);
      } else {
        expect(fieldIds, column).toContain(mapped.holds);
        expect(forms, column).toContain(mapped.form.kind);
      }
    }
    expect(Object.keys(table.columns).length).toBeGreaterThan(1);
  });
});

describe('The tables of the map', () => {
  it('are these, data store first, each of its store', () => {
    expect(tableNames).toEqual(Object.keys(tables));
    expect(tableNames.map((name) => `${tableOf(name).store} ${name}`)).toEqual([
      'data users',
      'data identities',
      'data challenges',
      'data sessions',
      'data code_budgets',
      'data login_attempts',
      'data contact_changes',
      'data risk_events',
      'data consent_entries',
      'data cards',
      'data orders',
      'data payments',
      'data receipts',
      'data receipt_series',
      'data notices',
      'data editions',
      'data support_cases',
      'data case_notes',
      'data case_messages',
      'data audit_entries',
      'data audit_chain',
      'data audit_disposals',
      'data audit_lanes',
      'data staff_members',
      'data staff_grants',
      'data staff_sessions',
      'data staff_approvals',
      'data staff_register',
      'data erasures',
      'data farewells',
      'data propagations',
      'data legal_holds',
      'data privacy_requests',
      'data ledger_progress',
      'vault subject_keys',
      'vault epoch_keys',
      'vault destroyed_keys',
      'vault signing_keys',
      'vault certificates',
      'vault index_keys',
      'vault erasure_ledger',
    ]);
  });

  it('seal identifiers under the class that goes with the account, and rentals under the one that may outlive it', () => {
    const classes = tableNames.flatMap((name) => sealedColumns(name).map(({ keyClass }) => `${name} ${keyClass}`));
    expect(new Set(classes)).toEqual(
      new Set([
        'users account',
        'identities account',
        'challenges account',
        'sessions account',
        'contact_changes account',
        'case_notes account',
        'case_messages account',
        'cards contract',
        'orders contract',
        'payments contract',
        'farewells farewell',
      ]),
    );
  });

  it('seal or hash whatever names, reaches or locates a person', () => {
    const telling = [
      'login.phone',
      'login.issuer',
      'login.provider-subject',
      'contact.email',
      'profile.username',
      'verification.target',
      'session.device',
      'card.last4',
      'card.network',
      'rental.station',
      'rental.times',
      'payment.processor-reference',
    ];
    const clear = tableNames.flatMap((name) =>
      heldColumns(name).flatMap(({ field, form }) => (form.kind === 'plain' && telling.includes(field) ? [field] : [])),
    );
    expect(clear).toEqual([]);
  });

  it('seal a former phone and email, and say in clear only which of the two it was, when the phone was proved and until when it can be put back', () => {
    const former = heldColumns('contact_changes').map(({ column, form }) => [column, form.kind]);
    expect(former).toEqual([
      ['change_id', 'pseudonym'],
      ['subject_id', 'pseudonym'],
      ['contact', 'plain'],
      ['former_sealed', 'sealed'],
      ['former_index', 'blind-index'],
      ['former_index_b', 'blind-index'],
      ['other_sealed', 'sealed'],
      ['phone_proved_on', 'plain'],
      ['changed_at', 'plain'],
      ['undo_ends_at', 'plain'],
    ]);
  });

  it('count codes and guesses under a hash and nothing else: neither a number nor a network address stands anywhere', () => {
    const budget = heldColumns('code_budgets').map(({ column, form }) => [column, form.kind]);
    expect(budget).toEqual([
      ['bucket', 'hashed'],
      ['empties_at', 'plain'],
    ]);
    expect(tableOf('code_budgets').subjectColumn).toBeNull();
    const named = tableNames.flatMap((name) => Object.keys(tableOf(name).columns));
    expect(named.filter((column) => /(^|_)(ip|network_address|address|agent)(_|$)/.test(column))).toEqual([]);
  });

  it('hold of a log-in that is under way, of a session and of a code no secret that opens anything', () => {
    const secrets = { login_attempts: 'token_hash', sessions: 'token_hash', challenges: 'code_hash' } as const;
    for (const [table, column] of Object.entries(secrets)) {
      const held = heldColumns(table as keyof typeof secrets); // sound: the keys of the record
      expect(held.find((one) => one.column === column)?.form, table).toEqual({ kind: 'hashed' });
      expect(held.map((one) => one.column).filter((one) => /token|code|state|nonce|verifier/.test(one))).toEqual([
        column,
      ]);
    }
  });

  it('say by which column a row amends another row of its own table', () => {
    const amending = tableNames.flatMap((name) => {
      const { amends } = tableOf(name);
      return amends === undefined ? [] : [`${name} ${amends}`];
    });
    expect(amending).toEqual(['receipts corrects']);
    expect(Object.keys(tables.receipts.columns)).toContain('corrects');
  });

  it('leave the receipt of bookkeeping without anybody', () => {
    expect(tableOf('receipts').subjectColumn).toBeNull();
    expect(heldColumns('receipts').filter(({ form }) => form.kind === 'pseudonym')).toEqual([]);
  });
});
