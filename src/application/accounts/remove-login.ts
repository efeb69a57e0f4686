import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { type InvalidThirdPartyIdentity, ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, type Login, phoneOf, type UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { chargeChange, notingLimits, type TooManyChanges } from './change-limit.ts';
import { changedUser, saveLess } from './changed-user.ts';
import { tellFormerContact, tellOfLogin } from './contact-changed.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';

/** Takes away one way to log in; an account has one phone at most, so it need not be named. */
export interface RemoveLoginInput {
  readonly session: SessionToken;
  readonly login:
    | { readonly kind: 'phone' }
    | { readonly kind: 'third-party'; readonly issuer: string; readonly providerSubject: string };
}

/** Why the login stays: the account has no such login, or it is the last one. */
export type RemoveLoginRefusal =
  | InvalidThirdPartyIdentity
  | TooManyChanges
  | NotLoggedIn
  | StepUpNeeded
  | UserRejection
  | PortFailure;

/** Takes a phone or a third-party identity off the account (POLICY.md C08); another account may then use it. */
export type RemoveLogin = (input: RemoveLoginInput) => ResultAsync<void, RemoveLoginRefusal>;

/**
 * Makes the use case. The last way to log in stays: without it the account would be nobody's. All other sessions end, since
 * one may have come by that login; a phone is told, and can be put back for 3 days.
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
          yield* saveLess(tx, held, yield* changedUser(held.user, { kind: 'RemoveLogin', login }));
          if (login.kind === 'phone') yield* tellFormerContact(ports, tx, held, { what: 'phone', to: null }, at);
          else yield* tellOfLogin(ports, tx, held.proof, at);
          yield* tx.sessions.endOthers(held.proof, held.session);
          return ok(undefined);
        }),
      );
      return ok(undefined);
    });
    return notingLimits(ports, answer);
  };
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
