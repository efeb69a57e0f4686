import type { Keyring } from '../../application/ports/sealing.ts';
import type { CardId, OrderId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { Order } from '../../domain/order/order.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { Tariff } from '../../domain/order/tariff.ts';
import { opened } from './sealed-columns.ts';

/** What a query selects of the order `o` for {@link orderOf}. */
export const orderColumns = [
  'o.order_id',
  'o.card_id',
  'o.state',
  'o.tariff',
  'o.day',
  'o.receipt_number',
  'o.power_bank_sealed',
  'o.rented_from_sealed',
  'o.started_at_sealed',
  'o.returned_to_sealed',
  'o.ended_at_sealed',
  'o.corrected_to_sealed',
  'o.corrected_at_sealed',
] as const;

export interface OrderRow {
  readonly order_id: OrderId;
  readonly card_id: CardId;
  readonly state: Order['kind'];
  readonly tariff: string;
  readonly day: Day;
  readonly receipt_number: ReceiptNumber | null;
  readonly power_bank_sealed: Uint8Array;
  readonly rented_from_sealed: Uint8Array;
  readonly started_at_sealed: Uint8Array;
  readonly returned_to_sealed: Uint8Array | null;
  readonly ended_at_sealed: Uint8Array | null;
  readonly corrected_to_sealed: Uint8Array | null;
  readonly corrected_at_sealed: Uint8Array | null;
}

/** The order that a row is. */
export function orderOf(row: OrderRow, keyring: Keyring): Order {
  const values = opened('orders', row.order_id, keyring, row);
  const rental = {
    order: row.order_id,
    subject: keyring.subject,
    card: row.card_id,
    powerBank: values.power_bank,
    rentedFrom: values.rented_from,
    startedAt: Number(values.started_at) as Instant, // sound: sealed from an instant
    day: row.day,
    tariff: JSON.parse(row.tariff) as Tariff, // sound: written from a tariff when the rental began
  };
  if (row.state === 'open') return { ...rental, kind: 'open' };
  const endedAt = Number(there(values.ended_at)) as Instant; // sound: sealed from an instant
  if (row.state === 'cancelled') return { ...rental, kind: 'cancelled', endedAt };
  const receipt = there(row.receipt_number);
  const corrected =
    values.corrected_to === null || values.corrected_at === null
      ? null
      : { returnedTo: values.corrected_to, endedAt: Number(values.corrected_at) as Instant }; // sound: sealed from an instant
  if (row.state === 'lost') return { ...rental, kind: 'lost', endedAt, receipt, corrected };
  return { ...rental, kind: 'returned', returnedTo: there(values.returned_to), endedAt, receipt, corrected };
}

function there<Value>(value: Value | null): Value {
  if (value === null) throw new Error('An order lacks what one in its state has');
  return value;
}
