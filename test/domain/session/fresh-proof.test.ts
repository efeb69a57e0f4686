import { expect, test } from 'vitest';
import { SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { freshProof } from '../../../src/domain/session/fresh-proof.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import type { ActiveUser, Login } from '../../../src/domain/user/user.ts';

const phone = PhoneNumber.parse('+4915112345678')._unsafeUnwrap();
const email = EmailAddress.parse('ada@example.org')._unsafeUnwrap();
const byPhone: Login = { kind: 'phone', phone };
const byThirdParty: Login = {
  kind: 'third-party',
  identity: ThirdPartyIdentity.parse({ issuer: 'https://login.example.org', providerSubject: 'ada' })._unsafeUnwrap(),
};

const user = (logins: ActiveUser['logins'], confirmed: EmailAddress | null): ActiveUser => ({
  kind: 'active',
  subject: SubjectId.parse('8f14e45f-ceea-467f-ab1b-1d6f0a2c9b3e')._unsafeUnwrap(),
  logins,
  email: confirmed,
  suppressedMail: {},
  username: null,
  language: 'en',
  registeredAt: Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap(),
});

test('who has a phone proves again who they are by a code to it, and may choose a confirmed email', () => {
  expect(freshProof(user([byPhone], null), true)).toEqual({ kind: 'code', targets: [{ kind: 'phone', phone }] });
  expect(freshProof(user([byThirdParty, byPhone], email), true)).toEqual({
    kind: 'code',
    targets: [
      { kind: 'phone', phone },
      { kind: 'email', email },
    ],
  });
});

test('who has an email and no phone proves it by a code to the email', () => {
  expect(freshProof(user([byThirdParty], email), true)).toEqual({ kind: 'code', targets: [{ kind: 'email', email }] });
});

test('who has neither proves it by a fresh log-in, and nobody else may', () => {
  expect(freshProof(user([byThirdParty], null), true)).toEqual({ kind: 'fresh-log-in' });
});

test('a phone that may be somebody else’s by now proves nothing', () => {
  expect(freshProof(user([byThirdParty, byPhone], email), false)).toEqual({
    kind: 'code',
    targets: [{ kind: 'email', email }],
  });
  expect(freshProof(user([byThirdParty, byPhone], null), false)).toEqual({ kind: 'fresh-log-in' });
});
