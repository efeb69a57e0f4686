import { describe, expect, it } from 'vitest';
import type { ContactPurpose } from '../../../src/domain/consent/contact-purpose.ts';
import { SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import {
  type ActiveUser,
  decideUser,
  evolveUser,
  identitiesOf,
  type Login,
  phoneOf,
  type User,
  type UserCommand,
  type UserEvent,
} from '../../../src/domain/user/user.ts';
import { Username } from '../../../src/domain/user/username.ts';

const subject = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000a')._unsafeUnwrap();
const other = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000b')._unsafeUnwrap();
const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const later = Instant.parse('2026-11-24T09:00:00Z')._unsafeUnwrap();

const anna = PhoneNumber.parse('+4915112345678')._unsafeUnwrap();
const second = PhoneNumber.parse('+4915187654321')._unsafeUnwrap();
const google = identity('https://accounts.google.com', '110169484474386276334');
const apple = identity('https://appleid.apple.com', '110169484474386276334');
const email = EmailAddress.parse('anna@example.com')._unsafeUnwrap();
const newEmail = EmailAddress.parse('berg@example.com')._unsafeUnwrap();
const username = Username.parse('anna')._unsafeUnwrap();
const newUsername = Username.parse('berg')._unsafeUnwrap();

function identity(issuer: string, providerSubject: string): ThirdPartyIdentity {
  return ThirdPartyIdentity.parse({ issuer, providerSubject })._unsafeUnwrap();
}
const byPhone = (phone: PhoneNumber): Login => ({ kind: 'phone', phone });
const byIdentity = (known: ThirdPartyIdentity): Login => ({ kind: 'third-party', identity: known });

const unregistered: User = { kind: 'unregistered' };
const active: ActiveUser = {
  kind: 'active',
  subject,
  logins: [byPhone(anna)],
  email: null,
  suppressedMail: {},
  username: null,
  language: 'de',
  registeredAt: at,
};
const full: ActiveUser = { ...active, logins: [byPhone(anna), byIdentity(google)], email, username };
const leaving: User = { kind: 'leaving', subject, since: later };
const erased: User = { kind: 'erased', subject, at: later };

const register: UserCommand = { kind: 'Register', subject, login: byPhone(anna), language: 'de', at };

const eventsOf = (user: User, command: UserCommand) => decideUser(command, user)._unsafeUnwrap();
const rejectionOf = (user: User, command: UserCommand) => decideUser(command, user)._unsafeUnwrapErr();
/** The user after the one event that the command has. */
function userAfter(user: User, command: UserCommand, expected: UserEvent): User {
  const events = eventsOf(user, command);
  expect(events).toEqual([expected]);
  return events.reduce(evolveUser, user);
}

describe('registering', () => {
  it('makes an active user with one login and nothing else', () => {
    const registered: UserEvent = { kind: 'Registered', subject, login: byPhone(anna), language: 'de', at };
    expect(userAfter(unregistered, register, registered)).toEqual(active);
  });

  it('takes a third-party login instead of a phone', () => {
    const user = eventsOf(unregistered, { ...register, login: byIdentity(google) }).reduce(evolveUser, unregistered);
    expect(user).toEqual({ ...active, logins: [byIdentity(google)] });
  });

  it.each([active, leaving, erased])('happens once, also for who is $kind', (user) => {
    expect(rejectionOf(user, register)).toEqual({ kind: 'AlreadyRegistered' });
    const registered: UserEvent = { kind: 'Registered', subject: other, login: byPhone(second), language: 'en', at };
    expect(evolveUser(user, registered)).toBe(user);
  });
});

describe('the email address', () => {
  it('is set and replaced', () => {
    expect(userAfter(active, { kind: 'SetEmail', email }, { kind: 'EmailSet', email })).toEqual({ ...active, email });
    expect(userAfter(full, { kind: 'SetEmail', email: newEmail }, { kind: 'EmailSet', email: newEmail })).toEqual({
      ...full,
      email: newEmail,
    });
  });

  it('set again as it is changes nothing', () => {
    expect(eventsOf(full, { kind: 'SetEmail', email })).toEqual([]);
  });

  it('is removed, if there is one', () => {
    expect(userAfter(full, { kind: 'RemoveEmail' }, { kind: 'EmailRemoved' })).toEqual({ ...full, email: null });
    expect(rejectionOf(active, { kind: 'RemoveEmail' })).toEqual({ kind: 'NoEmail' });
  });
});

describe('mails that do not arrive', () => {
  const suppress = (...purposes: readonly ContactPurpose[]): UserCommand => ({
    kind: 'SuppressMail',
    purposes,
    reason: 'bounced',
  });
  const bounced: ActiveUser = { ...full, suppressedMail: { receipts: 'bounced', news: 'bounced' } };

  it('are suppressed, each once, with the reason that came first', () => {
    const suppressed: UserEvent = { kind: 'MailSuppressed', purposes: ['receipts', 'news'], reason: 'bounced' };
    expect(userAfter(full, suppress('receipts', 'news'), suppressed)).toEqual(bounced);
    expect(eventsOf(bounced, suppress('news', 'receipts'))).toEqual([]);
    expect(eventsOf(bounced, suppress())).toEqual([]);
    const complained: UserCommand = { kind: 'SuppressMail', purposes: ['news', 'newsletter'], reason: 'complained' };
    const further: UserEvent = { kind: 'MailSuppressed', purposes: ['newsletter'], reason: 'complained' };
    expect(userAfter(bounced, complained, further)).toMatchObject({
      suppressedMail: { receipts: 'bounced', news: 'bounced', newsletter: 'complained' },
    });
    const again: UserEvent = { kind: 'MailSuppressed', purposes: ['news'], reason: 'complained' };
    expect(evolveUser(bounced, again)).toEqual(bounced);
  });

  it('belong to the address: none is suppressed once it is confirmed anew, replaced or removed', () => {
    const anew: UserEvent = { kind: 'EmailSet', email };
    expect(userAfter(bounced, { kind: 'SetEmail', email }, anew)).toEqual(full);
    const replaced: UserEvent = { kind: 'EmailSet', email: newEmail };
    expect(userAfter(bounced, { kind: 'SetEmail', email: newEmail }, replaced)).toEqual({ ...full, email: newEmail });
    const removed: UserEvent = { kind: 'EmailRemoved' };
    expect(userAfter(bounced, { kind: 'RemoveEmail' }, removed)).toEqual({ ...full, email: null });
  });

  it('cannot be suppressed without an address', () => {
    expect(rejectionOf(active, suppress('receipts'))).toEqual({ kind: 'NoEmail' });
    expect(evolveUser(active, { kind: 'MailSuppressed', purposes: ['receipts'], reason: 'bounced' })).toBe(active);
  });
});

describe('the username', () => {
  it('is set and replaced', () => {
    const set: UserCommand = { kind: 'SetUsername', username };
    expect(userAfter(active, set, { kind: 'UsernameSet', username })).toEqual({ ...active, username });
    const replace: UserCommand = { kind: 'SetUsername', username: newUsername };
    expect(userAfter(full, replace, { kind: 'UsernameSet', username: newUsername })).toEqual({
      ...full,
      username: newUsername,
    });
  });

  it('set again as it is changes nothing', () => {
    expect(eventsOf(full, { kind: 'SetUsername', username })).toEqual([]);
  });

  it('is removed, if there is one', () => {
    expect(userAfter(full, { kind: 'RemoveUsername' }, { kind: 'UsernameRemoved' })).toEqual({
      ...full,
      username: null,
    });
    expect(rejectionOf(active, { kind: 'RemoveUsername' })).toEqual({ kind: 'NoUsername' });
  });
});

describe('logins', () => {
  it('are added after those that are there', () => {
    const add: UserCommand = { kind: 'AddLogin', login: byIdentity(google) };
    expect(userAfter(active, add, { kind: 'LoginAdded', login: byIdentity(google) })).toEqual({
      ...active,
      logins: [byPhone(anna), byIdentity(google)],
    });
  });

  it('may be a phone after a third party', () => {
    const federated: ActiveUser = { ...active, logins: [byIdentity(google)] };
    expect(eventsOf(federated, { kind: 'AddLogin', login: byPhone(anna) })).toEqual([
      { kind: 'LoginAdded', login: byPhone(anna) },
    ]);
  });

  it('are never there twice', () => {
    for (const login of [byPhone(anna), byIdentity({ ...google })]) {
      expect(rejectionOf(full, { kind: 'AddLogin', login })).toEqual({ kind: 'LoginAlreadyAdded' });
    }
  });

  it('may be of the same subject at two issuers: they are two people to us until both are proved', () => {
    expect(eventsOf(full, { kind: 'AddLogin', login: byIdentity(apple) })).toHaveLength(1);
  });

  it('hold one phone at most', () => {
    expect(rejectionOf(active, { kind: 'AddLogin', login: byPhone(second) })).toEqual({ kind: 'PhoneAlreadySet' });
  });

  it('are removed one by one, but never the last', () => {
    const removePhone: UserCommand = { kind: 'RemoveLogin', login: byPhone(anna) };
    const federated = userAfter(full, removePhone, { kind: 'LoginRemoved', login: byPhone(anna) });
    expect(federated).toEqual({ ...full, logins: [byIdentity(google)] });
    const removeGoogle: UserCommand = { kind: 'RemoveLogin', login: byIdentity({ ...google }) };
    expect(rejectionOf(federated, removeGoogle)).toEqual({ kind: 'LastLogin' });
    expect(evolveUser(federated, { kind: 'LoginRemoved', login: byIdentity(google) })).toBe(federated);
  });

  it('that are not there cannot be removed', () => {
    for (const login of [byPhone(second), byIdentity(apple)]) {
      expect(rejectionOf(full, { kind: 'RemoveLogin', login })).toEqual({ kind: 'NoSuchLogin' });
      expect(rejectionOf(active, { kind: 'RemoveLogin', login })).toEqual({ kind: 'NoSuchLogin' });
    }
  });

  it('tell the phone and the identities', () => {
    expect(phoneOf(full)).toBe(anna);
    expect(identitiesOf(full)).toEqual([google]);
    expect(phoneOf({ ...active, logins: [byIdentity(google), byIdentity(apple)] })).toBeNull();
    expect(identitiesOf({ ...active, logins: [byIdentity(google), byPhone(anna), byIdentity(apple)] })).toEqual([
      google,
      apple,
    ]);
    expect(identitiesOf(active)).toEqual([]);
  });
});

describe('the phone', () => {
  it('is changed in its place, and every other login stays as it is', () => {
    const change: UserCommand = { kind: 'ChangePhone', phone: second };
    const between: ActiveUser = { ...full, logins: [byIdentity(google), byPhone(anna), byIdentity(apple)] };
    expect(userAfter(between, change, { kind: 'PhoneChanged', phone: second })).toEqual({
      ...full,
      logins: [byIdentity(google), byPhone(second), byIdentity(apple)],
    });
    expect(userAfter(active, change, { kind: 'PhoneChanged', phone: second })).toEqual({
      ...active,
      logins: [byPhone(second)],
    });
  });

  it('changed to itself is there already', () => {
    expect(rejectionOf(full, { kind: 'ChangePhone', phone: anna })).toEqual({ kind: 'LoginAlreadyAdded' });
  });

  it('is not changed where there is none: it is added', () => {
    const federated: ActiveUser = { ...active, logins: [byIdentity(google)] };
    expect(rejectionOf(federated, { kind: 'ChangePhone', phone: anna })).toEqual({ kind: 'NoSuchLogin' });
    expect(evolveUser(federated, { kind: 'PhoneChanged', phone: anna })).toEqual(federated);
  });
});

describe('leaving', () => {
  it('leaves the pseudonym and the time, and nothing of the person', () => {
    expect(userAfter(full, { kind: 'Leave', at: later }, { kind: 'Left', at: later })).toEqual(leaving);
  });

  it('ends erased', () => {
    const done = Instant.plusMs(later, 1000);
    expect(userAfter(leaving, { kind: 'CompleteErasure', at: done }, { kind: 'Erased', at: done })).toEqual({
      kind: 'erased',
      subject,
      at: done,
    });
  });

  it.each([unregistered, active, erased])('is the only way to be erased (not from $kind)', (user) => {
    expect(rejectionOf(user, { kind: 'CompleteErasure', at })).toEqual({ kind: 'NotLeaving' });
    expect(evolveUser(user, { kind: 'Erased', at })).toBe(user);
  });
});

describe('who is not active', () => {
  const commands: readonly UserCommand[] = [
    { kind: 'SetEmail', email },
    { kind: 'RemoveEmail' },
    { kind: 'SuppressMail', purposes: ['receipts'], reason: 'bounced' },
    { kind: 'SetUsername', username },
    { kind: 'RemoveUsername' },
    { kind: 'AddLogin', login: byPhone(anna) },
    { kind: 'ChangePhone', phone: second },
    { kind: 'RemoveLogin', login: byPhone(anna) },
    { kind: 'Leave', at },
  ];
  const events: readonly UserEvent[] = [
    { kind: 'EmailSet', email },
    { kind: 'EmailRemoved' },
    { kind: 'MailSuppressed', purposes: ['receipts'], reason: 'bounced' },
    { kind: 'UsernameSet', username },
    { kind: 'UsernameRemoved' },
    { kind: 'LoginAdded', login: byPhone(anna) },
    { kind: 'PhoneChanged', phone: second },
    { kind: 'LoginRemoved', login: byPhone(anna) },
    { kind: 'Left', at },
  ];

  it.each([unregistered, leaving, erased])('can change nothing ($kind)', (user) => {
    for (const command of commands) expect(rejectionOf(user, command)).toEqual({ kind: 'NotActive' });
    for (const event of events) expect(evolveUser(user, event)).toBe(user);
  });
});

describe('a command or an event that there is not', () => {
  it('is a bug, and the message shows no value', () => {
    const strange = { kind: 'Rename', to: 'Anna' } as never;
    expect(() => decideUser(strange, active)).toThrow(new Error('No branch for Rename'));
    expect(() => evolveUser(active, strange)).toThrow(new Error('No branch for Rename'));
  });
});
