import { expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { fence, givenEmail, signIn, signInByThirdParty } from '../people.ts';
import { lastCode, newPhone, openWorld, refusal, value } from '../world.ts';

const nobody = SessionToken.fromBytes(new Uint8Array(32));

test.each([
  { purpose: 'add-phone', phone: '+4915123456789' },
  { purpose: 'change-phone', phone: '+4915123456789' },
  { purpose: 'step-up' },
  { purpose: 'cancel-account' },
] as const)('nobody who is not logged in gets a code to $purpose', async (wanted) => {
  const world = openWorld();
  await signIn(world);
  const before = world.everything();
  const refused = await requestMyCode(world.ports)({ ...wanted, session: nobody });
  expect(refusal(refused)).toEqual({ kind: 'NotLoggedIn' });
  expect(world.everything()).toEqual(before);
  expect(world.texts).toHaveLength(1);
});

test('no message is paid for where the phone cannot be added or changed anyway', async () => {
  const world = openWorld();
  const { session, phone } = await signIn(world);
  const ask = requestMyCode(world.ports);
  const own = await ask({ purpose: 'add-phone', session, phone });
  expect(refusal(own)).toEqual({ kind: 'LoginAlreadyAdded' });
  const second = await ask({ purpose: 'add-phone', session, phone: newPhone() });
  expect(refusal(second)).toEqual({ kind: 'PhoneAlreadySet' });
  expect(refusal(await ask({ purpose: 'change-phone', session, phone }))).toEqual({ kind: 'LoginAlreadyAdded' });
  const { session: phoneless } = await signInByThirdParty(world);
  const none = await ask({ purpose: 'change-phone', session: phoneless, phone: newPhone() });
  expect(refusal(none)).toEqual({ kind: 'NoSuchLogin' });
  expect(world.texts).toHaveLength(1);
});

test.each(['step-up', 'cancel-account'] as const)('the code to %s goes to the person’s own phone', async (purpose) => {
  const world = openWorld();
  const { session, phone } = await signIn(world);
  world.pass(30_000);
  const sent = value(await requestMyCode(world.ports)({ purpose, session }));
  expect(sent.channel).toBe('sms');
  expect(world.texts.at(-1)?.to).toBe(phone);
});

test('the code to cancel goes to a confirmed email, and to none that is not', async () => {
  const world = openWorld();
  const { session } = await signInByThirdParty(world);
  const email = 'ada@example.org';
  const added = value(await addEmail(world.ports)({ session, email }));
  const early = await requestMyCode(world.ports)({ purpose: 'cancel-account', session, to: 'email' });
  expect(refusal(early)).toEqual({ kind: 'FreshLogInNeeded' });
  const code = lastCode(world.mails);
  value(await confirmEmail(world.ports)({ session, email, challenge: added.challenge, code }));
  world.pass(30_000);
  const sent = value(await requestMyCode(world.ports)({ purpose: 'cancel-account', session }));
  expect(sent.channel).toBe('email');
  expect(world.mails.at(-1)?.to).toBe(email);
  const byPhone = await requestMyCode(world.ports)({ purpose: 'cancel-account', session, to: 'phone' });
  expect(refusal(byPhone)).toEqual({ kind: 'NoSuchContact' });
});

test('who has phone and email says by which of them the code comes', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await givenEmail(world, person, 'ada@example.org');
  world.pass(30_000);
  const ask = (to: 'phone' | 'email') =>
    requestMyCode(world.ports)({ purpose: 'step-up', session: person.session, to });
  expect(value(await ask('phone')).channel).toBe('sms');
  expect(value(await ask('email')).channel).toBe('email');
});

test('who is leaving gets no code to cancel once more', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await fence(world, person);
  const refused = await requestMyCode(world.ports)({ purpose: 'cancel-account', session: person.session });
  expect(refusal(refused)).toEqual({ kind: 'NotLoggedIn' });
  expect(world.texts).toHaveLength(1);
});

test('a purpose that nobody knows is a bug, and is not stored', async () => {
  const world = openWorld();
  const { session } = await signIn(world);
  const before = world.everything();
  // @ts-expect-error: whoever calls without a compiler can pass any word
  await expect(requestMyCode(world.ports)({ purpose: 'log-in', session })).rejects.toThrow('No branch');
  expect(world.everything()).toEqual(before);
});
