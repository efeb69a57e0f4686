import { describe, expect, test } from 'vitest';
import { addPhone } from '../../../src/application/accounts/add-phone.ts';
import { linkThirdParty } from '../../../src/application/accounts/link-third-party.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { beginThirdParty } from '../../../src/application/accounts/third-party-attempt.ts';
import type { PersonalPurpose } from '../../../src/application/ports/log-in-attempts.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { undoChangeMs } from '../../../src/domain/user/contact-change.ts';
import {
  answerFor,
  askedInside,
  fence,
  givenPhone,
  type Identity,
  identityOf,
  linked,
  signIn,
  signInByThirdParty,
  steppedUp,
  wordFor,
} from '../people.ts';
import { anotherCode, lastCode, newPhone, openWorld, refusal, value, type World } from '../world.ts';

const taken = { kind: 'Taken', what: 'third-party' } as const;
const ada = identityOf('ada');

async function logIn(world: World, identity: Identity) {
  return logInWithThirdParty(world.ports)(await answerFor(world, 'log-in', identity));
}

describe('a log-in with a third party', () => {
  test('that signs somebody up needs no phone', async () => {
    const world = openWorld();
    const { session } = await signInByThirdParty(world, 'ada');
    const { logins } = value(await myAccount(world.ports)({ session }));
    expect(logins).toEqual([{ kind: 'third-party', identity: ada }]);
    expect(world.texts).toEqual([]);
  });

  test('of the same identity is the same account, and the same subject of another issuer is not', async () => {
    const world = openWorld();
    const first = value(await logIn(world, ada));
    const again = value(await logIn(world, ada));
    expect([again.subject, again.isNew]).toEqual([first.subject, false]);
    const other = value(await logIn(world, identityOf('ada', 'https://other.example.org')));
    expect(other.subject).not.toBe(first.subject);
  });

  test('comes by the browser as well, with the state of the attempt in the address', async () => {
    const world = openWorld();
    const first = value(await logIn(world, ada));
    const begun = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'log-in' }));
    const callback = new URL('https://joos.example/back');
    callback.searchParams.set('state', new URL(begun.url).searchParams.get('state') ?? '');
    callback.searchParams.set('code', wordFor(world, ada, begun.nonce));
    const { attempt } = begun;
    const back = value(await logInWithThirdParty(world.ports)({ attempt, callback: callback.href }));
    expect(back.subject).toBe(first.subject);
  });

  test('that comes in twice at once makes one account, and no key is left over', async () => {
    const world = openWorld();
    const answers = await Promise.all(Array.from({ length: 6 }, () => logIn(world, ada)));
    const signedIn = answers.map(value);
    const subjects = new Set(signedIn.map(({ subject }) => subject));
    expect(subjects.size).toBe(1);
    expect(signedIn.filter(({ isNew }) => isNew)).toHaveLength(1);
    const spare = new Set(world.keys.filter(({ done }) => done === 'made').map(({ subject }) => subject));
    for (const { done, subject } of world.keys) if (done === 'destroyed') spare.delete(subject);
    expect(spare).toEqual(subjects);
  });

  test('of who signs up in the same moment elsewhere opens the one account, and no key is left over', async () => {
    const world = openWorld();
    const { store } = world.ports;
    const answer = await answerFor(world, 'log-in', ada);
    const other = await answerFor(world, 'log-in', ada);
    let elsewhere: SubjectId | null = null;
    let looks = 0;
    const racing: Ports = {
      ...world.ports,
      store: {
        ...store,
        transact: (work) => {
          looks += 1;
          // The first one takes the attempt; the second one signs up.
          if (looks === 1 || elsewhere !== null) return store.transact(work);
          return store
            .transact((tx) => work({ ...tx, users: { ...tx.users, register: () => errAsync(taken) } }))
            .orElse((refused) =>
              logInWithThirdParty(world.ports)(other)
                .map(({ subject }) => (elsewhere = subject))
                .orElse(() => okAsync(undefined))
                .andThen(() => errAsync(refused)),
            );
        },
      },
    };
    const signedIn = value(await logInWithThirdParty(racing)(answer));
    expect([signedIn.subject, signedIn.isNew]).toEqual([elsewhere, false]);
    const [spare] = world.keys;
    expect(world.keys.at(-1)).toEqual({ done: 'destroyed', subject: spare?.subject });
    expect(spare?.subject).not.toBe(elsewhere);
  });

  test('that the provider does not vouch for begins no session, and is on record', async () => {
    const world = openWorld();
    const before = world.theRest();
    world.providers.vouch = false;
    expect(refusal(await logIn(world, ada))).toEqual({ kind: 'IdentityNotProved' });
    expect(world.theRest()).toEqual(before);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['identity-refused']);
  });

  test('while the provider does not answer begins no session, and is no risk', async () => {
    const world = openWorld();
    const answer = await answerFor(world, 'log-in', ada);
    world.providers.down = portFailure('IdentityProviders', true);
    expect(refusal(await logInWithThirdParty(world.ports)(answer))).toMatchObject({ kind: 'PortFailure' });
    expect(world.rows('users')).toEqual([]);
    expect(world.risks).toEqual([]);
  });

  test('with a provider that the host does not have is not begun', async () => {
    const world = openWorld();
    const refused = await beginThirdParty(world.ports)({ provider: 'nobody', purpose: 'log-in' });
    expect(refusal(refused)).toEqual({ kind: 'UnknownProvider' });
    expect(world.rows('attempts')).toEqual([]);
  });
});

