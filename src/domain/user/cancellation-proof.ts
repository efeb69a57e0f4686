import type { ChallengeTarget } from '../verification/challenge.ts';
import { type ActiveUser, phoneOf } from './user.ts';

/**
 * How a person proves the wish to cancel the account (POLICY.md C24): by a fresh code to a contact that the account has,
 * or, where it has neither phone nor email, by having logged in just now (see `isFreshLogIn`). A session alone never
 * cancels: who finds an unlocked phone must not be able to erase its owner's account.
 */
export type CancellationProof =
  | { readonly kind: 'code'; readonly targets: readonly [ChallengeTarget, ...ChallengeTarget[]] }
  | { readonly kind: 'fresh-log-in' };

/** What this person has to show. The phone comes before the email: it is a way to log in, the email is not. */
export function cancellationProof(user: ActiveUser): CancellationProof {
  const phone = phoneOf(user);
  const byPhone: readonly ChallengeTarget[] = phone === null ? [] : [{ kind: 'phone', phone }];
  const byEmail: readonly ChallengeTarget[] = user.email === null ? [] : [{ kind: 'email', email: user.email }];
  const [first, ...others] = [...byPhone, ...byEmail];
  return first === undefined ? { kind: 'fresh-log-in' } : { kind: 'code', targets: [first, ...others] };
}
