import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { mayAct } from '../../domain/staff/access-rules.ts';
import { type Approval, decideApproval, evolveApproval, type SecondPersonNeeded } from '../../domain/staff/approval.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';

/**
 * Uses up, in the transaction of what cannot be undone, that another member of the staff agreed to it: to this action on this
 * object for this case, asked for by who acts now. Where the transaction does not commit, it is not used.
 */
export function secondPerson(
  { clock }: Pick<Ports, 'clock'>,
  tx: Transaction,
  needed: Pick<Approval, 'action' | 'object' | 'caseNumber'>,
  acting: StaffId,
): ResultAsync<void, SecondPersonNeeded | PortFailure> {
  return safeTry(async function* () {
    const at = clock.now();
    const { action, object, caseNumber } = needed;
    const found = yield* tx.staff.lockUsable({ action, object, caseNumber, askedBy: acting }, at);
    if (found === null) return err({ kind: 'SecondPersonNeeded' as const });
    // Who agreed has to be one who may agree, still.
    const roles = found.approved === null ? null : yield* tx.staff.standing(found.approved.by, at);
    if (roles === null || !mayAct('approve-action', roles)) return err({ kind: 'SecondPersonNeeded' as const });
    const events = yield* decideApproval({ kind: 'UseApproval', by: acting, at }, found);
    yield* tx.staff.saveApproval(events.reduce(evolveApproval, found));
    return ok(undefined);
  });
}
