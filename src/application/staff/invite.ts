import type { Instant } from '../../domain/instant.ts';
import { Instant as Instants } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import {
  decideMember,
  evolveMember,
  invitationLifetimeMs,
  inviteMember,
  type StaffNameTaken,
} from '../../domain/staff/staff-member.ts';
import { InvitationToken } from '../../domain/staff/staff-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { staffTokenHash } from './staff-hashes.ts';

/** Somebody is appointed. Whoever has the invitation becomes this member at the first sign-in: hand it over in person. */
export interface StaffInvited {
  readonly staff: StaffId;
  /** Shown this once. */
  readonly invitation: InvitationToken;
  readonly invitedUntil: Instant;
}

/** Invites a new member, or anew who has not come yet; the invitation before is worthless then. */
export function invite(
  ports: Pick<Ports, 'hashing' | 'randomness'>,
  tx: Transaction,
  { staff, by, at }: { readonly staff: StaffId; readonly by: StaffId | null; readonly at: Instant },
): ResultAsync<StaffInvited, StaffNameTaken | PortFailure> {
  return safeTry(async function* () {
    const token = InvitationToken.fromBytes(ports.randomness.bytes(32));
    const invitation = staffTokenHash(ports, token);
    const found = yield* tx.staff.member(staff);
    const member =
      found === null
        ? inviteMember(staff, by, invitation, at)
        : (yield* decideMember({ kind: 'InviteAgain', invitation, at }, found)).reduce(evolveMember, found);
    yield* tx.staff.save(member);
    return ok({ staff, invitation: token, invitedUntil: Instants.plusMs(at, invitationLifetimeMs) });
  });
}
