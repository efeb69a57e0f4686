import type { Instant } from '../instant.ts';
import type { Erasure } from './erasure.ts';
import type { Holdings } from './holdings.ts';
import { planErasure } from './plan-erasure.ts';

/**
 * What outlives an account of which nothing can be read any more, since its keys are gone: the same as of any other, for no
 * rule keeps what a person typed (POLICY.md C26). `at` is when the person asked.
 */
export function keptWithoutName(holdings: Holdings, at: Instant): Erasure['kept'] {
  return planErasure({ logins: [], email: null, username: null }, holdings, at).kept;
}
