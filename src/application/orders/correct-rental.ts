import { type InvalidId, OrderId, RefundId } from '../../domain/ids.ts';
import { Instant, type InvalidInstant } from '../../domain/instant.ts';
import { businessDay } from '../../domain/order/business-day.ts';
import { Money } from '../../domain/order/money.ts';
import type { LostOrder, ReturnedOrder } from '../../domain/order/order.ts';
import {
  type CorrectEnd,
  decideEndCorrection,
  type EndCorrectionRejection,
  evolveEndCorrection,
} from '../../domain/order/order-correction.ts';
import {
  type CorrectionRejection,
  correctionForChange,
  type DraftCorrection,
} from '../../domain/order/receipt-correction.ts';
import { type InvalidStationId, StationId } from '../../domain/order/station-id.ts';
import {
  decidePayment,
  evolvePayment,
  type LowerRejection,
  type Payment,
  type RefundRejection,
} from '../../domain/payment/payment.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import {
  bookCorrection,
  bookedAmong,
  type GiveBackPorts,
  giveBack,
  type RefundNameTaken,
} from '../payments/give-back.ts';
import { heldPayment } from '../payments/refund.ts';
import type { NoSuchPayment } from '../payments/settle-payment.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { HeldOrder, HeldPayment, Transaction } from '../ports/transaction.ts';
import { demandCase, parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from '../privacy/staff-deed.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import type { NoSuchOrder } from './end-rental.ts';

/** Support found out where and when a power bank really came back: a station told late, or a lost one was found. */
export interface CorrectRentalInput extends StaffDeedInput {
  readonly order: string;
  readonly station: string;
  /** When it came back, as ISO 8601. */
  readonly at: string;
  /** A UUID that the caller makes for what goes back to the card: asked again under the same one, nothing moves twice. */
  readonly refund: string;
}

/** Why nothing is corrected; after a port failure the same correction may be asked for again. */
export type CorrectRentalRefusal =
  | StaffDeedRefusal
  | InvalidId
  | InvalidStationId
  | InvalidInstant
  | NoSuchOrder
  | NoSuchPayment
  | EndCorrectionRejection
  | CorrectionRejection
  | RefundRejection
  | LowerRejection
  | RefundNameTaken
  /** It did not come back yet at that time. */
  | { readonly kind: 'InTheFuture' }
  /** The charge is under way: whether there is something to give back is not known yet. */
  | { readonly kind: 'PaymentUnderWay' }
  | PortFailure;

/**
 * Corrects what a rental cost (POLICY.md C09, C11): the receipt stays as it was, a correction with a number of its own says
 * what changed, and what was paid too much goes back to the card; what is not paid yet is owed no more. Answers the payment.
 */
export type CorrectRental = (input: CorrectRentalInput) => ResultAsync<Payment, CorrectRentalRefusal>;

/** Makes the use case. Who did it and for which case is on record before any money moves. */
export function correctRental(ports: GiveBackPorts & StaffPorts): CorrectRental {
  const { store, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'correct-rental');
      const id = yield* OrderId.parse(input.order);
      const station = yield* StationId.parse(input.station);
      const at = yield* Instant.parse(input.at);
      const named = yield* RefundId.parse(input.refund);
      const now = clock.now();
      if (at > now) return err({ kind: 'InTheFuture' as const });
      const asked = { command: { kind: 'CorrectEnd', station, at }, refund: named } as const;
      // Who asks and for which case is committed before any money moves.
      const earlier = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const held = yield* heldRental(tx, id);
          // Before anything is told of the rental: what is refused for its sake would tell of it too.
          yield* demandCase(tx, deed, held.proof);
          const { payment, correction } = yield* corrected(ports, tx, held, asked);
          if (correction === null) return ok(payment.payment);
          const { subject } = held.order;
          const purpose = 'resolve-problem';
          yield* record({ subject, ...deed, purpose });
          return ok(null);
        }),
      );
      if (earlier !== null) return ok(earlier);
      return store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* heldRental(tx, id);
          const { order, payment, correction, isBooked } = yield* corrected(ports, tx, held, asked);
          if (correction === null) return ok(payment.payment);
          yield* tx.orders.correct(held, order);
          // The money went back before and the writing down failed; then the processor told of it, and it was booked.
          if (isBooked) return ok(payment.payment);
          return payment.payment.kind === 'failed'
            ? oweLess(ports, tx, payment, correction, named)
            : giveBack(ports, tx, payment, correction, named);
        }),
      );
    });
}

