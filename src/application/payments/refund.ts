import { type InvalidId, PaymentId, RefundId } from '../../domain/ids.ts';
import { businessDay } from '../../domain/order/business-day.ts';
import { type InvalidMoney, Money } from '../../domain/order/money.ts';
import { correctionForRefund } from '../../domain/order/receipt-correction.ts';
import { decidePayment, type Payment, type RefundRejection } from '../../domain/payment/payment.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Books, HeldPayment, Transaction } from '../ports/transaction.ts';
import { demandCase, parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from '../privacy/staff-deed.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { bookedAmong, type GiveBackPorts, giveBack, type RefundNameTaken } from './give-back.ts';
import type { NoSuchPayment } from './settle-payment.ts';

/** Support gives money back, in part or in full. */
export interface RefundInput extends StaffDeedInput {
  readonly payment: string;
  readonly amount: { readonly amountMinor: number; readonly currency: string };
  /** A UUID that the caller makes for this refund: asked for again under the same one, it is the same refund. */
  readonly refund: string;
}

/** Why no money goes back; after a port failure the same refund may be asked for again and moves nothing twice. */
export type RefundRefusal =
  | StaffDeedRefusal
  | InvalidId
  | InvalidMoney
  | NoSuchPayment
  | RefundRejection
  | RefundNameTaken
  | PortFailure;

/** Refunds a payment (POLICY.md C09). Who did it and for which case is on record before any money moves. */
export type Refund = (input: RefundInput) => ResultAsync<Payment, RefundRefusal>;

/**
 * Makes the use case: record who does it and commit that; then, with the payment held, move the money and write it down with
 * a correction of the receipt, which the person gets. A refund that is written down already is answered as it is, under any open case of the person.
 */
export function refund(ports: GiveBackPorts & StaffPorts): Refund {
  const { store, clock, business } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'refund');
      const id = yield* PaymentId.parse(input.payment);
      const named = yield* RefundId.parse(input.refund);
      const amount = yield* Money.of(input.amount.amountMinor, input.amount.currency);
      const earlier = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const { payment, books } = yield* heldBooks(tx, id);
          yield* demandCase(tx, deed, payment.proof);
          if ((yield* bookedAmong(tx, named, books)) !== null) return ok(payment.payment);
          yield* decidePayment({ kind: 'Refund', amount }, payment.payment);
          const { subject } = payment.payment;
          const purpose = 'payment-question';
          yield* record({ subject, ...deed, purpose, about: `${amount.amountMinor} ${amount.currency}` });
          return ok(null);
        }),
      );
      if (earlier !== null) return ok(earlier);
      return store.transact((tx) =>
        safeTry(async function* () {
          const { payment, books } = yield* heldBooks(tx, id);
          if ((yield* bookedAmong(tx, named, books)) !== null) return ok(payment.payment);
          yield* decidePayment({ kind: 'Refund', amount }, payment.payment);
          const day = businessDay(clock.now(), business.timeZone);
          const correction = yield* correctionForRefund(books.receipt, books.corrections, amount, day).mapErr(
            (rejection): RefundRejection =>
              rejection.kind === 'CorrectionTooLarge' ? { kind: 'RefundTooLarge' } : { kind: 'NothingToRefund' },
          );
          return giveBack(ports, tx, payment, correction, named);
        }),
      );
    });
}

/** The payment, held alone, with what bookkeeping has of its order: a payment comes to be with the receipt. */
function heldBooks(
  tx: Transaction,
  id: PaymentId,
): ResultAsync<{ readonly payment: HeldPayment; readonly books: Books }, NoSuchPayment | PortFailure> {
  return safeTry(async function* () {
    const payment = yield* heldPayment(tx, id);
    const books = yield* tx.orders.booksOf(payment.payment.order);
    return books === null ? err({ kind: 'NoSuchPayment' as const }) : ok({ payment, books });
  });
}

/** The payment, held alone. */
export function heldPayment(tx: Transaction, id: PaymentId): ResultAsync<HeldPayment, NoSuchPayment | PortFailure> {
  return tx.doors
    .byPayment(id, 'payment')
    .andThen((held) => (held === null ? err<HeldPayment, NoSuchPayment>({ kind: 'NoSuchPayment' }) : ok(held)));
}
