import { dayAfter, startOfDay } from '../calendar.ts';
import { heldColumns } from '../data-map/columns.ts';
import { fieldOf } from '../data-map/personal-field.ts';
import { type Clock, type TableName, tableNames, tableOf } from '../data-map/tables.ts';
import type { Category, Retention } from '../data-map/vocabulary.ts';
import { Day, Instant } from '../instant.ts';
import { cutoffFor } from './due.ts';

/** Which tables hold rows whose time can run out, by which columns that shows, and after how long: all of it by the data map. */

/** A table whose rows go when their time is over. */
export interface TimedTable {
  readonly table: TableName;
  /** The column that identifies a row. */
  readonly key: string;
  readonly category: Category;
  readonly retention: Retention;
  /** Columns that say when the time began; the earliest that is there counts. */
  readonly columns: readonly [string, ...string[]];
  /** Whether they hold a calendar day, and not milliseconds. */
  readonly inDays: boolean;
  readonly when: { readonly column: string; readonly is: string } | null;
  /** Tables whose rows go with a row of this one, because they name it. */
  readonly along: readonly TableName[];
}

/** Every such table of the data store, in the order in which a sweep goes through them: who refers goes first. */
export const timedTables: readonly TimedTable[] = tableNames.toReversed().flatMap((table) => {
  const { store, record, clock } = tableOf(table);
  if (store !== 'data' || clock === undefined || !('columns' in clock)) return [];
  const timed = heldColumns(table)
    .map(({ field }) => fieldOf(field))
    .filter((field) => needsClock(field.retention) && field.retention.from === clock.event);
  const [first] = timed;
  if (first === undefined) return [];
  const { category, retention } = first;
  const [key] = record;
  const { columns, inDays = false, when = null } = clock;
  const along = tableNames.filter((other) => goesWith(tableOf(other).clock, table));
  return [{ table, key, category, retention, columns, inDays, when, along }];
});

/** Whether a row itself has to say when a field's time began: its time is over by the calendar, and not by an event alone. */
export function needsClock({ keepFor, from }: Retention): boolean {
  return keepFor !== 'P0D' || from === 'expired';
}

function goesWith(clock: Clock | undefined, table: TableName): boolean {
  return clock !== undefined && 'goesWith' in clock && clock.goesWith === table;
}

/**
 * The bound below which rows of the table are due now, in the unit of its columns; null where none can be. What expires
 * does so to the millisecond; all else is kept for whole days.
 */
export function dueBelow(
  { retention, inDays }: Pick<TimedTable, 'retention' | 'inDays'>,
  now: Instant,
): Instant | Day | null {
  if (retention.keepFor === 'P0D') return Instant.plusMs(now, 1);
  const cutoff = cutoffFor(retention, Day.ofInstant(now));
  if (cutoff === null) return null;
  return inDays ? dayAfter(cutoff) : startOfDay(dayAfter(cutoff));
}
