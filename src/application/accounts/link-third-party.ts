import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import { type InvalidThirdPartyIdentity, ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn, Taken } from '../ports/transaction.ts';
import { changedUser } from './changed-user.ts';

/** A further way to log in (POLICY.md C03), proved by the host as in `logInWithThirdParty`. */
export interface LinkThirdPartyInput {
  readonly session: SessionToken;
  readonly identity: { readonly issuer: string; readonly providerSubject: string };
}

/** Why the identity is not added: it is malformed, the account has it already, or another account has it. */
export type LinkThirdPartyRefusal = InvalidThirdPartyIdentity | NotLoggedIn | UserRejection | Taken | PortFailure;

/** Adds the identity to the account of the session; an account may have several, beside a phone or without one. */
export type LinkThirdParty = (input: LinkThirdPartyInput) => ResultAsync<void, LinkThirdPartyRefusal>;

/** Makes the use case. An identity that opens another account is `Taken`: who proved it may know. */
export function linkThirdParty(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): LinkThirdParty {
  return (input) =>
    safeTry(async function* () {
      const identity = yield* ThirdPartyIdentity.parse(input.identity);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          const login = { kind: 'third-party', identity } as const;
          const changed = yield* changedUser(held.user, { kind: 'AddLogin', login });
          yield* tx.users.save(held, changed);
          return ok(undefined);
        }),
      );
      return ok(undefined);
    });
}
