import type { MaskedCard } from '../../domain/card/masked-card.ts';
import type { OrderId, PaymentId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { Money } from '../../domain/order/money.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { OrderRecord } from '../ports/reads.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** Whose payments: those of the person whose session it is, and of nobody else. */
export interface MyPaymentsInput {
  readonly session: SessionToken;
}

/** A payment as the person sees it. */
export interface MyPayment {
  readonly payment: PaymentId;
  readonly order: OrderId;
  readonly day: Day;
  readonly state: Payment['kind'];
  readonly amount: Money;
  /** Null unless money came back. */
  readonly refunded: Money | null;
  /** Why it failed; each reason comes with its advice. */
  readonly reason: DeclineReason | null;
  readonly settledAt: Instant | null;
  /** Null once the card is removed. */
  readonly card: MaskedCard | null;
}

/** Why no payments are shown; who was charged nothing yet gets an empty list instead. */
export type MyPaymentsRefusal = NotLoggedIn | PortFailure;

/** What was charged for the person's rentals, newest first (POLICY.md C08, C11). */
export type MyPayments = (input: MyPaymentsInput) => ResultAsync<readonly MyPayment[], MyPaymentsRefusal>;

/** Makes the use case. */
export function myPayments(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MyPayments {
  const whoIs = authenticate(ports);
  return (input) =>
    whoIs(input)
      .andThen(({ subject }) => ports.store.reads.ordersOf(subject, 'receipts'))
      .map((records) => records.flatMap(shown));
}

function shown({ order, payment, card }: OrderRecord): readonly MyPayment[] {
  if (payment === null) return [];
  const masked = card === null ? null : { last4: card.last4, network: card.network };
  return [
    {
      payment: payment.payment,
      order: order.order,
      day: order.day,
      state: payment.kind,
      amount: payment.amount,
      refunded: payment.kind === 'refunded' ? payment.refunded : null,
      reason: payment.kind === 'failed' ? payment.reason : null,
      settledAt: payment.kind === 'pending' ? null : payment.settledAt,
      card: masked,
    },
  ];
}
