import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { StaffId } from '../staff/staff-id.ts';
import { unreachable } from '../unreachable.ts';
import {
  type CaseMessage,
  type CaseNote,
  type CaseOutcome,
  isCallerVerified,
  type OpenCase,
  type SupportCase,
} from './support-case.ts';

/** What can be done in a case (POLICY.md C09). Only an open one takes anything in. */

// --- Commands -------------------------------------------------------------------------------------------------------

/** Write something down. */
export interface AddNote {
  readonly kind: 'AddNote';
  readonly note: CaseNote;
}

/** Write to the person. */
export interface WriteToPerson {
  readonly kind: 'WriteToPerson';
  readonly message: CaseMessage;
}

/** Who called read out the code that went to the person's own phone or email. */
export interface VerifyCaller {
  readonly kind: 'VerifyCaller';
  /** To whom it was read out. */
  readonly by: StaffId;
  readonly at: Instant;
}

/** The case is over. */
export interface CloseCase {
  readonly kind: 'CloseCase';
  readonly outcome: CaseOutcome;
  readonly by: StaffId;
  readonly at: Instant;
}

/** What can be done in a case that was opened. */
export type CaseCommand = AddNote | WriteToPerson | VerifyCaller | CloseCase;

// --- Events ---------------------------------------------------------------------------------------------------------

/** What happened in a case. */
export type CaseEvent =
  | { readonly kind: 'NoteAdded'; readonly note: CaseNote }
  | { readonly kind: 'WrittenToPerson'; readonly message: CaseMessage }
  | { readonly kind: 'CallerVerified'; readonly by: StaffId; readonly at: Instant }
  | { readonly kind: 'CallerServed' }
  | { readonly kind: 'CaseClosed'; readonly outcome: CaseOutcome; readonly by: StaffId; readonly at: Instant };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** The case has ended: open another one. */
export interface CaseIsClosed {
  readonly kind: 'CaseIsClosed';
}

/** Nobody called and proved to this member of the staff to be the person, or it is too long ago, or was used. */
export interface CallerNotVerified {
  readonly kind: 'CallerNotVerified';
}

// --- Decide ---------------------------------------------------------------------------------------------------------

/** A case as it is opened. */
export type CaseOpening = Omit<OpenCase, 'state' | 'verified'>;

/** Opens a case; nobody has proved yet to be the person. */
export function openedCase(opening: CaseOpening): OpenCase {
  return { ...opening, state: 'open', verified: null };
}

/** Decides what a command does in a case. */
export function decideCase(command: CaseCommand, supportCase: SupportCase): Result<readonly CaseEvent[], CaseIsClosed> {
  if (supportCase.state === 'closed') return err({ kind: 'CaseIsClosed' });
  switch (command.kind) {
    case 'AddNote':
      return ok([{ kind: 'NoteAdded', note: command.note }]);
    case 'WriteToPerson':
      return ok([{ kind: 'WrittenToPerson', message: command.message }]);
    case 'VerifyCaller':
      return ok([{ kind: 'CallerVerified', by: command.by, at: command.at }]);
    case 'CloseCase': {
      const { outcome, by, at } = command;
      return ok([{ kind: 'CaseClosed', outcome, by, at }]);
    }
    default:
      return unreachable(command satisfies never);
  }
}

/**
 * Decides whether the verified caller stands behind what a member of the staff is about to do. It counts for who verified, and
 * for one deed: a person who called about one thing did not ask for the next.
 */
export function serveCaller(
  supportCase: OpenCase,
  by: StaffId,
  at: Instant,
): Result<readonly CaseEvent[], CallerNotVerified> {
  return isCallerVerified(supportCase, by, at) ? ok([{ kind: 'CallerServed' }]) : err({ kind: 'CallerNotVerified' });
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The case after an event. Total: an event that {@link decideCase} would not give in this state changes nothing. */
export function evolveCase(state: SupportCase, event: CaseEvent): SupportCase {
  if (state.state === 'closed') return state;
  switch (event.kind) {
    case 'NoteAdded':
    case 'WrittenToPerson':
      return state; // rows of their own
    case 'CallerVerified':
      return { ...state, verified: { by: event.by, at: event.at } };
    case 'CallerServed':
      return { ...state, verified: null };
    case 'CaseClosed':
      return { ...state, state: 'closed', closedBy: event.by, closedAt: event.at, outcome: event.outcome };
    default:
      return unreachable(event satisfies never);
  }
}
