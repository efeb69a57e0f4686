import type { RecordedPayment } from '../../application/ports/reads.ts';
import type { Keyring } from '../../application/ports/sealing.ts';
import type { CardId, OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Currency, Money } from '../../domain/order/money.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { opened } from './sealed-columns.ts';

/** What a query selects of the payment `p` for {@link paymentOf}, under names that clash with no other table's. */
export const paymentColumns = [
  'p.payment_id as p_payment_id',
  'p.order_id as p_order_id',
  'p.card_id as p_card_id',
  'p.amount_minor as p_amount_minor',
  'p.currency as p_currency',
  'p.state as p_state',
  'p.failure_reason as p_failure_reason',
  'p.refunded_minor as p_refunded_minor',
  'p.created_at as p_created_at',
  'p.settled_at as p_settled_at',
  'p.attempt as p_attempt',
  'p.due_at as p_due_at',
  'p.processor_reference_sealed as p_processor_reference_sealed',
] as const;

export interface PaymentRow {
  readonly p_payment_id: PaymentId | null;
  readonly p_order_id: OrderId | null;
  readonly p_card_id: CardId | null;
  readonly p_amount_minor: number | null;
  readonly p_currency: Currency | null;
  readonly p_state: Payment['kind'] | null;
  readonly p_failure_reason: DeclineReason | null;
  readonly p_refunded_minor: number | null;
  readonly p_created_at: Instant | null;
  readonly p_settled_at: Instant | null;
  readonly p_due_at: Instant | null;
  readonly p_attempt: number | null;
  readonly p_processor_reference_sealed: Uint8Array | null;
}

/** The states in which somebody still owes the amount. */
export const unpaidStates: readonly Payment['kind'][] = ['pending', 'failed'];

/** The payment of a row that was joined; null where the join found none. */
export function paymentOf(row: PaymentRow, keyring: Keyring): Payment | null {
  const payment = recordedPaymentOf(row, keyring.subject);
  if (payment === null || payment.kind === 'pending' || payment.kind === 'failed') return payment;
  const { processor_reference } = opened('payments', payment.payment, keyring, {
    processor_reference_sealed: row.p_processor_reference_sealed,
  });
  return { ...payment, reference: there(processor_reference) };
}

/** As {@link paymentOf}, with nothing opened: the processor's reference stays sealed. */
export function recordedPaymentOf(row: PaymentRow, subject: SubjectId): RecordedPayment | null {
  const payment = row.p_payment_id;
  if (payment === null) return null;
  const currency = there(row.p_currency);
  const owed = {
    payment,
    subject,
    order: there(row.p_order_id),
    card: there(row.p_card_id),
    amount: { amountMinor: there(row.p_amount_minor), currency },
    createdAt: there(row.p_created_at),
    attempt: there(row.p_attempt),
  };
  const kind = there(row.p_state);
  if (kind === 'pending') return { ...owed, kind };
  const settledAt = there(row.p_settled_at);
  if (kind === 'failed') return { ...owed, kind, reason: there(row.p_failure_reason), settledAt };
  if (kind === 'succeeded') return { ...owed, kind, settledAt };
  const refunded: Money = { amountMinor: there(row.p_refunded_minor), currency };
  return { ...owed, kind, settledAt, refunded };
}

function there<Value>(value: Value | null): Value {
  if (value === null) throw new Error('A payment lacks what one in its state has');
  return value;
}
