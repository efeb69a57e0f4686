import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { changedUser, saveLess } from './changed-user.ts';

/** Takes the username away (POLICY.md C05, C08); somebody else may choose it. */
export interface RemoveUsernameInput {
  readonly session: SessionToken;
}

/** Why no username goes: there is none, or nobody is logged in. */
export type RemoveUsernameRefusal = NotLoggedIn | UserRejection | PortFailure;

/** Leaves the account without a public name, as it was before one was chosen. */
export type RemoveUsername = (input: RemoveUsernameInput) => ResultAsync<void, RemoveUsernameRefusal>;

/** Makes the use case. */
export function removeUsername(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): RemoveUsername {
  return ({ session }) => {
    const token = ports.hashing.sessionToken(session);
    const at = ports.clock.now();
    return ports.store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
        yield* saveLess(tx, held, yield* changedUser(held.user, { kind: 'RemoveUsername' }));
        return ok(undefined);
      }),
    );
  };
}
