import { err, ok, type ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** Ends the session for good. */
export interface LogOutInput {
  readonly session: SessionToken;
}

/** Why nothing ended: the session was over before, or the store does not answer. */
export type LogOutRefusal = NotLoggedIn | PortFailure;

/** Makes the token of this session worthless; sessions on other devices go on. */
export type LogOut = (input: LogOutInput) => ResultAsync<void, LogOutRefusal>;

/** Makes the use case. */
export function logOut(ports: Pick<Ports, 'store' | 'hashing' | 'log'>): LogOut {
  return ({ session }) =>
    ports.store
      .transact((tx) => tx.sessions.end(ports.hashing.sessionToken(session)))
      .andThen((ended) => {
        if (!ended) return err<void, NotLoggedIn>({ kind: 'NotLoggedIn' });
        ports.log.write('info', 'signed-out');
        return ok(undefined);
      });
}
