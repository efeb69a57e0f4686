import type { MaskedCard } from '../../domain/card/masked-card.ts';
import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Money } from '../../domain/order/money.ts';
import type { ProcessorAnswer } from '../../domain/payment/payment.ts';
import type { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** One try to collect an amount. */
export interface ChargeRequest {
  /** The same key is the same charge, however often it is asked for. */
  readonly idempotencyKey: string;
  readonly paymentMethod: PaymentMethodReference;
  readonly amount: Money;
}

/** A card that the processor's form in the app is about to take in: the number goes from there to the processor alone. */
export interface CardSetup {
  /** The processor's name for it, such as `seti_1N3TqL2eZvKYlo2C`. */
  readonly setup: string;
  /** What the form needs to begin. It is for the person's app alone, and is neither kept nor logged. */
  readonly clientSecret: string;
}

/** A card as the processor took it in (POLICY.md C13): the reference to charge it by, and what may be shown of it. */
export interface CardTakenIn extends MaskedCard {
  readonly paymentMethod: PaymentMethodReference;
}

/** The company that moves the money and keeps the cards. */
export interface CardProcessor extends Placed {
  /** Begins to take a card in for somebody; the same key is the same setup, however often it is asked for. */
  beginSetup(owner: SubjectId, idempotencyKey: string): ResultAsync<CardSetup, PortFailure>;
  /** The card that a setup took in; null if it is not done, not known, or not of this owner. */
  cardTakenIn(owner: SubjectId, setup: string): ResultAsync<CardTakenIn | null, PortFailure>;
  /** Charges a card; a retryable failure leaves open whether the charge went through: ask with {@link CardProcessor.answerTo}. */
  charge(request: ChargeRequest): ResultAsync<ProcessorAnswer, PortFailure>;
  /**
   * What became of the charge under this key; null if the processor never heard of it. Null also says that charging under the
   * same key is safe: a charge that another process made a moment ago may not be known yet.
   */
  answerTo(idempotencyKey: string): ResultAsync<ProcessorAnswer | null, PortFailure>;
  /** Gives money back, in part or in full, once per key; another amount under the same key is refused. */
  refund(request: RefundRequest): ResultAsync<void, PortFailure>;
  /** Has the processor forget a card; doing it again changes nothing. */
  forget(paymentMethod: PaymentMethodReference): ResultAsync<void, PortFailure>;
  /**
   * Has the processor forget every card that it took in for somebody, and every form that is still open, save the cards that
   * are kept; doing it again changes nothing.
   */
  forgetOthers(owner: SubjectId, kept: readonly PaymentMethodReference[]): ResultAsync<void, PortFailure>;
}

/** One refund of a charge. */
export interface RefundRequest {
  readonly idempotencyKey: string;
  readonly reference: ProcessorReference;
  readonly amount: Money;
}
