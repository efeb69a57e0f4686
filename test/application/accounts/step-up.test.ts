import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { addPhone, changePhone } from '../../../src/application/accounts/add-phone.ts';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { linkThirdParty } from '../../../src/application/accounts/link-third-party.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { endOtherSessions, mySessions } from '../../../src/application/accounts/my-sessions.ts';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { beginThirdParty } from '../../../src/application/accounts/third-party-attempt.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { exportMyData } from '../../../src/application/privacy/export-my-data.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { SessionToken } from '../../../src/domain/session/session-token.ts';
import {
  answerFor,
  askedInside,
  givenEmail,
  identityOf,
  linked,
  type Person,
  signIn,
  signInByThirdParty,
  steppedUp,
  wordFor,
} from '../people.ts';
import { openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { anotherCode, lastCode, newPhone, openWorld, refusal, value } from '../world.ts';

type Deed = (world: RentalWorld, person: Person) => Promise<Result<unknown, { readonly kind: string }>>;

/** Whatever asks for a fresh proof, as far as that comes before everything else. */
const deeds: Readonly<Record<string, Deed>> = {
  'to take the data out': async (world, person) => exportMyData(world.ports)(person),
  'to add an email': async (world, person) => addEmail(world.ports)({ ...person, email: 'new@example.org' }),
  'to remove the email': async (world, person) => removeEmail(world.ports)(person),
  'to remove a login': async (world, { session }) => removeLogin(world.ports)({ session, login: { kind: 'phone' } }),
  'to end all other sessions': async (world, person) => endOtherSessions(world.ports)(person),
  'to link another login': async (world, { session }) => {
    const begun = await beginThirdParty(world.ports)({ provider: 'login', purpose: 'link', session });
    if (begun.isErr()) return begun; // asked for before the person goes there
    const { attempt, nonce } = begun.value;
    const idToken = wordFor(world, identityOf('another'), nonce);
    return linkThirdParty(world.ports)({ session, attempt, idToken });
  },
  'to change the phone': async (world, person) => {
    const phone = newPhone();
    const asked = await requestMyCode(world.ports)({ ...person, purpose: 'change-phone', phone });
    if (asked.isErr()) return asked; // before a message is paid for
    const typed = { challenge: asked.value.challenge, code: lastCode(world.texts) };
    return changePhone(world.ports)({ ...person, phone, ...typed });
  },
};

/** Somebody with a phone, an email and a third party’s login, who logged in 10 minutes ago. */
async function givenOldSession(): Promise<{ readonly world: RentalWorld; readonly person: Person }> {
  const world = openRentalWorld();
  const person = await signIn(world);
  await givenEmail(world, person, 'ada@example.org');
  await linked(world, person, identityOf('ada'));
  world.pass(10 * minuteMs);
  return { world, person };
}

describe.each(Object.entries(deeds))('%s', (_, deed) => {
  test('a session that is 10 minutes old is not enough, and nothing happens', async () => {
    const { world, person } = await givenOldSession();
    const [users, sessions, notices] = ['users', 'sessions', 'notices'].map((table) => world.rows(table));
    expect(refusal(await deed(world, person))).toEqual({ kind: 'StepUpNeeded' });
    expect([world.rows('users'), world.rows('sessions'), world.rows('notices')]).toEqual([users, sessions, notices]);
    expect(world.exports).toEqual([]);
    expect(world.mails).toHaveLength(1);
  });

  test('a step-up is enough for 10 minutes', async () => {
    const { world, person } = await givenOldSession();
    const me = await steppedUp(world, person);
    world.pass(9 * minuteMs); // asking for a code takes a while too
    value(await deed(world, me));
  });

  test('a step-up 10 minutes ago is not', async () => {
    const { world, person } = await givenOldSession();
    const me = await steppedUp(world, person);
    world.pass(10 * minuteMs);
    expect(refusal(await deed(world, me))).toEqual({ kind: 'StepUpNeeded' });
  });

  test('a log-in just now is as good as one', async () => {
    const { world, person } = await givenOldSession();
    value(await deed(world, await signIn(world, person.phone)));
  });

  test('a step-up on another device is not', async () => {
    const { world, person } = await givenOldSession();
    await signIn(world, person.phone);
    expect(refusal(await deed(world, person))).toEqual({ kind: 'StepUpNeeded' });
  });
});

test('to add a phone a session that is 10 minutes old is not enough', async () => {
  const world = openWorld();
  const person = await signInByThirdParty(world);
  world.pass(9 * minuteMs);
  const phone = newPhone();
  const typed = await askedInside(world, person, { purpose: 'add-phone', phone });
  world.pass(minuteMs);
  expect(refusal(await addPhone(world.ports)({ ...person, phone, ...typed }))).toEqual({ kind: 'StepUpNeeded' });
  const me = await steppedUp(world, person);
  value(await addPhone(world.ports)({ ...me, phone, ...typed })); // the session is the same one
});

/** Logs in by an answer that says of a moment that the person logged in at the provider then, or says nothing. */
async function loggedInThere(world: RentalWorld, sinceMs: number | null, provider = 'login') {
  const { attempt, nonce } = value(await beginThirdParty(world.ports)({ provider, purpose: 'log-in' }));
  const authTime = sinceMs === null ? {} : { authTime: world.ports.clock.now() - sinceMs };
  const idToken = JSON.stringify({ ...identityOf('ada'), nonce, ...authTime });
  return value(await logInWithThirdParty(world.ports)({ attempt, idToken }));
}

test('a log-in that was running at the provider is no proof that opens more than a session does', async () => {
  const world = openRentalWorld();
  await signInByThirdParty(world, 'ada');
  world.pass(10 * minuteMs);
  // Days ago, longer ago than a proof counts, nobody knows when, and in a time to come, which nobody can know.
  for (const sinceMs of [30 * dayMs, 10 * minuteMs, null, -minuteMs]) {
    const { session } = await loggedInThere(world, sinceMs);
    expect(refusal(await exportMyData(world.ports)({ session }))).toEqual({ kind: 'StepUpNeeded' });
    const cancelled = await cancelMyAccount(world.ports)({ session });
    expect(refusal(cancelled)).toEqual({ kind: 'FreshLogInNeeded' });
  }
  expect(world.exports).toEqual([]);
});

test('a log-in at the provider counts for 10 minutes from when the person logged in there', async () => {
  const world = openRentalWorld();
  await signInByThirdParty(world, 'ada');
  world.pass(10 * minuteMs);
  const { session } = await loggedInThere(world, 9 * minuteMs);
  value(await exportMyData(world.ports)({ session }));
  world.pass(minuteMs);
  expect(refusal(await exportMyData(world.ports)({ session }))).toEqual({ kind: 'StepUpNeeded' });
});

describe('a provider that cannot prove that a log-in is fresh', () => {
  /** Comes back from it with an answer that says nothing of when. */
  async function steppedUpThere(world: RentalWorld, session: SessionToken, name = 'ada') {
    const begun = value(await beginThirdParty(world.ports)({ provider: 'timeless', purpose: 'step-up', session }));
    const idToken = JSON.stringify({ ...identityOf(name), nonce: begun.nonce });
    return stepUp(world.ports)({ session, attempt: begun.attempt, idToken });
  }

  test('proves by an attempt of the session enough for who has neither phone nor email, and no other way', async () => {
    const world = openRentalWorld();
    await signInByThirdParty(world, 'ada');
    world.pass(10 * minuteMs);
    const { session } = await loggedInThere(world, null, 'timeless');
    expect(refusal(await exportMyData(world.ports)({ session }))).toEqual({ kind: 'StepUpNeeded' });
    expect(refusal(await steppedUpThere(world, session, 'eve'))).toEqual({ kind: 'NotYourIdentity' });
    const stepped = value(await steppedUpThere(world, session));
    value(await exportMyData(world.ports)(stepped));
    value(await cancelMyAccount(world.ports)(stepped));
  });

  test('proves nothing for who has a phone or an email that a code can go to, and that is on record', async () => {
    const { world, person } = await givenOldSession();
    const before = world.rows('sessions');
    expect(refusal(await steppedUpThere(world, person.session))).toEqual({ kind: 'IdentityNotProved' });
    expect(world.rows('sessions')).toEqual(before);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['identity-refused']);
  });
});