describe('an attempt', () => {
  test('is of use once, be it that it failed', async () => {
    const world = openWorld();
    const answer = await answerFor(world, 'log-in', ada);
    value(await logInWithThirdParty(world.ports)(answer));
    expect(refusal(await logInWithThirdParty(world.ports)(answer))).toEqual({ kind: 'UnknownAttempt' });
    const failing = await answerFor(world, 'log-in', ada);
    world.providers.vouch = false;
    refusal(await logInWithThirdParty(world.ports)(failing));
    world.providers.vouch = true;
    expect(refusal(await logInWithThirdParty(world.ports)(failing))).toEqual({ kind: 'UnknownAttempt' });
  });

  test('is of use to one of many who come back with it at once', async () => {
    const world = openWorld();
    const answer = await answerFor(world, 'log-in', ada);
    const answers = await Promise.all(Array.from({ length: 8 }, () => logInWithThirdParty(world.ports)(answer)));
    expect(answers.filter((one) => one.isOk())).toHaveLength(1);
  });

  test('is of use for 10 minutes and not a moment longer', async () => {
    const world = openWorld();
    const inTime = await answerFor(world, 'log-in', ada);
    world.pass(10 * minuteMs - 1);
    value(await logInWithThirdParty(world.ports)(inTime));
    const tooLate = await answerFor(world, 'log-in', ada);
    world.pass(10 * minuteMs);
    expect(refusal(await logInWithThirdParty(world.ports)(tooLate))).toEqual({ kind: 'UnknownAttempt' });
  });

  test('does not take the word that the provider gave for another one', async () => {
    const world = openWorld();
    const mine = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'log-in' }));
    const theirs = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'log-in' }));
    const idToken = wordFor(world, ada, theirs.nonce);
    const refused = await logInWithThirdParty(world.ports)({ attempt: mine.attempt, idToken });
    expect(refusal(refused)).toEqual({ kind: 'IdentityNotProved' });
    expect(world.rows('users')).toEqual([]);
  });

  const purposes: readonly PersonalPurpose[] = ['log-in', 'link', 'step-up', 'second-proof'];
  test.each(purposes.filter((purpose) => purpose !== 'log-in'))('for %s logs nobody in', async (purpose) => {
    const world = openWorld();
    const { session } = await signInByThirdParty(world, 'ada');
    const answer = await answerFor(world, purpose, ada, session);
    expect(refusal(await logInWithThirdParty(world.ports)(answer))).toEqual({ kind: 'UnknownAttempt' });
    expect(world.rows('sessions')).toHaveLength(1);
  });

  test.each(purposes.filter((purpose) => purpose !== 'link'))('for %s links nothing', async (purpose) => {
    const world = openWorld();
    const { session } = await signIn(world);
    const answer = await answerFor(world, purpose, ada, session);
    expect(refusal(await linkThirdParty(world.ports)({ session, ...answer }))).toEqual({ kind: 'UnknownAttempt' });
    expect(value(await myAccount(world.ports)({ session })).logins).toHaveLength(1);
  });

  test('shows neither store nor log what it is made of', async () => {
    const world = openWorld();
    const { attempt, nonce } = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'log-in' }));
    const held = JSON.stringify(world.everything());
    for (const secret of [attempt.reveal(), nonce, world.ports.hashing.attemptValue(attempt, 'code-verifier')]) {
      expect(held).not.toContain(secret);
    }
  });

  test('is not begun to link by who is not logged in', async () => {
    const world = openWorld();
    for (const purpose of ['link', 'step-up'] as const) {
      const refused = await beginThirdParty(world.ports)({ provider: 'login', purpose });
      expect(refusal(refused)).toEqual({ kind: 'NotLoggedIn' });
    }
    expect(world.rows('attempts')).toEqual([]);
  });
});

