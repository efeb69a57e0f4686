import { type RawBuilder, sql } from 'kysely';
import type { LeftStanding } from '../../application/ports/disposal.ts';
import { heldColumns, subjectTables } from '../../domain/data-map/columns.ts';
import { fieldOf } from '../../domain/data-map/personal-field.ts';
import { type TableName, tableOf } from '../../domain/data-map/tables.ts';
import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { endsWithAccount } from '../../domain/retention/due.ts';
import type { Database } from './database.ts';
import { listed, listQuery } from './list-query.ts';
import type { Parameters, Statement } from './statement.ts';

/**
 * Counts what is left of a subject whose account ended, by the data map alone: rows with a value in a column of a field
 * that is kept for no time after that. It shares nothing with the code that purges, so that each finds the other's mistakes.
 */
export async function remnantsOf(
  database: Database,
  subject: SubjectId,
  { orders, categories }: LeftStanding,
): Promise<Readonly<Record<string, number>>> {
  const rows = await database.look(remnantsBut(categories)(orders.length), { subject, ...listed(orders) });
  return Object.fromEntries(rows.filter((row) => row.left > 0).map((row) => [row.name, row.left]));
}

interface Counted {
  readonly name: TableName;
  readonly left: number;
}

type Remnants = (keptOrders: number) => Statement<Parameters & { subject: SubjectId }, Counted>;

const byHeld = new Map<string, Remnants>();

/** The count with these categories left out; hardly ever are there any. */
function remnantsBut(held: readonly Category[]): Remnants {
  const known = byHeld.get(held.join());
  if (known !== undefined) return known;
  const remnants = listQuery(({ db }, given: { subject: SubjectId }, keptOrders: readonly OrderId[]) => {
    const counts = subjectTables('data').flatMap((table) => {
      const { subjectColumn } = tableOf(table);
      const doomed = doomedColumns(table, held);
      if (subjectColumn === null || doomed.length === 0) return [];
      const holdsSomething = sql.join(
        doomed.map((column) => sql`${sql.ref(column)} is not null`),
        sql` or `,
      );
      return [
        sql`select ${sql.lit(table)} as name, count(*) as ${sql.ref('left')} from ${sql.table(table)} where ${sql.ref(subjectColumn)} = ${given.subject} and (${holdsSomething})${unlessKept(table, keptOrders)}`,
      ];
    });
    const query = sql<Counted>`${sql.join(counts, sql` union all `)}`;
    return { compile: () => query.compile(db) };
  });
  byHeld.set(held.join(), remnants);
  return remnants;
}

/** Columns of fields that outlive the account by no day. What is bound to a kept order is told apart by {@link unlessKept}. */
function doomedColumns(table: TableName, held: readonly Category[]): readonly string[] {
  return heldColumns(table)
    .filter(({ column, field }) => {
      const { category, retention } = fieldOf(field);
      return column !== tableOf(table).subjectColumn && endsWithAccount(retention) && !held.includes(category);
    })
    .map(({ column }) => column);
}

/** Rows of a kept order, and rows that such a row names by their key, may be there. */
function unlessKept(table: TableName, keptOrders: readonly OrderId[]): RawBuilder<unknown> {
  if (keptOrders.length === 0) return sql``;
  const kept = sql.join(keptOrders);
  if (isOfOrder(table)) return sql` and ${sql.ref(orderColumn)} not in (${kept})`;
  const [key] = tableOf(table).record;
  const naming = subjectTables('data').filter((other) => isOfOrder(other) && key in tableOf(other).columns);
  if (naming.length === 0) return sql``;
  const named = naming.map(
    (other) => sql`select ${sql.ref(key)} from ${sql.table(other)} where ${sql.ref(orderColumn)} in (${kept})`,
  );
  return sql` and ${sql.ref(key)} not in (${sql.join(named, sql` union `)})`;
}

const orderColumn = 'order_id';

function isOfOrder(table: TableName): boolean {
  return orderColumn in tableOf(table).columns;
}
