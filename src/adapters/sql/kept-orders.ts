import { sql } from 'kysely';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { CardId, OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { unpaidStates } from './payment-columns.ts';
import { withoutRefundNames } from './purge-queries.ts';
import { dataQuery, type Parameters, type Statement } from './statement.ts';
import type { Unit } from './unit-of-work.ts';

/** Orders that outlive their account because they are open or unpaid, and what becomes of them when they are settled. */

/** Open or unpaid. */
export const keptOrdersOf: Statement<{ subject: SubjectId }, { order_id: OrderId }> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db
      .selectFrom('orders as o')
      .leftJoin('payments as p', 'p.order_id', 'o.order_id')
      .select('o.order_id')
      .where('o.subject_id', '=', given.subject)
      .where((eb) => eb.or([eb('o.state', '=', 'open'), eb('p.state', 'in', unpaidStates)])),
);

/** Settled, protected by nothing, and still there: by the mark that the purge left, oldest first. */
export const settledKeptOrders: Statement<
  { at: Instant; limit: number },
  { order_id: OrderId; subject_id: SubjectId }
> = dataQuery(({ db }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('orders as o')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .select(['o.order_id', 'o.subject_id'])
    .where('o.kept_since', 'is not', null)
    .where('o.state', '!=', 'open')
    .where((eb) => eb.or([eb('p.state', 'is', null), eb('p.state', 'not in', unpaidStates)]))
    // Counted, order by order: of a `not exists` MySQL makes a join with every hold and every request that ever was.
    .where((eb) =>
      eb(
        eb
          .selectFrom('legal_holds as h')
          .select((counting) => counting.fn.countAll<number>().as('running'))
          .whereRef('h.subject_id', '=', 'o.subject_id')
          .where('h.expires_at', '>', given.at)
          .where('h.approved_at', 'is not', null)
          .where('h.ended_at', 'is', null),
        '=',
        0,
      ),
    )
    .where((eb) =>
      eb(
        eb
          .selectFrom('privacy_requests as r')
          .select((counting) => counting.fn.countAll<number>().as('open'))
          .whereRef('r.subject_id', '=', 'o.subject_id')
          .whereRef('r.order_id', '=', 'o.order_id')
          .where('r.state', '!=', 'closed'),
        '=',
        0,
      ),
    )
    .orderBy('o.kept_since')
    .limit(given.limit),
);

/**
 * Deletes a settled order of an account that ended, with its payment and the cards that nothing is bound to any more, and
 * counts the orders that are still kept. It opens nothing: the keys may be gone.
 */
export function releaseSettled(
  database: Database,
  subject: SubjectId,
  order: OrderId,
): Promise<Result<number, PortFailure>> {
  return database.transact(async (unit) => {
    await dropKeptOrder(unit, lockSettled, { subject, order });
    return ok((await unit.run(keptOrdersOf, { subject })).rows.length);
  });
}

/** One order, and whose it is. */
export interface OneOrder extends Parameters {
  readonly subject: SubjectId;
  readonly order: OrderId;
}

/** Finds an order if it is in some state, locks it, and says which cards it and its payment are bound to. */
export type LockOrder = Statement<OneOrder, { card_id: CardId | null; payment_card: CardId | null }>;

/**
 * Deletes an order that is locked for it, with its payment and those of its cards that nothing else is bound to, and says
 * whether it was there. The user's row is first, as in a purge: who locks the order first waits for a purge that waits for
 * the order.
 */
export async function dropKeptOrder(unit: Unit, lock: LockOrder, { subject, order }: OneOrder): Promise<boolean> {
  await unit.run(lockUser, { subject });
  const [found] = (await unit.run(lock, { subject, order })).rows;
  if (found === undefined) return false;
  await unit.run(dropPayment, { subject, order });
  await unit.run(forgetRefundsOf, { subject, order });
  await unit.run(dropOrder, { subject, order });
  for (const card of new Set([found.card_id, found.payment_card])) {
    if (card !== null) await unit.run(dropFreeCard, { subject, card });
  }
  return true;
}

const lockUser = dataQuery(({ db, mysql }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users')
    .select('subject_id')
    .where('subject_id', '=', given.subject)
    .$if(mysql, (query) => query.forUpdate()),
);

const lockSettled: LockOrder = dataQuery(({ db, mysql }, given: { subject: SubjectId; order: OrderId }) =>
  db
    .selectFrom('orders as o')
    .innerJoin('users as u', 'u.subject_id', 'o.subject_id')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .select(['o.card_id', 'p.card_id as payment_card'])
    .where('o.order_id', '=', given.order)
    .where('o.subject_id', '=', given.subject)
    .where('u.state', '!=', 'active')
    .where('o.state', '!=', 'open')
    .where((eb) => eb.or([eb('p.state', 'is', null), eb('p.state', 'not in', unpaidStates)]))
    .$if(mysql, (query) => query.forUpdate()),
);

const dropPayment = dataQuery(({ db }, given: { subject: SubjectId; order: OrderId }) =>
  db.deleteFrom('payments').where('order_id', '=', given.order).where('subject_id', '=', given.subject),
);

/** As a purge does: the correction stays in the books, without the name of its refund. */
const forgetRefundsOf = dataQuery(({ db }, given: { subject: SubjectId; order: OrderId }) => {
  const query = withoutRefundNames(given.subject, sql` and o.order_id = ${given.order}`);
  return { compile: () => query.compile(db) };
});

const dropOrder = dataQuery(({ db }, given: { subject: SubjectId; order: OrderId }) =>
  db.deleteFrom('orders').where('order_id', '=', given.order).where('subject_id', '=', given.subject),
);

const dropFreeCard = dataQuery(({ db }, given: { subject: SubjectId; card: CardId }) =>
  db
    .deleteFrom('cards')
    .where('card_id', '=', given.card)
    .where('subject_id', '=', given.subject)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('orders').select('order_id').where('orders.card_id', '=', given.card))),
    )
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('payments').select('payment_id').where('payments.card_id', '=', given.card))),
    ),
);
