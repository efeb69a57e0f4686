import { SubjectId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { accessRuleFor, mayAct } from '../../domain/staff/access-rules.ts';
import {
  ApprovableAction,
  type Approval,
  ApprovalObject,
  askApproval as asked,
  type InvalidApprovalObject,
  type NotApprovable,
} from '../../domain/staff/approval.ts';
import { CaseNumber, type InvalidCaseNumber } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { audited, type NewAuditEntry } from '../audit/audited.ts';
import { newApprovalId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { actingMember, refusedTo, type StaffPorts } from './acting-staff.ts';
import type { StaffRefusal } from './staff-refusal.ts';

/** Somebody is about to do what cannot be undone, and asks a colleague to agree. */
export interface AskApprovalInput {
  readonly staffSession: StaffSessionToken;
  /** One of `approvableActions`. */
  readonly action: string;
  /** A person's pseudonym, a hold, or the name of who becomes a privacy officer. */
  readonly object: string;
  /** The case that the action is for; left out where it is for none. */
  readonly caseNumber?: string | undefined;
}

/** Why nobody can be asked. */
export type AskApprovalRefusal = NotApprovable | InvalidApprovalObject | InvalidCaseNumber | StaffRefusal | PortFailure;

/** Asks for a second person: whoever may approve agrees with `approveAction`, to this and nothing else, within a day. */
export type AskApproval = (input: AskApprovalInput) => ResultAsync<Approval, AskApprovalRefusal>;

/** Makes the use case. One asks only for what one may do. */
export function askApproval(ports: StaffPorts): AskApproval {
  return (input) =>
    safeTry(async function* () {
      const { staff, roles } = yield* actingMember(ports, input.staffSession, 'ask-approval');
      const action = yield* ApprovableAction.parse(input.action);
      if (!mayAct(action, roles)) return refusedTo<Approval>(ports, staff, action);
      const object = yield* ApprovalObject.parse(action, input.object);
      const isForCase = accessRuleFor(action)?.forCase === true;
      if (!isForCase && input.caseNumber !== undefined) return err({ kind: 'InvalidCaseNumber' as const });
      const caseNumber = isForCase ? yield* CaseNumber.parse(input.caseNumber ?? '') : null;
      const at = ports.clock.now();
      const approval = asked({ approval: newApprovalId(ports.ids), action, object, caseNumber }, staff, at);
      yield* audited(ports, (tx, record) =>
        tx.staff.ask(approval).andThen(() => record({ action: 'ask-approval', staff, ...approvalOnRecord(approval) })),
      );
      return ok(approval);
    });
}

/** How an approval stands in the record: a person by the pseudonym, as in every entry; all else as what it was about. */
export function approvalOnRecord({
  approval,
  action,
  object,
  caseNumber,
}: Approval): Pick<NewAuditEntry, 'subject' | 'caseNumber' | 'about'> {
  const isAboutPerson = action === 'cancel-account' || action === 'export-data';
  const subject = isAboutPerson ? SubjectId.parse(object).unwrapOr(null) : null;
  const about = [approval, action, ...(subject === null ? [object] : [])].join('/');
  return { subject, caseNumber, about };
}
