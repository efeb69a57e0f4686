import { dayMs, type Instant, minuteMs } from '../instant.ts';

/** How long a session lasts at most, whether it is used or not: 30 days. */
export const sessionLifetimeMs: number = 30 * dayMs;

/** For how long after its start a session proves that the person has just logged in: 5 minutes, as long as a code lives. */
export const freshLogInMs: number = 5 * minuteMs;

/** Whether a session that began at `startedAt` proves, at `at`, that the person has just logged in. */
export function isFreshLogIn(startedAt: Instant, at: Instant): boolean {
  const ageMs = at - startedAt;
  return ageMs >= 0 && ageMs < freshLogInMs;
}
