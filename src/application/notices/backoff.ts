import { hourMs, minuteMs, secondMs } from '../../domain/instant.ts';
import type { NoticeProblem } from '../ports/outbox.ts';

/** The problems after which a notice is tried again; after any other one it ends. */
export type PassingProblem = Extract<
  NoticeProblem,
  | 'provider-unavailable'
  | 'provider-throttled'
  | 'provider-unclear'
  | 'template-failed'
  | 'store-unavailable'
  | 'lease-ran-out'
>;

/** How a notice waits after one kind of problem. */
export interface Backoff {
  readonly firstDelayMs: number;
  /** By how much each delay is longer than the one before. */
  readonly factor: number;
  readonly longestDelayMs: number;
  /** After so many tries it is parked, and somebody must look. */
  readonly triesBeforeParking: number;
  /** Which tries count for that: all of them, or those alone of which nobody knows whether they sent. */
  readonly counted: 'all' | 'unclear';
}

/** So many tries of whatever ends: of those that fail with 10 or 15 minutes between them it makes about a day. */
const mostTries = 150;

/**
 * Each class of problem has a wait of its own. A provider that is away is away for hours, and a notice is not to blame: it is
 * tried for about a day, and so is one that throttles, with shorter waits. After an answer that was lost each try may be a duplicate, so there are few
 * of them, far apart, and they alone count: a provider that comes back slowly after an outage parks nothing. A notice that
 * brings its worker down again and again is poison. All others share one bound, since a notice that met one problem often
 * must not be parked by the first of another.
 */
export const backoffs: Readonly<Record<PassingProblem, Backoff>> = {
  'provider-unavailable': {
    firstDelayMs: 5 * secondMs,
    factor: 4,
    longestDelayMs: 15 * minuteMs,
    triesBeforeParking: mostTries,
    counted: 'all',
  },
  'provider-throttled': {
    firstDelayMs: secondMs,
    factor: 2,
    longestDelayMs: 10 * minuteMs,
    triesBeforeParking: mostTries,
    counted: 'all',
  },
  'provider-unclear': {
    firstDelayMs: 30 * secondMs,
    factor: 4,
    longestDelayMs: hourMs,
    triesBeforeParking: 8,
    counted: 'unclear',
  },
  'store-unavailable': {
    firstDelayMs: secondMs,
    factor: 4,
    longestDelayMs: 15 * minuteMs,
    triesBeforeParking: mostTries,
    counted: 'all',
  },
  'template-failed': {
    firstDelayMs: minuteMs,
    factor: 4,
    longestDelayMs: 15 * minuteMs,
    triesBeforeParking: mostTries,
    counted: 'all',
  },
  'lease-ran-out': {
    firstDelayMs: secondMs,
    factor: 2,
    longestDelayMs: minuteMs,
    triesBeforeParking: 8,
    counted: 'unclear',
  },
};

/** How often a notice was tried, as far as its backoff counts it. */
export function countedTries({ counted }: Backoff, tries: { readonly all: number; readonly unclear: number }): number {
  return tries[counted];
}

/** Whether a notice is tried again after a problem, and how. */
export function backoffAfter(problem: NoticeProblem): Backoff | null {
  return problem in backoffs ? backoffs[problem as PassingProblem] : null; // sound: its own keys are asked for
}

/**
 * How long to wait before the next try, in milliseconds: each delay longer than the one before up to the longest, of which the
 * upper half is drawn by chance, so that notices that failed together do not come back together.
 *
 * @param tries how often sending was tried, from 1
 * @param chance two unpredictable bytes; missing ones count as 0
 */
export function delayMs({ firstDelayMs, factor, longestDelayMs }: Backoff, tries: number, chance: Uint8Array): number {
  const longest = Math.min(longestDelayMs, firstDelayMs * factor ** Math.min(tries - 1, 20));
  const drawn = ((chance[0] ?? 0) * 256 + (chance[1] ?? 0)) / 65_535;
  return Math.round(longest / 2 + (drawn * longest) / 2);
}
