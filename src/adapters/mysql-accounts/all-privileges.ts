import type { Privilege } from '../../domain/database-account/privilege.ts';

/**
 * `ALL PRIVILEGES` by the names of what is in it, so that what is declared of it can stay while the rest is taken back. A
 * server writes it for a database or a table; for the whole server it names each right itself.
 */
export function spelledOut(held: readonly Privilege[]): readonly Privilege[] {
  return held.flatMap((privilege) =>
    privilege.name === 'ALL PRIVILEGES'
      ? (privilege.table === null ? ofDatabase : ofTable).map((name) => ({ ...privilege, name }))
      : [privilege],
  );
}

const ofTable: readonly string[] = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'REFERENCES',
  'INDEX',
  'ALTER',
  'CREATE VIEW',
  'SHOW VIEW',
  'TRIGGER',
];

const ofDatabase: readonly string[] = [
  ...ofTable,
  'CREATE TEMPORARY TABLES',
  'LOCK TABLES',
  'EXECUTE',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'EVENT',
];