describe('a step-up', () => {
  test('gives the session another token, and the old one is worthless', async () => {
    const { world, person } = await givenOldSession();
    const [before] = value(await mySessions(world.ports)(person));
    const me = await steppedUp(world, person);
    expect(me.session.reveal()).not.toBe(person.session.reveal());
    expect(refusal(await authenticate(world.ports)(person))).toEqual({ kind: 'NotLoggedIn' });
    expect(refusal(await exportMyData(world.ports)(person))).toEqual({ kind: 'NotLoggedIn' });
    const sessions = value(await mySessions(world.ports)(me));
    expect(sessions).toEqual([{ ...before, provedAt: world.ports.clock.now(), isThisOne: true }]);
  });

  test('says until when it counts', async () => {
    const { world, person } = await givenOldSession();
    const typed = await askedInside(world, person, { purpose: 'step-up' });
    const { elevatedUntil } = value(await stepUp(world.ports)({ session: person.session, ...typed }));
    expect(elevatedUntil).toBe(world.ports.clock.now() + 10 * minuteMs);
  });

  test('makes no session last longer', async () => {
    const { world, person } = await givenOldSession();
    const [before] = value(await mySessions(world.ports)(person));
    const [after] = value(await mySessions(world.ports)(await steppedUp(world, person)));
    expect([after?.startedAt, after?.expiresAt]).toEqual([before?.startedAt, before?.expiresAt]);
  });

  test('by a wrong code leaves the session as it was', async () => {
    const { world, person } = await givenOldSession();
    const { session } = person;
    const typed = await askedInside(world, person, { purpose: 'step-up' });
    const before = world.rows('sessions');
    const wrong = await stepUp(world.ports)({ session, ...typed, code: anotherCode(typed.code) });
    expect(refusal(wrong)).toEqual({ kind: 'WrongCode', triesLeft: 4 });
    expect(world.rows('sessions')).toEqual(before);
    value(await stepUp(world.ports)({ session, ...typed }));
  });

  test('by email is as good', async () => {
    const { world, person } = await givenOldSession();
    const typed = await askedInside(world, person, { purpose: 'step-up', to: 'email' });
    const { session } = value(await stepUp(world.ports)({ session: person.session, ...typed }));
    value(await exportMyData(world.ports)({ session }));
  });

  test('by a third party’s login of the account is as good', async () => {
    const { world, person } = await givenOldSession();
    const me = await steppedUp(world, { ...person, identity: identityOf('ada') });
    value(await exportMyData(world.ports)(me));
  });

  test('by a login that is not the account’s proves nothing, and is on record', async () => {
    const { world, person } = await givenOldSession();
    const { session } = person;
    const before = world.rows('sessions');
    const answer = await answerFor(world, 'step-up', identityOf('eve'), session);
    expect(refusal(await stepUp(world.ports)({ session, ...answer }))).toEqual({ kind: 'NotYourIdentity' });
    expect(world.rows('sessions')).toEqual(before);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['identity-refused']);
  });

  test('by a login that was begun in another session proves nothing', async () => {
    const { world, person } = await givenOldSession();
    const tablet = await signIn(world, person.phone);
    const answer = await answerFor(world, 'step-up', identityOf('ada'), tablet.session);
    const refused = await stepUp(world.ports)({ session: person.session, ...answer });
    expect(refusal(refused)).toEqual({ kind: 'NotYourIdentity' });
  });

  test('by a login that was running there before is none: the person has to log in there anew', async () => {
    const { world, person } = await givenOldSession();
    const { session } = person;
    const begun = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'step-up', session }));
    const authTime = world.ports.clock.now() - 31_000; // clocks may be 30 s apart
    const idToken = JSON.stringify({ ...identityOf('ada'), nonce: begun.nonce, authTime });
    const refused = await stepUp(world.ports)({ session, attempt: begun.attempt, idToken });
    expect(refusal(refused)).toEqual({ kind: 'IdentityNotProved' });
  });

  test('by a login that was running there is none for who has neither phone nor email either', async () => {
    const world = openRentalWorld();
    const { session } = await signInByThirdParty(world, 'ada');
    const begun = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'step-up', session }));
    const authTime = world.ports.clock.now() - minuteMs;
    const idToken = JSON.stringify({ ...identityOf('ada'), nonce: begun.nonce, authTime });
    const refused = await stepUp(world.ports)({ session, attempt: begun.attempt, idToken });
    expect(refusal(refused)).toEqual({ kind: 'IdentityNotProved' });
  });

  test('of two at once with the same code succeeds once', async () => {
    const { world, person } = await givenOldSession();
    const { session } = person;
    const typed = await askedInside(world, person, { purpose: 'step-up' });
    const both = await Promise.all([1, 2].map(() => stepUp(world.ports)({ session, ...typed })));
    expect(both.filter((one) => one.isOk())).toHaveLength(1);
  });
});
