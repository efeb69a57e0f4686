import type { Sealing } from '../../application/ports/sealing.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { Username } from '../../domain/user/username.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';

/** By what each blind index of the data map is computed: values are normalised by their types, so equal is equal. */
export const blindIndex: {
  phone(sealing: Sealing, phone: PhoneNumber): Uint8Array;
  email(sealing: Sealing, email: EmailAddress): Uint8Array;
  /** By its skeleton: a name that looks like another is taken. */
  username(sealing: Sealing, username: Username): Uint8Array;
  identity(sealing: Sealing, identity: ThirdPartyIdentity): Uint8Array;
  target(sealing: Sealing, target: ChallengeTarget): Uint8Array;
} = {
  phone: (sealing, phone) => sealing.blindIndex('users', 'phone_index', phone),
  email: (sealing, email) => sealing.blindIndex('users', 'email_index', email),
  username: (sealing, username) => sealing.blindIndex('users', 'username_index', Username.skeleton(username)),
  identity: (sealing, identity) =>
    sealing.blindIndex('identities', 'identity_index', ThirdPartyIdentity.normalised(identity)),
  target: (sealing, target) => sealing.blindIndex('challenges', 'target_index', addressOf(target)),
};

/** Where a code went. No phone number has an `@`. */
export function addressOf(target: ChallengeTarget): PhoneNumber | EmailAddress {
  return target.kind === 'phone' ? target.phone : target.email;
}
