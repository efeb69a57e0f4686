import { expect, test } from 'vitest';
import { addPhone } from '../../../src/application/accounts/add-phone.ts';
import { linkThirdParty } from '../../../src/application/accounts/link-third-party.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { fence, lastCode, newPhone, openWorld, refusal, signIn, signInByThirdParty, value } from '../world.ts';

const taken = { kind: 'Taken', what: 'third-party' } as const;
const issuer = 'https://login.example.org';

test('who signs up by a third party needs no phone', async () => {
  const world = openWorld();
  const { session } = await signInByThirdParty(world, 'ada');
  const { logins } = value(await myAccount(world.ports)({ session }));
  expect(logins).toEqual([{ kind: 'third-party', identity: { issuer, providerSubject: 'ada' } }]);
  expect(world.texts).toEqual([]);
});

test('the same identity is the same account, and the same subject of another issuer is not', async () => {
  const world = openWorld();
  const first = value(await logInWithThirdParty(world.ports)({ identity: { issuer, providerSubject: 'ada' } }));
  const again = value(await logInWithThirdParty(world.ports)({ identity: { issuer, providerSubject: 'ada' } }));
  expect([again.subject, again.isNew]).toEqual([first.subject, false]);
  const identity = { issuer: 'https://other.example.org', providerSubject: 'ada' };
  const other = value(await logInWithThirdParty(world.ports)({ identity }));
  expect(other.subject).not.toBe(first.subject);
});

test('an identity that comes in twice at once makes one account, and no key is left over', async () => {
  const world = openWorld();
  const identity = { issuer, providerSubject: 'ada' };
  const answers = await Promise.all(Array.from({ length: 6 }, () => logInWithThirdParty(world.ports)({ identity })));
  const signedIn = answers.map(value);
  const subjects = new Set(signedIn.map(({ subject }) => subject));
  expect(subjects.size).toBe(1);
  expect(signedIn.filter(({ isNew }) => isNew)).toHaveLength(1);
  const spare = new Set(world.keys.filter(({ done }) => done === 'made').map(({ subject }) => subject));
  for (const { done, subject } of world.keys) if (done === 'destroyed') spare.delete(subject);
  expect(spare).toEqual(subjects);
});

test('who signs up in the same moment elsewhere is logged in to the one account, and no key is left over', async () => {
  const world = openWorld();
  const identity = { issuer, providerSubject: 'ada' };
  const { store } = world.ports;
  let elsewhere: SubjectId | null = null;
  const racing: Ports = {
    ...world.ports,
    store: {
      ...store,
      transact: (work) =>
        elsewhere === null
          ? store
              .transact((tx) => work({ ...tx, users: { ...tx.users, register: () => errAsync(taken) } }))
              .orElse((refused) =>
                logInWithThirdParty(world.ports)({ identity })
                  .map(({ subject }) => (elsewhere = subject))
                  .orElse(() => okAsync(undefined))
                  .andThen(() => errAsync(refused)),
              )
          : store.transact(work),
    },
  };
  const signedIn = value(await logInWithThirdParty(racing)({ identity }));
  expect([signedIn.subject, signedIn.isNew]).toEqual([elsewhere, false]);
  const [spare] = world.keys;
  expect(world.keys.at(-1)).toEqual({ done: 'destroyed', subject: spare?.subject });
  expect(spare?.subject).not.toBe(elsewhere);
});

test('what is no identity is refused and writes nothing', async () => {
  const world = openWorld();
  const before = world.everything();
  const identity = { issuer: 'http://login.example.org', providerSubject: 'ada' };
  expect(refusal(await logInWithThirdParty(world.ports)({ identity }))).toEqual({
    kind: 'InvalidThirdPartyIdentity',
    reason: 'issuer',
  });
  expect(world.everything()).toEqual(before);
});

test('a linked identity opens the account', async () => {
  const world = openWorld();
  const { session, subject } = await signIn(world);
  const identity = { issuer, providerSubject: 'ada' };
  value(await linkThirdParty(world.ports)({ session, identity }));
  expect(value(await logInWithThirdParty(world.ports)({ identity })).subject).toBe(subject);
});

