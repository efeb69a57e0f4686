import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { customerOf, ifThere } from './card-customer.ts';
import type { StripeClient } from './stripe-client.ts';

/**
 * Has Stripe forget a card: its customer is deleted, the card is detached, and neither can be undone. The customer goes
 * first, since only the card knows whose it is: whatever is lost in between, doing it again does the rest.
 *
 * A card that Stripe does not know is a failure, not a success: a key of another account knows none of them, and an erasure
 * would certify what never happened.
 */
export function forgetting({
  begin,
}: StripeClient): (paymentMethod: PaymentMethodReference) => ResultAsync<void, PortFailure> {
  return (paymentMethod) => {
    const ask = begin();
    return safeTry(async function* () {
      const customer = yield* customerOf(ask, paymentMethod);
      if (customer === null) return ok(undefined);
      yield* ifThere(ask((api, options) => api.customers.del(customer, {}, options)));
      // Deleting a customer detaches its cards, and a card can be detached once.
      if ((yield* customerOf(ask, paymentMethod)) === null) return ok(undefined);
      yield* ask((api, options) => api.paymentMethods.detach(paymentMethod, {}, options));
      return ok(undefined);
    }).mapErr(({ failure }) => failure);
  };
}
