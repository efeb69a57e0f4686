import type { OrderRows } from '../../application/ports/transaction.ts';
import type { CardId, OrderId, RefundId, SubjectId } from '../../domain/ids.ts';
import type { Day } from '../../domain/instant.ts';
import type { Currency } from '../../domain/order/money.ts';
import type { Order } from '../../domain/order/order.ts';
import { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { answer } from './failing.ts';
import { viaCorrected } from './index-hint.ts';
import { nextNumber } from './number-series.ts';
import { correctionColumns, correctionsOf, receiptColumns, receiptOf } from './receipt-columns.ts';
import { refundKey } from './refund-key.ts';
import type { EpochMs, SealedValues } from './schema.ts';
import { sealed } from './sealed-columns.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Orders and their receipts. Where and when somebody rented stands sealed; what bookkeeping needs does not. */
export function orderRows(work: Work): OrderRows {
  return {
    has: ({ subject }, order) => answer(async () => (await work.run(has, { subject, order })).rows.length > 0),

    add: (proof, order) =>
      answer(async () => {
        await work.run(add, {
          order: order.order,
          subject: proof.subject,
          card: order.card,
          tariff: JSON.stringify(order.tariff),
          day: order.day,
          ...(await sealedParts(work, order)),
        });
      }),

    end: (held, order) =>
      answer(async () => {
        if (held.order.order !== order.order) throw new Error('Only the order that is held is ended');
        const { returned_to_sealed, ended_at_sealed } = await sealedParts(work, order);
        await work.run(end, {
          order: order.order,
          state: order.kind,
          receipt: order.kind === 'cancelled' ? null : order.receipt,
          returned_to_sealed,
          ended_at_sealed,
        });
      }),

    correct: (held, order) =>
      answer(async () => {
        if (held.order.order !== order.order) throw new Error('Only the order that is held is corrected');
        const { corrected_to_sealed, corrected_at_sealed } = await sealedParts(work, order);
        await work.run(correct, { order: order.order, corrected_to_sealed, corrected_at_sealed });
      }),

    booksOf: (order) =>
      answer(async () => {
        const [row, ...others] = (await work.run(booksOf, { order })).rows;
        const receipt = row === undefined ? null : receiptOf(row);
        return row === undefined || receipt === null ? null : { receipt, corrections: correctionsOf([row, ...others]) };
      }),

    bookedRefund: (refund) =>
      answer(async () => (await work.run(bookedRefund, { refund: refundKey(refund) })).rows[0]?.receipt_number ?? null),

    issueReceipt: (series, receipt, refund) =>
      answer(async () => {
        const number = ReceiptNumber.of(series, await nextNumber(work, series));
        // The series comes from configuration and was parsed there; that it runs full is for an operator.
        if (number.isErr()) throw new Error(`No receipt number: ${number.error.reason}`);
        await work.run(addReceipt, {
          number: number.value,
          day: receipt.day,
          currency: receipt.gross.currency,
          items: JSON.stringify(receipt.items),
          vat_percent: receipt.vatPercent,
          net: receipt.net.amountMinor,
          vat: receipt.vat.amountMinor,
          gross: receipt.gross.amountMinor,
          corrects: receipt.corrects,
          refund: refund && refundKey(refund),
        });
        return number.value;
      }),
  };
}

const has = dataQuery(({ db }, given: { subject: SubjectId; order: OrderId }) =>
  db
    .selectFrom('orders')
    .select('order_id')
    .where('order_id', '=', given.order)
    .where('subject_id', '=', given.subject),
);

async function sealedParts(work: Work, order: Order): Promise<ReturnType<typeof sealed<'orders'>>> {
  return sealed('orders', order.order, await work.sealer(order.subject), {
    power_bank: order.powerBank,
    rented_from: order.rentedFrom,
    started_at: digits(order.startedAt),
    returned_to: order.kind === 'returned' ? order.returnedTo : null,
    ended_at: order.kind === 'open' ? null : digits(order.endedAt),
    ...correctedParts(order),
  });
}

function correctedParts(order: Order): Pick<SealedValues['orders'], 'corrected_to' | 'corrected_at'> {
  const corrected = 'corrected' in order ? order.corrected : null;
  return {
    corrected_to: corrected?.returnedTo ?? null,
    corrected_at: corrected === null ? null : digits(corrected.endedAt),
  };
}

function digits(epochMs: number): EpochMs {
  return `${epochMs}`;
}

const addReceipt = dataQuery(
  (
    { db },
    given: {
      number: ReceiptNumber;
      day: Day;
      currency: Currency;
      items: string;
      vat_percent: number;
      net: number;
      vat: number;
      gross: number;
      corrects: ReceiptNumber | null;
      refund: RefundId | null;
    },
  ) =>
    db.insertInto('receipts').values({
      receipt_number: given.number,
      day: given.day,
      currency: given.currency,
      items: given.items,
      vat_percent: given.vat_percent,
      net_minor: given.net,
      vat_minor: given.vat,
      gross_minor: given.gross,
      corrects: given.corrects,
      refund_id: given.refund,
    }),
);

const add = dataQuery(
  (
    { db },
    given: {
      order: OrderId;
      subject: SubjectId;
      card: CardId;
      tariff: string;
      day: Day;
      power_bank_sealed: Uint8Array;
      rented_from_sealed: Uint8Array;
      started_at_sealed: Uint8Array;
    },
  ) =>
    db.insertInto('orders').values({
      order_id: given.order,
      subject_id: given.subject,
      card_id: given.card,
      state: 'open',
      tariff: given.tariff,
      day: given.day,
      receipt_number: null,
      kept_since: null,
      power_bank_sealed: given.power_bank_sealed,
      rented_from_sealed: given.rented_from_sealed,
      started_at_sealed: given.started_at_sealed,
      returned_to_sealed: null,
      ended_at_sealed: null,
      corrected_to_sealed: null,
      corrected_at_sealed: null,
    }),
);

const end = dataQuery(
  (
    { db },
    given: {
      order: OrderId;
      state: Order['kind'];
      receipt: ReceiptNumber | null;
      returned_to_sealed: Uint8Array | null;
      ended_at_sealed: Uint8Array | null;
    },
  ) =>
    db
      .updateTable('orders')
      .set({
        state: given.state,
        receipt_number: given.receipt,
        returned_to_sealed: given.returned_to_sealed,
        ended_at_sealed: given.ended_at_sealed,
      })
      .where('order_id', '=', given.order),
);

const correct = dataQuery(
  (
    { db },
    given: {
      order: OrderId;
      corrected_to_sealed: Uint8Array | null;
      corrected_at_sealed: Uint8Array | null;
    },
  ) =>
    db
      .updateTable('orders')
      .set({ corrected_to_sealed: given.corrected_to_sealed, corrected_at_sealed: given.corrected_at_sealed })
      .where('order_id', '=', given.order),
);

/** Whoever corrects holds the payment alone, and so finds what was corrected before. */
const booksOf = dataQuery(({ db }, given: { order: OrderId }) =>
  db
    .selectFrom('orders as o')
    .innerJoin('receipts as r', 'r.receipt_number', 'o.receipt_number')
    .leftJoin('receipts as k', 'k.corrects', 'o.receipt_number')
    .modifyFront(viaCorrected('k'))
    .select(receiptColumns)
    .select(correctionColumns)
    .where('o.order_id', '=', given.order),
);

const bookedRefund = dataQuery(({ db }, given: { refund: RefundId }) =>
  db.selectFrom('receipts').select('receipt_number').where('refund_id', '=', given.refund),
);
