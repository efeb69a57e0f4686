import { z } from 'zod';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { CardEvents, NotGenuine, ProcessorEvent } from '../../application/ports/provider-events.ts';
import { errAsync, okAsync, type ResultAsync } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { chargeIn } from './charge-key.ts';
import { reasonIn } from './intent-outcome.ts';
import type { StripeCards } from './stripe-cards.ts';
import { genuineText } from './webhook-signature.ts';

/** How to read what Stripe tells. */
export interface StripeEventsOptions {
  /** `whsec_…`; several while one secret takes over from another. */
  readonly webhookSecret: string | readonly string[];
  /** Disputes and refunds name an intent and not the payment: they are looked up here. */
  readonly cards: Pick<StripeCards, 'paymentOf'>;
}

const ofIntent = z.object({
  type: z.enum(['payment_intent.succeeded', 'payment_intent.payment_failed']),
  data: z.object({
    object: z.object({
      id: z.string(),
      amount_received: z.number().optional(),
      currency: z.string().optional(),
      metadata: z.record(z.string(), z.string()),
      last_payment_error: z
        .object({ type: z.string().nullish(), code: z.string().nullish(), decline_code: z.string().nullish() })
        .nullish(),
    }),
  }),
});

const ofDispute = z.object({
  type: z.enum(['charge.dispute.created', 'charge.dispute.closed']),
  data: z.object({ object: z.object({ id: z.string(), payment_intent: z.string() }) }),
});

/** A refund that is under way means nothing yet. */
const ofRefund = z.object({
  type: z.enum(['refund.created', 'refund.updated', 'refund.failed']),
  data: z.object({
    object: z.object({
      id: z.string(),
      payment_intent: z.string(),
      amount: z.number(),
      currency: z.string(),
      status: z.enum(['succeeded', 'failed', 'canceled']),
      metadata: z.object({ key: z.string().optional() }).nullish(),
    }),
  }),
});

/** The events that mean something to us; what fits none of them means nothing. */
const meaningful = z.union([ofIntent, ofDispute, ofRefund]);

/** The types of events to subscribe to at Stripe. */
export const stripeEventTypes: readonly string[] = [ofIntent, ofDispute, ofRefund].flatMap(
  ({ shape }): readonly string[] => shape.type.options,
);

/**
 * Reads the webhooks of Stripe: signed, within 300 s, with any of the secrets. Nothing of an event is kept but names, a
 * reference and a reason. Events come twice, late and in any order; who takes them in sorts that out.
 *
 * @throws A bug of the configuration: there is no secret, or an empty one, which everybody knows.
 */
export function stripeEvents({ webhookSecret, cards }: StripeEventsOptions): CardEvents {
  const secrets = typeof webhookSecret === 'string' ? [webhookSecret] : webhookSecret;
  if (secrets.length === 0 || secrets.some((secret) => secret.trim() === '')) {
    throw new Error('Webhooks of Stripe cannot be told from others without a secret');
  }
  return {
    read: (message, at) => {
      const text = genuineText(message, at, secrets);
      const event = text === null ? undefined : parsed(text);
      return event === undefined ? errAsync<never, NotGenuine>({ kind: 'NotGenuine' }) : said(event, cards);
    },
  };
}

function said(
  event: unknown,
  cards: StripeEventsOptions['cards'],
): ResultAsync<readonly ProcessorEvent[], PortFailure> {
  const known = meaningful.safeParse(event);
  if (!known.success) return okAsync([]);
  const { type, data } = known.data;
  switch (type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed': {
      const charge = chargeIn(data.object.metadata);
      if (charge === null) return okAsync([]);
      const answer =
        type === 'payment_intent.succeeded'
          ? ({ kind: 'succeeded', reference: data.object.id, ...amountIn(data.object) } as const)
          : ({ kind: 'declined', reason: reasonIn(data.object.last_payment_error ?? {}) } as const);
      return okAsync([{ kind: 'answered', ...charge, answer }]);
    }
    case 'charge.dispute.created':
    case 'charge.dispute.closed': {
      const { id: dispute, payment_intent: intent } = data.object;
      const kind = type === 'charge.dispute.created' ? 'dispute-opened' : 'dispute-closed';
      return cards.paymentOf(intent).map((payment) => (payment === null ? [] : [{ kind, payment, dispute }]));
    }
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed': {
      const { id, payment_intent: intent, amount: amountMinor, currency, metadata, status } = data.object;
      const amount = { amountMinor, currency: currency.toUpperCase() };
      // A refund of ours has its idempotency key in its metadata; one that was made elsewhere has Stripe's name alone.
      const refund = metadata?.key ?? id;
      return cards.paymentOf(intent).map((payment): readonly ProcessorEvent[] => {
        if (payment === null) return [];
        return status === 'succeeded'
          ? [{ kind: 'refunded', payment, refund, reference: intent, amount }]
          : [{ kind: 'refund-failed', payment }];
      });
    }
    default:
      return unreachable(type satisfies never);
  }
}

/** What was taken, where the event says it. */
function amountIn(intent: { readonly amount_received?: number | undefined; readonly currency?: string | undefined }): {
  readonly amount?: { readonly amountMinor: number; readonly currency: string };
} {
  const { amount_received: amountMinor, currency } = intent;
  return amountMinor === undefined || currency === undefined
    ? {}
    : { amount: { amountMinor, currency: currency.toUpperCase() } };
}

/** Undefined if it is no JSON, which Stripe never sends. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
