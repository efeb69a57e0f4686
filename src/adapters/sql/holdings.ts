import type { Holdings } from '../../domain/deletion/holdings.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { unpaidStates } from './payment-columns.ts';
import { dataQuery } from './statement.ts';
import type { Unit } from './unit-of-work.ts';

/** What the store holds of a subject, with two looks: how many rows of what, and the rentals that are still under way. */
export async function holdingsOf(unit: Unit, subject: SubjectId): Promise<Holdings> {
  const [held] = (await unit.run(counted, { subject })).rows;
  if (held === undefined) throw new Error('Who is held has a row');
  const { last_staff_access, last_receipt, ...counts } = held;
  const { rows } = await unit.run(underWay, { subject });
  return {
    counts,
    rentals: rows.map((row) => ({
      order: row.order_id,
      card: row.card_id,
      paymentCard: row.payment_card === row.card_id ? null : row.payment_card,
      state: row.state,
      unpaid: row.payment_state !== null && unpaidStates.includes(row.payment_state),
    })),
    lastStaffAccessAt: last_staff_access,
    lastReceiptOn: last_receipt,
  };
}

type CountedTable =
  | 'challenges'
  | 'sessions'
  | 'consent_entries'
  | 'cards'
  | 'orders'
  | 'payments'
  | 'notices'
  | 'staff_accesses'
  | 'erasures';

/** Each count and each newest record by an index of its own, and all of them with one look. */
const counted = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users as u')
    .where('u.subject_id', '=', given.subject)
    .select((eb) => {
      // Sound: only the column that each of these tables has is asked for, and Kysely wants one table.
      const rowsOf = (table: CountedTable) =>
        eb
          .selectFrom(`${table} as t` as 'sessions as t')
          .whereRef('t.subject_id', '=', 'u.subject_id')
          .select((counting) => counting.fn.countAll<number>().as('rows'))
          .$asScalar()
          .$notNull();
      const receipts = eb
        .selectFrom('orders as o')
        .innerJoin('receipts as r', 'r.receipt_number', 'o.receipt_number')
        .whereRef('o.subject_id', '=', 'u.subject_id');
      return [
        rowsOf('challenges').as('verification'),
        rowsOf('sessions').as('session'),
        rowsOf('consent_entries').as('consent'),
        rowsOf('cards').as('card'),
        rowsOf('orders').as('rental'),
        rowsOf('payments').as('payment'),
        rowsOf('notices').as('message'),
        rowsOf('staff_accesses').as('staff-access'),
        rowsOf('erasures').as('privacy-request'),
        receipts
          .select((counting) => counting.fn.countAll<number>().as('rows'))
          .$asScalar()
          .$notNull()
          .as('bookkeeping'),
        receipts
          .select((newest) => newest.fn.max('r.day').as('day'))
          .$asScalar()
          .as('last_receipt'),
        eb
          .selectFrom('staff_accesses as s')
          .whereRef('s.subject_id', '=', 'u.subject_id')
          .select((newest) => newest.fn.max('s.recorded_at').as('at'))
          .$asScalar()
          .as('last_staff_access'),
      ];
    }),
);

const underWay = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('orders as o')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .select(['o.order_id', 'o.card_id', 'o.state', 'p.state as payment_state', 'p.card_id as payment_card'])
    .where('o.subject_id', '=', given.subject)
    .where((eb) => eb.or([eb('o.state', '=', 'open'), eb('p.state', 'in', unpaidStates)])),
);
