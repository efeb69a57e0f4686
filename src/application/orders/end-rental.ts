import type { OrderId, PaymentId } from '../../domain/ids.ts';
import type { Day } from '../../domain/instant.ts';
import { businessDay } from '../../domain/order/business-day.ts';
import { decideEnd, type EndOrderCommand, evolveOrder, type OrderRejection } from '../../domain/order/order.ts';
import { type BookkeepingReceipt, bookkeepingReceipt } from '../../domain/order/receipt.ts';
import { ReceiptSeries } from '../../domain/order/receipt-number.ts';
import { newPayment } from '../../domain/payment/payment.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newPaymentId } from '../new-ids.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { Business } from '../ports/business.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldOrder, Transaction } from '../ports/transaction.ts';

export type EndPorts = Pick<Ports, 'store' | 'ids' | 'clock' | 'business'>;

/** There is no such order that may still be written. */
export interface NoSuchOrder {
  readonly kind: 'NoSuchOrder';
}

/** A rental that ended with a charge. Nothing in it says whose it was, so a station may have it. */
export interface EndedRental {
  readonly order: OrderId;
  readonly state: 'returned' | 'lost';
  readonly receipt: BookkeepingReceipt;
  /** Pending at first: `charge` collects it, or the worker. */
  readonly payment: PaymentId;
}

/** Ends a rental with a charge, all of it in the one transaction (POLICY.md C10, C11): payment, notice, receipt, order. */
export function endRental(
  ports: EndPorts,
  tx: Transaction,
  held: HeldOrder,
  command: Exclude<EndOrderCommand, { readonly kind: 'Cancel' }>,
): ResultAsync<EndedRental, OrderRejection | PortFailure> {
  const { ids, clock, business } = ports;
  const now = clock.now();
  return safeTry(async function* () {
    const { order } = held;
    if (order.kind !== 'open') return err({ kind: 'OrderNotOpen' as const });
    const { order: id, subject, card, tariff } = order;
    const [event] = yield* decideEnd(command, order);
    const day = businessDay(now, business.timeZone);
    const drafted = bookkeepingReceipt(event.items, day, tariff.vatPercent);
    const owed = { payment: newPaymentId(ids), subject, order: id, card, amount: drafted.gross, createdAt: now };
    const payment = newPayment(owed);
    yield* tx.payments.add(held.proof, payment, now);
    if (held.proof.kind === 'active-subject') {
      const notice = newNotice(ids, held.proof, { kind: 'receipt', order: id }, now);
      yield* tx.notices.queue(held.proof, notice, `receipt:${id}`);
    }
    // The series stays locked from here to the commit, so everything that can come before it does.
    const number = yield* tx.orders.issueReceipt(seriesOf(business, day), drafted, null);
    const ended = evolveOrder(order, { ...event, receipt: number });
    yield* tx.orders.end(held, ended);
    return ok({ order: id, state: ended.kind, receipt: { ...drafted, number }, payment: payment.payment });
  });
}

/** @throws A bug: the configuration is checked before the core opens. */
export function seriesOf({ receiptIssuer }: Business, day: Day): ReceiptSeries {
  return ReceiptSeries.of(receiptIssuer, day).match(
    (series) => series,
    () => {
      throw new Error('The receipt issuer of the configuration is not 2 to 8 capital letters');
    },
  );
}
