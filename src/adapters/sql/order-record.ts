import type { OrderRecord } from '../../application/ports/reads.ts';
import type { Keyring } from '../../application/ports/sealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { type CardRow, maskedCardOf } from './card-columns.ts';
import { type OrderRow, orderOf } from './order-columns.ts';
import { type PaymentRow, recordedPaymentOf } from './payment-columns.ts';
import { type ReceiptRow, receiptOf } from './receipt-columns.ts';

/** An order, joined with all that belongs to its record. */
export interface OrderRecordRow extends OrderRow, CardRow, PaymentRow, ReceiptRow {
  readonly subject_id: SubjectId;
}

/** The record that a row is. */
export function orderRecordOf(row: OrderRecordRow, keyring: Keyring): OrderRecord {
  return {
    order: orderOf(row, keyring),
    card: maskedCardOf(row, keyring),
    receipt: receiptOf(row),
    payment: recordedPaymentOf(row, keyring.subject),
  };
}
