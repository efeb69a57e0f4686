import type Stripe from 'stripe';
import { hourMs } from '../../domain/instant.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { asMetadata, type ChargeName, isFor, paymentCreatedAt } from './charge-key.ts';
import { everyPage, pageSize } from './every-page.ts';
import type { Intent } from './intent-outcome.ts';
import type { Ask } from './stripe-client.ts';
import type { StripeProblem } from './stripe-problem.ts';

/**
 * Every intent of a charge, by the customer that its card belongs to. A list shows what was written right before it. A
 * customer is one card's, so the list is short; it begins an hour before the payment, since Stripe's clock is not ours.
 */
export function findByCard(
  ask: Ask,
  customer: string,
  charge: ChargeName,
): ResultAsync<readonly Intent[], StripeProblem> {
  const paymentAt = paymentCreatedAt(charge);
  const since = paymentAt === null ? {} : { created: { gte: Math.floor((paymentAt - hourMs) / 1000) } };
  return everyPage((page) =>
    ask((api, options) => api.paymentIntents.list({ customer, ...since, ...page }, options)),
  ).map((intents) => intents.filter(({ metadata }) => isFor(charge, metadata)));
}

/**
 * Every intent of a charge that the search knows of. The search lags, and shows states that are past: an intent that it
 * finds is read anew, unless it is through.
 */
export function findBySearch(ask: Ask, charge: ChargeName): ResultAsync<readonly Intent[], StripeProblem> {
  return safeTry(async function* () {
    const { data } = yield* ask((api, options) =>
      api.paymentIntents.search({ query: searchFor(charge), limit: pageSize }, options),
    );
    const found: Intent[] = [];
    for (const intent of data.filter(({ metadata }) => isFor(charge, metadata))) {
      found.push(yield* presentState(ask, intent));
    }
    return ok(found);
  });
}

function presentState(ask: Ask, intent: Stripe.PaymentIntent): ResultAsync<Intent, StripeProblem> {
  return intent.status === 'succeeded'
    ? okAsync(intent)
    : ask((api, options) => api.paymentIntents.retrieve(intent.id, {}, options));
}

/** The query of Stripe's search. Nothing in the name of a charge needs quoting. */
function searchFor(charge: ChargeName): string {
  const { payment, attempt } = asMetadata(charge);
  return `metadata['payment']:'${payment}' AND metadata['attempt']:'${attempt}'`;
}
