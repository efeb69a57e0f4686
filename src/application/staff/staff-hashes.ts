import type { StaffIdentityHash, StaffTokenHash } from '../../domain/staff/staff-member.ts';
import type { InvitationToken, StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { Ports } from '../ports/ports.ts';

// The casts are sound: the port answers 64 hex digits, and each is named here for what it is the digest of.

/** What is stored of a token of the staff: SHA-256 needs no salt where 256 random bits go in. */
export function staffTokenHash(
  { hashing }: Pick<Ports, 'hashing'>,
  token: StaffSessionToken | InvitationToken,
): StaffTokenHash {
  return hashing.digest(token.reveal()) as StaffTokenHash;
}

/** What is stored of an identity at the company's provider. */
export function staffIdentityHash(
  { hashing }: Pick<Ports, 'hashing'>,
  identity: ThirdPartyIdentity,
): StaffIdentityHash {
  return hashing.digest(ThirdPartyIdentity.normalised(identity)) as StaffIdentityHash;
}
