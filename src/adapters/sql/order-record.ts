import type { OrderRecord } from '../../application/ports/reads.ts';
import type { Keyring } from '../../application/ports/sealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { type CardRow, maskedCardOf } from './card-columns.ts';
import { type OrderRow, orderOf } from './order-columns.ts';
import { type PaymentRow, recordedPaymentOf } from './payment-columns.ts';
import { type CorrectionRow, correctionsOf, type ReceiptRow, receiptOf } from './receipt-columns.ts';

/** An order, joined with all that belongs to its record: one row, or one for each correction of its receipt. */
export interface OrderRecordRow extends OrderRow, CardRow, PaymentRow, ReceiptRow, CorrectionRow {
  readonly subject_id: SubjectId;
}

/** The record that the rows of one order are. */
export function orderRecordOf(rows: readonly [OrderRecordRow, ...OrderRecordRow[]], keyring: Keyring): OrderRecord {
  const [row] = rows;
  return {
    order: orderOf(row, keyring),
    card: maskedCardOf(row, keyring),
    receipt: receiptOf(row),
    corrections: correctionsOf(rows),
    payment: recordedPaymentOf(row, keyring.subject),
  };
}

/** The records that rows of several orders are. */
export function orderRecordsOf(rows: readonly OrderRecordRow[], keyring: Keyring): readonly OrderRecord[] {
  const byOrder = new Map<string, [OrderRecordRow, ...OrderRecordRow[]]>();
  for (const row of rows) {
    const others = byOrder.get(row.order_id);
    if (others === undefined) byOrder.set(row.order_id, [row]);
    else others.push(row);
  }
  return [...byOrder.values()].map((its) => orderRecordOf(its, keyring));
}