describe('linking', () => {
  test('an identity opens the account, and the person is told', async () => {
    const world = openWorld();
    const person = await signIn(world);
    await linked(world, person, ada);
    expect(value(await logIn(world, ada)).subject).toBe(person.subject);
    expect(world.rows('notices')).toMatchObject([
      { notice: { subject: person.subject, about: { kind: 'login-changed', toldBy: 'sms' } } },
    ]);
  });

  test('asks for a proof of the account that is not older than 10 minutes', async () => {
    const world = openWorld();
    const { session } = await signIn(world);
    world.pass(9 * minuteMs);
    const answer = await answerFor(world, 'link', ada, session);
    world.pass(minuteMs);
    expect(refusal(await linkThirdParty(world.ports)({ session, ...answer }))).toEqual({ kind: 'StepUpNeeded' });
    const late = await beginThirdParty(world.ports)({ provider: 'login', purpose: 'link', session });
    expect(refusal(late)).toEqual({ kind: 'StepUpNeeded' });
    expect(value(await myAccount(world.ports)({ session })).logins).toHaveLength(1);
  });

  test('asks for a proof of the identity that is fresh as well', async () => {
    const world = openWorld();
    const { session } = await signIn(world);
    world.pass(10 * minuteMs);
    const { session: fresh } = await steppedUp(world, { ...(await signIn(world)), session });
    const begun = value(await beginThirdParty(world.ports)({ provider: 'login', purpose: 'link', session: fresh }));
    const authTime = world.ports.clock.now() - 9 * minuteMs;
    const idToken = JSON.stringify({ ...ada, nonce: begun.nonce, authTime });
    const refused = await linkThirdParty(world.ports)({ session: fresh, attempt: begun.attempt, idToken });
    expect(refusal(refused)).toEqual({ kind: 'IdentityNotProved' });
  });

  test('takes no answer that leaves out when the person logged in, but of a provider that never says so', async () => {
    const world = openWorld();
    const { session } = await signIn(world);
    const linkAt = async (provider: string) => {
      const { attempt, nonce } = value(await beginThirdParty(world.ports)({ provider, purpose: 'link', session }));
      return linkThirdParty(world.ports)({ session, attempt, idToken: JSON.stringify({ ...ada, nonce }) });
    };
    expect(refusal(await linkAt('login'))).toEqual({ kind: 'IdentityNotProved' });
    expect(world.risks.map(({ kind }) => kind)).toEqual(['identity-refused']);
    value(await linkAt('timeless'));
  });

  test('an identity of another account is refused, and on record', async () => {
    const world = openWorld();
    await signInByThirdParty(world, 'ada');
    const { session } = await signIn(world);
    const answer = await answerFor(world, 'link', ada, session);
    const before = world.rows('users');
    expect(refusal(await linkThirdParty(world.ports)({ session, ...answer }))).toEqual(taken);
    expect(world.rows('users')).toEqual(before);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['taken-refused']);
  });

  test('is finished in the session that began it, and in no other of the same person', async () => {
    const world = openWorld();
    const { session, phone } = await signIn(world);
    const other = await signIn(world, phone);
    const answer = await answerFor(world, 'link', ada, session);
    const refused = await linkThirdParty(world.ports)({ session: other.session, ...answer });
    expect(refusal(refused)).toEqual({ kind: 'UnknownAttempt' });
    expect(value(await myAccount(world.ports)({ session })).logins).toHaveLength(1);
  });
});

