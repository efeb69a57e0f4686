import type Stripe from 'stripe';
import type { CardSetup, CardTakenIn } from '../../application/ports/card-processor.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { type CardNetwork, Last4 } from '../../domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { err, ok, okAsync, Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { idOf, ifThere } from './card-customer.ts';
import type { StripeClient } from './stripe-client.ts';

/** Takes cards in by Stripe's form. */
export interface CardSetups {
  readonly beginSetup: (owner: SubjectId, idempotencyKey: string) => ResultAsync<CardSetup, PortFailure>;
  readonly cardTakenIn: (owner: SubjectId, setup: string) => ResultAsync<CardTakenIn | null, PortFailure>;
}

/**
 * Stripe charges a kept card only through a customer, so every setup gets one of its own: forgetting a card forgets all of
 * its customer, and no other card. Customer and setup have the pseudonym in them, and no name, no address or anything else:
 * by the one, what nobody here knows of is found when the person leaves; by the other, nobody gets a card by somebody else's
 * setup. So Stripe can tell which cards are one person's, and not whose.
 *
 * The same key is the same setup for a day, as long as Stripe remembers it; later it is a new one, which does no harm: a
 * setup moves nothing. A form that was left leaves an empty customer behind, until the person leaves.
 */
export function cardSetups({ begin }: StripeClient): CardSetups {
  return {
    beginSetup: (owner, idempotencyKey) => {
      const ask = begin();
      return safeTry(async function* () {
        const customer = yield* ask((api, options) =>
          api.customers.create({ metadata: { owner } }, { ...options, idempotencyKey: `${idempotencyKey}:customer` }),
        );
        const { id, client_secret } = yield* ask((api, options) =>
          api.setupIntents.create(
            {
              customer: customer.id,
              usage: 'off_session',
              allowed_payment_method_types: ['card'],
              metadata: { owner },
            },
            { ...options, idempotencyKey },
          ),
        );
        return ok({ id, client_secret });
      })
        .mapErr(({ failure }) => failure)
        .andThen(({ id, client_secret: clientSecret }) =>
          clientSecret === null ? err(unreadable('The setup has no secret')) : ok({ setup: id, clientSecret }),
        );
    },

    cardTakenIn: (owner, setup) => {
      // The name comes from outside, and must not lead elsewhere; a client secret must not get into an address either.
      if (!/^seti_[A-Za-z0-9]{1,64}$/.test(setup)) return okAsync(null);
      return ifThere(
        begin()((api, options) => api.setupIntents.retrieve(setup, { expand: ['payment_method'] }, options)),
      )
        .mapErr(({ failure }) => failure)
        .andThen((found) => (found === null || !isDoneBy(owner, found) ? ok(null) : cardOf(found.payment_method)));
    },
  };
}

function isDoneBy(owner: SubjectId, { status, metadata }: Stripe.SetupIntent): boolean {
  return status === 'succeeded' && metadata?.owner === owner;
}

/** A card that was forgotten meanwhile has no customer any more, and is none. */
function cardOf(paymentMethod: Stripe.SetupIntent['payment_method']): Result<CardTakenIn | null, PortFailure> {
  if (paymentMethod === null || typeof paymentMethod === 'string') return err(unreadable('The card is not there'));
  const { id, card, customer } = paymentMethod;
  if (card === undefined || card === null || idOf(customer) === null) return ok(null);
  return Result.combine([PaymentMethodReference.parse(id), Last4.parse(card.last4 ?? '')])
    .map(([reference, last4]) => ({ paymentMethod: reference, last4, network: networkOf(card.brand) }))
    .mapErr(() => unreadable('The card has another form than expected'));
}

const networks: Readonly<Record<string, CardNetwork>> = {
  amex: 'american-express',
  diners: 'diners-club',
  discover: 'discover',
  jcb: 'jcb',
  maestro: 'maestro',
  mastercard: 'mastercard',
  unionpay: 'unionpay',
  visa: 'visa',
};

function networkOf(brand: string | null): CardNetwork {
  return (brand !== null && Object.hasOwn(networks, brand) ? networks[brand] : undefined) ?? 'other';
}

function unreadable(words: string): PortFailure {
  return portFailure('CardProcessor', false, new Error(words));
}
