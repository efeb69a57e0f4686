import type { RefundId } from '../../domain/ids.ts';
import { Money } from '../../domain/order/money.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { DraftCorrection } from '../../domain/order/receipt-correction.ts';
import { decidePayment, evolvePayment, type Payment, type RefundRejection } from '../../domain/payment/payment.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newNotice } from '../notices/new-notice.ts';
import { seriesOf } from '../orders/end-rental.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Books, HeldPayment, Transaction } from '../ports/transaction.ts';

/** The name was given to a refund of another payment, or of another amount: nothing moves under it here. */
export interface RefundNameTaken {
  readonly kind: 'RefundNameTaken';
}

export type GiveBackPorts = BookingPorts & Pick<Ports, 'processor'>;

type BookingPorts = Pick<Ports, 'clock' | 'ids' | 'business'>;

/**
 * Moves what a correction takes off a paid amount back to the card, and writes both down: the payment, the correction under a
 * number of its own, and the notice to the person (POLICY.md C10, C11), all in the transaction that holds the payment.
 *
 * The processor is asked while the payment is held, under the name of the refund. Should the writing down fail, the same
 * refund is asked for again and moves nothing twice.
 */
export function giveBack(
  ports: GiveBackPorts,
  tx: Transaction,
  held: HeldPayment,
  correction: DraftCorrection,
  refund: RefundId,
): ResultAsync<Payment, RefundRejection | PortFailure> {
  const amount = Money.subtract(Money.zero(correction.gross.currency), correction.gross);
  return safeTry(async function* () {
    const events = yield* decidePayment({ kind: 'Refund', amount }, held.payment);
    // Only what was paid can be refunded, and what was paid has a reference.
    if (held.payment.kind === 'succeeded' || held.payment.kind === 'refunded') {
      yield* ports.processor.refund({ idempotencyKey: refund, reference: held.payment.reference, amount });
    }
    const payment = events.reduce<Payment>(evolvePayment, held.payment);
    yield* tx.payments.save(held, payment, null);
    yield* bookCorrection(ports, tx, held, correction, refund);
    return ok(payment);
  });
}

/** The correction that books a refund of this name among those of an order; null if the name is not used yet. */
export function bookedAmong(
  tx: Transaction,
  refund: RefundId,
  { receipt, corrections }: Books,
): ResultAsync<BookkeepingReceipt | null, RefundNameTaken | PortFailure> {
  return tx.orders.bookedRefund(refund).andThen((number): Result<BookkeepingReceipt | null, RefundNameTaken> => {
    if (number === null) return ok(null);
    const own = corrections.find((one) => one.number === number && one.corrects === receipt.number);
    return own === undefined ? err({ kind: 'RefundNameTaken' }) : ok(own);
  });
}

/** Writes a correction down under the next number, and tells the person. */
export function bookCorrection(
  { clock, ids, business }: BookingPorts,
  tx: Transaction,
  { proof }: Pick<HeldPayment, 'proof'>,
  correction: DraftCorrection,
  refund: RefundId,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const number = yield* tx.orders.issueReceipt(seriesOf(business, correction.day), correction, refund);
    if (proof.kind === 'active-subject') {
      const notice = newNotice(ids, proof, { kind: 'receipt-corrected', correction: number }, clock.now());
      yield* tx.notices.queue(proof, notice, `receipt-corrected:${number}`);
    }
    return ok(undefined);
  });
}