describe('a phone that is added', () => {
  test('is proved by a code that went to it', async () => {
    const world = openWorld();
    const person = await signInByThirdParty(world);
    const { phone } = await givenPhone(world, person);
    expect((await signIn(world, phone)).subject).toBe(person.subject);
  });

  test('is not by a wrong code, which uses up a try', async () => {
    const world = openWorld();
    const person = await signInByThirdParty(world);
    const phone = newPhone();
    const typed = await askedInside(world, person, { purpose: 'add-phone', phone });
    const refused = await addPhone(world.ports)({ ...person, phone, ...typed, code: anotherCode(typed.code) });
    expect(refusal(refused)).toEqual({ kind: 'WrongCode', triesLeft: 4 });
    expect(value(await myAccount(world.ports)(person)).logins).toHaveLength(1);
  });

  test('counts in the account that asked for the code alone', async () => {
    const world = openWorld();
    const person = await signInByThirdParty(world);
    const thief = await signInByThirdParty(world);
    const phone = newPhone();
    const typed = { phone, ...(await askedInside(world, person, { purpose: 'add-phone', phone })) };
    expect(refusal(await addPhone(world.ports)({ session: thief.session, ...typed }))).toEqual({ kind: 'UnknownCode' });
    value(await addPhone(world.ports)({ session: person.session, ...typed }));
  });

  test('and has an account is told so only to who proved that it is theirs', async () => {
    const world = openWorld();
    const { phone } = await signIn(world);
    world.pass(30_000);
    const { session } = await signInByThirdParty(world);
    const ask = requestMyCode(world.ports);
    const ofTaken = value(await ask({ purpose: 'add-phone', session, phone }));
    const code = lastCode(world.texts);
    const ofFree = value(await ask({ purpose: 'add-phone', session, phone: newPhone() }));
    expect({ ...ofTaken, challenge: null }).toEqual({ ...ofFree, challenge: null });
    const before = world.theRest();
    const refused = await addPhone(world.ports)({ session, phone, challenge: ofTaken.challenge, code });
    expect(refusal(refused)).toEqual({ kind: 'Taken', what: 'phone' });
    expect(world.theRest()).toEqual(before);
  });
});

test('the last way to log in stays', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { session, phone } = person;
  const remove = removeLogin(world.ports);
  expect(refusal(await remove({ session, login: { kind: 'phone' } }))).toEqual({ kind: 'LastLogin' });
  await linked(world, person, ada);
  value(await remove({ session, login: { kind: 'phone' } }));
  expect(refusal(await remove({ session, login: { kind: 'phone' } }))).toEqual({ kind: 'NoSuchLogin' });
  expect(refusal(await remove({ session, login: { kind: 'third-party', ...ada } }))).toEqual({ kind: 'LastLogin' });
  const { subject } = value(await logIn(world, ada));
  world.pass(undoChangeMs);
  expect((await signIn(world, phone)).subject).not.toBe(subject);
});

test('the session of who is leaving opens nothing', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const answer = await answerFor(world, 'link', ada, person.session);
  await fence(world, person);
  const before = world.theRest();
  const { session } = person;
  expect(refusal(await myAccount(world.ports)({ session }))).toEqual({ kind: 'NotLoggedIn' });
  expect(refusal(await linkThirdParty(world.ports)({ session, ...answer }))).toEqual({ kind: 'UnknownAttempt' });
  const removed = await removeLogin(world.ports)({ session, login: { kind: 'phone' } });
  expect(refusal(removed)).toEqual({ kind: 'NotLoggedIn' });
  expect(world.theRest()).toEqual(before);
});
