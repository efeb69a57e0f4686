import { err, ok, type Result, type ResultAsync } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import {
  type ActiveUser,
  decideUser,
  evolveUser,
  type User,
  type UserCommand,
  type UserRejection,
} from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';

/** The user as a command leaves it, for commands that leave an active user active or make one. */
export function changedUser(user: User, command: UserCommand): Result<ActiveUser, UserRejection> {
  return decideUser(command, user).andThen((events) => {
    const changed = events.reduce<User>(evolveUser, user);
    return changed.kind === 'active' ? ok(changed) : err<ActiveUser, UserRejection>({ kind: 'NotActive' });
  });
}

/** Saves a user from whom something was taken away: nothing is claimed by that, so nothing can be taken. */
export function saveLess(tx: Transaction, held: HeldUser, less: ActiveUser): ResultAsync<void, PortFailure> {
  return tx.users.save(held, less).mapErr((failure) => (failure.kind === 'Taken' ? unreachable(failure) : failure));
}
