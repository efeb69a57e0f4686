import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { changedUser, saveLess } from './changed-user.ts';

/** Takes the email address away (POLICY.md C04, C08); from now on nothing is sent there. */
export interface RemoveEmailInput {
  readonly session: SessionToken;
}

/** Why no address goes: there is none, or nobody is logged in. */
export type RemoveEmailRefusal = NotLoggedIn | UserRejection | PortFailure;

/** Needs no code. Without an email the account is cancelled by its phone, or after a fresh log-in where it has none. */
export type RemoveEmail = (input: RemoveEmailInput) => ResultAsync<void, RemoveEmailRefusal>;

/** Makes the use case. */
export function removeEmail(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): RemoveEmail {
  return ({ session }) => {
    const token = ports.hashing.sessionToken(session);
    const at = ports.clock.now();
    return ports.store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
        yield* saveLess(tx, held, yield* changedUser(held.user, { kind: 'RemoveEmail' }));
        return ok(undefined);
      }),
    );
  };
}
