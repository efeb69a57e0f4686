import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';

/** The time in which a breach of personal data happened, as far as is known: from a moment on, and before another one. */
export interface BreachWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** It ends before it begins (`backwards`), or begins in the future (`not-begun`). */
export interface InvalidBreachWindow {
  readonly kind: 'InvalidBreachWindow';
  readonly reason: 'backwards' | 'not-begun';
}

/** Smart constructor of a window. */
export const BreachWindow = {
  /** A window that is not over ends now: what will be touched yet nobody knows, and this question itself is no breach. */
  of(from: Instant, to: Instant, now: Instant): Result<BreachWindow, InvalidBreachWindow> {
    if (to <= from) return err({ kind: 'InvalidBreachWindow', reason: 'backwards' });
    if (from >= now) return err({ kind: 'InvalidBreachWindow', reason: 'not-begun' });
    return ok({ from, to: to < now ? to : now });
  },
};
