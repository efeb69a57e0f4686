import type { Keyring } from '../../application/ports/sealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Language } from '../../domain/user/language.ts';
import type { ActiveUser, Login } from '../../domain/user/user.ts';
import { opened } from './sealed-columns.ts';

/** What a query selects for {@link activeUserOf}: `u` is the user, `i` an identity or nothing. */
export const userColumns = [
  'u.subject_id',
  'u.language',
  'u.registered_at',
  'u.phone_sealed',
  'u.email_sealed',
  'u.username_sealed',
  'i.identity_id',
  'i.issuer_sealed',
  'i.provider_subject_sealed',
] as const;

/** One row for every identity of the user, or one without. */
export interface UserRow {
  readonly subject_id: SubjectId;
  readonly language: Language | null;
  readonly registered_at: Instant | null;
  readonly phone_sealed: Uint8Array | null;
  readonly email_sealed: Uint8Array | null;
  readonly username_sealed: Uint8Array | null;
  readonly identity_id: string | null;
  readonly issuer_sealed: Uint8Array | null;
  readonly provider_subject_sealed: Uint8Array | null;
}

/** The user that these rows are: the phone first, then identities in the order in which they were added. */
export function activeUserOf(rows: readonly [UserRow, ...UserRow[]], keyring: Keyring): ActiveUser {
  const [row] = rows;
  const { phone, email, username } = opened('users', row.subject_id, keyring, row);
  const [first, ...others]: readonly Login[] = [
    ...(phone === null ? [] : [{ kind: 'phone', phone } as const]),
    ...identitiesOf(rows, keyring),
  ];
  if (first === undefined || row.language === null || row.registered_at === null) {
    throw new Error('An active user lacks what every active user has');
  }
  return {
    kind: 'active',
    subject: row.subject_id,
    logins: [first, ...others],
    email,
    username,
    language: row.language,
    registeredAt: row.registered_at,
  };
}

function identitiesOf(rows: readonly UserRow[], keyring: Keyring): readonly Login[] {
  return rows
    .flatMap(({ identity_id, issuer_sealed, provider_subject_sealed }) =>
      identity_id === null || issuer_sealed === null || provider_subject_sealed === null
        ? []
        : [{ identity_id, issuer_sealed, provider_subject_sealed }],
    )
    .sort((one, other) => (one.identity_id < other.identity_id ? -1 : 1))
    .map((row) => {
      const { issuer, provider_subject } = opened('identities', row.identity_id, keyring, row);
      return { kind: 'third-party', identity: { issuer, providerSubject: provider_subject } };
    });
}
