import { v7 } from 'uuid';
import { type StripeCards, type StripeOptions, stripeCards } from '../../../src/adapters/stripe/index.ts';
import type { ChargeRequest } from '../../../src/application/ports/card-processor.ts';
import { Last4, type MaskedCard } from '../../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { type LocalStripe, localStripe } from './local-stripe.ts';

/** The adapter, and the Stripe that it talks to. */
export interface OpenedStripe {
  readonly stripe: LocalStripe;
  readonly cards: StripeCards;
  /** Another process with the same account, or the same one after a restart: it remembers nothing. */
  readonly another: (options?: Partial<StripeOptions>) => StripeCards;
  /** Closes all, and throws if anything that was sent had another form than agreed. */
  readonly close: () => Promise<void>;
}

/** A Tuesday of the tests. */
export const tuesdayMs: number = Date.UTC(2026, 10, 24, 9);

export async function openedStripe(options: Partial<StripeOptions> = {}): Promise<OpenedStripe> {
  const stripe = await localStripe(tuesdayMs);
  const opened: StripeCards[] = [];
  const another = (more: Partial<StripeOptions> = {}) => {
    const cards = stripeCards({
      secretKey: 'sk_test_ofNobody',
      endpoint: stripe.url,
      now: () => stripe.books.nowMs,
      ...options,
      ...more,
    });
    opened.push(cards);
    return cards;
  };
  return {
    stripe,
    cards: another(),
    another,
    close: async () => {
      for (const cards of opened) cards.close();
      await stripe.close();
      if (stripe.violations.length > 0) throw new Error(`Not as agreed with Stripe: ${stripe.violations.join('; ')}`);
    },
  };
}

/** Somebody fills in the form of a setup. */
export async function fillIn({ books }: LocalStripe, setup: string): Promise<MaskedCard> {
  const last4 = await must(Last4.parse('4444'));
  books.confirmSetup(setup, 'mastercard', last4);
  return { last4, network: 'mastercard' };
}

/** The id of a payment that comes to be at a moment. */
export function paymentAt(atMs: number): string {
  return v7({ msecs: atMs });
}

/** The first attempt to collect 4.50 €. */
export async function chargeOf(paymentMethod: string, payment: string = paymentAt(tuesdayMs)): Promise<ChargeRequest> {
  return {
    idempotencyKey: `${payment}:1`,
    paymentMethod: await must(PaymentMethodReference.parse(paymentMethod)),
    amount: { amountMinor: 450, currency: 'EUR' },
  };
}
