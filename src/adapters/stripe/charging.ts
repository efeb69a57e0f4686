import type Stripe from 'stripe';
import type { ChargeRequest } from '../../application/ports/card-processor.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { ProcessorAnswer } from '../../domain/payment/payment.ts';
import { errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { customerOf } from './card-customer.ts';
import { asMetadata, type ChargeName, chargeNamed, isSurelyRemembered } from './charge-key.ts';
import { declineReasonOf } from './decline-codes.ts';
import { findByCard, findBySearch } from './find-intents.ts';
import { type Intent, outcomeOf, refused, unclear } from './intent-outcome.ts';
import type { Ask, StripeClient } from './stripe-client.ts';
import { beforehand, isMissing, type StripeProblem } from './stripe-problem.ts';

/** Charges, and says what became of charges. */
export interface Charging {
  readonly charge: (request: ChargeRequest) => ResultAsync<ProcessorAnswer, PortFailure>;
  readonly answerTo: (idempotencyKey: string) => ResultAsync<ProcessorAnswer | null, PortFailure>;
}

/** So many charges of this process are found by their card; others are searched for. */
const rememberedCharges = 10_000;

/**
 * Why no key ever takes money twice, whatever is lost, repeated or restarted:
 *
 * 1. Every charge is one request, `POST /v1/payment_intents` with `confirm`, under the caller's key. Its parameters follow
 *    from the key: payment and attempt name card and amount, and a card has one customer for life. For 24 hours (at least)
 *    Stripe answers a repetition from its memory, refuses other parameters under the same key, and refuses a repetition
 *    while the first request is under way. So within 24 hours of the first request a repetition takes nothing.
 * 2. No key is older than its payment, and the payment's id says how old that is. While that is less than 23 hours, 1 holds.
 *    For all others Stripe's list of the customer's intents is looked through before anything is charged. Stripe's lists,
 *    other than its search, show what was written before; so a charge from before is found there, and answered. Of two
 *    processes that find none at the same time both charge under the same key, and 1 holds again.
 * 3. "Declined" is said only of a charge that will never take money any more (`outcomeOf`), since the next attempt has
 *    another key. A card that was forgotten has no customer any more, so that it is asked for with other parameters than
 *    before: Stripe refuses the card, and then nobody charged it under this key; or it refuses the parameters, and then
 *    somebody did, and the answer is waited for.
 *
 * The search is no part of the argument, but where the card was forgotten and the payment is older than 23 hours. It lags by
 * a minute, in bad times by an hour, so `answerTo` may say null of a charge that another process made just now: then the
 * caller charges under the same key, and 1 answers. Charges of this process are found by their card, at once.
 *
 * What it costs: a charge takes two requests (whose card is it, charge it), three if the payment is older than 23 hours. The
 * first cannot be saved: Stripe wants the customer named, a payment method is all that we keep, and cards come back too
 * rarely to be worth a cache. An answer takes one request, two if the search knows of a charge that was still open.
 */
export function charging({ begin }: StripeClient, now: () => number): Charging {
  /** The customer that was charged under each key. */
  const customers = new Map<string, string>();

  function remember(key: string, customer: string): void {
    customers.set(key, customer);
    const [oldest] = customers.keys();
    if (customers.size > rememberedCharges && oldest !== undefined) customers.delete(oldest);
  }

  /** One intent a key is the rule. Were there more, one that took money would count. */
  function outcome(ask: Ask, intents: readonly Intent[]): ResultAsync<ProcessorAnswer | null, PortFailure> {
    const intent = intents.find(({ status }) => status === 'succeeded') ?? intents[0];
    return intent === undefined ? okAsync(null) : outcomeOf(ask, intent, now());
  }

  function earlierAnswer(ask: Ask, key: string, charge: ChargeName): ResultAsync<ProcessorAnswer | null, PortFailure> {
    const customer = customers.get(key);
    const found =
      customer === undefined
        ? findBySearch(ask, charge)
        : findByCard(ask, customer, charge).orElse(
            // The customer went when the card was forgotten.
            (problem) => (isMissing(problem) ? findBySearch(ask, charge) : errAsync(problem)),
          );
    return found.mapErr(({ failure }) => failure).andThen((intents) => outcome(ask, intents));
  }

  function take(
    ask: Ask,
    { idempotencyKey, paymentMethod, amount }: ChargeRequest,
    charge: ChargeName,
    customer: string | null,
  ): ResultAsync<ProcessorAnswer, PortFailure> {
    if (customer !== null) remember(idempotencyKey, customer);
    const parameters: Stripe.PaymentIntentCreateParams = {
      amount: amount.amountMinor,
      currency: amount.currency.toLowerCase(),
      ...(customer === null ? {} : { customer }),
      payment_method: paymentMethod,
      allowed_payment_method_types: ['card'],
      confirm: true,
      off_session: true,
      metadata: asMetadata(charge),
    };
    // The answer is unpacked at the end: a failure to settle an intent is not a problem with making it.
    return ask((api, options) => api.paymentIntents.create(parameters, { ...options, idempotencyKey }))
      .map((intent) => outcomeOf(ask, intent, now()))
      .orElse((problem) => ok(notTaken(ask, idempotencyKey, charge, customer, problem)))
      .andThen((answer) => answer);
  }

  function notTaken(
    ask: Ask,
    key: string,
    charge: ChargeName,
    customer: string | null,
    problem: StripeProblem,
  ): ResultAsync<ProcessorAnswer, PortFailure> {
    if (problem.type === 'card_error') {
      const reason = declineReasonOf(problem);
      return problem.intent === null
        ? okAsync({ kind: 'declined', reason })
        : refused(ask, { id: problem.intent }, reason);
    }
    if (customer === null && problem.type === 'idempotency_error') {
      return earlierAnswer(ask, key, charge).andThen((earlier) =>
        earlier === null ? errAsync(unclear('The card was charged before it was forgotten')) : okAsync(earlier),
      );
    }
    // Whoever asks Stripe again for such an amount is answered the same: nothing was taken, and nothing ever will be.
    if (problem.code === 'amount_too_small' || problem.code === 'amount_too_large') {
      return okAsync({ kind: 'declined', reason: 'card-declined' });
    }
    const cardIsForgotten = customer === null && problem.status === 400 && problem.type === 'invalid_request_error';
    return cardIsForgotten ? okAsync({ kind: 'declined', reason: 'card-declined' }) : errAsync(problem.failure);
  }

  return {
    charge: (request) => {
      const charge = chargeNamed(request.idempotencyKey);
      if (charge === null) return errAsync(notOurs());
      const ask = begin();
      return safeTry(async function* () {
        const customer = yield* customerOf(ask, request.paymentMethod).mapErr(beforehand);
        if (!isSurelyRemembered(charge, now())) {
          const found = customer === null ? findBySearch(ask, charge) : findByCard(ask, customer, charge);
          const earlier = yield* outcome(ask, yield* found.mapErr(beforehand));
          if (earlier !== null) return ok(earlier);
        }
        return take(ask, request, charge, customer);
      });
    },

    answerTo: (idempotencyKey) => {
      const charge = chargeNamed(idempotencyKey);
      return charge === null ? errAsync(notOurs()) : earlierAnswer(begin(), idempotencyKey, charge);
    },
  };
}

function notOurs(): PortFailure {
  return portFailure('CardProcessor', false, new Error('The key names no payment and attempt'));
}
