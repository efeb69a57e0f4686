import { describe, expect, it, test } from 'vitest';
import { type MappedTable, type TableName, tableNames, tableOf } from '../../../src/domain/data-map/tables.ts';
import { type AccountRole, accountPurposes, accountRoles } from '../../../src/domain/database-account/account-role.ts';
import { declaredGrants, privilegesOf } from '../../../src/domain/database-account/declared-grants.ts';

const names = { data: 'joos_data', vault: 'joos_vault' };

/** `SELECT INSERT` and the like, by role and table; columns in parentheses. */
function mayOn(role: AccountRole, table: string, tables?: Readonly<Record<string, MappedTable>>): string {
  return declaredGrants(role, names, tables)
    .filter((grant) => grant.table === table)
    .map(({ privileges, columns }) => `${privileges.join(' ')}${columns === null ? '' : `(${columns.join()})`}`)
    .join(' ');
}

const all = 'SELECT INSERT UPDATE DELETE';
const noInsert = 'SELECT UPDATE DELETE';

/** Read by people: whoever changes the map sees here who may now do what. */
const decisions: Readonly<Record<TableName, readonly [application: string, worker: string]>> = {
  users: ['SELECT INSERT UPDATE', noInsert],
  identities: [all, noInsert],
  challenges: [all, noInsert],
  sessions: [all, noInsert],
  code_budgets: ['SELECT INSERT UPDATE', noInsert],
  login_attempts: ['SELECT INSERT DELETE', 'SELECT DELETE'],
  contact_changes: [all, all],
  risk_events: ['SELECT INSERT DELETE', 'SELECT DELETE'],
  consent_entries: ['SELECT INSERT DELETE', 'SELECT DELETE'],
  cards: [all, noInsert],
  orders: [all, noInsert],
  payments: [all, all],
  receipts: ['SELECT INSERT UPDATE(refund_id)', 'SELECT INSERT DELETE UPDATE(refund_id)'],
  receipt_series: ['SELECT INSERT UPDATE', 'SELECT INSERT UPDATE'],
  notices: [all, all],
  editions: ['SELECT INSERT UPDATE', 'SELECT INSERT UPDATE'],
  audit_entries: ['SELECT INSERT', 'SELECT INSERT DELETE'],
  audit_chain: ['SELECT INSERT', 'SELECT INSERT'],
  audit_disposals: ['SELECT INSERT', 'SELECT INSERT'],
  audit_lanes: ['SELECT INSERT UPDATE', 'SELECT INSERT UPDATE'],
  support_cases: [all, 'SELECT DELETE'],
  case_notes: [all, 'SELECT DELETE'],
  case_messages: [all, 'SELECT DELETE'],
  staff_members: ['SELECT INSERT UPDATE', 'SELECT DELETE'],
  staff_grants: ['SELECT INSERT UPDATE', 'SELECT DELETE'],
  staff_sessions: [all, 'SELECT DELETE'],
  staff_approvals: [all, 'SELECT DELETE'],
  staff_register: ['SELECT INSERT UPDATE', 'SELECT INSERT UPDATE'],
  erasures: ['SELECT INSERT UPDATE', all],
  farewells: [all, all],
  propagations: ['SELECT INSERT UPDATE', all],
  legal_holds: ['SELECT INSERT UPDATE', all],
  privacy_requests: ['SELECT INSERT UPDATE', all],
  ledger_progress: ['SELECT INSERT UPDATE', 'SELECT INSERT UPDATE'],
  subject_keys: ['', ''],
  epoch_keys: ['', ''],
  destroyed_keys: ['', ''],
  signing_keys: ['', ''],
  certificates: ['', ''],
  index_keys: ['', ''],
  erasure_ledger: ['', ''],
};

