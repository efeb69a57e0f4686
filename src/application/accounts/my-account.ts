import { err, ok, type ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { authenticate } from './authenticate.ts';

/** What the account holds, shown to its owner in clear (POLICY.md C08). */
export interface MyAccountInput {
  readonly session: SessionToken;
}

/** Why no account is shown; that of a person who is leaving is shown to nobody. */
export type MyAccountRefusal = NotLoggedIn | PortFailure;

/** Answers logins, email, username and language as they are now, opened for the owner of the session alone. */
export type MyAccount = (input: MyAccountInput) => ResultAsync<ActiveUser, MyAccountRefusal>;

/** Makes the use case. */
export function myAccount(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MyAccount {
  const whoIs = authenticate(ports);
  return (input) =>
    whoIs(input)
      .andThen(({ subject }) => ports.store.reads.user(subject, 'data-subject-rights'))
      .andThen((user) => (user === null ? err<ActiveUser, NotLoggedIn>({ kind: 'NotLoggedIn' }) : ok(user)));
}
