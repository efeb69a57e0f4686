import type { Connection, RowDataPacket } from 'mysql2/promise';
import { subjectTables } from '../../src/domain/data-map/columns.ts';
import { type TableName, tableOf } from '../../src/domain/data-map/tables.ts';

/**
 * Triggers of the drill, on every table of the data map that has a subject: each row that is added for somebody whose account
 * is not active is noted, whether it is still there at the end or not. A purge may take away what should never have come.
 */

/** Tables whose rows may come behind the fence, and why that is right. */
const mayComeLate: Readonly<Partial<Record<TableName, string>>> = {
  users: 'The row is there from the first day; its update is watched',
  audit_entries: 'Says who of the staff looked, and outlives the account',
  erasures: 'Written with the fence itself',
  farewells: 'Written with the fence itself',
  propagations: 'Says which processor was asked',
  payments: 'A rental that was open at the fence ends with one',
  legal_holds: 'Outlives the account',
  privacy_requests: 'Outlives the account',
};

/** Sets the traps. */
export async function watchForLateWrites(data: Connection): Promise<void> {
  await data.query('CREATE TABLE drill_late_writes (table_name VARCHAR(64) NOT NULL, subject_id CHAR(36) NOT NULL)');
  for (const table of subjectTables('data')) {
    const { subjectColumn } = tableOf(table);
    if (subjectColumn === null || table in mayComeLate) continue;
    await data.query(
      `CREATE TRIGGER drill_late_${table} AFTER INSERT ON ${table} FOR EACH ROW
         INSERT INTO drill_late_writes
           SELECT '${table}', NEW.${subjectColumn} FROM users WHERE subject_id = NEW.${subjectColumn} AND state <> 'active'`,
    );
  }
  const filled = ['phone_index', 'email_index', 'username_index']
    .map((column) => `(NEW.${column} IS NOT NULL AND NOT (NEW.${column} <=> OLD.${column}))`)
    .join(' OR ');
  await data.query(
    `CREATE TRIGGER drill_late_users AFTER UPDATE ON users FOR EACH ROW
       INSERT INTO drill_late_writes SELECT 'users', NEW.subject_id FROM DUAL WHERE OLD.state <> 'active' AND (${filled})`,
  );
}

/** How many rows of which table were written behind a fence. */
export async function lateWrites(data: Connection): Promise<ReadonlyMap<string, number>> {
  const [rows] = await data.query<RowDataPacket[]>(
    'SELECT table_name AS name, COUNT(*) AS late FROM drill_late_writes GROUP BY table_name',
  );
  return new Map(rows.map(({ name, late }) => [String(name), Number(late)]));
}
