import { dayMs, hourMs, Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { type DeclineReason, declines } from './decline-reason.ts';

/**
 * When a payment that failed is tried again without the person: after each failure a longer or equal wait, a bounded number
 * of times, and never after a hard decline (POLICY.md C12). The waits are configuration, in milliseconds.
 */
export interface RetrySchedule {
  /** How long after the first, the second … failure; never shorter than the one before. */
  readonly waitsMs: readonly number[];
}

/** The text is no list of durations, one is shorter than the one before, or they are too many or too long. */
export interface InvalidRetrySchedule {
  readonly kind: 'InvalidRetrySchedule';
  readonly reason: 'shape' | 'not-rising' | 'too-many' | 'too-long';
}

/** The most tries that are made without the person: card networks bound them too. */
export const mostRetries = 8;
/** The longest wait before one try, in milliseconds: 30 days. */
export const longestRetryWaitMs: number = 30 * dayMs;

/** No try without the person. */
export const noRetries: RetrySchedule = { waitsMs: [] };

/** Smart constructor: from a text such as `PT24H/P3D/P7D`, ISO 8601 durations in whole hours or days; `none` for none. */
export const RetrySchedule = {
  /** Rising or equal waits of an hour to 30 days, 8 at most. */
  parse(text: string): Result<RetrySchedule, InvalidRetrySchedule> {
    if (text === 'none') return ok(noRetries);
    const waitsMs = text.split('/').map(waitOf);
    const known = waitsMs.filter((wait): wait is number => wait !== null);
    if (known.length < waitsMs.length) return refuse('shape');
    const problem = problemOf(known);
    return problem === null ? ok({ waitsMs: known }) : refuse(problem);
  },
};

/** Whether waits that a host put together itself rise and are bounded. */
export function isRetrySchedule({ waitsMs }: RetrySchedule): boolean {
  return problemOf(waitsMs) === null;
}

function problemOf(waitsMs: readonly number[]): InvalidRetrySchedule['reason'] | null {
  if (waitsMs.some((wait) => !Number.isSafeInteger(wait) || wait <= 0)) return 'shape';
  if (waitsMs.length > mostRetries) return 'too-many';
  if (waitsMs.some((wait) => wait > longestRetryWaitMs)) return 'too-long';
  return waitsMs.some((wait, n) => wait < (waitsMs[n - 1] ?? 0)) ? 'not-rising' : null;
}

/**
 * When the next try begins by itself after an attempt failed; null where none does: the bank will never take the card, or the
 * schedule is over.
 */
export function nextRetryAt(
  { waitsMs }: RetrySchedule,
  failed: { readonly attempt: number; readonly reason: DeclineReason; readonly at: Instant },
): Instant | null {
  if (declines[failed.reason].hard) return null;
  const wait = waitsMs[failed.attempt - 1];
  return wait === undefined ? null : Instant.plusMs(failed.at, wait);
}

function waitOf(text: string): number | null {
  const [, days, hours] = /^P(?:(\d{1,3})D|T(\d{1,4})H)$/.exec(text) ?? [];
  if (days !== undefined) return Number(days) * dayMs;
  return hours === undefined ? null : Number(hours) * hourMs;
}

function refuse(reason: InvalidRetrySchedule['reason']): Result<never, InvalidRetrySchedule> {
  return err({ kind: 'InvalidRetrySchedule', reason });
}
