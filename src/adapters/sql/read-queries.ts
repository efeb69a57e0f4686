import type { Kysely } from 'kysely';
import type { ErasureId, OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { cardColumns } from './card-columns.ts';
import { type ErasureRow, erasureColumns } from './erasures.ts';
import { orderColumns } from './order-columns.ts';
import type { OrderRecordRow } from './order-record.ts';
import { paymentColumns } from './payment-columns.ts';
import { receiptColumns } from './receipt-columns.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import { type UserRow, userColumns } from './user-columns.ts';

/** What is looked up outside of transactions. Each goes by an index that finds just the rows that are asked for. */

/** By the primary key alone: a session is deleted in the transaction that fences its account. */
export const session: Statement<{ token: Uint8Array; at: Instant }, { subject_id: SubjectId }> = dataQuery(
  ({ db }, given: { token: Uint8Array; at: Instant }) =>
    db
      .selectFrom('sessions')
      .select('subject_id')
      .where('token_hash', '=', given.token)
      .where('expires_at', '>', given.at),
);

export const user: Statement<{ subject: SubjectId }, UserRow> = dataQuery(({ db }, given: { subject: SubjectId }) =>
  activeUser(db).where('u.subject_id', '=', given.subject),
);

export const userByPhone: Statement<{ index: Uint8Array }, UserRow> = dataQuery(
  ({ db }, given: { index: Uint8Array }) => activeUser(db).where('u.phone_index', '=', given.index),
);

export const userByEmail: Statement<{ index: Uint8Array }, UserRow> = dataQuery(
  ({ db }, given: { index: Uint8Array }) => activeUser(db).where('u.email_index', '=', given.index),
);

export const ordersOf: Statement<{ subject: SubjectId }, OrderRecordRow> = dataQuery(
  ({ db }, given: { subject: SubjectId }) => orderRecord(db).where('o.subject_id', '=', given.subject),
);

export const orderOf: Statement<{ subject: SubjectId; order: OrderId }, OrderRecordRow> = dataQuery(
  ({ db }, given: { subject: SubjectId; order: OrderId }) =>
    orderRecord(db).where('o.order_id', '=', given.order).where('o.subject_id', '=', given.subject),
);

export const orderOfPayment: Statement<{ payment: PaymentId }, OrderRecordRow> = dataQuery(
  ({ db }, given: { payment: PaymentId }) => orderRecord(db).where('p.payment_id', '=', given.payment),
);

export const duePayments: Statement<{ at: Instant; limit: number }, { payment_id: PaymentId }> = dataQuery(
  ({ db }, given: { at: Instant; limit: number }) =>
    db.selectFrom('payments').select('payment_id').where('due_at', '<=', given.at).orderBy('due_at').limit(given.limit),
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
      .where('state', 'in', ['fenced', 'shredded', 'purged'])
      .orderBy('requested_at')
      .orderBy('erasure_id')
      .limit(given.limit),
);

function activeUser(db: Kysely<DataSchema>) {
  return db
    .selectFrom('users as u')
    .leftJoin('identities as i', 'i.subject_id', 'u.subject_id')
    .select(userColumns)
    .where('u.state', '=', 'active');
}

function orderRecord(db: Kysely<DataSchema>) {
  return db
    .selectFrom('orders as o')
    .leftJoin('cards as c', 'c.card_id', 'o.card_id')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .leftJoin('receipts as r', 'r.receipt_number', 'o.receipt_number')
    .select('o.subject_id')
    .select(orderColumns)
    .select(cardColumns)
    .select(paymentColumns)
    .select(receiptColumns);
}
