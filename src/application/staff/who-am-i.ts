import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffRole } from '../../domain/staff/staff-role.ts';
import { staffSessionExpiry } from '../../domain/staff/staff-session.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { signedIn } from './acting-staff.ts';
import type { StaffNotSignedIn } from './staff-refusal.ts';

/** Whose session this is. */
export interface WhoAmIInput {
  readonly staffSession: StaffSessionToken;
}

/** A member who is signed in. */
export interface SignedInMember {
  readonly staff: StaffId;
  /** Those that are in force now; without any nothing is allowed. */
  readonly roles: readonly StaffRole[];
  /** Unless something is done meanwhile, and 8 hours after the sign-in in any case. */
  readonly expiresAt: Instant;
}

/** Why a token names nobody. */
export type WhoAmIRefusal = StaffNotSignedIn | PortFailure;

/** Answers who is signed in and may do what. It is about nobody else, so it is not put on record. */
export type WhoAmI = (input: WhoAmIInput) => ResultAsync<SignedInMember, WhoAmIRefusal>;

/** Makes the use case. */
export function whoAmI(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): WhoAmI {
  return ({ staffSession }) =>
    signedIn(ports, staffSession).map(({ staff, roles, startedAt }) => ({
      staff,
      roles,
      expiresAt: staffSessionExpiry(startedAt, ports.clock.now()),
    }));
}
