import type { CardProcessor } from '../../application/ports/card-processor.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { worldwide } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { ifThere } from './card-customer.ts';
import { cardSetups } from './card-setup.ts';
import { chargeIn } from './charge-key.ts';
import { charging } from './charging.ts';
import { forgetting } from './forgetting.ts';
import { forgettingOthers } from './forgetting-others.ts';
import { refunding } from './refunding.ts';
import { type StripeClientOptions, stripeClient } from './stripe-client.ts';

/** How to reach Stripe. */
export interface StripeOptions extends StripeClientOptions {
  /** What time it is, in milliseconds since 1970; the machine's clock by default. It may be an hour off. */
  readonly now?: () => number;
}

/** Cards at Stripe. */
export interface StripeCards extends CardProcessor {
  /** The payment that an intent (`pi_…`) is of, as its metadata says; null if it is unknown, or not of ours. */
  paymentOf(intent: string): ResultAsync<string | null, PortFailure>;
  /** Cuts off what is under way, as unclear, and begins nothing any more. */
  close(): void;
}

/**
 * The card processor Stripe, by payment intents, setup intents and refunds. It is told the pseudonym of who takes a card in,
 * the id of the payment and the number of the attempt; no name, no address, no text of a receipt. Card numbers go from
 * Stripe's form to Stripe.
 *
 * Keys of charges have the form `PAYMENT:ATTEMPT`. Why none of them charges twice stands in `charging.ts`.
 */
export function stripeCards({ now = Date.now, ...options }: StripeOptions): StripeCards {
  const client = stripeClient(options);
  return {
    // In the United States and elsewhere, whatever the account's country is.
    residency: [worldwide('stripe', options.endpoint === undefined ? null : new URL(options.endpoint).hostname)],
    ...cardSetups(client),
    ...charging(client, now),
    refund: refunding(client),
    forget: forgetting(client),
    forgetOthers: forgettingOthers(client),
    paymentOf: (intent) =>
      ifThere(client.begin()((api, request) => api.paymentIntents.retrieve(intent, {}, request)))
        .map((found) => chargeIn(found?.metadata)?.payment ?? null)
        .mapErr(({ failure }) => failure),
    close: client.close,
  };
}
