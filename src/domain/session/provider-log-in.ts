import { Instant, secondMs } from '../instant.ts';

/** A log-in with a third party, as far as it is about when it was. */
export interface ProviderLogIn {
  /** When the person showed the provider who they are, as it says (`auth_time`); null where it does not say. */
  readonly authenticatedAt: Instant | null;
  /**
   * Whether the host configured the provider as one that lets people log in anew when it is asked to, and says when they
   * did. It is a setting and never read off an answer: else who leaves the time out would be asked for less.
   */
  readonly provesFreshness: boolean;
}

/** How far the clocks of provider and host may be apart, in milliseconds. */
export const providerClockSkewMs: number = 30 * secondMs;

/** When the person showed the provider who they are, by our clock; null where nobody knows: a time to come is none. */
export function authenticatedBy({ authenticatedAt }: ProviderLogIn, at: Instant): Instant | null {
  if (authenticatedAt === null || authenticatedAt > Instant.plusMs(at, providerClockSkewMs)) return null;
  return authenticatedAt < at ? authenticatedAt : at;
}

/**
 * Whether the person showed the provider anew who they are, for an attempt that had to be fresh. `unproved` is a provider
 * that cannot tell: all that is known is that its answer was made for this attempt, by a log-in of whatever age.
 */
export type Freshness = 'fresh' | 'stale' | 'unproved';

/** Judges a log-in at `at` that was begun at `begunAt`. */
export function freshnessOf(logIn: ProviderLogIn, begunAt: Instant, at: Instant): Freshness {
  const shownAt = authenticatedBy(logIn, at);
  if (shownAt !== null && Instant.plusMs(shownAt, providerClockSkewMs) >= begunAt) return 'fresh';
  return logIn.provesFreshness ? 'stale' : 'unproved';
}
