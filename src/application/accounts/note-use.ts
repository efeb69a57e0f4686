import { Day, type Instant } from '../../domain/instant.ts';
import { okAsync, type ResultAsync } from '../../domain/result.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';

/**
 * Notes that a person uses the account (POLICY.md C26), and whether the phone was proved by it: the day alone, once a day,
 * in the transaction of the use, so that no account ends that was used a moment ago. The door has looked already: a second
 * use of a day costs nothing.
 */
export function noteUse(
  tx: Transaction,
  proof: ActiveSubject,
  at: Instant,
  byPhone: boolean = false,
): ResultAsync<void, PortFailure> {
  const today = Day.ofInstant(at);
  const isNoted = proof.lastUsedOn === today && (!byPhone || proof.phoneProvedOn === today);
  return isNoted ? okAsync(undefined) : tx.users.used(proof, today, byPhone);
}
