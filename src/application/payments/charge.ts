import { type InvalidId, PaymentId } from '../../domain/ids.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { collectPayment } from './collect-payment.ts';
import type { SettlePorts, SettleRefusal } from './settle-payment.ts';

/** The payment that a rental left pending when it ended. */
export interface ChargeInput {
  readonly payment: string;
}

/** Why there is no payment to answer with; where a port failed, it stays pending and the worker goes on with it. */
export type ChargeRefusal = InvalidId | SettleRefusal;

/**
 * Collects a payment from its card (POLICY.md C11, C15). Answers the payment as it is then: a declined card is a failed
 * payment, not a refusal. A lost answer is a retryable failure; calling again never charges twice.
 */
export type Charge = (input: ChargeInput) => ResultAsync<Payment, ChargeRefusal>;

/** Makes the use case. */
export function charge(ports: SettlePorts): Charge {
  const collect = collectPayment(ports);
  return (input) => PaymentId.parse(input.payment).asyncAndThen((payment) => collect(payment, 'not-charged'));
}
