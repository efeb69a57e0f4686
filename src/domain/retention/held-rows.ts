import type { FieldId } from '../data-map/personal-field.ts';
import type { TableName } from '../data-map/tables.ts';
import type { OrderId } from '../ids.ts';
import { Day, type Instant } from '../instant.ts';
import type { HeldValues } from './explain.ts';

/** A row as a store tells of it: which fields it holds, and what the columns of its clock say; no value of any field. */
export interface HeldRow {
  readonly table: TableName;
  readonly fields: readonly FieldId[];
  /** Milliseconds since 1970 or a calendar day, as the clock of the table has it; null where the event has not come. */
  readonly events: readonly (number | string | null)[];
  readonly order: OrderId | null;
}

/** Rows that tell the same of a field, together. */
export function heldValuesOf(rows: readonly HeldRow[]): readonly HeldValues[] {
  const together = new Map<string, HeldValues>();
  for (const { table, fields, events, order } of rows) {
    const since = earliest(events);
    for (const field of fields) {
      const key = JSON.stringify([table, field, since, order]);
      const records = (together.get(key)?.records ?? 0) + 1;
      together.set(key, { table, field, since, order, records });
    }
  }
  return [...together.values()];
}

function earliest(events: readonly (number | string | null)[]): Day | null {
  const days = events.flatMap((event) => (event === null ? [] : [dayOf(event)]));
  return days.reduce<Day | null>((first, day) => (first === null || day < first ? day : first), null);
}

/** Sound casts: a clock holds instants, or days where it says so. */
function dayOf(event: number | string): Day {
  return typeof event === 'number' ? Day.ofInstant(event as Instant) : (event as Day);
}
