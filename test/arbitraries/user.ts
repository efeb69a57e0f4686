import * as fc from 'fast-check';
import { type ContactPurpose, contactPurposes } from '../../src/domain/consent/contact-purpose.ts';
import type { SuppressionReason } from '../../src/domain/notice/suppression.ts';
import { tokenBytes } from '../../src/domain/session/opaque-token.ts';
import { SessionToken } from '../../src/domain/session/session-token.ts';
import { EmailAddress } from '../../src/domain/user/email-address.ts';
import { type Language, languages } from '../../src/domain/user/language.ts';
import { PhoneNumber } from '../../src/domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../src/domain/user/third-party-identity.ts';
import {
  type ActiveUser,
  decideUser,
  evolveUser,
  type Login,
  type User,
  type UserCommand,
} from '../../src/domain/user/user.ts';
import { Username } from '../../src/domain/user/username.ts';
import { digitRuns } from './card.ts';
import { subjectIds } from './ids.ts';
import { instants } from './instant.ts';

/** Mobile numbers of several countries. */
export const phoneNumbers: fc.Arbitrary<PhoneNumber> = fc
  .oneof(
    digitRuns(8).map((rest) => `+49151${rest}`),
    digitRuns(7).map((rest) => `+4179${rest}`),
    digitRuns(6).map((rest) => `+336120${rest.slice(1)}`),
    digitRuns(6).map((rest) => `+447911${rest}`),
    digitRuns(6).map((rest) => `+48500${rest}`),
  )
  .map((text) => PhoneNumber.parse(text))
  .filter((parsed) => parsed.isOk())
  .map((parsed) => parsed._unsafeUnwrap());

export const emailAddresses: fc.Arbitrary<EmailAddress> = fc
  .tuple(
    fc.stringMatching(/^[a-z](?:[a-z0-9][._+-]?){0,9}[a-z]$/),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,9}[a-z]$/).filter((label) => !label.startsWith('xn--')),
    fc.constantFrom('de', 'com', 'example', 'co.uk', 'museum'),
  )
  .map(([local, domain, topLevel]) => EmailAddress.parse(`${local}@${domain}.${topLevel}`))
  .filter((parsed) => parsed.isOk())
  .map((parsed) => parsed._unsafeUnwrap());

export const usernames: fc.Arbitrary<Username> = fc
  .oneof(
    fc.stringMatching(/^[a-zäöüß]{2,9}[._-]?[a-z0-9]{2,9}$/),
    fc.stringMatching(/^[абвгдежзиклмнопрстуфхц]{3,12}[0-9]{0,3}$/),
    fc.stringMatching(/^[αβγδεζηθικλμνξοπρστυφχψω]{3,12}$/),
    fc.stringMatching(/^[אבגדהוזחטיכלמנסעפצקרשת]{3,12}[0-9]{0,3}$/),
  )
  .map((text) => Username.parse(text))
  .filter((parsed) => parsed.isOk())
  .map((parsed) => parsed._unsafeUnwrap());

const issuers: fc.Arbitrary<string> = fc.constantFrom(
  'https://accounts.google.com',
  'https://appleid.apple.com',
  'https://id.example.org/realms/people',
);

export const thirdPartyIdentities: fc.Arbitrary<ThirdPartyIdentity> = fc
  .record({
    issuer: issuers,
    providerSubject: fc.oneof(digitRuns(21), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })),
  })
  .filter(({ providerSubject }) => !providerSubject.includes(' '))
  .map((identity) => ThirdPartyIdentity.parse(identity)._unsafeUnwrap());

export const logins: fc.Arbitrary<Login> = fc.oneof(
  phoneNumbers.map((phone): Login => ({ kind: 'phone', phone })),
  thirdPartyIdentities.map((identity): Login => ({ kind: 'third-party', identity })),
);

export const knownLanguages: fc.Arbitrary<Language> = fc.constantFrom(...languages);

export const sessionTokens: fc.Arbitrary<SessionToken> = fc
  .uint8Array({ minLength: tokenBytes, maxLength: tokenBytes })
  .map(SessionToken.fromBytes);

/** That some mails do not reach the person any more, as a command or as an event. */
export function suppressions<Kind extends 'SuppressMail' | 'MailSuppressed'>(
  kind: Kind,
): fc.Arbitrary<{
  readonly kind: Kind;
  readonly purposes: readonly ContactPurpose[];
  readonly reason: SuppressionReason;
}> {
  return fc
    .record({
      purposes: fc.subarray(contactPurposes.map(({ purpose }) => purpose)),
      reason: fc.constantFrom<SuppressionReason>('bounced', 'complained'),
    })
    .map((mails) => ({ kind, ...mails }));
}

/** Commands about a person with these few logins: few, so that commands meet what is there. */
function userCommandsWith(someLogins: readonly [Login, ...Login[]]): fc.Arbitrary<UserCommand> {
  const login = fc.constantFrom(...someLogins);
  const phones = someLogins.flatMap((some) => (some.kind === 'phone' ? [some.phone] : []));
  const phone = phones.length === 0 ? phoneNumbers : fc.oneof(fc.constantFrom(...phones), phoneNumbers);
  return fc.oneof(
    fc.record({
      kind: fc.constant('Register' as const),
      subject: subjectIds,
      login,
      language: knownLanguages,
      at: instants,
    }),
    fc.record({ kind: fc.constant('SetEmail' as const), email: emailAddresses }),
    fc.constant({ kind: 'RemoveEmail' } as const),
    { weight: 2, arbitrary: suppressions('SuppressMail') },
    fc.record({ kind: fc.constant('SetUsername' as const), username: usernames }),
    fc.constant({ kind: 'RemoveUsername' } as const),
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('AddLogin' as const), login }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('ChangePhone' as const), phone }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('RemoveLogin' as const), login }) },
    fc.record({ kind: fc.constant('Leave' as const), at: instants }),
    fc.record({ kind: fc.constant('CompleteErasure' as const), at: instants }),
  );
}

/** Histories of commands about one person. */
export const userHistories: fc.Arbitrary<readonly UserCommand[]> = fc
  .array(logins, { minLength: 1, maxLength: 4 })
  // sound: the array has at least one
  .chain((some) => fc.array(userCommandsWith(some as [Login, ...Login[]]), { maxLength: 30 }));

/** Carries a command out: a refused one changes nothing. */
export function obey(user: User, command: UserCommand): User {
  return decideUser(command, user).match(
    (events) => events.reduce(evolveUser, user),
    () => user,
  );
}

const registrations: fc.Arbitrary<UserCommand> = fc.record({
  kind: fc.constant('Register' as const),
  subject: subjectIds,
  login: logins,
  language: knownLanguages,
  at: instants,
});

/** Users as a history left them, registered and not yet leaving. */
export const activeUsers: fc.Arbitrary<ActiveUser> = fc
  .tuple(registrations, userHistories)
  .map(([registration, history]) => {
    const lasting = history.filter(({ kind }) => kind !== 'Leave');
    return [registration, ...lasting].reduce(obey, { kind: 'unregistered' } as User);
  })
  .filter((user) => user.kind === 'active');
