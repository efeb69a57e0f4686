import Stripe from 'stripe';
import type { ProviderMessage } from '../../application/ports/provider-events.ts';
import { type Instant, secondMs } from '../../domain/instant.ts';

/** A message is genuine for so long before and after it was signed: who repeats one later is not heard. */
const toleranceSeconds = 300;

/**
 * The text of a message that was signed with one of the secrets, within 300 s of a moment; null if it was not. Stripe's
 * package looks at the signature, in constant time, but lets messages from the future pass; and it takes bytes that are no
 * text for other bytes, so that two bodies would have the same signature.
 */
export function genuineText({ body, header }: ProviderMessage, at: Instant, secrets: readonly string[]): string | null {
  const signed = header('stripe-signature');
  if (signed === null) return null;
  const times = signed.split(',').filter((part) => part.startsWith('t='));
  const [, seconds] = /^t=(\d{1,12})$/.exec(times.length === 1 ? (times[0] ?? '') : '') ?? [];
  if (seconds === undefined) return null;
  const ageSeconds = Math.floor(at / secondMs) - Number(seconds);
  if (Math.abs(ageSeconds) > toleranceSeconds) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return secrets.some((secret) => isSignedWith(secret, text, signed, at)) ? text : null;
  } catch {
    return null; // no text
  }
}

function isSignedWith(secret: string, text: string, signed: string, at: Instant): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(text, signed, secret, toleranceSeconds, undefined, at) ?? false;
  } catch {
    return false; // its errors hold the body, and say nothing that anybody could act upon
  }
}
