import { type ActiveUser, phoneOf } from '../user/user.ts';
import type { ChallengeTarget } from '../verification/challenge.ts';

/**
 * How a person proves again who they are (POLICY.md C24): by a fresh code to a contact that the account has, never to one
 * that is passed in, or, where it has neither phone nor email, by logging in anew with a third party. A session alone neither
 * cancels nor takes data out: who finds an unlocked phone must not be able to erase its owner's account.
 */
export type FreshProof =
  | { readonly kind: 'code'; readonly targets: readonly [ChallengeTarget, ...ChallengeTarget[]] }
  | { readonly kind: 'fresh-log-in' };

/**
 * What this person has to show. The phone comes before the email: it is a way to log in, the email is not. A phone that does
 * not open the account any more, since it may be somebody else's by now, proves nothing either.
 */
export function freshProof(user: ActiveUser, phoneOpens: boolean): FreshProof {
  const phone = phoneOpens ? phoneOf(user) : null;
  const byPhone: readonly ChallengeTarget[] = phone === null ? [] : [{ kind: 'phone', phone }];
  const byEmail: readonly ChallengeTarget[] = user.email === null ? [] : [{ kind: 'email', email: user.email }];
  const [first, ...others] = [...byPhone, ...byEmail];
  return first === undefined ? { kind: 'fresh-log-in' } : { kind: 'code', targets: [first, ...others] };
}
