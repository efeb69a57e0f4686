import { expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { beginThirdParty } from '../../../src/application/accounts/third-party-attempt.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { errAsync, type ResultAsync } from '../../../src/domain/result.ts';
import { usedOf } from '../budgets.ts';
import { askedFor, askedInside, identityOf, linked, signIn } from '../people.ts';
import { openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { anotherCode, lastCode, newPhone, refusal, value } from '../world.ts';

const ip = '192.0.2.7';

/** Whatever needs to know the limits, each with what it needs prepared while they can be read. */
const deeds: readonly (readonly [string, (world: RentalWorld) => Promise<() => ResultAsync<unknown, object>>])[] = [
  [
    'a code to log in',
    async ({ ports }) =>
      () =>
        requestCode(ports)({ purpose: 'log-in', phone: newPhone(), ip }),
  ],
  [
    'a log-in with the right code',
    async (world) => {
      const typed = await askedFor(world);
      return () => verifyCode(world.ports)(typed);
    },
  ],
  [
    'a code to step up',
    async (world) => {
      const { session } = await signIn(world);
      world.pass(30_000);
      return () => requestMyCode(world.ports)({ purpose: 'step-up', session });
    },
  ],
  [
    'a step-up',
    async (world) => {
      const person = await signIn(world);
      const typed = await askedInside(world, person, { purpose: 'step-up' });
      return () => stepUp(world.ports)({ session: person.session, ...typed });
    },
  ],
  [
    'a code to an email address',
    async (world) => {
      const { session } = await signIn(world);
      return () => addEmail(world.ports)({ session, email: 'ada@example.org' });
    },
  ],
  [
    'an email address with the right code',
    async (world) => {
      const { session } = await signIn(world);
      const email = 'ada@example.org';
      const { challenge } = value(await addEmail(world.ports)({ session, email }));
      const code = lastCode(world.mails);
      return () => confirmEmail(world.ports)({ session, email, challenge, code });
    },
  ],
  [
    'a cancellation with the right code',
    async (world) => {
      const person = await signIn(world);
      const typed = await askedInside(world, person, { purpose: 'cancel-account' });
      return () => cancelMyAccount(world.ports)({ session: person.session, ...typed });
    },
  ],
  [
    'a login that is taken away',
    async (world) => {
      const person = await signIn(world);
      await linked(world, person, identityOf('ada'));
      return () => removeLogin(world.ports)({ session: person.session, login: { kind: 'phone' } });
    },
  ],
  [
    'a log-in with a third party that begins',
    async ({ ports }) =>
      () =>
        beginThirdParty(ports)({ provider: 'login', purpose: 'log-in', ip }),
  ],
];

test.each(deeds)(
  '%s is refused while nobody can say how many there were, and goes on afterwards',
  async (_, prepared) => {
    const world = openRentalWorld();
    const deed = await prepared(world);
    const before = world.everything();
    const messages = world.texts.length + world.mails.length;
    world.broken.budgets = portFailure('DataStore', true);
    expect(refusal(await deed())).toMatchObject({ kind: 'PortFailure', port: 'DataStore' });
    expect(world.everything()).toEqual(before);
    expect(world.texts.length + world.mails.length).toBe(messages);
    delete world.broken.budgets;
    value((await deed()) as Awaited<ResultAsync<unknown, PortFailure>>);
  },
);

test.each(deeds)('%s is refused while it cannot be counted', async (_, prepared) => {
  const world = openRentalWorld();
  const deed = await prepared(world);
  const before = world.everything();
  const messages = world.texts.length + world.mails.length;
  world.broken.charging = portFailure('DataStore', true);
  expect(refusal(await deed())).toMatchObject({ kind: 'PortFailure', port: 'DataStore' });
  expect(world.everything()).toEqual(before);
  expect(world.texts.length + world.mails.length).toBe(messages);
});

test('a guess that cannot be counted is told from the right code by nobody', async () => {
  const world = openRentalWorld();
  const typed = await askedFor(world);
  world.broken.charging = portFailure('DataStore', true);
  const wrong = await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) });
  expect(refusal(wrong).kind).toBe('PortFailure');
  expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('PortFailure');
});

test('nor is one that cannot be counted in a session', async () => {
  const world = openRentalWorld();
  const person = await signIn(world);
  const { session } = person;
  const typed = await askedInside(world, person, { purpose: 'step-up' });
  world.broken.charging = portFailure('DataStore', true);
  for (const code of [anotherCode(typed.code), typed.code]) {
    expect(refusal(await stepUp(world.ports)({ session, ...typed, code })).kind).toBe('PortFailure');
  }
});

test('a wrong guess is counted and its try spent, whatever fails; a right one that fails later was none', async () => {
  const world = openRentalWorld();
  const typed = await askedFor(world);
  world.broken.vault = portFailure('Vault', true); // no keys for a new account
  expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('PortFailure');
  expect(await usedOf(world, 'guesses-address', typed.phone)).toBe(0);
  const wrong = await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) });
  expect(refusal(wrong)).toEqual({ kind: 'WrongCode', triesLeft: 4 });
  expect(await usedOf(world, 'guesses-address', typed.phone)).toBe(1 / 10);
  delete world.broken.vault;
  value(await verifyCode(world.ports)(typed));
});

test.each(deeds)('%s is refused while the vault cannot name the budgets', async (_, prepared) => {
  const world = openRentalWorld();
  const { hashing } = world.ports;
  let answers = true;
  const buckets: typeof hashing.buckets = (charges) =>
    answers ? hashing.buckets(charges) : errAsync(portFailure('Vault', true));
  const deed = await prepared({ ...world, ports: { ...world.ports, hashing: { ...hashing, buckets } } });
  const before = world.everything();
  const messages = world.texts.length + world.mails.length;
  answers = false;
  expect(refusal(await deed())).toMatchObject({ kind: 'PortFailure', port: 'Vault' });
  expect(world.everything()).toEqual(before);
  expect(world.texts.length + world.mails.length).toBe(messages);
});
