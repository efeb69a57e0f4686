import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, errAsync, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { chargeOf, overflowOf } from '../../domain/verification/code-budget.ts';
import { limitOf } from '../../domain/verification/sign-in-policy.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import { type BudgetPorts, signInPolicy } from './code-budgets.ts';

/** The logins, phone and email of the account were changed too often lately. */
export interface TooManyChanges {
  readonly kind: 'TooManyChanges';
  readonly retryAfterMs: number;
}

/**
 * Counts a change of a login, phone or email of an account. Each is told by a message, which nobody else counts: without an
 * end to changes there is none to text messages. To undo a change is not counted: nobody may use that up for the owner.
 */
export function chargeChange(
  ports: BudgetPorts,
  tx: Transaction,
  subject: SubjectId,
  at: Instant,
): ResultAsync<void, TooManyChanges | PortFailure> {
  const charge = chargeOf('contact-changes', subject, limitOf(signInPolicy(ports), 'contact-changes'));
  return safeTry(async function* () {
    const overflow = overflowOf(yield* tx.budgets.charge(yield* ports.hashing.buckets([charge]), at));
    if (overflow === null) return ok(undefined);
    return err({ kind: 'TooManyChanges' as const, retryAfterMs: overflow.retryAfterMs });
  });
}

/** The limits that are no code's, by what who met one is told. */
const ruleOf = { TooManyChanges: 'contact-changes', TooManyAttempts: 'identities-network' } as const;

/** Tells whoever watches over the door of a limit that was hit. */
export function notingLimits<Value, Refusal extends { readonly kind: string }>(
  ports: RiskPorts,
  answer: ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> {
  return answer.orElse((refusal) => {
    const { kind } = refusal;
    if (kind !== 'TooManyChanges' && kind !== 'TooManyAttempts') return errAsync(refusal);
    return noteRisk(ports, { kind: 'limit-hit', rule: ruleOf[kind] }).andThen(() => err<Value, Refusal>(refusal));
  });
}
