import { type InvalidId, PaymentId } from '../../domain/ids.ts';
import { type InvalidMoney, Money } from '../../domain/order/money.ts';
import { decidePayment, evolvePayment, type Payment, type RefundRejection } from '../../domain/payment/payment.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { CaseNumber, type InvalidCaseNumber, type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { newLastingEntryId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldPayment, Transaction } from '../ports/transaction.ts';
import type { NoSuchPayment } from './settle-payment.ts';

/** Support gives money back, in part or in full. */
export interface RefundInput {
  readonly staff: string;
  readonly caseNumber: string;
  readonly payment: string;
  readonly amount: { readonly amountMinor: number; readonly currency: string };
}

/** Why no money goes back; after a port failure the same refund may be asked for again and moves nothing twice. */
export type RefundRefusal =
  | InvalidStaffId
  | InvalidCaseNumber
  | InvalidId
  | InvalidMoney
  | NoSuchPayment
  | RefundRejection
  /** Another refund of this payment, of another amount, was faster. */
  | { readonly kind: 'RefundedMeanwhile' }
  | PortFailure;

/** Refunds a payment (POLICY.md C09). Who did it and for which case is on record before any money moves. */
export type Refund = (input: RefundInput) => ResultAsync<Payment, RefundRefusal>;

/**
 * Makes the use case: record who does it and commit that; then, with the payment locked, move the money and write it down.
 * The lock is held while the processor is asked: of two refunds at once, one of the same amount is the same refund, and one
 * of another amount is refused.
 *
 * The key names the payment and what of it was given back before: a refund whose writing down failed is the same refund when
 * it is asked for again, and moves nothing twice. One that was written down and is asked for later is a further refund.
 */
export function refund(ports: Pick<Ports, 'store' | 'processor' | 'clock' | 'ids'>): Refund {
  const { store, processor, clock, ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const staff = yield* StaffId.parse(input.staff);
      const caseNumber = yield* CaseNumber.parse(input.caseNumber);
      const id = yield* PaymentId.parse(input.payment);
      const amount = yield* Money.of(input.amount.amountMinor, input.amount.currency);
      const entry = newLastingEntryId(ids);
      const recordedAt = clock.now();
      const before = yield* store.transact((tx) =>
        safeTry(async function* () {
          const { payment } = yield* heldPayment(tx, id);
          yield* decidePayment({ kind: 'Refund', amount }, payment);
          const { subject } = payment;
          const purpose = 'payment-question';
          yield* tx.staffAccesses.record({ entry, subject, staff, purpose, caseNumber, fields: [], recordedAt });
          return ok(givenBack(payment));
        }),
      );
      return store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* heldPayment(tx, id);
          const faster = givenBack(held.payment) - before;
          if (faster === amount.amountMinor) return ok(held.payment); // the same refund, asked for twice at once
          if (faster !== 0) return err({ kind: 'RefundedMeanwhile' as const });
          const events = yield* decidePayment({ kind: 'Refund', amount }, held.payment);
          if (held.payment.kind !== 'succeeded' && held.payment.kind !== 'refunded') return unreachable(held.payment);
          const { reference } = held.payment;
          yield* processor.refund({ idempotencyKey: `${id}:refund:${before}`, reference, amount });
          const payment = events.reduce<Payment>(evolvePayment, held.payment);
          yield* tx.payments.save(held, payment, null);
          return ok(payment);
        }),
      );
    });
}

function heldPayment(tx: Transaction, id: PaymentId): ResultAsync<HeldPayment, NoSuchPayment | PortFailure> {
  return tx.doors
    .byPayment(id, 'payment')
    .andThen((held) => (held === null ? err<HeldPayment, NoSuchPayment>({ kind: 'NoSuchPayment' }) : ok(held)));
}

/** In minor units. */
function givenBack(payment: Payment): number {
  return payment.kind === 'refunded' ? payment.refunded.amountMinor : 0;
}
