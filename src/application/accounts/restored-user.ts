import { err, ok, type Result } from '../../domain/result.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, phoneOf, type UserCommand, type UserRejection } from '../../domain/user/user.ts';
import { changedUser } from './changed-user.ts';

/**
 * The user with phone and email as they stood before the changes, and without the identities that came lately. The last way to
 * log in stays, whosever it is: without one the account would be nobody's.
 */
export function restoredUser(
  user: ActiveUser,
  changes: readonly ContactChange[],
  linked: readonly ThirdPartyIdentity[],
): Result<ActiveUser, UserRejection> {
  const removals = linked.map(
    (identity): UserCommand => ({ kind: 'RemoveLogin', login: { kind: 'third-party', identity } }),
  );
  return [...changes.flatMap((change) => contactBack(user, change)), ...removals].reduce<
    Result<ActiveUser, UserRejection>
  >(
    (restored, command) =>
      restored.andThen((so) => changedUser(so, command).orElse((no) => (no.kind === 'LastLogin' ? ok(so) : err(no)))),
    ok(user),
  );
}

function contactBack(user: ActiveUser, { what, former }: ContactChange): readonly UserCommand[] {
  if (what === 'phone') return phoneBack(phoneOf(user), former?.kind === 'phone' ? former.phone : null);
  const email = former?.kind === 'email' ? former.email : null;
  return email === user.email ? [] : [emailBack(email)];
}

function phoneBack(now: PhoneNumber | null, phone: PhoneNumber | null): readonly UserCommand[] {
  if (phone === now) return [];
  if (phone !== null) {
    return [now === null ? { kind: 'AddLogin', login: { kind: 'phone', phone } } : { kind: 'ChangePhone', phone }];
  }
  return now === null ? [] : [{ kind: 'RemoveLogin', login: { kind: 'phone', phone: now } }];
}

function emailBack(email: EmailAddress | null): UserCommand {
  return email === null ? { kind: 'RemoveEmail' } : { kind: 'SetEmail', email };
}
