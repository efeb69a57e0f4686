import type { CardProcessor } from '../../application/ports/card-processor.ts';
import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { minuteMs, secondMs } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { customerOf, idOf, ifThere } from './card-customer.ts';
import { everyPage, pageSize } from './every-page.ts';
import type { Ask, StripeClient } from './stripe-client.ts';
import type { StripeProblem } from './stripe-problem.ts';

/** Stripe's search is behind by less than a minute in normal operation. */
const searchIsBehindSeconds: number = (5 * minuteMs) / secondMs;

/**
 * Has Stripe forget whatever it took in for somebody and nobody here may know of: a card whose form went through while the
 * app died, a form that is still open. Each has a customer of its own; the customer is deleted, its card goes with it, and
 * no form takes a card in for a customer that is gone.
 *
 * What is kept is looked up before anything goes. Whatever is lost in between, doing it again does the rest, and so does a
 * later try where there are more than the time of one call is enough for.
 */
export function forgettingOthers({ begin }: StripeClient): CardProcessor['forgetOthers'] {
  return (owner, kept) => {
    const ask = begin();
    return safeTry(async function* () {
      const staying = yield* customersOf(ask, kept);
      const found = new Set([...(yield* foundBySearch(ask, owner)), ...(yield* foundByNewSetups(ask, owner))]);
      for (const customer of found) {
        if (staying.has(customer)) continue;
        yield* ifThere(ask((api, options) => api.customers.del(customer, {}, options)));
      }
      return ok(undefined);
    }).mapErr(({ failure }) => failure);
  };
}

/** A card that Stripe does not know has no customer that could go by mistake. */
function customersOf(
  ask: Ask,
  cards: readonly PaymentMethodReference[],
): ResultAsync<ReadonlySet<string>, StripeProblem> {
  return safeTry(async function* () {
    const customers = new Set<string>();
    for (const card of cards) {
      const customer = yield* ifThere(customerOf(ask, card));
      if (customer !== null) customers.add(customer);
    }
    return ok(customers);
  });
}

/** Nothing in a pseudonym needs quoting. */
function foundBySearch(ask: Ask, owner: SubjectId): ResultAsync<readonly string[], StripeProblem> {
  const query = `metadata['owner']:'${owner}'`;
  return safeTry(async function* () {
    const found: string[] = [];
    let next: { page?: string } = {};
    for (;;) {
      const { data, has_more, next_page } = yield* ask((api, options) =>
        api.customers.search({ query, limit: pageSize, ...next }, options),
      );
      found.push(...data.filter(({ metadata }) => metadata.owner === owner).map(({ id }) => id));
      if (!has_more || next_page === null) return ok(found);
      next = { page: next_page };
    }
  });
}

/**
 * What the search may not know yet. Nobody can list the setups of one pseudonym, so this goes through everybody's, newest
 * first, and back from the newest: Stripe's clock is not ours.
 */
function foundByNewSetups(ask: Ask, owner: SubjectId): ResultAsync<readonly string[], StripeProblem> {
  return everyPage(
    (page) => ask((api, options) => api.setupIntents.list(page, options)),
    (found) => (found.at(-1)?.created ?? 0) < (found[0]?.created ?? 0) - searchIsBehindSeconds,
  ).map((setups) =>
    setups.filter(({ metadata }) => metadata?.owner === owner).flatMap(({ customer }) => idOf(customer) ?? []),
  );
}
