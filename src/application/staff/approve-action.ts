import { ApprovalId, type InvalidId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type Approval, type ApprovingRejection, decideApproval, evolveApproval } from '../../domain/staff/approval.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { actingStaff, type StaffPorts } from './acting-staff.ts';
import { approvalOnRecord } from './ask-approval.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** A second person agrees. */
export interface ApproveActionInput {
  readonly staffSession: StaffSessionToken;
  /** As `askApproval` answered it. */
  readonly approval: string;
}

/** Why nobody's agreement is taken. */
export type ApproveActionRefusal =
  | InvalidId
  /** Nobody asked under this id, or it was withdrawn. */
  | { readonly kind: 'NoSuchApproval' }
  | ApprovingRejection
  | StaffRefusal
  | PortFailure;

/** Agrees to what a colleague asked for, and answers what that is; the colleague can do it once, until it expires. */
export type ApproveAction = (input: ApproveActionInput) => ResultAsync<Approval, ApproveActionRefusal>;

/** Makes the use case. */
export function approveAction(ports: StaffPorts): ApproveAction {
  return (input) =>
    safeTry(async function* () {
      const by = yield* actingStaff(ports, input.staffSession, 'approve-action');
      const id = yield* ApprovalId.parse(input.approval);
      const at = ports.clock.now();
      const approved = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const found = yield* tx.staff.lockApproval(id);
          if (found === null) return err({ kind: 'NoSuchApproval' as const });
          const events = yield* decideApproval({ kind: 'ApproveAction', by, at }, found);
          const changed = events.reduce(evolveApproval, found);
          yield* tx.staff.saveApproval(changed);
          yield* record({ action: 'approve-action', staff: by, ...approvalOnRecord(changed) });
          return ok(changed);
        }),
      );
      return ok(approved);
    });
}
