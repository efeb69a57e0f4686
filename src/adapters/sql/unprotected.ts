import { type RawBuilder, sql } from 'kysely';
import type { TableName } from '../../domain/data-map/tables.ts';
import { tableOf, tables } from '../../domain/data-map/tables.ts';
import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { Instant } from '../../domain/instant.ts';
import { holdableCategories } from '../../domain/legal-hold/legal-hold.ts';
import type { TimedTable } from '../../domain/retention/timed-tables.ts';

/** Conditions by which a sweep leaves alone what a legal hold or an open request protects, or an open rental needs. */

/** That nothing protects the rows of a timed table, or of one that goes along with it. */
export function unprotected({ category, retention }: TimedTable, table: TableName, at: Instant): RawBuilder<unknown> {
  const conditions = [
    ...(holdableCategories.some((one) => one === category) && isSomebodys(table)
      ? [noHoldOn(table, category, at)]
      : []),
    ...(retention.notBefore === 'settled' ? [noOrderOf(table)] : []),
  ];
  return conditions.length === 0 ? sql`` : sql` and ${sql.join(conditions, sql` and `)}`;
}

/** Whether a row can be a customer's, by its own column or by the order that names it; those of the staff are not. */
function isSomebodys(table: TableName): boolean {
  const { subjectColumn, record } = tableOf(table);
  return subjectColumn !== null || record[0] in tables.orders.columns;
}

/** A hold that is approved, and neither ended nor expired. */
function running(at: Instant): RawBuilder<unknown> {
  return sql`h.expires_at > ${at} and h.approved_at is not null and h.ended_at is null`;
}

function noHoldOn(table: TableName, category: Category, at: Instant): RawBuilder<unknown> {
  const names = sql`(h.scope = 'person' or (h.scope = 'category' and h.category = ${category}))`;
  const { subjectColumn } = tableOf(table);
  if (subjectColumn === null) return noHoldByOrder(table, names, at);
  const subject = sql.ref(`${table}.${subjectColumn}`);
  // MySQL deletes from no table that it looks at, unless what it looks at was put aside first.
  return table === 'legal_holds'
    ? sql`not exists (select 1 from (select distinct h.subject_id, h.scope, h.category from legal_holds as h where ${running(at)}) as h where h.subject_id = ${subject} and ${names})`
    : sql`not exists (select 1 from legal_holds as h where h.subject_id = ${subject} and ${running(at)} and ${names})`;
}

/** A row that names nobody is somebody's by the order that names it. Holds and open requests are few: it begins with them. */
function noHoldByOrder(table: TableName, names: RawBuilder<unknown>, at: Instant): RawBuilder<unknown> {
  const { record, amends } = tableOf(table);
  const key = sql.ref(record[0]);
  const byHold = sql`select o.${key} from legal_holds as h inner join orders as o on o.subject_id = h.subject_id where ${running(at)} and (${names} or (h.scope = 'order' and h.order_id = o.order_id)) and o.${key} is not null`;
  const byRequest = sql`select o.${key} from privacy_requests as r inner join orders as o on o.order_id = r.order_id where r.state in ('received', 'verified') and o.${key} is not null`;
  const free = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${column} not in (${byHold}) and ${column} not in (${byRequest})`;
  if (amends === undefined) return free(sql`${key}`);
  // What amends a row is protected with it.
  const amended = sql.ref(amends);
  return sql`${free(sql`${key}`)} and (${amended} is null or (${free(sql`${amended}`)}))`;
}

/** What an open rental or an unpaid amount needs stays until the last of them is gone. */
function noOrderOf(table: TableName): RawBuilder<unknown> {
  return sql`not exists (select 1 from orders as o where o.subject_id = ${sql.ref(`${table}.subject_id`)})`;
}
