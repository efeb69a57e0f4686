import { describe, expect, it } from 'vitest';
import { contactPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { channelFor, mayContact } from '../../../src/domain/consent/may-contact.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import type { ActiveUser } from '../../../src/domain/user/user.ts';
import { ada, bob, clock, line } from './ledger.ts';

const phone = PhoneNumber.parse('+4915112345678')._unsafeUnwrap();
const email = EmailAddress.parse('ada@example.com')._unsafeUnwrap();
const identity = ThirdPartyIdentity.parse({
  issuer: 'https://accounts.google.com',
  providerSubject: 'ada',
})._unsafeUnwrap();

const withBoth: ActiveUser = {
  kind: 'active',
  subject: ada,
  logins: [{ kind: 'phone', phone }],
  email,
  suppressedMail: {},
  username: null,
  language: 'en',
  registeredAt: clock('08:00'),
};
const withoutEmail: ActiveUser = { ...withBoth, email: null };
const withoutPhone: ActiveUser = { ...withBoth, logins: [{ kind: 'third-party', identity }] };
const noon = clock('12:00');

describe('Contact that the contract needs', () => {
  it.each(['service-messages', 'receipts', 'payment-notices'] as const)('is allowed without consent: %s', (purpose) => {
    const yes = { allowed: true, reason: 'contract' };
    expect(mayContact({ user: withBoth, entries: [] }, purpose, 'email', noon)).toEqual(yes);
    expect(mayContact({ user: withBoth, entries: [] }, purpose, 'sms', noon)).toEqual(yes);
  });

  it('needs an address for the channel', () => {
    const no = { allowed: false, reason: 'no-address' };
    expect(mayContact({ user: withoutEmail, entries: [] }, 'receipts', 'email', noon)).toEqual(no);
    expect(mayContact({ user: withoutPhone, entries: [] }, 'receipts', 'sms', noon)).toEqual(no);
    expect(mayContact({ user: withoutEmail, entries: [] }, 'receipts', 'sms', noon).allowed).toBe(true);
    expect(mayContact({ user: withoutPhone, entries: [] }, 'receipts', 'email', noon).allowed).toBe(true);
  });
});

describe('News', () => {
  it('are off until the person agrees', () => {
    expect(mayContact({ user: withBoth, entries: [] }, 'news', 'email', noon)).toEqual({
      allowed: false,
      reason: 'no-consent',
    });
  });

  it('are allowed from the grant on and not before', () => {
    const person = { user: withBoth, entries: [line('granted', '11:00')] };
    expect(mayContact(person, 'news', 'email', noon)).toEqual({ allowed: true, reason: 'consent' });
    expect(mayContact(person, 'news', 'email', clock('10:59'))).toEqual({ allowed: false, reason: 'no-consent' });
  });

  it('end with the withdrawal', () => {
    const person = { user: withBoth, entries: [line('granted', '09:00'), line('withdrawn', '11:00')] };
    expect(mayContact(person, 'news', 'email', noon)).toEqual({ allowed: false, reason: 'withdrawn' });
  });

  it('never go out by SMS, agreed or not', () => {
    const person = { user: withBoth, entries: [line('granted', '09:00')] };
    expect(mayContact(person, 'news', 'sms', noon)).toEqual({ allowed: false, reason: 'channel-not-for-purpose' });
  });

  it('need an address, and say first that consent is missing', () => {
    const granted = { user: withoutEmail, entries: [line('granted', '09:00')] };
    expect(mayContact(granted, 'news', 'email', noon)).toEqual({ allowed: false, reason: 'no-address' });
    expect(mayContact({ user: withoutEmail, entries: [] }, 'news', 'email', noon)).toEqual({
      allowed: false,
      reason: 'no-consent',
    });
  });

  it('are not allowed by what somebody else agreed to', () => {
    const person = { user: withBoth, entries: [line('granted', '09:00', { subject: bob })] };
    expect(mayContact(person, 'news', 'email', noon).allowed).toBe(false);
  });

  it('are not allowed by a grant of the newsletter', () => {
    const person = { user: withBoth, entries: [line('granted', '09:00', { purpose: 'newsletter' })] };
    expect(mayContact(person, 'news', 'email', noon).allowed).toBe(false);
    expect(mayContact(person, 'newsletter', 'email', noon)).toEqual({ allowed: true, reason: 'consent' });
  });
});

describe('Mails that do not arrive', () => {
  const granted = [line('granted', '09:00')];
  const bounced: ActiveUser = {
    ...withBoth,
    suppressedMail: Object.fromEntries(contactPurposes.map(({ purpose }) => [purpose, 'bounced'])),
  };
  const complained: ActiveUser = { ...withBoth, suppressedMail: { receipts: 'complained', news: 'complained' } };
  const no = { allowed: false, reason: 'suppressed' };

  it('are not sent for a purpose that is suppressed, and others are', () => {
    expect(mayContact({ user: complained, entries: granted }, 'receipts', 'email', noon)).toEqual(no);
    expect(mayContact({ user: complained, entries: granted }, 'news', 'email', noon)).toEqual(no);
    expect(mayContact({ user: complained, entries: [] }, 'payment-notices', 'email', noon).allowed).toBe(true);
  });

  it('leave the phone as the way to whom the contract obliges us to tell', () => {
    expect(mayContact({ user: bounced, entries: [] }, 'payment-notices', 'sms', noon).allowed).toBe(true);
    expect(channelFor({ user: bounced, entries: [] }, 'payment-notices', noon)).toBe('sms');
    expect(channelFor({ user: { ...bounced, logins: withoutPhone.logins }, entries: [] }, 'receipts', noon)).toBeNull();
    expect(channelFor({ user: bounced, entries: granted }, 'news', noon)).toBeNull();
  });

  it('say first that consent or an address is missing', () => {
    expect(mayContact({ user: bounced, entries: [] }, 'news', 'email', noon)).toMatchObject({ reason: 'no-consent' });
    expect(mayContact({ user: { ...bounced, email: null }, entries: [] }, 'receipts', 'email', noon)).toMatchObject({
      reason: 'no-address',
    });
  });
});

describe('A person without an active account', () => {
  it.each([
    { kind: 'unregistered' },
    { kind: 'leaving', subject: ada, since: noon },
    { kind: 'erased', subject: ada, at: noon },
  ] as const)('is not contacted at all: $kind', (user) => {
    const person = { user, entries: [line('granted', '09:00')] };
    const no = { allowed: false, reason: 'not-active' };
    expect(mayContact(person, 'receipts', 'email', noon)).toEqual(no);
    expect(mayContact(person, 'news', 'email', noon)).toEqual(no);
    expect(channelFor(person, 'receipts', noon)).toBeNull();
  });
});

describe('The channel of a message', () => {
  it('is email where there is an address', () => {
    expect(channelFor({ user: withBoth, entries: [] }, 'payment-notices', noon)).toBe('email');
  });

  it('is SMS where there is no email', () => {
    expect(channelFor({ user: withoutEmail, entries: [] }, 'payment-notices', noon)).toBe('sms');
  });

  it('is none where the person did not agree', () => {
    expect(channelFor({ user: withBoth, entries: [] }, 'newsletter', noon)).toBeNull();
  });
});
