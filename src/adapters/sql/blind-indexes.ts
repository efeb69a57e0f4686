import type { BlindIndex, BlindIndexes } from '../../application/ports/sealing.ts';
import { columnOfIndex } from '../../domain/data-map/columns.ts';
import type { IndexColumn } from '../../domain/keys/index-key.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { Username } from '../../domain/user/username.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { Parameters, Statement } from './statement.ts';

/** By what each blind index of the data map is computed: values are normalised by their types, so equal is equal. */
export const blindIndex: {
  phone(indexes: BlindIndexes, phone: PhoneNumber): BlindIndex;
  email(indexes: BlindIndexes, email: EmailAddress): BlindIndex;
  /** By its skeleton: a name that looks like another is taken. */
  username(indexes: BlindIndexes, username: Username): BlindIndex;
  identity(indexes: BlindIndexes, identity: ThirdPartyIdentity): BlindIndex;
  target(indexes: BlindIndexes, target: ChallengeTarget): BlindIndex;
  former(indexes: BlindIndexes, contact: ChallengeTarget): BlindIndex;
} = {
  phone: (indexes, phone) => indexes.of('users', 'phone_index', phone),
  email: (indexes, email) => indexes.of('users', 'email_index', email),
  username: (indexes, username) => indexes.of('users', 'username_index', Username.skeleton(username)),
  identity: (indexes, identity) => indexes.of('identities', 'identity_index', ThirdPartyIdentity.normalised(identity)),
  target: (indexes, target) => indexes.of('challenges', 'target_index', addressOf(target)),
  former: (indexes, contact) => indexes.of('contact_changes', 'former_index', addressOf(contact)),
};

/** A phone or an email as it is written. No phone number has an `@`. */
export function addressOf(target: ChallengeTarget): PhoneNumber | EmailAddress {
  return target.kind === 'phone' ? target.phone : target.email;
}

/** A look-up by a blind index: one text for each of the two columns, since an `or` over both would cost every look-up. */
export type ByEither<Given extends Parameters, Row> = Readonly<Record<IndexColumn, Statement<Given, Row>>>;

/** Makes a {@link ByEither}. */
export function byEither<Index extends string, Given extends Parameters, Row>(
  index: Index,
  by: (column: Index | `${Index}_b`) => Statement<Given, Row>,
): ByEither<Given, Row> {
  return { a: by(columnOfIndex(index, 'a')), b: by(columnOfIndex(index, 'b')) };
}

/** Both columns of an index, as a row holds them. */
export function bothColumns<Index extends string>(
  index: Index,
  value: BlindIndex | null,
): { readonly [Column in Index | `${Index}_b`]: Uint8Array | null } {
  // Sound: these are the two names.
  return { [index]: value?.a ?? null, [`${index}_b`]: value?.b ?? null } as {
    readonly [Column in Index | `${Index}_b`]: Uint8Array | null;
  };
}
