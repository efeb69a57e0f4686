import type { Instant } from '../../domain/instant.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { isElevated } from '../../domain/session/session-policy.ts';

/** A session alone proves too little for this: step up (`stepUp`), and go on within 10 minutes. */
export interface StepUpNeeded {
  readonly kind: 'StepUpNeeded';
}

/** Whether the person proved within the last 10 minutes who they are: what changes how one gets in asks for it. */
export function elevated({ provedAt }: { readonly provedAt: Instant | null }, at: Instant): Result<void, StepUpNeeded> {
  return isElevated(provedAt, at) ? ok(undefined) : err({ kind: 'StepUpNeeded' });
}
