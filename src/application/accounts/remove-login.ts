import { Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { openChanges, undoableUntil, undoChangeMs } from '../../domain/user/contact-change.ts';
import { type LoginSince, mayRemoveLogin, type OtherLoginsTooNew } from '../../domain/user/settled-login.ts';
import { type InvalidThirdPartyIdentity, ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, type Login, phoneOf, type UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, NotLoggedIn, Transaction } from '../ports/transaction.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { chargeChange, notingLimits, type TooManyChanges } from './change-limit.ts';
import { changedUser, saveLess } from './changed-user.ts';
import { tellOfContact, tellOfLogin } from './contact-changed.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';
import { phoneOpens, phonesOpenAt } from './phone-opens.ts';

/** Takes away one way to log in; an account has one phone at most, so it need not be named. */
export interface RemoveLoginInput {
  readonly session: SessionToken;
  readonly login:
    | { readonly kind: 'phone' }
    | { readonly kind: 'third-party'; readonly issuer: string; readonly providerSubject: string };
}

/** Why the login stays: the account has no such login, it is the last one, or the last that has been there for a while. */
export type RemoveLoginRefusal =
  | InvalidThirdPartyIdentity
  | TooManyChanges
  | NotLoggedIn
  | StepUpNeeded
  | OtherLoginsTooNew
  | UserRejection
  | PortFailure;

/** Takes a phone or a third-party identity off the account (POLICY.md C08); another account may then use it. */
export type RemoveLogin = (input: RemoveLoginInput) => ResultAsync<void, RemoveLoginRefusal>;

/**
 * Makes the use case. The last way to log in stays: without it the account would be nobody's. All other sessions end, since
 * one may have come by that login. A phone can be put back by who stood in the account; a third party's login stays
 * until another one has been there for as long.
 */
export function removeLogin(ports: RiskPorts): RemoveLogin {
  return (input) => {
    const answer: ResultAsync<void, RemoveLoginRefusal> = safeTry(async function* () {
      const loginOf = yield* loginFor(input.login);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          yield* elevated(held, at);
          const login = yield* loginOf(held.user);
          yield* chargeChange(ports, tx, held.proof.subject, at);
          const changed = yield* changedUser(held.user, { kind: 'RemoveLogin', login });
          if (login.kind === 'third-party') yield* othersCount(ports, tx, held, changed, login, at);
          yield* saveLess(tx, held, changed);
          if (login.kind === 'phone') {
            yield* tx.users.phoneProved(held.proof, null);
            yield* tellOfContact(ports, tx, held, { what: 'phone', to: null, changed }, at);
          } else yield* tellOfLogin(ports, tx, { proof: held.proof, user: changed }, at);
          yield* tx.sessions.endOthers(held.proof, held.session);
          return ok(undefined);
        }),
      );
      return ok(undefined);
    });
    return notingLimits(ports, answer);
  };
}

/** Refuses where all logins that would be left came lately, or phone or email were changed. */
function othersCount(
  ports: Pick<Ports, 'business'>,
  tx: Transaction,
  { proof }: HeldUser,
  left: ActiveUser,
  removed: Login,
  at: Instant,
): ResultAsync<void, OtherLoginsTooNew | PortFailure> {
  return safeTry(async function* () {
    const late = yield* tx.users.linkedSince(proof, Instant.plusMs(at, -undoChangeMs));
    const changes = yield* tx.contactChanges.of(proof);
    const since = (login: Login): LoginSince => {
      if (login.kind === 'phone') {
        const changed = openChanges(changes, at).find(({ what }) => what === 'phone');
        if (changed !== undefined) return Instant.plusMs(changed.undoUntil, -undoChangeMs);
        return phoneOpens(ports, proof, at) ? null : 'unproved';
      }
      return late.find(({ identity }) => ThirdPartyIdentity.same(identity, login.identity))?.linkedAt ?? null;
    };
    const contactsChange = undoableUntil(changes, ['phone', 'email'], at, phonesOpenAt(ports, at));
    return mayRemoveLogin(since(removed), left.logins.map(since), contactsChange, at);
  });
}

/** Finds the login that is meant, once the user is known. */
type LoginOf = (user: ActiveUser) => Result<Login, UserRejection>;

function loginFor(wanted: RemoveLoginInput['login']): Result<LoginOf, InvalidThirdPartyIdentity> {
  if (wanted.kind === 'phone') {
    return ok((user) => {
      const phone = phoneOf(user);
      return phone === null ? err({ kind: 'NoSuchLogin' }) : ok({ kind: 'phone', phone });
    });
  }
  return ThirdPartyIdentity.parse(wanted).map(
    (identity): LoginOf =>
      () =>
        ok({ kind: 'third-party', identity }),
  );
}
