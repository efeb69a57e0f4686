import { dayMs, hourMs, Instant, minuteMs } from '../instant.ts';

/** How long a session lasts at most, whether it is used or not: 30 days (ASVS 5, 7.3.2). */
export const sessionLifetimeMs: number = 30 * dayMs;
/** How long a session lasts that nobody uses: 7 days (ASVS 5, 7.3.1). */
export const sessionIdleMs: number = 7 * dayMs;
/** A use within this time of the last one that was noted is not noted again: one write an hour at most. */
export const sessionUseEveryMs: number = hourMs;

/**
 * For how long after a proof a session may do what changes the account or takes data out of it: 10 minutes. A log-in by
 * code is such a proof, and so is a step-up; a third party's word is one from when the person logged in there.
 */
export const elevatedMs: number = 10 * minuteMs;

/** When a session is over that began and was used last at these moments: idle or absolute, whichever is first. */
export function sessionExpiry(startedAt: Instant, usedAt: Instant): Instant {
  const idle = Instant.plusMs(usedAt, sessionIdleMs);
  const absolute = Instant.plusMs(startedAt, sessionLifetimeMs);
  return idle < absolute ? idle : absolute;
}

/** Whether a use at this moment is noted, so that the session goes on. */
export function isUseToNote(usedAt: Instant, at: Instant): boolean {
  return at - usedAt >= sessionUseEveryMs;
}

/** Whether a proof that was given at `provedAt` still counts at `at`: a session alone, however old, proves too little. */
export function isElevated(provedAt: Instant | null, at: Instant): boolean {
  if (provedAt === null) return false;
  const ageMs = at - provedAt;
  return ageMs >= 0 && ageMs < elevatedMs;
}
