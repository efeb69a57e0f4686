import { hourMs, Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';

/** How long there is to notify the supervisory authority, in hours (GDPR art. 33(1)). */
const notificationHours = 72;

/**
 * Until when the supervisory authority has to be notified. The hours run on through nights, weekends, holidays and changes of
 * the clocks: an hour is an hour. A rule that would grant more (Regulation 1182/71, art. 3) is left to a lawyer, so nobody who
 * keeps to this is late. After it a notification gives the reasons for the delay.
 */
export interface NotificationClock {
  /** When it became known that personal data was breached, with reasonable certainty. */
  readonly knownAt: Instant;
  readonly notifyBy: Instant;
  /** In milliseconds; negative by how much it is late. */
  readonly leftMs: number;
}

/** Nobody can know of it in the future. */
export interface KnownInTheFuture {
  readonly kind: 'KnownInTheFuture';
}

/** The clock as it stands at a moment. */
export function notificationClock(knownAt: Instant, now: Instant): Result<NotificationClock, KnownInTheFuture> {
  if (knownAt > now) return err({ kind: 'KnownInTheFuture' });
  const notifyBy = Instant.plusMs(knownAt, notificationHours * hourMs);
  return ok({ knownAt, notifyBy, leftMs: notifyBy - now });
}
