import { type DataSubjectRights, mayOpen, type UnsealingPurpose } from '../data-map/unsealing.ts';
import { nothingSuppressed } from '../notice/suppression.ts';
import type { ActiveUser, Login } from './user.ts';

/**
 * An active user as far as a purpose reaches: a login, an email or a username that does not serve it is left out, as if the
 * person had none. It can be read and not saved, or what was left out would be lost.
 */
export interface VisibleUser extends Omit<ActiveUser, 'logins'> {
  readonly logins: readonly Login[];
}

/** What is seen of a user for a purpose: the whole for the person's own rights, else what serves it. */
export type UserFor<Purpose extends UnsealingPurpose> = Purpose extends DataSubjectRights ? ActiveUser : VisibleUser;

/** The user as far as the purpose reaches (POLICY.md C06; GDPR art. 5(1)(b) and (c)). */
export function visibleFor<Purpose extends UnsealingPurpose>(user: ActiveUser, purpose: Purpose): UserFor<Purpose> {
  const seen: VisibleUser = {
    ...user,
    logins: user.logins.filter(({ kind }) => mayOpenLogin(kind, purpose)),
    email: mayOpen('contact.email', purpose) ? user.email : null,
    suppressedMail: mayOpen('contact.suppressed-mail', purpose) ? user.suppressedMail : nothingSuppressed,
    username: mayOpen('profile.username', purpose) ? user.username : null,
  };
  return seen as UserFor<Purpose>; // sound: the person's own rights reach every field, so nothing is left out then
}

/** Whether logins of a kind may be opened for a purpose; of an identity both halves, or none. */
export function mayOpenLogin(kind: Login['kind'], purpose: UnsealingPurpose): boolean {
  return kind === 'phone'
    ? mayOpen('login.phone', purpose)
    : mayOpen('login.issuer', purpose) && mayOpen('login.provider-subject', purpose);
}
