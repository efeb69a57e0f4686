import { type FieldId, fieldOf } from '../data-map/personal-field.ts';
import type { MappedTable } from '../data-map/tables.ts';
import type { Category } from '../data-map/vocabulary.ts';

/** What an account may do to the rows of a table. */
export type RowRight = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** The accounts that work on rows; what they may do follows from the data map. */
export type WorkingRole = 'application' | 'worker' | 'vault';

/**
 * What a working account may do to the rows of a table of its store, by what the data map says becomes of them. What is kept
 * for a time is deleted by the worker alone, so whoever breaks into the application can rewrite or remove no record of it;
 * and whoever breaks into the worker can make nobody a member of the staff, and agree to nothing in anybody's name.
 * The vault has one account, which therefore does both.
 */
export function rowRights(role: WorkingRole, table: MappedTable): readonly RowRight[] {
  const { changes = 'any' } = table;
  const isOfStaff = role === 'worker' && isOfStaffAlone(table);
  const adds = role !== 'worker' || !(isOfPersonsAlone(table) || isOfStaff);
  const updates = !isOfStaff && (changes === 'any' || changes === 'change-only' || changes === 'change-and-dispose');
  const disposes = changes === 'append-and-dispose' || changes === 'change-and-dispose';
  const deletes = changes === 'any' || changes === 'append-and-erase' || (disposes && role !== 'application');
  return [
    'SELECT',
    ...(adds ? (['INSERT'] as const) : []),
    ...(updates ? (['UPDATE'] as const) : []),
    ...(deletes ? (['DELETE'] as const) : []),
  ];
}

/** Nobody signs up, logs in, agrees to something, adds a card or rents but at the application. */
function isOfPersonsAlone({ columns }: MappedTable): boolean {
  return Object.values(columns).some((column) => 'holds' in column && personsAlone.has(fieldOf(column.holds).category));
}

const personsAlone: ReadonlySet<Category> = new Set([
  'login',
  'profile',
  'verification',
  'session',
  'consent',
  'card',
  'rental',
]);

/**
 * Nobody joins the staff, gets a role, signs in, agrees to something or works on a case but at the application. What staff
 * did is another matter: each process puts its own deeds on record.
 */
function isOfStaffAlone({ columns }: MappedTable): boolean {
  return Object.values(columns).some(
    (column) => 'holds' in column && (staffAlone.has(column.holds) || fieldOf(column.holds).category === 'support'),
  );
}

const staffAlone: ReadonlySet<FieldId> = new Set([
  'staff-access.member',
  'staff-access.grant',
  'staff-access.session',
  'staff-access.approval',
]);

/** Whether no column of a table holds anything of anybody, so that whoever looks after the server may read it. */
export function isTechnical({ columns }: MappedTable): boolean {
  return Object.values(columns).every((column) => 'technical' in column);
}
