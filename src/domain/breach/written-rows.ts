import type { TableName } from '../data-map/tables.ts';

/**
 * The tables of persons' rows that can be looked through by when a row was written, and by which column: an index stands on
 * each, so that the look costs what the window holds. Whatever else was written in a window shows in neither count; an index
 * on every table would slow down everybody for the sake of a question that is asked once in years.
 */
export const writtenBy: Readonly<Record<WrittenTable, string>> = {
  notices: 'created_at',
  risk_events: 'recorded_at',
};

/** A table that {@link writtenBy} names. */
export type WrittenTable = Extract<TableName, 'notices' | 'risk_events'>;
/** All of them. */
export const writtenTables: readonly WrittenTable[] = Object.keys(writtenBy) as WrittenTable[]; // sound: the record is closed by its type
