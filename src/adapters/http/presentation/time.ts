import { Instant } from '../../../domain/instant.ts';

/** A point in time as clients read it, such as `2026-11-23T09:00:00.000Z`. */
export function time(at: Instant): string {
  return Instant.toISOString(at);
}

/** The same where there may be none. */
export function timeOrNull(at: Instant | null): string | null {
  return at === null ? null : time(at);
}
