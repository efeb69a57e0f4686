import type Stripe from 'stripe';
import type { RefundRequest } from '../../application/ports/card-processor.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { everyPage } from './every-page.ts';
import type { Ask, StripeClient } from './stripe-client.ts';
import { beforehand, type StripeProblem } from './stripe-problem.ts';

/**
 * Gives money back, once a key for all time. Stripe forgets the key after a day, so each refund has it in its metadata, and
 * the refunds of the charge are looked through first. It takes two requests; refunds are rare.
 *
 * A refund that Stripe could not bring home (`failed`) is no refund: its key is used up, and who asks again under it is
 * refused, as is who asks for more than is left, or for another amount under the key.
 */
export function refunding({ begin }: StripeClient): (request: RefundRequest) => ResultAsync<void, PortFailure> {
  return ({ idempotencyKey, reference, amount }) => {
    const ask = begin();
    return safeTry(async function* () {
      const earlier = (yield* refundsOf(ask, reference).mapErr(beforehand)).find(
        ({ metadata }) => metadata?.key === idempotencyKey,
      );
      if (earlier !== undefined && earlier.amount !== amount.amountMinor) {
        return err(portFailure('CardProcessor', false, new Error('The key is that of a refund of another amount')));
      }
      if (earlier !== undefined) return broughtHome(earlier);
      const refund = yield* ask((api, options) =>
        api.refunds.create(
          { payment_intent: reference, amount: amount.amountMinor, metadata: { key: idempotencyKey } },
          { ...options, idempotencyKey },
        ),
      ).mapErr(({ failure }) => failure);
      return broughtHome(refund);
    });
  };
}

function broughtHome({ status }: Pick<Stripe.Refund, 'status'>) {
  return status === 'failed' || status === 'canceled'
    ? err(portFailure('CardProcessor', false, new Error(`The refund is ${status}`)))
    : ok(undefined);
}

function refundsOf(ask: Ask, intent: string): ResultAsync<readonly Stripe.Refund[], StripeProblem> {
  return everyPage((page) => ask((api, options) => api.refunds.list({ payment_intent: intent, ...page }, options)));
}
