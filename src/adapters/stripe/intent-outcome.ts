import type Stripe from 'stripe';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { minuteMs } from '../../domain/instant.ts';
import { Money } from '../../domain/order/money.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { ProcessorAnswer } from '../../domain/payment/payment.ts';
import { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import { declineReasonOf } from './decline-codes.ts';
import type { Ask } from './stripe-client.ts';

/** What there is to know of a payment intent. */
export type Intent = Pick<
  Stripe.PaymentIntent,
  | 'id'
  | 'status'
  | 'created'
  | 'amount_received'
  | 'currency'
  | 'metadata'
  | 'last_payment_error'
  | 'cancellation_reason'
>;

/** What is under way is left alone for so long: four times the longest call of a provider. */
const underWayMs = minuteMs;

/**
 * What an intent has come to, as far as an answer is definite. An answer is: money was taken, or none was and by this intent
 * none ever will be. So an intent that still could take money, once somebody confirms it, is cancelled before it is called
 * declined: one that waits for the person's confirmation, and one that was begun and never confirmed.
 */
export function outcomeOf(ask: Ask, intent: Intent, nowMs: number): ResultAsync<ProcessorAnswer, PortFailure> {
  switch (intent.status) {
    case 'succeeded':
      return okAsync(intent).andThen(succeeded);
    case 'canceled':
      return okAsync(declined(reasonOfCancelled(intent)));
    case 'processing':
      return errAsync(unclear('The charge is under way'));
    case 'requires_action':
      return cancelled(ask, intent, 'authentication-required');
    case 'requires_payment_method':
      return intent.last_payment_error === null
        ? unconfirmed(ask, intent, nowMs)
        : refused(ask, intent, reasonIn(intent.last_payment_error));
    case 'requires_capture':
    case 'requires_confirmation':
      return unconfirmed(ask, intent, nowMs);
    default:
      return errAsync(unclear('The charge is in a state that Stripe did not have when this was written'));
  }
}

/** Made and not confirmed: right now perhaps by a request that is under way, later by one that died at Stripe. */
function unconfirmed(ask: Ask, intent: Intent, nowMs: number): ResultAsync<ProcessorAnswer, PortFailure> {
  if (nowMs - intent.created * 1000 < underWayMs) return errAsync(unclear('The charge is being made'));
  return cancelled(ask, intent, 'processing-error');
}

/** The answer to a charge whose card was refused. */
export function refused(
  ask: Ask,
  intent: Pick<Intent, 'id'>,
  reason: DeclineReason,
): ResultAsync<ProcessorAnswer, PortFailure> {
  return reason === 'authentication-required' ? cancelled(ask, intent, reason) : okAsync(declined(reason));
}

/** Why the last attempt to pay by an intent failed, in our words. Not every such error is the bank's. */
export function reasonIn(error: {
  readonly type?: string | null | undefined;
  readonly code?: string | null | undefined;
  readonly decline_code?: string | null | undefined;
}): DeclineReason {
  if (error.type !== undefined && error.type !== null && error.type !== 'card_error') return 'processing-error';
  return declineReasonOf({ declineCode: error.decline_code ?? null, code: error.code ?? null });
}

/** The reasons that we cancel an intent for, as Stripe's list allows to say them, so that whoever asks later finds them. */
const cancellationFor = { 'authentication-required': 'abandoned', 'processing-error': 'duplicate' } as const;

/**
 * Cancelling fails where the intent went on meanwhile: then its present state is looked at once more. It needs no key of
 * ours: doing it again changes nothing, while a key would answer with what was in the way the first time.
 */
function cancelled(
  ask: Ask,
  { id }: Pick<Intent, 'id'>,
  reason: keyof typeof cancellationFor,
): ResultAsync<ProcessorAnswer, PortFailure> {
  const parameters = { cancellation_reason: cancellationFor[reason] };
  return ask((api, options) => api.paymentIntents.cancel(id, parameters, options))
    .map(() => declined(reason))
    .orElse((problem) =>
      problem.code === 'payment_intent_unexpected_state'
        ? ask((api, options) => api.paymentIntents.retrieve(id, {}, options))
            .mapErr(({ failure }) => failure)
            .andThen((intent) => settledMeanwhile(intent))
        : // Money may still be taken, whatever was wrong with the request to cancel.
          errAsync(unclear(problem.failure.cause)),
    );
}

function settledMeanwhile(intent: Intent): Result<ProcessorAnswer, PortFailure> {
  if (intent.status === 'succeeded') return succeeded(intent);
  return intent.status === 'canceled' ? ok(declined(reasonOfCancelled(intent))) : err(unclear('The charge went on'));
}

function reasonOfCancelled({ cancellation_reason: cancellation, last_payment_error: error }: Intent): DeclineReason {
  if (cancellation === cancellationFor['authentication-required']) return 'authentication-required';
  if (cancellation === cancellationFor['processing-error']) return 'processing-error';
  return error === null ? 'card-declined' : reasonIn(error); // somebody cancelled it in Stripe's dashboard
}

function succeeded({ id, amount_received: received, currency }: Intent): Result<ProcessorAnswer, PortFailure> {
  // In a currency that we do not have, nobody was charged by us.
  const amount = Money.of(received, currency.toUpperCase()).unwrapOr(null);
  return ProcessorReference.parse(id)
    .map((reference): ProcessorAnswer => ({ kind: 'succeeded', reference, ...(amount === null ? {} : { amount }) }))
    .mapErr(() => portFailure('CardProcessor', false, new Error('Stripe gave the charge a name that we do not take')));
}

function declined(reason: DeclineReason): ProcessorAnswer {
  return { kind: 'declined', reason };
}

/** What was asked for may have been done, and nobody knows yet. */
export function unclear(cause: unknown): PortFailure {
  return portFailure('CardProcessor', true, typeof cause === 'string' ? new Error(cause) : cause, 'unclear');
}
