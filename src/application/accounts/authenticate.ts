import { err, ok, type ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { FoundSession } from '../ports/reads.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** Whose session this is: for a host's middleware. It permits to read; every write asks again, under a lock. */
export interface AuthenticateInput {
  readonly session: SessionToken;
}

/** Why a token names nobody: it opens no running session, or the store does not answer. */
export type AuthenticateRefusal = NotLoggedIn | PortFailure;

/** Answers the pseudonym behind a session that still runs, and the session's own name and times. */
export type Authenticate = (input: AuthenticateInput) => ResultAsync<FoundSession, AuthenticateRefusal>;

/** Makes the use case: one indexed query. The store notes the use, once an hour at most, so that the session goes on. */
export function authenticate(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): Authenticate {
  return ({ session }) =>
    ports.store.reads
      .session(ports.hashing.sessionToken(session), ports.clock.now())
      .andThen((found) => (found === null ? err<FoundSession, NotLoggedIn>({ kind: 'NotLoggedIn' }) : ok(found)));
}
