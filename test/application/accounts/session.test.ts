import { expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { logOut } from '../../../src/application/accounts/log-out.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { removeUsername } from '../../../src/application/accounts/remove-username.ts';
import { setUsername } from '../../../src/application/accounts/set-username.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { sessionIdleMs } from '../../../src/domain/session/session-policy.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { fence, signIn } from '../people.ts';
import { openWorld, refusal, value } from '../world.ts';

test('a session is its person until it ends', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { subject } = person;
  for (let used = 0; used < 5; used += 1) {
    world.pass(6 * dayMs - 1);
    expect(value(await authenticate(world.ports)(person))).toMatchObject({ subject });
  }
  world.pass(5);
  expect(refusal(await authenticate(world.ports)(person))).toEqual({ kind: 'NotLoggedIn' });
});

test('a session that nobody uses is over after 7 days', async () => {
  const world = openWorld();
  const person = await signIn(world);
  world.pass(sessionIdleMs - 1);
  value(await authenticate(world.ports)(person));
  world.pass(sessionIdleMs);
  expect(refusal(await authenticate(world.ports)(person))).toEqual({ kind: 'NotLoggedIn' });
});

test('who logs out ends this session and no other', async () => {
  const world = openWorld();
  const phone = await signIn(world);
  world.pass(30_000);
  const tablet = await signIn(world, phone.phone);
  value(await logOut(world.ports)(phone));
  expect(refusal(await authenticate(world.ports)(phone))).toEqual({ kind: 'NotLoggedIn' });
  expect(refusal(await logOut(world.ports)(phone))).toEqual({ kind: 'NotLoggedIn' });
  expect(value(await authenticate(world.ports)(tablet))).toMatchObject({ subject: tablet.subject });
});

test('a token that nobody was given opens nothing', async () => {
  const world = openWorld();
  await signIn(world);
  const session = SessionToken.fromBytes(new Uint8Array(32).fill(7));
  expect(refusal(await authenticate(world.ports)({ session }))).toEqual({ kind: 'NotLoggedIn' });
  expect(refusal(await myAccount(world.ports)({ session }))).toEqual({ kind: 'NotLoggedIn' });
});

test('the sessions of a person who leaves open nothing, from the fence on', async () => {
  const world = openWorld();
  const person = await signIn(world);
  world.pass(30_000);
  const tablet = await signIn(world, person.phone);
  await fence(world, person);
  for (const session of [person.session, tablet.session]) {
    expect(refusal(await authenticate(world.ports)({ session }))).toEqual({ kind: 'NotLoggedIn' });
    expect(refusal(await setUsername(world.ports)({ session, username: 'ada' }))).toEqual({ kind: 'NotLoggedIn' });
    expect(refusal(await logOut(world.ports)({ session }))).toEqual({ kind: 'NotLoggedIn' });
  }
});

test('the token is stored as a hash alone', async () => {
  const world = openWorld();
  const { session } = await signIn(world);
  const held = JSON.stringify(world.everything());
  expect(held).not.toContain(session.reveal());
  expect(held).not.toContain(Buffer.from(session.reveal(), 'base64url').toString('hex'));
});

test('a username is set, changed and taken away', async () => {
  const world = openWorld();
  const person = await signIn(world);
  value(await setUsername(world.ports)({ ...person, username: 'ada_l' }));
  value(await setUsername(world.ports)({ ...person, username: 'ada_b' }));
  expect(value(await myAccount(world.ports)(person)).username).toBe('ada_b');
  value(await removeUsername(world.ports)(person));
  expect(value(await myAccount(world.ports)(person)).username).toBeNull();
  expect(refusal(await removeUsername(world.ports)(person))).toEqual({ kind: 'NoUsername' });
});

test('a username that looks like another’s is taken', async () => {
  const world = openWorld();
  const ada = await signIn(world);
  const eve = await signIn(world);
  value(await setUsername(world.ports)({ ...ada, username: 'paypol' }));
  const before = world.everything();
  for (const username of ['paypol', 'PayPol', 'paypo1']) {
    expect(refusal(await setUsername(world.ports)({ ...eve, username }))).toEqual({ kind: 'Taken', what: 'username' });
  }
  expect(world.everything()).toEqual(before);
});

test('a card number is no username', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const refused = await setUsername(world.ports)({ ...person, username: 'my 4111 1111 1111 1111' });
  expect(refusal(refused)).toEqual({ kind: 'InvalidUsername', reason: 'card-number' });
});
