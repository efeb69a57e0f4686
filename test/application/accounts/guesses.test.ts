import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { addPhone } from '../../../src/application/accounts/add-phone.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { policyWith, usedOf } from '../budgets.ts';
import { askedFor, askedInside, signIn, signInByThirdParty, type TypedCode } from '../people.ts';
import { openRentalWorld } from '../rental-world.ts';
import { anotherCode, lastCode, newPhone, openWorld, refusal, value, type World } from '../world.ts';

/** Guesses wrongly so many times, and answers what was said at last. */
async function guessed(world: World, typed: TypedCode, times: number): Promise<string> {
  const said: string[] = [];
  for (let guess = 0; guess < times; guess += 1) {
    said.push(refusal(await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) })).kind);
  }
  return said.at(-1) ?? '';
}

describe('guesses at the codes of one number', () => {
  test('are 10 a day, over any number of codes and devices, and then the right one is not looked at', async () => {
    const world = openWorld();
    const phone = newPhone();
    expect(await guessed(world, await askedFor(world, phone), 5)).toBe('CodeSpent');
    expect(await guessed(world, await askedFor(world, phone), 5)).toBe('CodeSpent');
    const typed = await askedFor(world, phone);
    const before = world.rows('challenges');
    const refused = refusal(await verifyCode(world.ports)(typed));
    expect(refused).toEqual({ kind: 'TooManyGuesses', retryAfterMs: expect.any(Number) as number });
    expect(world.rows('challenges'), 'it costs no try').toEqual(before);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['code-spent', 'code-spent', 'guess-limit-hit']);
    expect(world.rows('users')).toEqual([]);
  });

  test('by strangers leave the owner what they do in their session', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const { phone, session } = person;
    world.pass(minuteMs);
    for (const _ of [1, 2]) await guessed(world, await askedFor(world, phone), 5);
    expect(refusal(await verifyCode(world.ports)(await askedFor(world, phone))).kind).toBe('TooManyGuesses');
    const typed = await askedInside(world, person, { purpose: 'step-up' });
    const stepped = value(await stepUp(world.ports)({ session, ...typed }));
    world.pass(minuteMs);
    const last = await askedInside(world, { ...person, ...stepped }, { purpose: 'cancel-account' });
    value(await cancelMyAccount(world.ports)({ session: stepped.session, ...last }));
  });

  test('who asks in a session to take it are those of the account and of the address, and keep nobody from logging in', async () => {
    const world = openWorld();
    const phone = newPhone();
    const claim = async (): Promise<string> => {
      const thief = await signInByThirdParty(world);
      const inside = await askedInside(world, thief, { purpose: 'add-phone', phone });
      const add = (code: string) => addPhone(world.ports)({ ...thief, phone, ...inside, code });
      for (let guess = 0; guess < 4; guess += 1) refusal(await add(anotherCode(inside.code)));
      return refusal(await add(anotherCode(inside.code))).kind;
    };
    // Two accounts have 5 each, and the third has none.
    expect([await claim(), await claim(), await claim()]).toEqual(['CodeSpent', 'CodeSpent', 'TooManyGuesses']);
    expect(world.risks.at(-1)).toMatchObject({ kind: 'guess-limit-hit', rule: 'claims-address' });
    expect(await usedOf(world, 'guesses-address', phone)).toBe(0);
    expect(await usedOf(world, 'guesses-6', 'all')).toBe(0);
    value(await verifyCode(world.ports)(await askedFor(world, phone)));
  });

  test('say nothing against another number', async () => {
    const world = openWorld();
    const phone = newPhone();
    await guessed(world, await askedFor(world, phone), 5);
    await guessed(world, await askedFor(world, phone), 5);
    value(await verifyCode(world.ports)(await askedFor(world)));
  });

  test('are forgotten one by one, each after a tenth of a day', async () => {
    const world = openWorld();
    const phone = newPhone();
    await guessed(world, await askedFor(world, phone), 5);
    await guessed(world, await askedFor(world, phone), 5);
    world.pass(dayMs / 10);
    value(await verifyCode(world.ports)(await askedFor(world, phone)));
  });

  test('are not made by who shows no code, or the right one', async () => {
    const world = openWorld();
    const typed = await askedFor(world);
    refusal(await verifyCode(world.ports)({ ...typed, code: 'abcdef' }));
    value(await verifyCode(world.ports)(typed));
    expect(await usedOf(world, 'guesses-address', typed.phone)).toBe(0);
    expect(await usedOf(world, 'guesses-6', 'all')).toBe(0);
  });
});

test.each(['guesses-account', 'claims-address'] as const)(
  'guesses at the codes to an email address are counted as well: %s',
  async (rule) => {
    const world = openWorld({ signIn: policyWith({ [rule]: 3 }) });
    const { session } = await signIn(world);
    const email = 'ada@example.org';
    const { challenge } = value(await addEmail(world.ports)({ session, email }));
    const code = lastCode(world.mails);
    const confirm = (shown: string) => confirmEmail(world.ports)({ session, email, challenge, code: shown });
    for (const triesLeft of [4, 3, 2]) {
      expect(refusal(await confirm(anotherCode(code)))).toEqual({ kind: 'WrongCode', triesLeft });
    }
    expect(refusal(await confirm(code)).kind).toBe('TooManyGuesses');
    expect(world.risks).toMatchObject([{ kind: 'guess-limit-hit', rule }]);
  },
);

