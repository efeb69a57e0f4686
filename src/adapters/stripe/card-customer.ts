import { err, ok, type ResultAsync } from '../../domain/result.ts';
import type { Ask } from './stripe-client.ts';
import { isMissing, type StripeProblem } from './stripe-problem.ts';

/**
 * The customer that a card belongs to: one card, one customer, for life. Null once the card was forgotten.
 */
export function customerOf(ask: Ask, paymentMethod: string): ResultAsync<string | null, StripeProblem> {
  return ask((api, options) => api.paymentMethods.retrieve(paymentMethod, {}, options)).map(({ customer }) =>
    idOf(customer),
  );
}

/** Stripe names things by their id, or whole where that was asked for. */
export function idOf(named: string | { readonly id: string } | null): string | null {
  return typeof named === 'object' && named !== null ? named.id : named;
}

/** Null in place of what Stripe knows nothing of. */
export function ifThere<Value>(answer: ResultAsync<Value, StripeProblem>): ResultAsync<Value | null, StripeProblem> {
  return answer.orElse((problem) => (isMissing(problem) ? ok(null) : err(problem)));
}