interface Asked {
  readonly command: CorrectEnd;
  readonly refund: RefundId;
}

interface Corrected {
  /** The order as it is after the correction. */
  readonly order: ReturnedOrder | LostOrder;
  readonly payment: HeldPayment;
  /** Null where this very correction was made before. */
  readonly correction: DraftCorrection | null;
  /** Whether the money of it is in the books already. */
  readonly isBooked: boolean;
}

/** The order, held alone. */
function heldRental(tx: Transaction, order: OrderId): ResultAsync<HeldOrder, NoSuchOrder | PortFailure> {
  return tx.doors
    .byOrder(order, 'rental')
    .andThen((held) => (held === null ? err<HeldOrder, NoSuchOrder>({ kind: 'NoSuchOrder' }) : ok(held)));
}

/** Locks the payment of an order, and decides. */
function corrected(
  { clock, business }: GiveBackPorts,
  tx: Transaction,
  { order }: HeldOrder,
  { command, refund }: Asked,
): ResultAsync<Corrected, CorrectRentalRefusal> {
  return safeTry(async function* () {
    const { order: id } = order;
    if (order.kind !== 'returned' && order.kind !== 'lost') return err({ kind: 'NothingCharged' as const });
    const payment = yield* paymentOf(tx, id);
    const books = yield* tx.orders.booksOf(id);
    if (books === null) return err({ kind: 'NothingCharged' as const });
    const booked = yield* bookedAmong(tx, refund, books);
    if (booked !== null && order.corrected !== null) {
      const { returnedTo, endedAt } = order.corrected;
      return returnedTo === command.station && endedAt === command.at
        ? ok({ order, payment, correction: null, isBooked: true })
        : err({ kind: 'RefundNameTaken' as const });
    }
    const event = yield* decideEndCorrection(command, order);
    const day = businessDay(clock.now(), business.timeZone);
    const before = books.corrections.filter(({ number }) => number !== booked?.number);
    const correction = yield* correctionForChange(books.receipt, before, event.items, day);
    if (booked !== null && Money.compare(booked.gross, correction.gross) !== 0) {
      return err({ kind: 'RefundNameTaken' as const });
    }
    if (payment.payment.kind === 'pending') return err({ kind: 'PaymentUnderWay' as const });
    return ok({ order: evolveEndCorrection(order, event), payment, correction, isBooked: booked !== null });
  });
}

/** What was not paid yet is owed no more. When it is tried again stays as it was. */
function oweLess(
  ports: GiveBackPorts,
  tx: Transaction,
  held: HeldPayment,
  correction: DraftCorrection,
  refund: RefundId,
): ResultAsync<Payment, LowerRejection | PortFailure> {
  return safeTry(async function* () {
    const amount = Money.add(held.payment.amount, correction.gross);
    const events = yield* decidePayment({ kind: 'Lower', amount }, held.payment);
    const payment = events.reduce<Payment>(evolvePayment, held.payment);
    yield* tx.payments.save(held, payment, held.dueAt);
    yield* bookCorrection(ports, tx, held, correction, refund);
    return ok(payment);
  });
}

/** The payment of the order, held alone. */
function paymentOf(tx: Transaction, order: OrderId): ResultAsync<HeldPayment, NoSuchPayment | PortFailure> {
  return tx.payments
    .ofOrder(order)
    .andThen((id) => (id === null ? err<never, NoSuchPayment>({ kind: 'NoSuchPayment' }) : heldPayment(tx, id)));
}
