import { hourMs, Instant, minuteMs } from '../instant.ts';
import type { StaffId } from './staff-id.ts';

/** How long somebody of the staff is signed in at most: 8 hours, a working day (ASVS 5, 7.3.2). */
export const staffSessionLifetimeMs: number = 8 * hourMs;
/** How long without doing anything: 30 minutes (ASVS 5, 7.3.1). */
export const staffSessionIdleMs: number = 30 * minuteMs;
/** A use within this time of the last one that was noted is not noted again: one write a minute at most. */
export const staffUseEveryMs: number = minuteMs;

/** A member of the staff who is signed in. The token is no part of it: nobody gets that a second time. */
export interface StaffSession {
  readonly staff: StaffId;
  readonly startedAt: Instant;
  readonly usedAt: Instant;
  readonly expiresAt: Instant;
}

/** A session that begins now. */
export function newStaffSession(staff: StaffId, at: Instant): StaffSession {
  return { staff, startedAt: at, usedAt: at, expiresAt: staffSessionExpiry(at, at) };
}

/** When a session is over that began and was used last at these moments: idle or absolute, whichever is first. */
export function staffSessionExpiry(startedAt: Instant, usedAt: Instant): Instant {
  const idle = Instant.plusMs(usedAt, staffSessionIdleMs);
  const absolute = Instant.plusMs(startedAt, staffSessionLifetimeMs);
  return idle < absolute ? idle : absolute;
}

/** Whether a use at this moment is noted, so that the session goes on. */
export function isStaffUseToNote(usedAt: Instant, at: Instant): boolean {
  return at - usedAt >= staffUseEveryMs;
}
