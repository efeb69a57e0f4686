import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { migrationTables } from '../../../src/domain/data-map/coverage.ts';
import { tableNames, tableOf } from '../../../src/domain/data-map/tables.ts';
import { type AccountRole, accountRoles } from '../../../src/domain/database-account/account-role.ts';
import { declaredGrants, privilegesOf } from '../../../src/domain/database-account/declared-grants.ts';
import { holdsPrivilege } from '../../../src/domain/database-account/privilege.ts';
import { orThrow } from '../../../src/index.ts';
import { type DatabaseAccounts, databaseAccounts } from '../../mysql/database-accounts.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';

/** For each account what the server does and refuses: every right to every column of every table, as it is declared. */
let schemas: FreshSchemas;
let accounts: DatabaseAccounts;
let owner: Connection;
const connections = new Map<AccountRole, Connection>();

beforeAll(async () => {
  schemas = await freshSchemas();
  await orThrow(mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url }).migrate());
  accounts = await databaseAccounts(schemas);
  owner = await createConnection(schemas.server.url());
  for (const role of accountRoles) connections.set(role, await createConnection(accounts.url(role)));
});
afterAll(async () => {
  for (const connection of [owner, ...connections.values()]) await connection.end();
});

type Answer = 'done' | 'refused';

/** Whether the server does it. Anything but a refusal is a fault of the test. */
async function asked(role: AccountRole, statement: string): Promise<Answer> {
  try {
    await connections.get(role)?.query(statement);
    return 'done';
  } catch (error) {
    const number = error instanceof Error && 'errno' in error ? error.errno : null;
    if (typeof number === 'number' && refusals.has(number)) return 'refused';
    throw error;
  }
}

const refusals: ReadonlySet<number> = new Set([
  1044, // no access to the database
  1142, // no right to the table
  1143, // no right to the column
  1227, // no right on the whole server
  1290, // the server is run without it
  1370, // no right to the routine
  1419, // may not create triggers, whatever else: a server with a binary log says so before it looks at the grants
  1410, // may not make a user by granting
  3619, // may not take away what it has not
]);

/** Statements that touch no row, so that all that is asked is whether they may be run. */
const onColumn = {
  SELECT: (table: string, column: string) => `SELECT ${column} FROM ${table} LIMIT 0`,
  INSERT: (table: string, column: string) => `INSERT INTO ${table} (${column}) SELECT 1 FROM DUAL WHERE FALSE`,
  UPDATE: (table: string, column: string) => `UPDATE ${table} SET ${column} = NULL WHERE FALSE`,
} as const;

interface Asked {
  readonly database: string;
  readonly table: string;
  readonly column: string;
}

/** The names of the schemas are known once they are there. */
function everyColumn(): readonly Asked[] {
  const mapped = tableNames.flatMap((table) => {
    const { store, columns } = tableOf(table);
    return Object.keys(columns).map((column) => ({ database: schemas[store].name, table, column }));
  });
  const migrator = (['data', 'vault'] as const).flatMap((store) =>
    migrationTables.map((table) => ({
      database: schemas[store].name,
      table,
      column: table.endsWith('lock') ? 'is_locked' : 'timestamp',
    })),
  );
  return [...mapped, ...migrator];
}

function isDeclared(role: AccountRole, name: string, { database, table, column }: Asked, whole = false): boolean {
  const names = { data: schemas.data.name, vault: schemas.vault.name };
  return privilegesOf(declaredGrants(role, names)).some((wide) =>
    holdsPrivilege(wide, { name, database, table, column: whole ? null : column }),
  );
}

