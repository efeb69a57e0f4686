import type { ErasureRows } from '../../application/ports/transaction.ts';
import type { HeldRental, Holdings } from '../../domain/deletion/holdings.ts';
import type { CardId, SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import { lastOpenDay, protectionOf } from '../../domain/legal-hold/protection.ts';
import type { Order } from '../../domain/order/order.ts';
import { okAsync } from '../../domain/result.ts';
import { phoneOf } from '../../domain/user/user.ts';
import { correctionsOf, isUnpaid, paymentOf } from './lookups.ts';
import type { Proofs } from './proofs.ts';
import type { Rows } from './rows.ts';

/** {@link ErasureRows} of one transaction. */
export function erasureRows(rows: Rows, proofs: Proofs): ErasureRows {
  return {
    add: ({ proof, user }, erasure, dueAt, toTell) => {
      const subject = proofs.subjectOf(proof);
      rows.erasures.set(erasure.erasure, { erasure, dueAt });
      for (const propagation of toTell) rows.propagations.set(propagation.requestId, propagation);
      const { email, language } = user;
      const phone = phoneOf(user);
      if (email !== null || phone !== null) {
        rows.farewells.set(erasure.erasure, { subject, farewell: { language, phone, email }, saidAt: null });
      }
      return okAsync(undefined);
    },
    holdingsOf: ({ proof }, at) => okAsync(holdingsOf(rows, proofs.subjectOf(proof), at)),
  };
}

/** What the store holds of a subject. */
export function holdingsOf(rows: Rows, subject: SubjectId, at: Instant): Holdings {
  const own = (row: { readonly subject: SubjectId | null }): boolean => row.subject === subject;
  const orders = rows.orders.where(own);
  const receipts = orders.flatMap((order) => {
    const receipt = 'receipt' in order ? rows.receipts.get(order.receipt) : null;
    return receipt == null ? [] : [receipt, ...correctionsOf(rows, receipt.number)];
  });
  const accesses = rows.auditEntries.where(own);
  const holds = rows.legalHolds.where(own);
  const requests = rows.privacyRequests.where(own);
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
      support:
        rows.supportCases.keysWhere(own).length +
        rows.caseNotes.keysWhere(own).length +
        rows.caseMessages.keysWhere(own).length,
      'staff-access': accesses.length,
      'privacy-request': rows.erasures.keysWhere(({ erasure }) => own(erasure)).length + holds.length + requests.length,
    },
    rentals: orders.map((order) => rentalOf(rows, order)),
    lastStaffAccessAt: latest<Instant>(accesses.map(({ recordedAt }) => recordedAt)),
    lastReceiptOn: latest<Day>(receipts.map(({ day }) => day)),
    lastRequestOn: lastOpenDay(holds, requests, at),
    protection: protectionOf(holds, requests, at),
  };
}

function rentalOf(rows: Rows, { order, card, kind }: Order): HeldRental {
  const payment = paymentOf(rows, order);
  // A card without a row is gone: what is paid needs it no longer.
  const ifThere = (id: CardId): CardId | null => (rows.cards.has(id) ? id : null);
  const paymentCard = payment !== null && payment.card !== card ? ifThere(payment.card) : null;
  return {
    order,
    card: ifThere(card),
    paymentCard,
    state: kind,
    unpaid: isUnpaid(payment),
    charged: payment !== null,
  };
}

function latest<Value extends string | number>(values: readonly Value[]): Value | null {
  return values.reduce<Value | null>((last, value) => (last === null || value > last ? value : last), null);
}
