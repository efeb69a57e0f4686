import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import {
  decideUser,
  evolveUser,
  identitiesOf,
  phoneOf,
  type User,
  type UserCommand,
  type UserEvent,
} from '../../../src/domain/user/user.ts';
import { subjectIds } from '../../arbitraries/ids.ts';
import { instants } from '../../arbitraries/instant.ts';
import {
  activeUsers,
  emailAddresses,
  knownLanguages,
  logins,
  obey,
  phoneNumbers,
  suppressions,
  userHistories,
  usernames,
} from '../../arbitraries/user.ts';

const unregistered: User = { kind: 'unregistered' };

/** Every state that a history passes, the first one included. */
function statesOf(history: readonly UserCommand[]): readonly User[] {
  let user = unregistered;
  return [user, ...history.map((command) => (user = obey(user, command)))];
}

const events: fc.Arbitrary<UserEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('Registered' as const),
    subject: subjectIds,
    login: logins,
    language: knownLanguages,
    at: instants,
  }),
  fc.record({ kind: fc.constant('EmailSet' as const), email: emailAddresses }),
  fc.constant({ kind: 'EmailRemoved' } as const),
  suppressions('MailSuppressed'),
  fc.record({ kind: fc.constant('UsernameSet' as const), username: usernames }),
  fc.constant({ kind: 'UsernameRemoved' } as const),
  fc.record({ kind: fc.constant('LoginAdded' as const), login: logins }),
  fc.record({ kind: fc.constant('PhoneChanged' as const), phone: phoneNumbers }),
  fc.record({ kind: fc.constant('LoginRemoved' as const), login: logins }),
  fc.record({ kind: fc.constant('Left' as const), at: instants }),
  fc.record({ kind: fc.constant('Erased' as const), at: instants }),
);

describe('a user, whatever was asked', () => {
  it('has while active at least one login, at most one phone and no identity twice', () => {
    fc.assert(
      fc.property(userHistories, (history) => {
        for (const user of statesOf(history)) {
          if (user.kind !== 'active') continue;
          expect(user.logins.length).toBeGreaterThanOrEqual(1);
          expect(user.logins.filter(({ kind }) => kind === 'phone').length).toBeLessThanOrEqual(1);
          const identities = user.logins
            .filter((login) => login.kind === 'third-party')
            .map(({ identity }) => ThirdPartyIdentity.normalised(identity));
          expect(new Set(identities).size).toBe(identities.length);
        }
      }),
    );
  });

  it('holds nothing personal once leaving or erased', () => {
    fc.assert(
      fc.property(userHistories, (history) => {
        for (const user of statesOf(history)) {
          if (user.kind === 'leaving') expect(Object.keys(user).sort()).toEqual(['kind', 'since', 'subject']);
          if (user.kind === 'erased') expect(Object.keys(user).sort()).toEqual(['at', 'kind', 'subject']);
        }
      }),
    );
  });

  it('goes from unregistered by active and leaving to erased, and never back', () => {
    const order = ['unregistered', 'active', 'leaving', 'erased'];
    fc.assert(
      fc.property(userHistories, (history) => {
        const places = statesOf(history).map(({ kind }) => order.indexOf(kind));
        for (const [index, place] of places.entries()) {
          const before = places[index - 1] ?? place;
          expect([before, before + 1]).toContain(place);
        }
      }),
    );
  });

  it('stays erased for good', () => {
    fc.assert(
      fc.property(userHistories, fc.array(events), subjectIds, instants, (history, more, subject, at) => {
        const erased: User = { kind: 'erased', subject, at };
        expect(history.reduce(obey, erased)).toBe(erased);
        expect(more.reduce(evolveUser, erased)).toBe(erased);
      }),
    );
  });

  it('keeps the pseudonym that it began with', () => {
    fc.assert(
      fc.property(userHistories, (history) => {
        const names = statesOf(history).flatMap((user) => (user.kind === 'unregistered' ? [] : [user.subject]));
        expect(new Set(names).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is never in no state at all, whatever events come in whatever order', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (history) => {
        const user = history.reduce(evolveUser, unregistered);
        expect(['unregistered', 'active', 'leaving', 'erased']).toContain(user.kind);
        if (user.kind === 'active') expect(user.logins.length).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('has mails suppressed of an address alone: without one nothing is, and one that is confirmed anew is free', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), emailAddresses, (history, email) => {
        let user: User = unregistered;
        for (const event of history) {
          user = evolveUser(user, event);
          if (user.kind === 'active' && user.email === null) expect(user.suppressedMail).toEqual({});
        }
        if (user.kind !== 'active') return;
        const again = obey(user, { kind: 'SetEmail', email: user.email ?? email });
        expect(again).toMatchObject({ email: user.email ?? email });
        expect(again.kind === 'active' && again.suppressedMail).toEqual({});
      }),
    );
  });

  it('gets by a change of phone another one in the place of the one that was, or nothing new at all', () => {
    fc.assert(
      fc.property(activeUsers, phoneNumbers, (user, phone) => {
        const former = phoneOf(user);
        const after = obey(user, { kind: 'ChangePhone', phone });
        if (former === null || former === phone) return void expect(after).toBe(user);
        if (after.kind !== 'active') throw new Error('The user is not active any more');
        expect(phoneOf(after)).toBe(phone);
        expect(after.logins.map(({ kind }) => kind)).toEqual(user.logins.map(({ kind }) => kind));
        expect(identitiesOf(after)).toEqual(identitiesOf(user));
        expect({ ...after, logins: [] }).toEqual({ ...user, logins: [] });
        return void expect(obey(after, { kind: 'ChangePhone', phone: former })).toEqual(user);
      }),
    );
  });

  it('has a phone after a change of phone only who had one before, whatever events come in whatever order', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), phoneNumbers, (history, phone) => {
        const user = history.reduce(evolveUser, unregistered);
        const after = evolveUser(user, { kind: 'PhoneChanged', phone });
        if (user.kind !== 'active') return void expect(after).toBe(user);
        return void expect(after.kind === 'active' && phoneOf(after)).toBe(phoneOf(user) === null ? null : phone);
      }),
    );
  });

  it('is told no value in a refusal', () => {
    fc.assert(
      fc.property(userHistories, (history) => {
        for (const [index, user] of statesOf(history).entries()) {
          const command = history[index];
          if (command === undefined) continue; // the last state was asked nothing more
          const answer = decideUser(command, user);
          if (answer.isErr()) expect(Object.keys(answer.error)).toEqual(['kind']);
        }
      }),
    );
  });

  it('survives being copied as plain data', () => {
    fc.assert(
      fc.property(activeUsers, (user) => {
        expect(structuredClone(user)).toEqual(user);
        expect(JSON.parse(JSON.stringify(user))).toEqual(user);
      }),
    );
  });
});