describe.each(accountRoles)('The account %s', (role) => {
  test('reads, adds, changes and deletes in every table what is declared, and nothing else', async () => {
    const wrong: string[] = [];
    let refused = 0;
    const check = (what: string, answer: Answer, may: boolean): void => {
      if (answer === 'refused') refused += 1;
      if ((answer === 'done') !== may) wrong.push(`${what}: ${answer}`);
    };
    for (const one of everyColumn()) {
      const table = `${one.database}.${one.table}`;
      for (const [right, statement] of Object.entries(onColumn)) {
        const answer = await asked(role, statement(table, one.column));
        check(`${right} ${table}.${one.column}`, answer, isDeclared(role, right, one));
      }
    }
    for (const one of new Map(everyColumn().map((each) => [`${each.database}.${each.table}`, each])).values()) {
      const table = `${one.database}.${one.table}`;
      check(
        `DELETE ${table}`,
        await asked(role, `DELETE FROM ${table} WHERE FALSE`),
        isDeclared(role, 'DELETE', one, true),
      );
      const whole: Readonly<Record<string, string>> = {
        DROP: `DROP TABLE ${table}, ${one.database}.not_there`,
        ALTER: `ALTER TABLE ${table} COMMENT = ''`,
        INDEX: `CREATE INDEX planted ON ${table} (${one.column})`,
        TRIGGER: `CREATE TRIGGER ${one.database}.planted BEFORE INSERT ON ${table} FOR EACH ROW SET @planted = 1`,
      };
      if (role === 'migrator') continue; // it may, and would; see below
      for (const [right, statement] of Object.entries(whole))
        check(`${right} ${table}`, await asked(role, statement), false);
      check(`TRUNCATE ${table}`, await asked(role, `TRUNCATE TABLE ${table}`), false);
    }
    expect(wrong).toEqual([]);
    expect(refused, 'something was refused at all, or nothing was asked').toBeGreaterThan(
      role === 'migrator' ? -1 : 100,
    );
  });

  test('may do nothing to the server, to other databases and to other accounts', async () => {
    const { data } = schemas;
    const answers: Record<string, Answer> = {};
    const outside = await freshSchemas();
    await owner.query(`CREATE TABLE ${outside.data.name}.t (a INT PRIMARY KEY)`);
    for (const statement of [
      ...(role === 'doctor' ? [] : ['SELECT User FROM mysql.user']),
      "DELETE FROM mysql.user WHERE User = 'nobody'",
      `SELECT a FROM ${outside.data.name}.t`,
      `INSERT INTO ${outside.data.name}.t VALUES (1)`,
      `DROP DATABASE ${outside.data.name}`,
      'CREATE DATABASE joos_planted',
      'SET GLOBAL general_log = ON',
      'SET PERSIST sync_binlog = 0',
      'SET SESSION sql_log_bin = 0',
      "CREATE USER 'joos_planted'@'127.0.0.1'",
      `GRANT SELECT ON ${data.name}.users TO '${accounts.user('auditor')}'@'127.0.0.0/255.0.0.0'`,
      `ALTER USER '${accounts.user('worker')}'@'127.0.0.0/255.0.0.0' ACCOUNT LOCK`,
      'FLUSH LOGS',
      "SELECT 1 INTO OUTFILE '/tmp/joos-planted'",
      'SHUTDOWN',
    ]) {
      // Whoever is worker may lock no worker, and so on.
      answers[statement] = await asked(role, statement);
    }
    expect(new Set(Object.values(answers)), JSON.stringify(answers)).toEqual(new Set(['refused']));
  });
});

describe('Records that nobody rewrites', () => {
  test('are rewritten by no account, and by triggers not even by who may', async () => {
    const { vault } = schemas;
    const rows = {
      erasure_ledger: `(erasure_id, subject_id, step, recorded_at, counts) VALUES ('e', 's', 'requested', 1, '{}')`,
      certificates: `(erasure_id, issued_at, document) VALUES ('e', 1, '{}')`,
    };
    for (const [table, values] of Object.entries(rows)) {
      await connections.get('vault')?.query(`INSERT INTO ${vault.name}.${table} ${values}`);
      for (const change of [
        `UPDATE ${vault.name}.${table} SET erasure_id = 'f'`,
        `DELETE FROM ${vault.name}.${table}`,
      ]) {
        for (const role of accountRoles.filter((one) => one !== 'migrator')) {
          await expect(connections.get(role)?.query(change), `${role}: ${change}`).rejects.toMatchObject({
            code: 'ER_TABLEACCESS_DENIED_ERROR',
          });
        }
        await expect(connections.get('migrator')?.query(change)).rejects.toMatchObject({ sqlState: '45000' });
        await expect(owner.query(change)).rejects.toMatchObject({ sqlState: '45000' });
      }
    }
  });

  test('of who looked are deleted by the worker alone', async () => {
    const { data } = schemas;
    for (const role of ['application', 'auditor', 'technical', 'vault'] as const) {
      await expect(connections.get(role)?.query(`DELETE FROM ${data.name}.audit_entries`)).rejects.toMatchObject({
        code: 'ER_TABLEACCESS_DENIED_ERROR',
      });
    }
    for (const role of ['application', 'worker', 'auditor', 'technical', 'vault'] as const) {
      await expect(
        connections.get(role)?.query(`UPDATE ${data.name}.audit_entries SET staff = 'x'`),
      ).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
    }
  });
});

describe('The account of one of the technical staff', () => {
  test('sees what the server does, and what there is to see of it', async () => {
    const connection = connections.get('technical');
    for (const statement of [
      'SHOW PROCESSLIST',
      'SHOW ENGINE INNODB STATUS',
      'SHOW REPLICA STATUS',
      'SELECT COUNT(*) FROM performance_schema.events_statements_summary_by_digest',
      'SELECT * FROM sys.memory_global_total',
      'SELECT * FROM sys.schema_table_lock_waits LIMIT 1',
      `SELECT COUNT(*) FROM ${schemas.data.name}.kysely_migration`,
    ]) {
      await connection?.query(statement);
    }
    expect(connection).toBeDefined();
  });
});
