import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import { type InvalidUsername, Username } from '../../domain/user/username.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn, Taken } from '../ports/transaction.ts';
import { changedUser } from './changed-user.ts';

/** A name on the platform that need not be the real one (POLICY.md C05); it takes the place of the one before. */
export interface SetUsernameInput {
  readonly session: SessionToken;
  readonly username: string;
}

/** A username is public, so `Taken` tells nothing that is not seen anyway; it also covers names that look the same. */
export type SetUsernameRefusal = InvalidUsername | NotLoggedIn | UserRejection | Taken | PortFailure;

/** Gives the account of the session its public name, if no other account has one that looks the same. */
export type SetUsername = (input: SetUsernameInput) => ResultAsync<void, SetUsernameRefusal>;

/** Makes the use case. */
export function setUsername(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): SetUsername {
  return (input) =>
    safeTry(async function* () {
      const username = yield* Username.parse(input.username);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          yield* tx.users.save(held, yield* changedUser(held.user, { kind: 'SetUsername', username }));
          return ok(undefined);
        }),
      );
      return ok(undefined);
    });
}
