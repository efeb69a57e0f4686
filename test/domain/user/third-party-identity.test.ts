import { describe, expect, it } from 'vitest';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';

const google = 'https://accounts.google.com';
const parse = (issuer: string, providerSubject: string) => ThirdPartyIdentity.parse({ issuer, providerSubject });
const issuerOf = (length: number): string => `${google}/${'x'.repeat(length - google.length - 1)}`;

describe('a third-party identity', () => {
  it.each([
    [google, '110169484474386276334'],
    ['https://appleid.apple.com', '001234.0123456789abcdef0123456789abcdef.1234'],
    ['https://id.example.org:8443/realms/people', 'a'],
    ['https://id.example.org/', '!~'],
    [google, 'x'.repeat(255)],
    [issuerOf(200), 'x'],
  ])('is issuer and subject, as they are (%s)', (issuer, providerSubject) => {
    expect(parse(issuer, providerSubject)._unsafeUnwrap()).toEqual({ issuer, providerSubject });
  });

  it('holds nothing else that came along', () => {
    const claims = { issuer: google, providerSubject: 'x', email: 'anna@example.com' };
    expect(ThirdPartyIdentity.parse(claims)._unsafeUnwrap()).toEqual({ issuer: google, providerSubject: 'x' });
  });

  it.each([
    '',
    'accounts.google.com',
    'http://accounts.google.com',
    'xhttps://accounts.google.com',
    'https://',
    'https:///',
    'https://accounts google.com',
    ' https://accounts.google.com',
    'https://accounts.google.com ',
    'https://accounts.google.com\n',
    'https://Accounts.google.com',
    'HTTPS://accounts.google.com',
    'https://accounts.google.com:443',
    'https://accounts.google.com/a/../b',
    'https://accounts.google.com?x=1',
    'https://accounts.google.com/?',
    'https://accounts.google.com/#',
    'https://anna@accounts.google.com/',
    'https://accounts.google.com\\x',
    'https://bücher.de',
    'https://accounts.google.com:99999',
    issuerOf(201),
    null as never,
    [google] as never,
  ])('has no issuer like %j', (issuer) => {
    expect(parse(issuer, 'x')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidThirdPartyIdentity', reason: 'issuer' });
  });

  it.each(['', 'x'.repeat(256), 'a b', ' a', 'a ', 'ä', 'a\n', 'a\u0000', null as never, 1 as never])(
    'has no subject like %j',
    (providerSubject) => {
      expect(parse(google, providerSubject)._unsafeUnwrapErr()).toEqual({
        kind: 'InvalidThirdPartyIdentity',
        reason: 'provider-subject',
      });
    },
  );

  it('has one text that tells its parts apart', () => {
    const identity = parse(google, '1:x')._unsafeUnwrap();
    expect(ThirdPartyIdentity.normalised(identity)).toBe('27:https://accounts.google.com3:1:x');
  });
});