test('guesses in a session at the account’s own contact are 10 a day', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { session } = person;
  const said: string[] = [];
  for (let code = 0; code < 3; code += 1) {
    world.pass(30_000);
    const typed = await askedInside(world, person, { purpose: 'step-up' });
    for (let guess = 0; guess < 5; guess += 1) {
      said.push(refusal(await stepUp(world.ports)({ session, ...typed, code: anotherCode(typed.code) })).kind);
    }
  }
  expect(said.filter((kind) => kind === 'WrongCode' || kind === 'CodeSpent')).toHaveLength(10);
  expect(said.slice(10)).toEqual(Array.from({ length: 5 }, () => 'TooManyGuesses'));
});

test('guesses at codes to somebody’s own addresses lengthen nobody’s code to log in', async () => {
  const world = openWorld({ signIn: policyWith({ 'guesses-6': 3, 'claims-6': 3 }) });
  const person = await signIn(world);
  const asked = await askedFor(world);
  for (let n = 0; n < 3; n += 1) {
    const email = `ada.${n}@example.org`;
    const { challenge } = value(await addEmail(world.ports)({ ...person, email }));
    const code = anotherCode(lastCode(world.mails));
    refusal(await confirmEmail(world.ports)({ ...person, email, challenge, code }));
  }
  const email = 'ada@example.org';
  const { challenge, digits } = value(await addEmail(world.ports)({ ...person, email }));
  expect(digits, 'codes that claim an address are longer').toBe(8);
  value(await confirmEmail(world.ports)({ ...person, email, challenge, code: lastCode(world.mails) }));
  value(await verifyCode(world.ports)(asked));
  expect((await askedFor(world)).code).toHaveLength(6);
});

describe('where everybody together guessed too often', () => {
  /** Three guesses at three numbers: as many as this host bears. */
  async function givenGuessing(limits: Parameters<typeof policyWith>[0] = {}): Promise<World> {
    const world = openWorld({ signIn: policyWith({ 'guesses-6': 3, ...limits }) });
    for (let number = 0; number < 3; number += 1) await guessed(world, await askedFor(world), 1);
    return world;
  }

  test('codes of 6 digits count no more, and cost nobody a try', async () => {
    const world = openWorld({ signIn: policyWith({ 'guesses-6': 3 }) });
    const short = await askedFor(world);
    expect(short.code).toHaveLength(6);
    for (let number = 0; number < 3; number += 1) await guessed(world, await askedFor(world), 1);
    const before = world.rows('challenges');
    expect(refusal(await verifyCode(world.ports)(short))).toEqual({ kind: 'LongerCodeNeeded' });
    expect(world.rows('challenges')).toEqual(before);
    expect(world.risks).toMatchObject([{ kind: 'codes-lengthened', rule: 'guesses-6' }]);
  });

  test('new ones have 8, and count', async () => {
    const world = await givenGuessing();
    const { phone } = await askedFor(world);
    world.pass(30_000);
    const sent = value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    expect(sent.digits).toBe(8);
    const code = lastCode(world.texts);
    expect(code).toHaveLength(8);
    value(await verifyCode(world.ports)({ ...sent, phone, code }));
  });

  test('whoever is logged in gets short ones still', async () => {
    const world = await givenGuessing();
    const person = await signInByThirdParty(world);
    const { code } = await askedInside(world, person, { purpose: 'add-phone', phone: newPhone() });
    expect(code).toHaveLength(6);
    value(await addEmail(world.ports)({ ...person, email: 'ada@example.org' }));
    expect(lastCode(world.mails)).toHaveLength(6);
  });

  test('a guess with 6 digits at a code of 8 is a guess', async () => {
    const world = await givenGuessing();
    const typed = await askedFor(world);
    const guess = await verifyCode(world.ports)({ ...typed, code: typed.code.slice(0, 6) });
    expect(refusal(guess)).toEqual({ kind: 'WrongCode', triesLeft: 4 });
    expect(await usedOf(world, 'guesses-8', 'all')).toBeGreaterThan(0);
  });

  test('and at codes of 8 digits too, no code counts any more', async () => {
    const world = await givenGuessing({ 'guesses-8': 2 });
    const typed = await askedFor(world);
    await guessed(world, await askedFor(world), 2);
    expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('TooManyGuesses');
    expect(world.rows('users')).toEqual([]);
  });

  test('codes have 6 digits again once that is forgotten', async () => {
    const world = await givenGuessing();
    world.pass(10 * dayMs - hourMs);
    expect((await askedFor(world)).code).toHaveLength(8);
    world.pass(hourMs);
    value(await verifyCode(world.ports)(await askedFor(world)));
    expect(lastCode(world.texts)).toHaveLength(6);
  });
});
