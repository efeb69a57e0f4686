import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { DueLook, LapsedOrder } from '../../application/ports/retention-rows.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { dropKeptOrder, type LockOrder } from './kept-orders.ts';
import { dataQuery } from './statement.ts';

/** Orders that outlived their accounts for longer than a claim lives: by the mark that the purge left. */
export async function lapsedOrders(
  database: Database,
  { below, after, limit }: DueLook<Instant>,
): Promise<readonly LapsedOrder[]> {
  const given = { below, limit, since: Number(after?.event ?? 0), beyond: String(after?.key ?? '') };
  const rows = await database.look(kept, given);
  return rows.map(({ order_id, subject_id, kept_since }) => ({
    subject: subject_id,
    order: order_id,
    place: { event: kept_since, key: order_id },
  }));
}

/** Deletes such an order as it is, open or unpaid. Of an account that is active, or an order that is not kept, nothing goes. */
export function writeOffOrder(
  database: Database,
  subject: SubjectId,
  order: OrderId,
): Promise<Result<boolean, PortFailure>> {
  return database.transact(async (unit) => ok(await dropKeptOrder(unit, lockKept, { subject, order })));
}

const kept = dataQuery(({ db }, given: { below: Instant; limit: number; since: number; beyond: string }) =>
  db
    .selectFrom('orders')
    .select(['order_id', 'subject_id', 'kept_since'])
    .$narrowType<{ kept_since: Instant }>() // below a bound there is no null
    .where('kept_since', '<', given.below)
    .where('kept_since', '>=', given.since as Instant) // a place, which Kysely takes for the value
    .where((eb) =>
      // The key is a text that no id stands before, so that the first look passes over nothing.
      eb.or([eb('kept_since', '>', given.since as Instant), eb('order_id', '>', given.beyond as OrderId)]),
    )
    .orderBy('kept_since')
    .orderBy('order_id')
    .limit(given.limit),
);

const lockKept: LockOrder = dataQuery(({ db, mysql }, given: { subject: SubjectId; order: OrderId }) =>
  db
    .selectFrom('orders as o')
    .innerJoin('users as u', 'u.subject_id', 'o.subject_id')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .select(['o.card_id', 'p.card_id as payment_card'])
    .where('o.order_id', '=', given.order)
    .where('o.subject_id', '=', given.subject)
    .where('o.kept_since', 'is not', null)
    .where('u.state', '!=', 'active')
    .$if(mysql, (query) => query.forUpdate()),
);
