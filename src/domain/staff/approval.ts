import type { Brand } from '../brand.ts';
import { type ClosedList, closedList } from '../closed-list.ts';
import { type ApprovalId, HoldId, SubjectId } from '../ids.ts';
import { dayMs, Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { StaffAction } from './access-rules.ts';
import { type CaseNumber, StaffId } from './staff-id.ts';

/**
 * Two people for what cannot be undone (POLICY.md C21): one asks, for one action on one object and one case; another one, who
 * may approve, agrees; the one who asked does it, once, within a day.
 */

/** For how long from the asking on: 1 day. */
export const approvalLifetimeMs: number = dayMs;

/** What a second person can be asked for. A hold has its second person in itself, and is no part of this. */
export type ApprovableAction = Extract<StaffAction, 'cancel-account' | 'export-data' | 'end-hold' | 'grant-officer'>;
/** The actions to choose from. */
export const approvableActions: readonly ApprovableAction[] = [
  'cancel-account',
  'export-data',
  'end-hold',
  'grant-officer',
];

/** The text names nothing that a second person is asked for. */
export interface NotApprovable {
  readonly kind: 'NotApprovable';
}

/** Smart constructor: accepts the exact name of such an action. */
export const ApprovableAction: ClosedList<ApprovableAction, 'NotApprovable'> = closedList(
  approvableActions,
  'NotApprovable',
);

/** What it is done to: a person's pseudonym, a hold, or the member of the staff who becomes a privacy officer. */
export type ApprovalObject = Brand<string, 'ApprovalObject'>;

/** The text does not name what such an action is done to. */
export interface InvalidApprovalObject {
  readonly kind: 'InvalidApprovalObject';
}

/** Smart constructor: what can stand for the object depends on the action. */
export const ApprovalObject = {
  /** A canonical id or the name of an individual of the staff, and nothing else. */
  parse(action: ApprovableAction, text: string): Result<ApprovalObject, InvalidApprovalObject> {
    return parserOf(action)(text)
      .map((object) => object as ApprovalObject) // sound: the form was just checked
      .mapErr(() => ({ kind: 'InvalidApprovalObject' }));
  },
  /** The object that an action is done to, which was read before. */
  of(object: SubjectId | HoldId | StaffId): ApprovalObject {
    return object as string as ApprovalObject; // sound: each is one of the forms that are accepted
  },
};

function parserOf(action: ApprovableAction): (text: string) => Result<string, unknown> {
  switch (action) {
    case 'cancel-account':
    case 'export-data':
      return (text) => SubjectId.parse(text);
    case 'end-hold':
      return (text) => HoldId.parse(text);
    case 'grant-officer':
      return (text) => StaffId.parse(text);
    default:
      return unreachable(action satisfies never);
  }
}

// --- State ----------------------------------------------------------------------------------------------------------

/** One time that a second person was asked. */
export interface Approval {
  readonly approval: ApprovalId;
  readonly action: ApprovableAction;
  readonly object: ApprovalObject;
  /** Null where the action is done for no case. */
  readonly caseNumber: CaseNumber | null;
  readonly askedBy: StaffId;
  readonly askedAt: Instant;
  /** From this moment on it is worth nothing, whoever agreed. */
  readonly expiresAt: Instant;
  readonly approved: { readonly by: StaffId; readonly at: Instant } | null;
  readonly usedAt: Instant | null;
}

// --- Commands and events --------------------------------------------------------------------------------------------

/** A second person agrees. */
export interface ApproveAction {
  readonly kind: 'ApproveAction';
  readonly by: StaffId;
  readonly at: Instant;
}

/** The first person does what was agreed to. */
export interface UseApproval {
  readonly kind: 'UseApproval';
  readonly by: StaffId;
  readonly at: Instant;
}

/** What can be done to an approval that was asked for. */
export type ApprovalCommand = ApproveAction | UseApproval;

/** What happened to one. */
export type ApprovalEvent =
  | { readonly kind: 'ActionApproved'; readonly by: StaffId; readonly at: Instant }
  | { readonly kind: 'ApprovalUsed'; readonly at: Instant };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** Nobody else agreed to this, or it was done already, or too long ago. */
export interface SecondPersonNeeded {
  readonly kind: 'SecondPersonNeeded';
}

/** Why nobody's agreement is taken. */
export type ApprovingRejection =
  /** Who asked cannot be the one who agrees, nor can whom it is about. */
  | { readonly kind: 'OwnApproval' }
  /** Its time is over, or it was used. */
  | { readonly kind: 'ApprovalOver' }
  /** A second person agreed already. */
  | { readonly kind: 'ActionApproved' };

// --- Decide ---------------------------------------------------------------------------------------------------------

/** Asks a second person. */
export function askApproval(
  asked: Pick<Approval, 'approval' | 'action' | 'object' | 'caseNumber'>,
  by: StaffId,
  at: Instant,
): Approval {
  const expiresAt = Instant.plusMs(at, approvalLifetimeMs);
  return { ...asked, askedBy: by, askedAt: at, expiresAt, approved: null, usedAt: null };
}

/** Decides what a command does to an approval. */
export function decideApproval(
  command: ApproveAction,
  approval: Approval,
): Result<readonly ApprovalEvent[], ApprovingRejection>;
export function decideApproval(
  command: UseApproval,
  approval: Approval,
): Result<readonly ApprovalEvent[], SecondPersonNeeded>;
export function decideApproval(
  command: ApprovalCommand,
  approval: Approval,
): Result<readonly ApprovalEvent[], ApprovingRejection | SecondPersonNeeded>;
export function decideApproval(
  command: ApprovalCommand,
  { object, approved, askedBy, expiresAt, usedAt }: Approval,
): Result<readonly ApprovalEvent[], ApprovingRejection | SecondPersonNeeded> {
  const { by, at } = command;
  const isOver = usedAt !== null || at >= expiresAt;
  switch (command.kind) {
    case 'ApproveAction':
      if (isOver) return err({ kind: 'ApprovalOver' });
      if (by === askedBy || isSame(object, by)) return err({ kind: 'OwnApproval' });
      return approved === null ? ok([{ kind: 'ActionApproved', by, at }]) : err({ kind: 'ActionApproved' });
    case 'UseApproval': {
      const counts = !isOver && by === askedBy && approved !== null && approved.by !== by;
      return counts ? ok([{ kind: 'ApprovalUsed', at }]) : err({ kind: 'SecondPersonNeeded' });
    }
    default:
      return unreachable(command satisfies never);
  }
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The approval after an event. Total: an event that {@link decideApproval} would not give in this state changes nothing. */
export function evolveApproval(state: Approval, event: ApprovalEvent): Approval {
  if (state.usedAt !== null) return state;
  switch (event.kind) {
    case 'ActionApproved':
      return state.approved === null && event.by !== state.askedBy && !isSame(state.object, event.by)
        ? { ...state, approved: { by: event.by, at: event.at } }
        : state;
    case 'ApprovalUsed':
      return state.approved === null ? state : { ...state, usedAt: event.at };
    default:
      return unreachable(event satisfies never);
  }
}

function isSame(object: ApprovalObject, staff: StaffId): boolean {
  const one: string = object;
  return one === staff;
}
