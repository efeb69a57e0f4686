import type { Brand } from '../brand.ts';
import { dayMs, Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { StaffId } from './staff-id.ts';

/**
 * Who is of the staff: a named individual, known to the company's identity provider, never an account that several share
 * (POLICY.md C20). Appointing invites; the first sign-in binds the identity; who left is never let in again under the name.
 */

/** For how long an invitation is of use: 3 days. */
export const invitationLifetimeMs: number = 3 * dayMs;

/** SHA-256 of issuer and subject, as 64 hex digits. Nobody has to know by which number the provider knows a colleague. */
export type StaffIdentityHash = Brand<string, 'StaffIdentityHash'>;
/** SHA-256 of a token of the staff, as 64 hex digits. */
export type StaffTokenHash = Brand<string, 'StaffTokenHash'>;

// --- States ---------------------------------------------------------------------------------------------------------

interface Appointed {
  readonly staff: StaffId;
  /** Null for the first privacy officer, whom the installation's operator appoints. */
  readonly appointedBy: StaffId | null;
  readonly appointedAt: Instant;
}

/** Appointed, and not here yet: nobody can act as this one. */
export interface InvitedMember extends Appointed {
  readonly kind: 'invited';
  readonly invitation: StaffTokenHash;
  readonly invitedUntil: Instant;
}

/** May sign in; what they may do say their grants. */
export interface ActiveMember extends Appointed {
  readonly kind: 'active';
  readonly identity: StaffIdentityHash;
  readonly joinedAt: Instant;
}

/** May nothing any more. The name stays taken for as long as records speak of it; the identity is let go of. */
export interface LeftMember extends Appointed {
  readonly kind: 'left';
  readonly left: { readonly by: StaffId; readonly at: Instant };
}

/** One individual of the staff. */
export type StaffMember = InvitedMember | ActiveMember | LeftMember;

// --- Commands -------------------------------------------------------------------------------------------------------

/** Somebody comes with an invitation and an identity that the provider proved. */
export interface JoinStaff {
  readonly kind: 'JoinStaff';
  readonly invitation: StaffTokenHash;
  readonly identity: StaffIdentityHash;
  readonly at: Instant;
}

/** The invitation was lost, or its time is over: another one takes its place. */
export interface InviteAgain {
  readonly kind: 'InviteAgain';
  readonly invitation: StaffTokenHash;
  readonly at: Instant;
}

/** Somebody leaves the company, or must not get in for now. */
export interface DismissMember {
  readonly kind: 'DismissMember';
  readonly by: StaffId;
  readonly at: Instant;
}

/** What can be done to a member. */
export type MemberCommand = JoinStaff | InviteAgain | DismissMember;

// --- Events ---------------------------------------------------------------------------------------------------------

/** What happened to a member. */
export type MemberEvent =
  | { readonly kind: 'StaffInvited'; readonly invitation: StaffTokenHash; readonly at: Instant }
  | { readonly kind: 'StaffJoined'; readonly identity: StaffIdentityHash; readonly at: Instant }
  | { readonly kind: 'StaffLeft'; readonly by: StaffId; readonly at: Instant };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** The invitation is none, was used, or its time is over. */
export interface InvitationNotValid {
  readonly kind: 'InvitationNotValid';
}

/** Somebody has or had the name: records speak of that one. */
export interface StaffNameTaken {
  readonly kind: 'StaffNameTaken';
}

/** The member has left already. */
export interface StaffGone {
  readonly kind: 'StaffGone';
}

/** Why nothing happens to a member. */
export type MemberRejection = InvitationNotValid | StaffNameTaken | StaffGone;

// --- Decide ---------------------------------------------------------------------------------------------------------

/** Appoints an individual, who is not in before the invitation was used. */
export function inviteMember(
  staff: StaffId,
  by: StaffId | null,
  invitation: StaffTokenHash,
  at: Instant,
): InvitedMember {
  const invitedUntil = Instant.plusMs(at, invitationLifetimeMs);
  return { kind: 'invited', staff, appointedBy: by, appointedAt: at, invitation, invitedUntil };
}

/** Decides what a command does to a member. */
export function decideMember(
  command: JoinStaff,
  member: StaffMember,
): Result<readonly MemberEvent[], InvitationNotValid>;
export function decideMember(command: InviteAgain, member: StaffMember): Result<readonly MemberEvent[], StaffNameTaken>;
export function decideMember(command: DismissMember, member: StaffMember): Result<readonly MemberEvent[], StaffGone>;
export function decideMember(
  command: MemberCommand,
  member: StaffMember,
): Result<readonly MemberEvent[], MemberRejection>;
export function decideMember(
  command: MemberCommand,
  member: StaffMember,
): Result<readonly MemberEvent[], MemberRejection> {
  const { at } = command;
  switch (command.kind) {
    case 'JoinStaff': {
      const counts = member.kind === 'invited' && member.invitation === command.invitation && at < member.invitedUntil;
      return counts
        ? ok([{ kind: 'StaffJoined', identity: command.identity, at }])
        : err({ kind: 'InvitationNotValid' });
    }
    case 'InviteAgain':
      // Who is in already is not bound to another identity: that would be a way to become somebody else.
      return member.kind === 'invited'
        ? ok([{ kind: 'StaffInvited', invitation: command.invitation, at }])
        : err({ kind: 'StaffNameTaken' });
    case 'DismissMember':
      return member.kind === 'left' ? err({ kind: 'StaffGone' }) : ok([{ kind: 'StaffLeft', by: command.by, at }]);
    default:
      return unreachable(command satisfies never);
  }
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The member after an event. Total: an event that {@link decideMember} would not give in this state changes nothing. */
export function evolveMember(state: StaffMember, event: MemberEvent): StaffMember {
  if (state.kind === 'left') return state;
  const { staff, appointedBy, appointedAt } = state;
  const appointed: Appointed = { staff, appointedBy, appointedAt };
  switch (event.kind) {
    case 'StaffInvited':
      return state.kind === 'invited'
        ? { ...state, invitation: event.invitation, invitedUntil: Instant.plusMs(event.at, invitationLifetimeMs) }
        : state;
    case 'StaffJoined':
      return state.kind === 'invited'
        ? { ...appointed, kind: 'active', identity: event.identity, joinedAt: event.at }
        : state;
    case 'StaffLeft':
      return { ...appointed, kind: 'left', left: { by: event.by, at: event.at } };
    default:
      return unreachable(event satisfies never);
  }
}
