/** A right in the words of MySQL, as far as an account is declared to have it. There is no `ALL` and no `GRANT OPTION`. */
export type PrivilegeName =
  | 'SELECT'
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'CREATE'
  | 'ALTER'
  | 'INDEX'
  | 'DROP'
  | 'REFERENCES'
  | 'TRIGGER'
  | 'EXECUTE'
  | 'PROCESS'
  | 'REPLICATION CLIENT';

/**
 * One right at one place, as an account is declared to have it or as a server says that it has. A null is everything: no
 * database is the whole server, no table every table of the database, no column every column.
 */
export interface Privilege {
  /** In capitals, as MySQL says it. Roles that were granted are `ROLE`, and standing in for another account is `PROXY`. */
  readonly name: string;
  readonly database: string | null;
  /** The name of the database is a pattern with wildcards, and so may stand for others too. */
  readonly like?: true;
  readonly table: string | null;
  /** What is named is no table. */
  readonly routine?: 'PROCEDURE' | 'FUNCTION';
  readonly column: string | null;
}

/** Whether one right holds all that another one does. A pattern holds, and is held by, nothing but the whole server. */
export function holdsPrivilege(wide: Privilege, narrow: Privilege): boolean {
  return (
    (wide.name === narrow.name || (wide.name === 'ALL PRIVILEGES' && !besideAll.has(narrow.name))) &&
    (wide.database === null ||
      (wide.database === narrow.database &&
        wide.like === undefined &&
        narrow.like === undefined &&
        (wide.table === null ||
          (wide.table === narrow.table &&
            wide.routine === narrow.routine &&
            (wide.column === null || wide.column === narrow.column)))))
  );
}

/** What `ALL` leaves out. */
const besideAll: ReadonlySet<string> = new Set(['GRANT OPTION', 'PROXY', 'ROLE']);

/**
 * What an account has beyond what it is declared to have (POLICY.md C21): each right that no declared one holds. Of
 * several columns each counts, so a right to a whole table is beyond one to all of its columns.
 */
export function beyondDeclared(held: readonly Privilege[], declared: readonly Privilege[]): readonly Privilege[] {
  return held.filter((privilege) => !declared.some((wide) => holdsPrivilege(wide, privilege)));
}

/** What an account is declared to have and has not. */
export function lackingPrivileges(held: readonly Privilege[], declared: readonly Privilege[]): readonly Privilege[] {
  return beyondDeclared(declared, held);
}
