import { expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { usedOf } from '../budgets.ts';
import { askedFor, askedInside, fence, signIn } from '../people.ts';
import { anotherCode, openWorld, refusal, value } from '../world.ts';

test('the right code signs up, and the session opens the account', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  const signedIn = value(await verifyCode(world.ports)({ ...typed, language: 'de' }));
  expect(signedIn.isNew).toBe(true);
  const account = value(await myAccount(world.ports)({ session: signedIn.session }));
  expect(account).toMatchObject({
    kind: 'active',
    subject: signedIn.subject,
    logins: [{ kind: 'phone', phone: typed.phone }],
    email: null,
    username: null,
    language: 'de',
  });
});

test('the keys of a new person are made before the first row', async () => {
  const world = openWorld();
  const { subject } = value(await verifyCode(world.ports)(await askedFor(world)));
  expect(world.keys).toEqual([{ done: 'made', subject }]);
});

test('who has an account is logged in to it, with a further session and no further keys', async () => {
  const world = openWorld();
  const first = await signIn(world);
  world.pass(60_000);
  const again = await signIn(world, first.phone);
  expect(again.subject).toBe(first.subject);
  expect(again.session.reveal()).not.toBe(first.session.reveal());
  expect(value(await authenticate(world.ports)(first))).toMatchObject({ subject: first.subject });
  expect(world.keys).toHaveLength(1);
});

test('a wrong code is refused and uses up a try nevertheless', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  for (const triesLeft of [4, 3, 2, 1]) {
    const refused = await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) });
    expect(refusal(refused)).toEqual({ kind: 'WrongCode', triesLeft });
  }
  value(await verifyCode(world.ports)(typed));
});

test('the 6th guess is refused even if it is right', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  for (let guess = 1; guess <= 5; guess += 1) {
    refusal(await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) }));
  }
  expect(refusal(await verifyCode(world.ports)(typed))).toEqual({ kind: 'CodeSpent' });
  expect(world.keys).toEqual([]);
});

test('burning the tries does not do away with the pause before the next code', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  for (let guess = 1; guess <= 5; guess += 1) {
    refusal(await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) }));
  }
  const { phone, device } = typed;
  const again = await requestCode(world.ports)({ purpose: 'log-in', phone, device });
  expect(refusal(again).kind).toBe('CodeTooSoon');
});

test('what has not the form of a code is no guess', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  const before = world.everything();
  for (const code of ['', '12345', 'abcdef', '1234567']) {
    expect(refusal(await verifyCode(world.ports)({ ...typed, code }))).toEqual({ kind: 'InvalidOneTimeCode' });
  }
  expect(refusal(await verifyCode(world.ports)({ ...typed, challenge: 'x' }))).toEqual({ kind: 'UnknownCode' });
  expect(world.everything()).toEqual(before);
});

test('a code counts once', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  value(await verifyCode(world.ports)(typed));
  expect(refusal(await verifyCode(world.ports)(typed))).toEqual({ kind: 'UnknownCode' });
});

test('of many who show the code at once, one gets a session', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  const answers = await Promise.all(Array.from({ length: 12 }, () => verifyCode(world.ports)(typed)));
  const sessions = answers.filter((answer) => answer.isOk());
  expect(sessions).toHaveLength(1);
  for (const answer of answers) {
    if (answer.isErr()) expect(['UnknownCode', 'CodeSpent']).toContain(answer.error.kind);
  }
  // Who taps twice guesses at nothing.
  expect(await usedOf(world, 'guesses-address', typed.phone)).toBe(0);
  expect(await usedOf(world, 'guesses-6', 'all')).toBe(0);
});

test('a code counts for 5 minutes and not a moment longer', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  world.pass(5 * 60_000);
  expect(refusal(await verifyCode(world.ports)(typed))).toEqual({ kind: 'CodeExpired' });
  const other = await askedFor(world);
  world.pass(5 * 60_000 - 1);
  value(await verifyCode(world.ports)(other));
});

test('a code that went to one number opens no other', async () => {
  const world = openWorld();
  const mine = await askedFor(world);
  const theirs = await askedFor(world);
  const crossed = await verifyCode(world.ports)({ ...mine, phone: theirs.phone });
  expect(refusal(crossed)).toEqual({ kind: 'UnknownCode' });
  value(await verifyCode(world.ports)(mine));
  value(await verifyCode(world.ports)(theirs));
});

test('a code to cancel logs nobody in', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { device } = await askedFor(world, person.phone);
  const typed = await askedInside(world, person, { purpose: 'cancel-account' });
  const refused = await verifyCode(world.ports)({ phone: person.phone, device, ...typed });
  expect(refusal(refused)).toEqual({ kind: 'UnknownCode' });
});

test('a transaction that has to be run again makes one account', async () => {
  const world = openWorld();
  const { store } = world.ports;
  const stumbling: Ports = {
    ...world.ports,
    store: {
      ...store,
      transact: (work) =>
        store
          // Carried out to the end and undone, as by a deadlock at the commit.
          .transact((tx) => work(tx).andThen(() => errAsync({ kind: 'Deadlock' as const })))
          .orElse(() => store.transact(work)),
    },
  };
  const typed = await askedFor(world);
  const { subject, session } = value(await verifyCode(stumbling)(typed));
  expect(value(await authenticate(world.ports)({ session }))).toMatchObject({ subject });
  expect(new Set(world.keys.map((key) => key.subject))).toEqual(new Set([subject]));
  world.pass(30_000);
  expect((await signIn(world, typed.phone)).subject).toBe(subject);
});

test('where the vault does not answer, nothing is written but that a try is spent, and the code still counts', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  const rowsOf = () => JSON.stringify(world.theRest()).replace(/"triesLeft":\d/, '');
  const before = rowsOf();
  world.broken.vault = portFailure('Vault', true);
  expect(refusal(await verifyCode(world.ports)(typed))).toEqual({
    kind: 'PortFailure',
    port: 'Vault',
    retryable: true,
  });
  expect(rowsOf()).toEqual(before);
  delete world.broken.vault;
  value(await verifyCode(world.ports)(typed));
});

test('who comes back while the former account is being erased is told so, and no key is left over', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await fence(world, person);
  world.pass(30_000);
  const typed = await askedFor(world, person.phone);
  const held = () => {
    const { rows, vault } = world.theRest() as { rows: { challenges: unknown }; vault: { classes: unknown } };
    return { rows: { ...rows, challenges: null }, classes: vault.classes };
  };
  const before = held();
  expect(refusal(await verifyCode(world.ports)(typed))).toEqual({ kind: 'FormerAccountLeaving' });
  expect(held()).toEqual(before);
  const [, made] = world.keys;
  expect(world.keys.at(-1)).toEqual({ done: 'destroyed', subject: made?.subject });
  expect(made?.subject).not.toBe(person.subject);
});
