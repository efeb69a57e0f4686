import { migrationTables } from '../data-map/coverage.ts';
import { type MappedTable, tableNames, tableOf } from '../data-map/tables.ts';
import type { StoreName } from '../data-map/vocabulary.ts';
import { type AccountRole, accountPurposes } from './account-role.ts';
import type { Privilege, PrivilegeName } from './privilege.ts';
import { isTechnical, rowRights, type WorkingRole } from './row-rights.ts';

/** What the two databases are called on their servers. */
export type DatabaseNames = Readonly<Record<StoreName, string>>;

/** Where a right counts: on which server, and there as {@link Privilege} has it. */
export interface DeclaredGrant {
  readonly privileges: readonly [PrivilegeName, ...PrivilegeName[]];
  /** The server of which store; both may be on one. */
  readonly store: StoreName;
  readonly database: string | null;
  readonly table: string | null;
  readonly columns: readonly string[] | null;
  /** One sentence for whoever decides about it. */
  readonly why: string;
}

/** Any table of the map, or one that may come to be in it. */
export type MappedTables = Readonly<Record<string, MappedTable>>;

/**
 * Everything that an account may do, derived from the data map (POLICY.md C20, C21): a new table is in it as soon as it is in
 * the map. Nobody may grant anything on, and nothing on the whole server is granted but to look after it.
 */
export function declaredGrants(
  role: AccountRole,
  names: DatabaseNames,
  tables: MappedTables = everyTable,
): readonly DeclaredGrant[] {
  switch (role) {
    case 'migrator':
      return accountPurposes.migrator.stores.map((store) => ({
        privileges: migrating,
        store,
        database: names[store],
        table: null,
        columns: null,
        why: 'A step of a schema makes, changes, fills and drops tables, and the triggers that keep some append-only',
      }));
    case 'application':
    case 'worker':
      return working(role, 'data', names, tables);
    case 'vault':
      return working(role, 'vault', names, tables);
    case 'auditor':
      return tablesOf(tables).flatMap(([table, { store, evidence }]) =>
        evidence === true
          ? [onTable(names, store, table, ['SELECT'], 'It says what was done, and holds no value of anybody’s')]
          : [],
      );
    case 'doctor':
      return accountPurposes.doctor.stores.flatMap((store) => lookingAtServer(store, names));
    case 'technical':
      return [
        ...accountPurposes.technical.stores.flatMap((store) => lookingAfter(store, names)),
        ...tablesOf(tables).flatMap(([table, mapped]) =>
          // In the vault even what is of nobody may be a key.
          mapped.store === 'data' && isTechnical(mapped)
            ? [onTable(names, 'data', table, ['SELECT'], 'No column of it holds anything of anybody')]
            : [],
        ),
      ];
  }
}

/** The same, one right at one place each: what a server's answer is compared with. */
export function privilegesOf(grants: readonly DeclaredGrant[]): readonly Privilege[] {
  return grants.flatMap(({ privileges, database, table, columns }) =>
    privileges.flatMap((name) => (columns ?? [null]).map((column) => ({ name, database, table, column }))),
  );
}

const everyTable: MappedTables = Object.fromEntries(tableNames.map((table) => [table, tableOf(table)]));

const migrating: DeclaredGrant['privileges'] = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'ALTER',
  'INDEX',
  'DROP',
  'REFERENCES',
  'TRIGGER',
];

function working(
  role: WorkingRole,
  store: StoreName,
  names: DatabaseNames,
  tables: MappedTables,
): readonly DeclaredGrant[] {
  return [
    ...schemaState(store, names),
    ...tablesOf(tables).flatMap(([table, mapped]) => (mapped.store === store ? rows(role, names, table, mapped) : [])),
  ];
}

/** Where only some columns are ever changed, the right to change is one to these. */
function rows(role: WorkingRole, names: DatabaseNames, table: string, mapped: MappedTable): readonly DeclaredGrant[] {
  const { store, changes = 'any', changed } = mapped;
  const rights = rowRights(role, mapped);
  const [first, ...others] = changed === undefined ? rights : rights.filter((right) => right !== 'UPDATE');
  if (first === undefined) return [];
  const grant = onTable(names, store, table, [first, ...others], reasons[changes]);
  return changed === undefined || !rights.includes('UPDATE')
    ? [grant]
    : [grant, { ...grant, privileges: ['UPDATE'], columns: changed, why: 'Nothing else of a row is ever changed' }];
}

const reasons: Readonly<Record<NonNullable<MappedTable['changes']> | 'any', string>> = {
  any: 'Rows come, change and go with what people do',
  'append-only': 'A row stays as it is, and nobody takes it out',
  'append-and-dispose': 'A row stays as it is until its time is over; the worker alone takes it out then',
  'append-and-erase': 'A row stays as it is until it goes with the account, or its time is over',
  'change-only': 'Rows change, and nobody takes one out',
  'change-and-dispose': 'Rows change; the worker alone takes one out, when its time is over',
};

/** Every process looks whether the schemas are up to date before it opens. */
function schemaState(store: StoreName, names: DatabaseNames): readonly DeclaredGrant[] {
  return migrationTables.map((table) =>
    onTable(names, store, table, ['SELECT'], 'It says which steps the schema has taken'),
  );
}

/** What people type never reaches a server but sealed or hashed, so the statements that these show say nothing of anybody. */
function lookingAfter(store: StoreName, names: DatabaseNames): readonly DeclaredGrant[] {
  const on = { store, table: null, columns: null };
  return [
    {
      ...on,
      privileges: ['PROCESS', 'REPLICATION CLIENT'],
      database: null,
      why: 'To see what the server does, what waits for what, and how far replicas and logs are',
    },
    { ...on, privileges: ['SELECT'], database: 'performance_schema', why: 'To see where time and memory go' },
    {
      ...on,
      privileges: ['SELECT', 'EXECUTE'],
      database: 'sys',
      why: 'The same in words; its views call functions of its own',
    },
    ...schemaState(store, names),
  ];
}

/** Nothing else shows what every account may do; of passwords it shows hashes, to whoever has this account. */
function lookingAtServer(store: StoreName, names: DatabaseNames): readonly DeclaredGrant[] {
  const on = { store, table: null, columns: null };
  return [
    {
      ...on,
      privileges: ['PROCESS'],
      database: null,
      why: 'To see every table and whether it is encrypted, without reading it',
    },
    { ...on, privileges: ['SELECT'], database: 'mysql', why: 'To see the accounts, and what each may do' },
    {
      ...on,
      privileges: ['REFERENCES'],
      database: names[store],
      why: 'To see views, and tables of other engines, by name and column; of all rights it alone shows them and reads nothing',
    },
  ];
}

function onTable(
  names: DatabaseNames,
  store: StoreName,
  table: string,
  privileges: DeclaredGrant['privileges'],
  why: string,
): DeclaredGrant {
  return { privileges, store, database: names[store], table, columns: null, why };
}

function tablesOf(tables: MappedTables): readonly (readonly [string, MappedTable])[] {
  return Object.entries(tables);
}
