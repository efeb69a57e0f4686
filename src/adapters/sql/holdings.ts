import type { Holdings } from '../../domain/deletion/holdings.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import { lastOpenDay, protectionOf } from '../../domain/legal-hold/protection.ts';
import { viaCorrected } from './index-hint.ts';
import { listed, listQuery } from './list-query.ts';
import { unpaidStates } from './payment-columns.ts';
import { protectingIn } from './protection.ts';
import { dataQuery } from './statement.ts';
import type { Unit } from './unit-of-work.ts';

/**
 * What the store holds of a subject: how many rows of what, what holds and open requests protect, and the rentals that are
 * still under way or protected.
 */
export async function holdingsOf(unit: Unit, subject: SubjectId, at: Instant): Promise<Holdings> {
  const [held] = (await unit.run(counted, { subject })).rows;
  if (held === undefined) throw new Error('Who is held has a row');
  const { last_staff_access, last_receipt, last_correction, ...others } = held;
  const { erasures, holds, requests, receipts, corrections, cases, case_notes, case_messages, ...counts } = others;
  const protecting = await protectingIn(unit, subject, at);
  const protection = protectionOf(protecting.holds, protecting.requests, at);
  const named = [...protection.orders.keys()];
  const { rows } = await unit.run(underWayOrNamed(named.length), { subject, ...listed(named) });
  return {
    counts: {
      ...counts,
      bookkeeping: receipts + corrections,
      support: cases + case_notes + case_messages,
      'privacy-request': erasures + holds + requests,
    },
    rentals: rows.map((row) => ({
      order: row.order_id,
      card: row.card,
      paymentCard: row.payment_card === row.card_id ? null : row.payment_card,
      state: row.state,
      unpaid: row.payment_state !== null && unpaidStates.includes(row.payment_state),
      charged: row.payment_state !== null,
    })),
    lastStaffAccessAt: last_staff_access,
    lastReceiptOn: later(last_receipt, last_correction),
    lastRequestOn: lastOpenDay(protecting.holds, protecting.requests, at),
    protection,
  };
}

function later(one: Day | null, other: Day | null): Day | null {
  return one === null || (other !== null && other > one) ? other : one;
}

type CountedTable =
  | 'challenges'
  | 'sessions'
  | 'consent_entries'
  | 'cards'
  | 'orders'
  | 'payments'
  | 'notices'
  | 'audit_entries'
  | 'erasures'
  | 'legal_holds'
  | 'privacy_requests'
  | 'support_cases'
  | 'case_notes'
  | 'case_messages';

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
      // Receipts by their numbers and corrections by what they correct, each by an index of its own.
      const receipts = (by: 'receipt_number' | 'corrects') =>
        eb
          .selectFrom('orders as o')
          .innerJoin('receipts as r', `r.${by}`, 'o.receipt_number')
          .$if(by === 'corrects', (query) => query.modifyFront(viaCorrected('r')))
          .whereRef('o.subject_id', '=', 'u.subject_id');
      const countOf = (by: 'receipt_number' | 'corrects') =>
        receipts(by)
          .select((counting) => counting.fn.countAll<number>().as('rows'))
          .$asScalar()
          .$notNull();
      const newestOf = (by: 'receipt_number' | 'corrects') =>
        receipts(by)
          .select((newest) => newest.fn.max('r.day').as('day'))
          .$asScalar();
      return [
        rowsOf('challenges').as('verification'),
        rowsOf('sessions').as('session'),
        rowsOf('consent_entries').as('consent'),
        rowsOf('cards').as('card'),
        rowsOf('orders').as('rental'),
        rowsOf('payments').as('payment'),
        rowsOf('notices').as('message'),
        rowsOf('audit_entries').as('staff-access'),
        rowsOf('erasures').as('erasures'),
        rowsOf('legal_holds').as('holds'),
        rowsOf('privacy_requests').as('requests'),
        rowsOf('support_cases').as('cases'),
        rowsOf('case_notes').as('case_notes'),
        rowsOf('case_messages').as('case_messages'),
        countOf('receipt_number').as('receipts'),
        countOf('corrects').as('corrections'),
        newestOf('receipt_number').as('last_receipt'),
        newestOf('corrects').as('last_correction'),
        eb
          .selectFrom('audit_entries as s')
          .whereRef('s.subject_id', '=', 'u.subject_id')
          .select((newest) => newest.fn.max('s.recorded_at').as('at'))
          .$asScalar()
          .as('last_staff_access'),
      ];
    }),
);

const underWayOrNamed = listQuery(({ db }, given: { subject: SubjectId }, named: readonly OrderId[]) =>
  db
    .selectFrom('orders as o')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    // Cards without a row are gone: what is paid needs them no longer.
    .leftJoin('cards as c', 'c.card_id', 'o.card_id')
    .leftJoin('cards as pc', 'pc.card_id', 'p.card_id')
    .select(['o.order_id', 'o.card_id', 'o.state', 'c.card_id as card'])
    .select(['p.state as payment_state', 'pc.card_id as payment_card'])
    .where('o.subject_id', '=', given.subject)
    .where((eb) =>
      eb.or([
        eb('o.state', '=', 'open'),
        eb('p.state', 'in', unpaidStates),
        ...(named.length === 0 ? [] : [eb('o.order_id', 'in', named)]),
      ]),
    ),
);
