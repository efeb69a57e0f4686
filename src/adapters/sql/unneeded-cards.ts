import type { CardId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type CardRow, cardColumns } from './card-columns.ts';
import { unpaidStates } from './payment-columns.ts';
import { dataQuery, type Statement } from './statement.ts';

/**
 * Removed cards of active people that nothing is bound to any more and nothing protects, longest removed first. Asked one card at a time, by
 * subqueries that MySQL makes no joins of: for a join it goes through all people, or all open orders, first.
 */
export const unneededCards: Statement<{ at: Instant; limit: number }, CardRow & { subject_id: SubjectId }> = dataQuery(
  ({ db }, given: { at: Instant; limit: number }) =>
    db
      .selectFrom('cards as c')
      .select('c.subject_id')
      .select(cardColumns)
      .where('c.removed_at', 'is not', null)
      .where(
        (eb) => eb.selectFrom('users as u').select('u.state').whereRef('u.subject_id', '=', 'c.subject_id'),
        '=',
        'active',
      )
      .where(
        (eb) =>
          eb
            .selectFrom('orders as o')
            .select((counting) => counting.fn.countAll<number>().as('open'))
            .whereRef('o.card_id', '=', 'c.card_id')
            .where('o.state', '=', 'open'),
        '=',
        0,
      )
      .where(
        (eb) =>
          eb
            .selectFrom('payments as p')
            .select((counting) => counting.fn.countAll<number>().as('unpaid'))
            .whereRef('p.card_id', '=', 'c.card_id')
            .where('p.state', 'in', unpaidStates),
        '=',
        0,
      )
      .where(
        (eb) =>
          eb
            .selectFrom('legal_holds as h')
            .select((counting) => counting.fn.countAll<number>().as('holds'))
            .whereRef('h.subject_id', '=', 'c.subject_id')
            .where('h.expires_at', '>', given.at)
            .where('h.approved_at', 'is not', null)
            .where('h.ended_at', 'is', null),
        '=',
        0,
      )
      .where(
        (eb) =>
          eb
            .selectFrom('privacy_requests as r')
            .select((counting) => counting.fn.countAll<number>().as('requests'))
            .whereRef('r.subject_id', '=', 'c.subject_id')
            .where('r.state', '!=', 'closed')
            .where('r.order_id', 'is not', null),
        '=',
        0,
      )
      .orderBy('c.removed_at')
      .limit(given.limit),
);

/** A removed card is never bound to anything new, so between the look and this it stays free. */
export const dropCard: Statement<{ card: CardId }, unknown> = dataQuery(({ db }, given: { card: CardId }) =>
  db.deleteFrom('cards').where('card_id', '=', given.card).where('removed_at', 'is not', null),
);
