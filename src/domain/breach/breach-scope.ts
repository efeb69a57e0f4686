import { type FieldId, fieldIds, fieldOf } from '../data-map/personal-field.ts';
import { type Category, categories } from '../data-map/vocabulary.ts';
import type { AccountRole } from '../database-account/account-role.ts';
import type { BreachWindow } from './breach-window.ts';
import type { LooksTouched } from './look-tally.ts';
import type { NotificationClock } from './notification-clock.ts';
import type { TableReach } from './table-reach.ts';

/** A table that could be read, or into which something was written. */
export interface TouchedTable extends TableReach {
  /** Rows that belong to somebody; null where they are not counted, since they name nobody. */
  readonly rows: number | null;
  /** To how many people they belong; null where that is not counted. */
  readonly people: number | null;
}

/** A category of personal data as a notification names it (GDPR art. 33(3)(a)). */
export interface TouchedCategory {
  readonly category: Category;
  /** Distinct people in one table or in the looks of the staff, whichever were more, up to the sum of all of them. */
  readonly people: { readonly atLeast: number; readonly atMost: number };
  /** Rows and looks together. */
  readonly records: number;
  /** Fields that somebody saw, or that stood there as they are. */
  readonly clear: readonly FieldId[];
  /** As {@link TableReach.partly}. */
  readonly partly: readonly FieldId[];
  /** Fields that nobody can read without the vault's keys, and the master key that these are wrapped under. */
  readonly unintelligible: readonly FieldId[];
}

/** What a breach touched, as far as the records and the map of the data tell. Counts alone: whom is in none of it. */
export interface BreachScope {
  readonly window: BreachWindow;
  /** Null where nobody said when it became known. */
  readonly clock: NotificationClock | null;
  /** All that was touched by staff or written, or by accounts of the database could have been read: distinct people. */
  readonly people: number;
  /** Rows and looks at a person. */
  readonly records: number;
  readonly categories: readonly TouchedCategory[];
  /** By the audit log; null where only accounts of the database were asked after. */
  readonly looks: LooksTouched | null;
  /** What the accounts may read of all that is stored now: nobody records what they did read, so it is the most there can be. */
  readonly reached: { readonly roles: readonly AccountRole[]; readonly tables: readonly TouchedTable[] } | null;
  /** What was written in the window; null where accounts were named. */
  readonly written: readonly TouchedTable[] | null;
}

/** What is known before the categories are put together. */
export type TouchedParts = Omit<BreachScope, 'categories' | 'records'>;

/** Puts the scope together: every category that something of was touched, in the order in which a person meets them. */
export function breachScope(parts: TouchedParts): BreachScope {
  const tables = [...(parts.reached?.tables ?? []), ...(parts.written ?? [])];
  const touched = categories.flatMap((category) => touchedCategory(category, parts, tables) ?? []);
  const rows = sum(tables.map((table) => table.rows ?? 0));
  return { ...parts, categories: touched, records: rows + (parts.looks?.ofPersons ?? 0) };
}

function touchedCategory(
  category: Category,
  { looks, people }: TouchedParts,
  tables: readonly TouchedTable[],
): TouchedCategory | null {
  const isOf = (field: FieldId): boolean => fieldOf(field).category === category;
  const seen = looks?.inClear.find((one) => one.category === category);
  const holding = tables.filter((table) => [...table.clear, ...table.partly, ...table.unintelligible].some(isOf));
  if (seen === undefined && holding.length === 0) return null;
  const counts = [seen?.people ?? 0, ...holding.map((table) => table.people ?? 0)];
  const clear = new Set([...(seen?.fields ?? []), ...holding.flatMap((table) => table.clear)]);
  const partly = new Set(holding.flatMap((table) => table.partly));
  const hidden = new Set(holding.flatMap(({ unintelligible }) => unintelligible));
  return {
    category,
    people: { atLeast: Math.max(...counts), atMost: Math.min(people, sum(counts)) },
    records: (seen?.entries ?? 0) + sum(holding.map(({ rows }) => rows ?? 0)),
    clear: fieldIds.filter((field) => isOf(field) && clear.has(field)),
    partly: fieldIds.filter((field) => isOf(field) && partly.has(field) && !clear.has(field)),
    unintelligible: fieldIds.filter(
      (field) => isOf(field) && hidden.has(field) && !partly.has(field) && !clear.has(field),
    ),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
