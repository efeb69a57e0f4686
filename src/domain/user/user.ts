import { match } from 'ts-pattern';
import type { ContactPurpose } from '../consent/contact-purpose.ts';
import type { SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import {
  isFurther,
  nothingSuppressed,
  type SuppressedMail,
  type SuppressionReason,
  withoutSuppressed,
  withSuppressed,
} from '../notice/suppression.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { EmailAddress } from './email-address.ts';
import type { Language } from './language.ts';
import type { PhoneNumber } from './phone-number.ts';
import { ThirdPartyIdentity } from './third-party-identity.ts';
import type { Username } from './username.ts';

/**
 * A person and the account: unregistered → active → leaving → erased (POLICY.md C02 to C05, C07, C23, C24).
 */

// --- States ---------------------------------------------------------------------------------------------------------

/** One way to log in: by mobile phone (C02) or by a third party (C03). */
export type Login =
  | { readonly kind: 'phone'; readonly phone: PhoneNumber }
  | { readonly kind: 'third-party'; readonly identity: ThirdPartyIdentity };

/** Nobody yet: no subject, no data; the only thing that can happen is to register. */
export interface Unregistered {
  readonly kind: 'unregistered';
}

/** A person with an account: at least one way to log in, and whatever else was given voluntarily (POLICY.md C07). */
export interface ActiveUser {
  readonly kind: 'active';
  readonly subject: SubjectId;
  /** At least one, at most one of them a phone, no identity twice. */
  readonly logins: readonly [Login, ...Login[]];
  /** Confirmed, or null: optional (C04). */
  readonly email: EmailAddress | null;
  /** What is not mailed to that address any more; nothing where there is none. */
  readonly suppressedMail: SuppressedMail;
  /** Optional (C05). */
  readonly username: Username | null;
  readonly language: Language;
  readonly registeredAt: Instant;
}

/** Fenced: nothing of the person is written any more, the erasure runs. */
export interface LeavingUser {
  readonly kind: 'leaving';
  readonly subject: SubjectId;
  readonly since: Instant;
}

/** The tombstone: a pseudonym and the moment, so that a restored backup knows whom to erase again. */
export interface ErasedUser {
  readonly kind: 'erased';
  readonly subject: SubjectId;
  readonly at: Instant;
}

/** The account in one of its states; only an active one holds more than the pseudonym and a moment. */
export type User = Unregistered | ActiveUser | LeavingUser | ErasedUser;

// --- Commands -------------------------------------------------------------------------------------------------------

/** What can be asked of an account, its parts parsed and its codes verified before; `Leave` begins the erasure. */
export type UserCommand =
  | {
      readonly kind: 'Register';
      readonly subject: SubjectId;
      readonly login: Login;
      readonly language: Language;
      readonly at: Instant;
    }
  | { readonly kind: 'SetEmail'; readonly email: EmailAddress }
  | { readonly kind: 'RemoveEmail' }
  | {
      readonly kind: 'SuppressMail';
      readonly purposes: readonly ContactPurpose[];
      readonly reason: SuppressionReason;
    }
  /** The person agreed to a kind of mail anew, after having called one spam. */
  | { readonly kind: 'WantMail'; readonly purpose: ContactPurpose }
  | { readonly kind: 'SetUsername'; readonly username: Username }
  | { readonly kind: 'RemoveUsername' }
  | { readonly kind: 'AddLogin'; readonly login: Login }
  /** Another phone in the place of the one that there is. */
  | { readonly kind: 'ChangePhone'; readonly phone: PhoneNumber }
  | { readonly kind: 'RemoveLogin'; readonly login: Login }
  | { readonly kind: 'Leave'; readonly at: Instant }
  | { readonly kind: 'CompleteErasure'; readonly at: Instant };

// --- Events ---------------------------------------------------------------------------------------------------------

/** What happened to an account; each is one change of the state and nothing besides. */
export type UserEvent =
  | {
      readonly kind: 'Registered';
      readonly subject: SubjectId;
      readonly login: Login;
      readonly language: Language;
      readonly at: Instant;
    }
  | { readonly kind: 'EmailSet'; readonly email: EmailAddress }
  | { readonly kind: 'EmailRemoved' }
  | {
      readonly kind: 'MailSuppressed';
      readonly purposes: readonly ContactPurpose[];
      readonly reason: SuppressionReason;
    }
  | { readonly kind: 'MailWanted'; readonly purpose: ContactPurpose }
  | { readonly kind: 'UsernameSet'; readonly username: Username }
  | { readonly kind: 'UsernameRemoved' }
  | { readonly kind: 'LoginAdded'; readonly login: Login }
  | { readonly kind: 'PhoneChanged'; readonly phone: PhoneNumber }
  | { readonly kind: 'LoginRemoved'; readonly login: Login }
  | { readonly kind: 'Left'; readonly at: Instant }
  | { readonly kind: 'Erased'; readonly at: Instant };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** The domain says no. None of these carries a value of the person's. */
export type UserRejection =
  | { readonly kind: 'AlreadyRegistered' }
  /** The account is unregistered, leaving or erased. */
  | { readonly kind: 'NotActive' }
  | { readonly kind: 'NotLeaving' }
  | { readonly kind: 'NoEmail' }
  | { readonly kind: 'NoUsername' }
  | { readonly kind: 'NoSuchLogin' }
  | { readonly kind: 'LoginAlreadyAdded' }
  /** A second phone: change the first one instead. */
  | { readonly kind: 'PhoneAlreadySet' }
  /** A person always keeps at least one way to log in. */
  | { readonly kind: 'LastLogin' };

// --- Decide ---------------------------------------------------------------------------------------------------------

/** What comes of a command. Nothing, where it asks for what already is so. */
export function decideUser(command: UserCommand, user: User): Result<readonly UserEvent[], UserRejection> {
  if (command.kind === 'Register') {
    return user.kind === 'unregistered' ? ok([{ ...command, kind: 'Registered' }]) : err({ kind: 'AlreadyRegistered' });
  }
  if (command.kind === 'CompleteErasure') {
    return user.kind === 'leaving' ? ok([{ kind: 'Erased', at: command.at }]) : err({ kind: 'NotLeaving' });
  }
  return user.kind === 'active' ? decideActive(command, user) : err({ kind: 'NotActive' });
}

type CommandOfActive = Exclude<UserCommand, { readonly kind: 'Register' | 'CompleteErasure' }>;

function decideActive(command: CommandOfActive, user: ActiveUser): Result<readonly UserEvent[], UserRejection> {
  return match(command)
    .returnType<Result<readonly UserEvent[], UserRejection>>()
    .with({ kind: 'SetEmail' }, ({ email }) => {
      // An address that is confirmed anew takes mails again, whatever bounced before.
      const isNews = email !== user.email || Object.keys(user.suppressedMail).length > 0;
      return ok(isNews ? [{ kind: 'EmailSet', email }] : []);
    })
    .with({ kind: 'RemoveEmail' }, () =>
      user.email === null ? err({ kind: 'NoEmail' }) : ok([{ kind: 'EmailRemoved' }]),
    )
    .with({ kind: 'SuppressMail' }, ({ purposes, reason }) => {
      if (user.email === null) return err({ kind: 'NoEmail' });
      const further = purposes.filter((purpose) => isFurther(user.suppressedMail[purpose], reason));
      return ok(further.length === 0 ? [] : [{ kind: 'MailSuppressed', purposes: further, reason }]);
    })
    .with({ kind: 'WantMail' }, ({ purpose }) =>
      // An address that takes no mail does not begin to by being asked.
      ok(user.suppressedMail[purpose] === 'complained' ? [{ kind: 'MailWanted', purpose }] : []),
    )
    .with({ kind: 'SetUsername' }, ({ username }) =>
      ok(username === user.username ? [] : [{ kind: 'UsernameSet', username }]),
    )
    .with({ kind: 'RemoveUsername' }, () =>
      user.username === null ? err({ kind: 'NoUsername' }) : ok([{ kind: 'UsernameRemoved' }]),
    )
    .with({ kind: 'AddLogin' }, ({ login }) => {
      if (user.logins.some((known) => sameLogin(known, login))) return err({ kind: 'LoginAlreadyAdded' });
      if (login.kind === 'phone' && phoneOf(user) !== null) return err({ kind: 'PhoneAlreadySet' });
      return ok([{ kind: 'LoginAdded', login }]);
    })
    .with({ kind: 'ChangePhone' }, ({ phone }) => {
      const former = phoneOf(user);
      if (former === null) return err({ kind: 'NoSuchLogin' });
      return former === phone ? err({ kind: 'LoginAlreadyAdded' }) : ok([{ kind: 'PhoneChanged', phone }]);
    })
    .with({ kind: 'RemoveLogin' }, ({ login }) => {
      if (!user.logins.some((known) => sameLogin(known, login))) return err({ kind: 'NoSuchLogin' });
      return user.logins.length === 1 ? err({ kind: 'LastLogin' }) : ok([{ kind: 'LoginRemoved', login }]);
    })
    .with({ kind: 'Leave' }, ({ at }) => ok([{ kind: 'Left', at }]))
    .exhaustive(unreachable);
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The user after an event. An event that does not fit the state changes nothing: so the user stays one that can be. */
export function evolveUser(user: User, event: UserEvent): User {
  if (event.kind === 'Registered') {
    const { subject, login, language, at } = event;
    return user.kind === 'unregistered'
      ? {
          kind: 'active',
          subject,
          logins: [login],
          email: null,
          suppressedMail: nothingSuppressed,
          username: null,
          language,
          registeredAt: at,
        }
      : user;
  }
  if (event.kind === 'Erased') {
    return user.kind === 'leaving' ? { kind: 'erased', subject: user.subject, at: event.at } : user;
  }
  return user.kind === 'active' ? evolveActive(user, event) : user;
}

type EventOfActive = Exclude<UserEvent, { readonly kind: 'Registered' | 'Erased' }>;

function evolveActive(user: ActiveUser, event: EventOfActive): ActiveUser | LeavingUser {
  return (
    match(event)
      .returnType<ActiveUser | LeavingUser>()
      .with({ kind: 'EmailSet' }, ({ email }) => ({ ...user, email, suppressedMail: nothingSuppressed }))
      .with({ kind: 'EmailRemoved' }, () => ({ ...user, email: null, suppressedMail: nothingSuppressed }))
      .with({ kind: 'MailSuppressed' }, ({ purposes, reason }) =>
        user.email === null ? user : { ...user, suppressedMail: withSuppressed(user.suppressedMail, purposes, reason) },
      )
      .with({ kind: 'MailWanted' }, ({ purpose }) => ({
        ...user,
        suppressedMail: withoutSuppressed(user.suppressedMail, purpose),
      }))
      .with({ kind: 'UsernameSet' }, ({ username }) => ({ ...user, username }))
      .with({ kind: 'UsernameRemoved' }, () => ({ ...user, username: null }))
      .with({ kind: 'LoginAdded' }, ({ login }) => ({ ...user, logins: [...user.logins, login] }))
      .with({ kind: 'PhoneChanged' }, ({ phone }) => {
        const [first, ...others] = user.logins.map(
          (known): Login => (known.kind === 'phone' ? { kind: 'phone', phone } : known),
        );
        return first === undefined ? user : { ...user, logins: [first, ...others] };
      })
      .with({ kind: 'LoginRemoved' }, ({ login }) => {
        const [first, ...others] = user.logins.filter((known) => !sameLogin(known, login));
        return first === undefined ? user : { ...user, logins: [first, ...others] };
      })
      // Named one by one: nothing of the person may come along into the state that outlives the account.
      .with({ kind: 'Left' }, ({ at }) => ({ kind: 'leaving', subject: user.subject, since: at }))
      .exhaustive(unreachable)
  );
}

// --- Looks ----------------------------------------------------------------------------------------------------------

/** The phone that the person logs in with, or null. */
export function phoneOf(user: { readonly logins: readonly Login[] }): PhoneNumber | null {
  return user.logins.find((login) => login.kind === 'phone')?.phone ?? null;
}

/** The third-party identities that the person logs in with. */
export function identitiesOf(user: ActiveUser): readonly ThirdPartyIdentity[] {
  return user.logins.filter((login) => login.kind === 'third-party').map((login) => login.identity);
}

function sameLogin(one: Login, other: Login): boolean {
  return loginKey(one) === loginKey(other);
}

/** No phone number looks like an identity: the one begins with `+`, the other with a digit. */
function loginKey(login: Login): string {
  return login.kind === 'phone' ? login.phone : ThirdPartyIdentity.normalised(login.identity);
}
