import { derivedId } from '../../domain/derived-id.ts';
import { PaymentId, RefundId } from '../../domain/ids.ts';
import { businessDay } from '../../domain/order/business-day.ts';
import { Money } from '../../domain/order/money.ts';
import { correctionForRefund } from '../../domain/order/receipt-correction.ts';
import { decidePayment, evolvePayment, type Payment } from '../../domain/payment/payment.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { ProcessorEvent } from '../ports/provider-events.ts';
import type { Transaction } from '../ports/transaction.ts';
import { bookCorrection } from './give-back.ts';
import type { SettlePorts } from './settle-payment.ts';

/** Money that went back, as the processor told of it. */
export type RefundedEvent = Extract<ProcessorEvent, { readonly kind: 'refunded' }>;

/**
 * What came of it. `unbookable`: the money went back and the books cannot say so, since it is more than was left of the
 * payment; somebody has to look. `gone`: the payment went with its person, and nothing says any more whether it was booked: what
 * we gave back ourselves was.
 */
export type RefundBooked = 'booked' | 'nothing-new' | 'unbookable' | 'gone';

/**
 * Books money that the processor gave back and that is not in the books: a refund of ours whose writing down failed, or one
 * that somebody made at the processor's own desk. One that is booked already, however it came there, changes nothing; nor does
 * money that we gave back since it was taken twice or in excess, which was never in the books.
 *
 * Told before the payment itself is known to be paid, it fails for now: the processor tells it again.
 */
export function bookRefund(
  ports: SettlePorts,
  tx: Transaction,
  event: RefundedEvent,
): ResultAsync<RefundBooked, PortFailure> {
  const payment = PaymentId.parse(event.payment);
  const amount = Money.of(event.amount.amountMinor, event.amount.currency);
  if (payment.isErr() || amount.isErr() || event.refund.startsWith(`${event.payment}:`)) return okAsync('nothing-new');
  return safeTry(async function* () {
    const held = yield* tx.doors.byPayment(payment.value, 'payment');
    if (held === null) return ok<RefundBooked>('gone');
    const named = nameOf(payment.value, event.refund);
    if ((yield* tx.orders.bookedRefund(named)) !== null) return ok<RefundBooked>('nothing-new');
    if (!('reference' in held.payment)) return err(portFailure('CardProcessor', true, undefined, 'not-reached'));
    // Another charge of the same payment was never in the books, and neither is what goes back of it.
    if (held.payment.reference !== event.reference) return ok<RefundBooked>('nothing-new');
    const decided = decidePayment({ kind: 'Refund', amount: amount.value }, held.payment);
    const books = yield* tx.orders.booksOf(held.payment.order);
    if (decided.isErr() || books === null) return ok<RefundBooked>('unbookable');
    const day = businessDay(ports.clock.now(), ports.business.timeZone);
    const correction = correctionForRefund(books.receipt, books.corrections, amount.value, day);
    if (correction.isErr()) return ok<RefundBooked>('unbookable');
    yield* tx.payments.save(held, decided.value.reduce<Payment>(evolvePayment, held.payment), null);
    yield* bookCorrection(ports, tx, held, correction.value, named);
    return ok<RefundBooked>('booked');
  });
}

/** A refund of ours has its own name; for one that was made elsewhere it is derived from the processor's. */
function nameOf(payment: PaymentId, refund: string): RefundId {
  return RefundId.parse(refund).unwrapOr(derivedId(payment, refund) as RefundId); // sound: a UUID in its canonical form
}
