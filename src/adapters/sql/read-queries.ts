import type { Kysely } from 'kysely';
import { erasureStates } from '../../domain/deletion/erasure.ts';
import type { ErasureId, OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { type ByEither, byEither } from './blind-indexes.ts';
import { type CardRow, cardColumns } from './card-columns.ts';
import { type ErasureRow, erasureColumns } from './erasures.ts';
import { viaCorrected } from './index-hint.ts';
import { orderColumns } from './order-columns.ts';
import type { OrderRecordRow } from './order-record.ts';
import { type PaymentRow, paymentColumns } from './payment-columns.ts';
import { correctionColumns, receiptColumns } from './receipt-columns.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import { type UserRow, userColumns } from './user-columns.ts';

/** What is looked up outside of transactions. Each goes by an index that finds just the rows that are asked for. */

export const user: Statement<{ subject: SubjectId }, UserRow> = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users as u')
    .leftJoin('identities as i', 'i.subject_id', 'u.subject_id')
    .select(userColumns)
    .where('u.subject_id', '=', given.subject)
    .where('u.state', '=', 'active'),
);

export const subjectByPhone: ByEither<{ index: Uint8Array }, { subject_id: SubjectId }> = byEither(
  'phone_index',
  (column) =>
    dataQuery(({ db }, given: { index: Uint8Array }) =>
      db.selectFrom('users').select('subject_id').where(column, '=', given.index).where('state', '=', 'active'),
    ),
);

export const subjectByEmail: ByEither<{ index: Uint8Array }, { subject_id: SubjectId }> = byEither(
  'email_index',
  (column) =>
    dataQuery(({ db }, given: { index: Uint8Array }) =>
      db.selectFrom('users').select('subject_id').where(column, '=', given.index).where('state', '=', 'active'),
    ),
);

export const ordersOf: Statement<{ subject: SubjectId }, OrderRecordRow> = dataQuery(
  ({ db }, given: { subject: SubjectId }) => orderRecord(db).where('o.subject_id', '=', given.subject),
);

export const orderOf: Statement<{ subject: SubjectId; order: OrderId }, OrderRecordRow> = dataQuery(
  ({ db }, given: { subject: SubjectId; order: OrderId }) =>
    orderRecord(db).where('o.order_id', '=', given.order).where('o.subject_id', '=', given.subject),
);

export const payment: Statement<{ payment: PaymentId }, PaymentRow & CardRow & { subject_id: SubjectId }> = dataQuery(
  ({ db }, given: { payment: PaymentId }) =>
    db
      .selectFrom('payments as p')
      .leftJoin('cards as c', 'c.card_id', 'p.card_id')
      .select('p.subject_id')
      .select(paymentColumns)
      .select(cardColumns)
      .where('p.payment_id', '=', given.payment),
);

export const duePayments: Statement<{ at: Instant; limit: number }, { payment_id: PaymentId }> = dataQuery(
  ({ db }, given: { at: Instant; limit: number }) =>
    db.selectFrom('payments').select('payment_id').where('due_at', '<=', given.at).orderBy('due_at').limit(given.limit),
);

export const correctedOrder: Statement<{ correction: ReceiptNumber }, { order_id: OrderId; subject_id: SubjectId }> =
  dataQuery(({ db }, given: { correction: ReceiptNumber }) =>
    db
      .selectFrom('receipts as k')
      .innerJoin('orders as o', 'o.receipt_number', 'k.corrects')
      .select(['o.order_id', 'o.subject_id'])
      .where('k.receipt_number', '=', given.correction),
  );

export const orderOfPayment: Statement<{ payment: PaymentId }, { order_id: OrderId; subject_id: SubjectId }> =
  dataQuery(({ db }, given: { payment: PaymentId }) =>
    db.selectFrom('payments').select(['order_id', 'subject_id']).where('payment_id', '=', given.payment),
  );

/** In the order of their ids: whoever goes through all of them comes by each once. */
export const pendingPayments: Statement<{ after: string; limit: number }, { payment_id: PaymentId }> = dataQuery(
  ({ db }, given: { after: string; limit: number }) =>
    db
      .selectFrom('payments')
      .select('payment_id')
      .where('state', '=', 'pending')
      .where('payment_id', '>', given.after as PaymentId) // a place, which Kysely takes for the value
      .orderBy('payment_id')
      .limit(given.limit),
);

export const erasure: Statement<{ erasure: ErasureId }, ErasureRow> = dataQuery(
  ({ db }, given: { erasure: ErasureId }) =>
    db.selectFrom('erasures').select(erasureColumns).where('erasure_id', '=', given.erasure),
);

export const erasureOfSubject: Statement<{ subject: SubjectId }, ErasureRow> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db.selectFrom('erasures').select(erasureColumns).where('subject_id', '=', given.subject),
);

export const unfinishedErasures: Statement<{ limit: number }, ErasureRow> = dataQuery(
  ({ db }, given: { limit: number }) =>
    db
      .selectFrom('erasures')
      .select(erasureColumns)
      .where(
        'state',
        'in',
        erasureStates.filter((state) => state !== 'certified'),
      )
      .orderBy('requested_at')
      .orderBy('erasure_id')
      .limit(given.limit),
);

function orderRecord(db: Kysely<DataSchema>) {
  return db
    .selectFrom('orders as o')
    .leftJoin('cards as c', 'c.card_id', 'o.card_id')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .leftJoin('receipts as r', 'r.receipt_number', 'o.receipt_number')
    .leftJoin('receipts as k', 'k.corrects', 'o.receipt_number')
    .modifyFront(viaCorrected('k'))
    .select('o.subject_id')
    .select(orderColumns)
    .select(cardColumns)
    .select(paymentColumns)
    .select(receiptColumns)
    .select(correctionColumns);
}
