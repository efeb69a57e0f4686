import type { ErasureRows } from '../../application/ports/transaction.ts';
import type { HeldRental, Holdings } from '../../domain/deletion/holdings.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { Order } from '../../domain/order/order.ts';
import { okAsync } from '../../domain/result.ts';
import { isUnpaid, paymentOf } from './lookups.ts';
import type { Proofs } from './proofs.ts';
import type { Rows } from './rows.ts';

/** {@link ErasureRows} of one transaction. */
export function erasureRows(rows: Rows, proofs: Proofs): ErasureRows {
  return {
    add: (erasure) => {
      rows.erasures.set(erasure.erasure, erasure);
      return okAsync(undefined);
    },
    holdingsOf: ({ proof }) => okAsync(holdingsOf(rows, proofs.subjectOf(proof))),
  };
}

function holdingsOf(rows: Rows, subject: SubjectId): Holdings {
  const own = (row: { readonly subject: SubjectId | null }): boolean => row.subject === subject;
  const orders = rows.orders.where(own);
  const receipts = orders.flatMap((order) => ('receipt' in order ? (rows.receipts.get(order.receipt) ?? []) : []));
  const accesses = rows.staffAccesses.where(own);
  return {
    counts: {
      verification: rows.challenges.keysWhere(({ challenge }) => own(challenge)).length,
      session: rows.sessions.keysWhere(own).length,
      consent: rows.consents.keysWhere(own).length,
      card: rows.cards.keysWhere(own).length,
      rental: orders.length,
      payment: rows.payments.keysWhere(({ payment }) => own(payment)).length,
      bookkeeping: receipts.length,
      message: rows.notices.keysWhere(({ notice }) => own(notice)).length,
      'staff-access': accesses.length,
      'privacy-request': rows.erasures.keysWhere(own).length,
    },
    rentals: orders.map((order) => rentalOf(rows, order)),
    lastStaffAccessAt: latest<Instant>(accesses.map(({ recordedAt }) => recordedAt)),
    lastReceiptOn: latest<Day>(receipts.map(({ day }) => day)),
  };
}

function rentalOf(rows: Rows, { order, card, kind }: Order): HeldRental {
  const payment = paymentOf(rows, order);
  const paymentCard = payment !== null && payment.card !== card ? payment.card : null;
  return { order, card, paymentCard, state: kind, unpaid: isUnpaid(payment) };
}

function latest<Value extends string | number>(values: readonly Value[]): Value | null {
  return values.reduce<Value | null>((last, value) => (last === null || value > last ? value : last), null);
}
