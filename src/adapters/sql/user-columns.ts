import type { Keyring } from '../../application/ports/sealing.ts';
import { mayOpen, type UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { nothingSuppressed, type SuppressedMail } from '../../domain/notice/suppression.ts';
import type { Language } from '../../domain/user/language.ts';
import type { Login } from '../../domain/user/user.ts';
import { mayOpenLogin, type UserFor, type VisibleUser } from '../../domain/user/visible-user.ts';
import { opened, openedAsReached } from './sealed-columns.ts';

/** What a query selects for {@link userOf}: `u` is the user, `i` an identity or nothing. */
export const userColumns = [
  'u.subject_id',
  'u.language',
  'u.registered_at',
  'u.phone_sealed',
  'u.email_sealed',
  'u.mail_suppressed',
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
  readonly mail_suppressed: string | null;
  readonly username_sealed: Uint8Array | null;
  readonly identity_id: string | null;
  readonly issuer_sealed: Uint8Array | null;
  readonly provider_subject_sealed: Uint8Array | null;
}

/**
 * The user that these rows are, as far as the purpose of the keyring reaches: the phone first, then identities in the order
 * in which they were added. What the purpose does not reach stays sealed.
 */
export function userOf<Purpose extends UnsealingPurpose>(
  rows: readonly [UserRow, ...UserRow[]],
  keyring: Keyring,
  purpose: Purpose,
): UserFor<Purpose> {
  const [row] = rows;
  const { phone, email, username } = openedAsReached('users', row.subject_id, keyring, row);
  const logins: readonly Login[] = [
    ...(phone === null ? [] : [{ kind: 'phone', phone } as const]),
    ...(mayOpenLogin('third-party', purpose) ? identitiesOf(rows, keyring) : []),
  ];
  const { subject_id: subject, language, registered_at: registeredAt } = row;
  if (language === null || registeredAt === null || (purpose === 'data-subject-rights' && logins.length === 0)) {
    throw new Error('An active user lacks what every active user has');
  }
  // Sound: written from one by `users.ts`.
  const suppressedMail =
    row.mail_suppressed === null || !mayOpen('contact.suppressed-mail', purpose)
      ? nothingSuppressed
      : (JSON.parse(row.mail_suppressed) as SuppressedMail);
  const seen: VisibleUser = {
    kind: 'active',
    subject,
    logins,
    email,
    suppressedMail,
    username,
    language,
    registeredAt,
  };
  return seen as UserFor<Purpose>; // sound: the person's own rights reach every column, and a login is there then
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
