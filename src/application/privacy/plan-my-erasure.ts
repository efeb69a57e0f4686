import { type ErasurePlan, planErasure } from '../../domain/deletion/plan-erasure.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** Whose erasure is thought through; no code is needed, since nothing is erased by it. */
export interface PlanMyErasureInput {
  readonly session: SessionToken;
}

/** Why there is no plan to show; that something would be kept is part of the plan and no refusal. */
export type PlanMyErasureRefusal = NotLoggedIn | PortFailure;

/** Shows a person, before the account is cancelled, what would be erased, and what kept, why and until when. */
export type PlanMyErasure = (input: PlanMyErasureInput) => ResultAsync<ErasurePlan, PlanMyErasureRefusal>;

/** Makes the use case. It writes nothing; the transaction is for a picture of one moment. */
export function planMyErasure({ store, hashing, clock }: Pick<Ports, 'store' | 'hashing' | 'clock'>): PlanMyErasure {
  return (input) => {
    const at = clock.now();
    const token = hashing.sessionToken(input.session);
    return store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
        return ok(planErasure(held.user, yield* tx.erasures.holdingsOf(held, at), at));
      }),
    );
  };
}
