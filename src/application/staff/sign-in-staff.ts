import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { rolesOf } from '../../domain/staff/staff-grant.ts';
import {
  type ActiveMember,
  decideMember,
  evolveMember,
  type InvitationNotValid,
  type StaffIdentityHash,
} from '../../domain/staff/staff-member.ts';
import { newStaffSession } from '../../domain/staff/staff-session.ts';
import { type InvitationToken, StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { AttemptToken } from '../../domain/verification/attempt-token.ts';
import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import {
  type AnswerRefusal,
  beginAttempt,
  proveIdentity,
  type ThirdPartyBegun,
  type TooManyAttempts,
} from '../accounts/third-party-attempt.ts';
import { audited } from '../audit/audited.ts';
import type { UnknownProvider } from '../ports/identity-providers.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { noteRisk } from '../risk/note-risk.ts';
import type { StaffPorts } from './acting-staff.ts';
import { staffIdentityHash, staffTokenHash } from './staff-hashes.ts';
import type { SignedInMember } from './who-am-i.ts';

/**
 * The staff comes in by the company's own provider, at a log-in that was made for it: authorization code with PKCE, state and
 * nonce (OpenID Connect Core, RFC 9700). What the provider knows of them beside issuer and subject is neither asked nor kept.
 */

/** Where a member goes to prove who they are. */
export interface BeginStaffSignInInput {
  /** The host's name for the company's provider. */
  readonly provider: string;
  /** From which IP address the request came, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** Who begins keeps the token of the attempt to themselves, and shows it when they are back. */
export type StaffSignInBegun = Pick<ThirdPartyBegun, 'attempt' | 'url' | 'expiresAt'>;

/** Why no sign-in begins. */
export type BeginStaffSignInRefusal = UnknownProvider | InvalidNetworkAddress | TooManyAttempts | PortFailure;

/** Begins a sign-in of the staff: answers the address to open. */
export type BeginStaffSignIn = (input: BeginStaffSignInInput) => ResultAsync<StaffSignInBegun, BeginStaffSignInRefusal>;

/** What a member comes back with. */
export interface SignInStaffInput {
  readonly attempt: AttemptToken;
  /** The whole address that the browser was sent back to, with `code` and `state` in it. */
  readonly callback: string;
  /** At the first sign-in: what the officer handed over. */
  readonly invitation?: InvitationToken | undefined;
}

/** A session of the staff: half an hour without use, 8 hours at most. */
export interface StaffSignedIn extends SignedInMember {
  readonly staffSession: StaffSessionToken;
}

/** Why nobody is signed in. */
export type SignInStaffRefusal =
  | AnswerRefusal
  /** The provider knows the person, and nobody of the staff has this identity. */
  | { readonly kind: 'NotOfStaff' }
  | InvitationNotValid
  /** The identity is that of a member already: one person has one name here. */
  | { readonly kind: 'StaffIdentityTaken' }
  | PortFailure;

/** Signs a member in. */
export type SignInStaff = (input: SignInStaffInput) => ResultAsync<StaffSignedIn, SignInStaffRefusal>;

type SignInPorts = StaffPorts & Pick<Ports, 'staffIdentities'>;

/** Makes the use case. */
export function beginStaffSignIn(ports: SignInPorts): BeginStaffSignIn {
  return ({ provider, ip }) =>
    beginAttempt(atTheCompany(ports), { provider, purpose: 'staff', ip })
      .map(({ attempt, url, expiresAt }) => ({ attempt, url, expiresAt }))
      // These ask a session of a person's, and none is passed here.
      .mapErr((refusal) => refusal as Exclude<typeof refusal, { kind: 'NotLoggedIn' | 'StepUpNeeded' }>);
}

/** Makes the use case. A log-in of before the attempt proves nothing, nor does a provider that cannot tell when it was. */
export function signInStaff(ports: SignInPorts): SignInStaff {
  return ({ attempt, callback, invitation }) =>
    safeTry(async function* () {
      const { identity, freshness } = yield* proveIdentity(atTheCompany(ports), { attempt, callback }, 'staff');
      if (freshness !== 'fresh') {
        yield* noteRisk(ports, { kind: 'identity-refused' });
        return err({ kind: 'IdentityNotProved' as const });
      }
      const known = staffIdentityHash(ports, identity);
      const token = StaffSessionToken.fromBytes(ports.randomness.bytes(32));
      const at = ports.clock.now();
      const signedIn = audited(ports, (tx, record) =>
        safeTry(async function* () {
          const member = yield* invitation === undefined
            ? memberOf(tx, known)
            : joined(ports, tx, { invitation, identity: known, at });
          const session = newStaffSession(member.staff, at);
          const roles = rolesOf(yield* tx.staff.grantsOf(member.staff), at);
          yield* tx.staff.startSession(staffTokenHash(ports, token), session);
          yield* record({ action: 'staff-signed-in', staff: member.staff });
          return ok({ staffSession: token, staff: member.staff, roles, expiresAt: session.expiresAt });
        }),
      );
      const answer = yield* signedIn.orElse((refusal) => {
        const refused = err<StaffSignedIn, typeof refusal>(refusal);
        if (refusal.kind === 'PortFailure') return refused;
        return noteRisk(ports, { kind: 'staff-refused' }).andThen(() => refused);
      });
      return ok(answer);
    });
}

/** The ports with the company's provider in the place of those of people: neither answers an attempt of the other's. */
function atTheCompany(ports: SignInPorts): StaffPorts & Pick<Ports, 'identities'> {
  return { ...ports, identities: ports.staffIdentities };
}

function memberOf(
  tx: Transaction,
  identity: StaffIdentityHash,
): ResultAsync<ActiveMember, { readonly kind: 'NotOfStaff' } | PortFailure> {
  return tx.staff
    .identifiedBy(identity)
    .andThen((member) =>
      member?.kind === 'active'
        ? ok<ActiveMember, { readonly kind: 'NotOfStaff' }>(member)
        : err<ActiveMember, { readonly kind: 'NotOfStaff' }>({ kind: 'NotOfStaff' }),
    );
}

/** Uses an invitation up. */
function joined(
  ports: Pick<Ports, 'hashing'>,
  tx: Transaction,
  { invitation, identity, at }: { invitation: InvitationToken; identity: StaffIdentityHash; at: Instant },
): ResultAsync<ActiveMember, InvitationNotValid | { readonly kind: 'StaffIdentityTaken' } | PortFailure> {
  return safeTry(async function* () {
    yield* tx.staff.holdRegister();
    const hash = staffTokenHash(ports, invitation);
    const invited = yield* tx.staff.invitedBy(hash);
    if (invited === null) return err({ kind: 'InvitationNotValid' as const });
    if ((yield* tx.staff.identifiedBy(identity)) !== null) return err({ kind: 'StaffIdentityTaken' as const });
    const events = yield* decideMember({ kind: 'JoinStaff', invitation: hash, identity, at }, invited);
    const member = events.reduce(evolveMember, invited);
    if (member.kind !== 'active') return err({ kind: 'InvitationNotValid' as const });
    yield* tx.staff.save(member);
    return ok(member);
  });
}
