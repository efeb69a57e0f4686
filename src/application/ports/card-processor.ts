import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { Money } from '../../domain/order/money.ts';
import type { ProcessorAnswer } from '../../domain/payment/payment.ts';
import type { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** One try to collect an amount. */
export interface ChargeRequest {
  /** The same key is the same charge, however often it is asked for. */
  readonly idempotencyKey: string;
  readonly paymentMethod: PaymentMethodReference;
  readonly amount: Money;
}

/** The company that moves the money and keeps the cards. */
export interface CardProcessor {
  /** Charges a card; a retryable failure leaves open whether the charge went through: ask with {@link CardProcessor.answerTo}. */
  charge(request: ChargeRequest): ResultAsync<ProcessorAnswer, PortFailure>;
  /** What became of the charge under this key; null if the processor never heard of it. */
  answerTo(idempotencyKey: string): ResultAsync<ProcessorAnswer | null, PortFailure>;
  /** Gives money back, in part or in full, once per key. */
  refund(request: RefundRequest): ResultAsync<void, PortFailure>;
  /** Has the processor forget a card; doing it again changes nothing. */
  forget(paymentMethod: PaymentMethodReference): ResultAsync<void, PortFailure>;
}

/** One refund of a charge. */
export interface RefundRequest {
  readonly idempotencyKey: string;
  readonly reference: ProcessorReference;
  readonly amount: Money;
}
