import type { OrderId, PaymentId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Money } from '../../domain/order/money.ts';
import type { Order } from '../../domain/order/order.ts';
import type { PowerBankId } from '../../domain/order/power-bank-id.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { StationId } from '../../domain/order/station-id.ts';
import type { Tariff } from '../../domain/order/tariff.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { OrderRecord } from '../ports/reads.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** Whose rentals: those of the person whose session it is, and of nobody else. */
export interface MyOrdersInput {
  readonly session: SessionToken;
}

/** A rental in the person's list; `myReceipt` has the details of its charge. */
export interface MyOrder {
  readonly order: OrderId;
  readonly state: Order['kind'];
  readonly powerBank: PowerBankId;
  readonly rentedFrom: StationId;
  readonly startedAt: Instant;
  readonly tariff: Tariff;
  readonly returnedTo: StationId | null;
  readonly endedAt: Instant | null;
  /** Null while the rental is open, and where it was cancelled. */
  readonly charge: {
    readonly receipt: ReceiptNumber;
    readonly gross: Money;
    readonly payment: PaymentId | null;
    readonly paymentState: Payment['kind'] | null;
  } | null;
}

/** Why no rentals are shown; who never rented gets an empty list instead. */
export type MyOrdersRefusal = NotLoggedIn | PortFailure;

/** The person's rentals, newest first (POLICY.md C11: a person can track their purchases). */
export type MyOrders = (input: MyOrdersInput) => ResultAsync<readonly MyOrder[], MyOrdersRefusal>;

/** Makes the use case. */
export function myOrders(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MyOrders {
  const whoIs = authenticate(ports);
  return (input) =>
    whoIs(input)
      .andThen(({ subject }) => ports.store.reads.ordersOf(subject, 'receipts'))
      .map((records) => records.map(shown));
}

function shown({ order, receipt, payment }: OrderRecord): MyOrder {
  const { order: id, kind, powerBank, rentedFrom, startedAt, tariff } = order;
  return {
    order: id,
    state: kind,
    powerBank,
    rentedFrom,
    startedAt,
    tariff,
    returnedTo: order.kind === 'returned' ? order.returnedTo : null,
    endedAt: order.kind === 'open' ? null : order.endedAt,
    charge:
      receipt === null
        ? null
        : {
            receipt: receipt.number,
            gross: receipt.gross,
            payment: payment?.payment ?? null,
            paymentState: payment?.kind ?? null,
          },
  };
}
