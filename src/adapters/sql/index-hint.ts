import { type RawBuilder, sql } from 'kysely';
import { type TableName, tableOf } from '../../domain/data-map/tables.ts';

/**
 * Has MySQL find the rows of a table by an index that holds next to nothing but nulls: it expects half of the table behind
 * each value of one, and would rather go through all of it. Stands right after `select`; SQLite takes it for a comment.
 *
 * `alias` is what the statement calls the table, and `index` the index by its name, as a migration made it.
 */
export function byIndex(alias: string, index: string): RawBuilder<unknown> {
  return sql.raw(`/*+ JOIN_INDEX(${alias} ${index}) */`);
}

/** What corrects a receipt, by the index on it: hardly any receipt is corrected. */
export const viaCorrected = (alias: 'k' | 'r'): RawBuilder<unknown> => byIndex(alias, 'receipts_corrects');

/** As {@link byIndex}, where rows of a table are looked for by what they amend; nothing where by anything else. */
export function viaAmended(table: TableName, column: string): RawBuilder<unknown> {
  return column === tableOf(table).amends ? byIndex(table, `${table}_${column}`) : sql``;
}