test('an identity of another account cannot be linked', async () => {
  const world = openWorld();
  await signInByThirdParty(world, 'ada');
  const { session } = await signIn(world);
  const before = world.everything();
  const identity = { issuer, providerSubject: 'ada' };
  const refused = await linkThirdParty(world.ports)({ session, identity });
  expect(refusal(refused)).toEqual({ kind: 'Taken', what: 'third-party' });
  expect(world.everything()).toEqual(before);
});

test('a phone is added with a code that went to it', async () => {
  const world = openWorld();
  const { session, subject } = await signInByThirdParty(world);
  const phone = newPhone();
  const { challenge } = value(await requestCode(world.ports)({ purpose: 'add-phone', session, phone }));
  value(await addPhone(world.ports)({ session, phone, challenge, code: lastCode(world.texts) }));
  world.pass(30_000);
  expect((await signIn(world, phone)).subject).toBe(subject);
});

test('a wrong code adds no phone and uses up a try', async () => {
  const world = openWorld();
  const { session } = await signInByThirdParty(world);
  const phone = newPhone();
  const { challenge } = value(await requestCode(world.ports)({ purpose: 'add-phone', session, phone }));
  const code = lastCode(world.texts) === '123456' ? '654321' : '123456';
  const refused = await addPhone(world.ports)({ session, phone, challenge, code });
  expect(refusal(refused)).toEqual({ kind: 'WrongCode', triesLeft: 4 });
  expect(value(await myAccount(world.ports)({ session })).logins).toHaveLength(1);
});

test('a code to add a phone counts in the account that asked for it alone', async () => {
  const world = openWorld();
  const { session } = await signInByThirdParty(world);
  const thief = await signInByThirdParty(world);
  const phone = newPhone();
  const { challenge } = value(await requestCode(world.ports)({ purpose: 'add-phone', session, phone }));
  const typed = { phone, challenge, code: lastCode(world.texts) };
  expect(refusal(await addPhone(world.ports)({ session: thief.session, ...typed }))).toEqual({ kind: 'UnknownCode' });
  value(await addPhone(world.ports)({ session, ...typed }));
});

test('that a phone has an account is told only to who proved that it is theirs', async () => {
  const world = openWorld();
  const { phone } = await signIn(world);
  const { session } = await signInByThirdParty(world);
  const ask = requestCode(world.ports);
  const ofTaken = value(await ask({ purpose: 'add-phone', session, phone }));
  const code = lastCode(world.texts);
  const ofFree = value(await ask({ purpose: 'add-phone', session, phone: newPhone() }));
  expect({ ...ofTaken, challenge: null }).toEqual({ ...ofFree, challenge: null });
  const before = world.everything();
  const refused = await addPhone(world.ports)({ session, phone, challenge: ofTaken.challenge, code });
  expect(refusal(refused)).toEqual({ kind: 'Taken', what: 'phone' });
  expect(world.everything()).toEqual(before);
});

test('the last way to log in stays', async () => {
  const world = openWorld();
  const { session, phone } = await signIn(world);
  const only = await removeLogin(world.ports)({ session, login: { kind: 'phone' } });
  expect(refusal(only)).toEqual({ kind: 'LastLogin' });
  value(await linkThirdParty(world.ports)({ session, identity: { issuer, providerSubject: 'ada' } }));
  value(await removeLogin(world.ports)({ session, login: { kind: 'phone' } }));
  const gone = await removeLogin(world.ports)({ session, login: { kind: 'phone' } });
  expect(refusal(gone)).toEqual({ kind: 'NoSuchLogin' });
  const last = await removeLogin(world.ports)({
    session,
    login: { kind: 'third-party', issuer, providerSubject: 'ada' },
  });
  expect(refusal(last)).toEqual({ kind: 'LastLogin' });
  world.pass(30_000);
  const { subject } = value(await logInWithThirdParty(world.ports)({ identity: { issuer, providerSubject: 'ada' } }));
  expect((await signIn(world, phone)).subject).not.toBe(subject);
});

test('the session of who is leaving opens nothing', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await fence(world, person);
  const before = world.everything();
  const { session } = person;
  const identity = { issuer, providerSubject: 'ada' };
  const answers = [
    refusal(await myAccount(world.ports)({ session })),
    refusal(await linkThirdParty(world.ports)({ session, identity })),
    refusal(await removeLogin(world.ports)({ session, login: { kind: 'phone' } })),
  ];
  expect(answers).toEqual(answers.map(() => ({ kind: 'NotLoggedIn' })));
  expect(world.everything()).toEqual(before);
});
