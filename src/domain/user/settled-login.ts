import { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { undoChangeMs } from './contact-change.ts';

/**
 * Every other way to log in came within the last 3 days, or phone or email were changed, and may be a thief's: whoever adds a
 * login of their own to an account must not be able to take its owner's away before the owner, who is told, had time to come back.
 */
export interface OtherLoginsTooNew {
  readonly kind: 'OtherLoginsTooNew';
  /** When the login may go; null where none ever does, such as a phone that may be somebody else's by now. */
  readonly until: Instant | null;
}

/** Since when a login stands: null as long as anybody knows, `unproved` where it does not open the account by itself. */
export type LoginSince = Instant | null | 'unproved';

/** Whether a login that stands since a moment counts as the person's own at another. */
export function isSettled(since: LoginSince, at: Instant): boolean {
  return since !== 'unproved' && (since === null || Instant.plusMs(since, undoChangeMs) <= at);
}

/**
 * Refuses to take away a login that counts, where none of those that are left does, or a change of phone or email can be undone
 * until a moment.
 */
export function mayRemoveLogin(
  removed: LoginSince,
  left: readonly LoginSince[],
  contactsChange: Instant | null,
  at: Instant,
): Result<void, OtherLoginsTooNew> {
  if (!isSettled(removed, at)) return ok(undefined);
  // Who would be told of it is not who was there before.
  if (contactsChange !== null) return err({ kind: 'OtherLoginsTooNew', until: contactsChange });
  if (left.some((since) => isSettled(since, at))) return ok(undefined);
  const settling = left.flatMap((since) =>
    since === null || since === 'unproved' ? [] : [Instant.plusMs(since, undoChangeMs)],
  );
  const [first, ...others] = settling;
  const until = first === undefined ? null : others.reduce((one, other) => (other < one ? other : one), first);
  return err({ kind: 'OtherLoginsTooNew', until });
}
