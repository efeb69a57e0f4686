import type { ActiveSubject } from '../../application/ports/active-subject.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import type { CardRows, OrderRows, PaymentRows } from '../../application/ports/transaction.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import type { CardId } from '../../domain/ids.ts';
import { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { cardsOf, correctionsOf, isInUse, paymentOf } from './lookups.ts';
import { opened } from './opened.ts';
import type { Proofs } from './proofs.ts';
import type { Rows } from './rows.ts';

/** What the rental contract is made of: {@link CardRows}, {@link OrderRows} and {@link PaymentRows} of one transaction. */

export function cardRows(rows: Rows, proofs: Proofs): CardRows {
  const own = (proof: ActiveSubject, id: CardId): Card | null => {
    const card = rows.cards.get(id);
    return card?.subject === proofs.subjectOf(proof) ? card : null;
  };
  return {
    add: (proof, card) => {
      if (card.subject !== proofs.subjectOf(proof)) return errAsync(portFailure('DataStore', false));
      rows.cards.set(card.card, card);
      return okAsync(undefined);
    },
    of: (proof, purpose) => opened('card', purpose, () => cardsOf(rows, proofs.subjectOf(proof))),
    find: (proof, id, purpose) =>
      opened('card', purpose, () => {
        const card = own(proof, id);
        return card?.removedAt === null ? card : null;
      }),
    inUse: (proof, id) => okAsync(own(proof, id) !== null && isInUse(rows, id)),
    markRemoved: (proof, id, at) => {
      const card = own(proof, id);
      if (card !== null) rows.cards.set(id, { ...card, removedAt: at });
      return okAsync(undefined);
    },
    delete: (proof, id) => {
      if (own(proof, id) !== null) rows.cards.delete(id);
      return okAsync(undefined);
    },
  };
}

export function orderRows(rows: Rows, proofs: Proofs): OrderRows {
  return {
    has: ({ subject }, order) => okAsync(rows.orders.get(order)?.subject === subject),
    add: (proof, order) => {
      const subject = proofs.subjectOf(proof);
      if (order.subject !== subject || rows.cards.get(order.card)?.subject !== subject) {
        return errAsync(portFailure('DataStore', false));
      }
      rows.orders.set(order.order, order);
      return okAsync(undefined);
    },
    end: ({ proof }, order) => {
      if (proofs.subjectOf(proof) !== order.subject) return errAsync(portFailure('DataStore', false));
      rows.orders.set(order.order, order);
      return okAsync(undefined);
    },
    correct: ({ proof }, order) => {
      if (proofs.subjectOf(proof) !== order.subject) return errAsync(portFailure('DataStore', false));
      rows.orders.set(order.order, order);
      return okAsync(undefined);
    },
    booksOf: (id) => {
      const order = rows.orders.get(id);
      const receipt = order !== null && 'receipt' in order ? rows.receipts.get(order.receipt) : null;
      return okAsync(receipt && { receipt, corrections: correctionsOf(rows, receipt.number) });
    },
    bookedRefund: (refund) => okAsync(rows.bookedRefunds.get(refund)),
    issueReceipt: (series, receipt, refund) => {
      const place = (rows.receiptSeries.get(series) ?? 0) + 1;
      const number = ReceiptNumber.of(series, place);
      if (number.isErr()) return errAsync(portFailure('DataStore', false));
      if (refund !== null) {
        if (rows.bookedRefunds.has(refund)) return errAsync(portFailure('DataStore', false));
        rows.bookedRefunds.set(refund, number.value);
      }
      rows.receiptSeries.set(series, place);
      rows.receipts.set(number.value, { ...receipt, number: number.value });
      return okAsync(number.value);
    },
  };
}

export function paymentRows(rows: Rows, proofs: Proofs): PaymentRows {
  return {
    add: (proof, payment, dueAt) => {
      if (proofs.subjectOf(proof) !== payment.subject) return errAsync(portFailure('DataStore', false));
      rows.payments.set(payment.payment, { payment, dueAt });
      return okAsync(undefined);
    },
    ofOrder: (order) => okAsync(paymentOf(rows, order)?.payment ?? null),
    save: (held, payment, dueAt) => {
      proofs.subjectOf(held.proof);
      if (held.payment.payment !== payment.payment) return errAsync(portFailure('DataStore', false));
      rows.payments.set(payment.payment, { payment, dueAt });
      return okAsync(undefined);
    },
  };
}
