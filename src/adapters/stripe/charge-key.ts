import { hourMs, type Instant } from '../../domain/instant.ts';

/** Which payment and which attempt a charge is of: all that Stripe is told of what it is for. */
export interface ChargeName {
  readonly payment: string;
  readonly attempt: number;
}

/** Reads the idempotency key `PAYMENT:ATTEMPT`; null if it is none. Nothing in it needs quoting in a search. */
export function chargeNamed(idempotencyKey: string): ChargeName | null {
  const [, payment, attempt] = /^([A-Za-z0-9_-]{1,64}):([1-9]\d{0,8})$/.exec(idempotencyKey) ?? [];
  return payment === undefined || attempt === undefined ? null : { payment, attempt: Number(attempt) };
}

/** As it stands in the metadata of an intent; null if the intent is not one of ours. */
export function chargeIn(metadata: Readonly<Record<string, string | undefined>> | null | undefined): ChargeName | null {
  const { payment, attempt } = metadata ?? {};
  return payment === undefined || attempt === undefined ? null : chargeNamed(`${payment}:${attempt}`);
}

/** As metadata. */
export function asMetadata({ payment, attempt }: ChargeName): { payment: string; attempt: string } {
  return { payment, attempt: String(attempt) };
}

/** Whether an intent is for this charge. */
export function isFor({ payment, attempt }: ChargeName, metadata: Readonly<Record<string, string>> | null): boolean {
  const found = chargeIn(metadata);
  return found !== null && found.payment === payment && found.attempt === attempt;
}

/** When the payment came to be, as its id says (UUID version 7, RFC 9562); null if the id has no time in it. */
export function paymentCreatedAt({ payment }: ChargeName): Instant | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(payment) ?? [];
  if (high === undefined || low === undefined) return null;
  return Number.parseInt(high + low, 16) as Instant; // sound: it is compared with other instants and nothing else
}

/** Stripe remembers an idempotency key for 24 hours at least; an hour less, since its clock is not ours. */
const surelyRememberedMs = 23 * hourMs;
const clockSkewMs = hourMs;

/** Whether Stripe surely remembers the key, if it ever saw it: no key is older than its payment. */
export function isSurelyRemembered(charge: ChargeName, nowMs: number): boolean {
  const createdAt = paymentCreatedAt(charge);
  if (createdAt === null) return false;
  const ageMs = nowMs - createdAt;
  return ageMs < surelyRememberedMs && ageMs > -clockSkewMs;
}