describe('What the accounts may do', () => {
  test.each(tableNames)('to %s is decided', (table) => {
    expect([mayOn('application', table), mayOn('worker', table)]).toEqual(decisions[table]);
  });

  it('in the vault is for its own account alone', () => {
    const vault = tableNames.filter((table) => tableOf(table).store === 'vault');
    expect(vault.map((table) => `${table}: ${mayOn('vault', table)}`)).toEqual([
      `subject_keys: ${all}`,
      'epoch_keys: SELECT INSERT UPDATE',
      'destroyed_keys: SELECT INSERT',
      'signing_keys: SELECT INSERT',
      'certificates: SELECT INSERT',
      'index_keys: SELECT INSERT UPDATE',
      'erasure_ledger: SELECT INSERT',
    ]);
  });

  it('as auditor is to read evidence', () => {
    const read = declaredGrants('auditor', names).map(({ privileges, table }) => `${privileges.join()} ${table}`);
    expect(read).toEqual([
      'SELECT risk_events',
      'SELECT audit_entries',
      'SELECT audit_chain',
      'SELECT audit_disposals',
      'SELECT audit_lanes',
      'SELECT erasure_ledger',
    ]);
  });

  it('as doctor is to see every account and every table by name, and no row of the stores', () => {
    const told = declaredGrants('doctor', names).map(
      ({ privileges, database, table }) => `${privileges.join()} ${database} ${table}`,
    );
    expect(new Set(told)).toEqual(
      new Set(['PROCESS null null', 'SELECT mysql null', 'REFERENCES joos_data null', 'REFERENCES joos_vault null']),
    );
  });

  it('as technical staff is to see the server, and only tables that hold nothing of anybody', () => {
    const grants = declaredGrants('technical', names);
    const seen = grants.map(({ privileges, database, table }) => `${privileges.join()} ${database} ${table}`);
    expect(new Set(seen)).toEqual(
      new Set([
        'PROCESS,REPLICATION CLIENT null null',
        'SELECT performance_schema null',
        'SELECT,EXECUTE sys null',
        'SELECT joos_data kysely_migration',
        'SELECT joos_data kysely_migration_lock',
        'SELECT joos_vault kysely_migration',
        'SELECT joos_vault kysely_migration_lock',
        'SELECT joos_data receipt_series',
        'SELECT joos_data editions',
        'SELECT joos_data audit_chain',
        'SELECT joos_data audit_disposals',
        'SELECT joos_data audit_lanes',
        'SELECT joos_data staff_register',
        'SELECT joos_data ledger_progress',
      ]),
    );
  });

  test.each(accountRoles)('as %s keeps to its stores, and says why', (role) => {
    for (const { database, store, why } of declaredGrants(role, names)) {
      expect(accountPurposes[role].stores).toContain(store);
      expect([names[store], null, 'mysql', 'performance_schema', 'sys']).toContain(database);
      expect(why).toMatch(/^[A-Z].{20,}[^.]$/);
    }
  });

  test.each(accountRoles.filter((role) => role !== 'technical' && role !== 'doctor'))(
    'as %s is nothing on the whole server',
    (role) => {
      for (const { database } of declaredGrants(role, names)) expect([names.data, names.vault]).toContain(database);
    },
  );

  test.each(accountRoles.filter((role) => role !== 'migrator'))('as %s changes no schema', (role) => {
    const rights = new Set(privilegesOf(declaredGrants(role, names)).map(({ name }) => name));
    for (const right of ['CREATE', 'ALTER', 'INDEX', 'DROP', 'TRIGGER']) expect(rights).not.toContain(right);
    // By itself it makes nothing: whoever refers to a table needs CREATE or ALTER as well.
    expect(rights.has('REFERENCES')).toBe(role === 'doctor');
  });
});

describe('A table that comes to the map', () => {
  const columns = { id: { technical: 'Names something of nobody' }, at: { technical: 'When it was made' } };
  const coming = (more: Partial<MappedTable>): Readonly<Record<string, MappedTable>> => ({
    coming: { store: 'data', subjectColumn: null, record: ['id'], columns, ...more },
  });

  test.each([
    [undefined, all, all],
    ['append-only', 'SELECT INSERT', 'SELECT INSERT'],
    ['append-and-dispose', 'SELECT INSERT', 'SELECT INSERT DELETE'],
    ['append-and-erase', 'SELECT INSERT DELETE', 'SELECT INSERT DELETE'],
    ['change-only', 'SELECT INSERT UPDATE', 'SELECT INSERT UPDATE'],
    ['change-and-dispose', 'SELECT INSERT UPDATE', all],
  ] as const)('of whose rows it says %s is granted so', (changes, application, worker) => {
    const tables = coming(changes === undefined ? {} : { changes });
    expect(mayOn('application', 'coming', tables)).toBe(application);
    expect(mayOn('worker', 'coming', tables)).toBe(worker);
    expect(mayOn('vault', 'coming', tables)).toBe('');
    expect(mayOn('vault', 'coming', coming({ ...tables.coming, store: 'vault' }))).toBe(worker);
  });

  it('is read by an auditor if it is evidence, and by technical staff if it holds nothing of anybody', () => {
    expect(mayOn('auditor', 'coming', coming({}))).toBe('');
    expect(mayOn('auditor', 'coming', coming({ evidence: true }))).toBe('SELECT');
    expect(mayOn('technical', 'coming', coming({}))).toBe('SELECT');
    expect(mayOn('technical', 'coming', coming({ store: 'vault' }))).toBe('');
    const personal = { ...columns, name: { holds: 'profile.username', form: { kind: 'plain' } } } as const;
    expect(mayOn('technical', 'coming', coming({ columns: personal }))).toBe('');
  });
});

describe('The map', () => {
  it('has every record of who did what that nobody changes read by an auditor, so that none is forgotten', () => {
    for (const table of tableNames) {
      const { store, changes, evidence } = tableOf(table);
      const isRecord = store === 'data' && (changes === 'append-only' || changes === 'append-and-dispose');
      if (isRecord) expect(evidence, table).toBe(true);
    }
  });

  it('names as changed only columns that there are, and none that identifies a row', () => {
    for (const table of tableNames) {
      const { changed = [], columns, record } = tableOf(table);
      for (const column of changed) {
        expect(Object.keys(columns), table).toContain(column);
        expect(record, table).not.toContain(column);
      }
    }
  });

  it('lets an auditor read nothing sealed, wrapped or hashed', () => {
    for (const table of tableNames.filter((name) => tableOf(name).evidence)) {
      for (const [column, mapped] of Object.entries(tableOf(table).columns)) {
        if ('holds' in mapped) expect(['plain', 'pseudonym'], `${table}.${column}`).toContain(mapped.form.kind);
        expect(column).not.toMatch(/wrapped|sealed|key$/);
      }
    }
  });
});
