import type { MyPayment } from '../../../application/payments/my-payments.ts';
import type { Money } from '../../../domain/order/money.ts';
import { type Advice, type DeclineReason, declines } from '../../../domain/payment/decline-reason.ts';
import type { Payment } from '../../../domain/payment/payment.ts';
import { timeOrNull } from './time.ts';

/** Why a payment failed, and what the person can do (POLICY.md C12). */
export interface FailureJson {
  readonly reason: DeclineReason;
  readonly advice: Advice;
}

function failureJson(reason: DeclineReason): FailureJson {
  return { reason, advice: declines[reason].advice };
}

/** A payment as the person sees it. */
export interface MyPaymentJson {
  readonly payment: string;
  readonly order: string;
  readonly day: string;
  readonly state: string;
  readonly amount: Money;
  readonly refunded: Money | null;
  readonly failure: FailureJson | null;
  readonly settledAt: string | null;
  readonly card: { readonly last4: string; readonly network: string } | null;
}

export function myPaymentJson(mine: MyPayment): MyPaymentJson {
  const { payment, order, day, state, amount, refunded, reason, settledAt, card } = mine;
  return {
    payment,
    order,
    day,
    state,
    amount,
    refunded,
    failure: reason === null ? null : failureJson(reason),
    settledAt: timeOrNull(settledAt),
    card: card === null ? null : { last4: card.last4, network: card.network },
  };
}

/** Where a payment stands. What the processor calls it, and whose it is, stay inside. */
export interface PaymentJson {
  readonly payment: string;
  readonly order: string;
  readonly state: string;
  readonly amount: Money;
  readonly refunded: Money | null;
  readonly failure: FailureJson | null;
  readonly settledAt: string | null;
}

export function paymentJson(payment: Payment): PaymentJson {
  return {
    payment: payment.payment,
    order: payment.order,
    state: payment.kind,
    amount: payment.amount,
    refunded: payment.kind === 'refunded' ? payment.refunded : null,
    failure: payment.kind === 'failed' ? failureJson(payment.reason) : null,
    settledAt: payment.kind === 'pending' ? null : timeOrNull(payment.settledAt),
  };
}
