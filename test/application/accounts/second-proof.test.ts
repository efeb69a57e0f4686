import { describe, expect, test } from 'vitest';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { type ProveSecondInput, proveSecond } from '../../../src/application/accounts/second-proof.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { Day, dayMs, minuteMs } from '../../../src/domain/instant.ts';
import {
  answerFor,
  askedFor,
  askedInside,
  givenEmail,
  identityOf,
  linked,
  movedTo,
  type Person,
  signIn,
  signInByThirdParty,
} from '../people.ts';
import { givenRider, openRentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { anotherCode, lastCode, newPhone, openWorld, refusal, value, type World } from '../world.ts';
import { dormantMs, type ProvedPhone, provedPhone } from './dormant.ts';

const email = 'ada@example.org';

/** Somebody with a phone, an email and a third party’s login, whom nobody saw for half a year. */
async function givenDormant(world: World = openWorld()): Promise<{ readonly world: World; readonly person: Person }> {
  const person = await signIn(world);
  await givenEmail(world, person, email);
  await linked(world, person, identityOf('ada'));
  world.pass(dormantMs);
  return { world, person };
}

/** Has a code sent to an email address as a second proof, and reads it there. */
async function mailed(world: World, proved: ProvedPhone, to: string): Promise<ProveSecondInput['second']> {
  const asked = await requestCode(world.ports)({ purpose: 'second-proof', ...proved, email: to });
  return { kind: 'email', email: to, challenge: value(asked).challenge, code: lastCode(world.mails) };
}

async function vouched(world: World, name: string): Promise<ProveSecondInput['second']> {
  return { kind: 'third-party', ...(await answerFor(world, 'second-proof', identityOf(name))) };
}

const prove = async (world: World, proved: ProvedPhone, second: ProveSecondInput['second']) =>
  proveSecond(world.ports)({ ...proved, second });

describe('a phone that nobody proved for half a year', () => {
  test('opens nothing by itself, and that is on record', async () => {
    const { world, person } = await givenDormant();
    const [users, sessions] = [world.rows('users'), world.rows('sessions')];
    const { by } = await provedPhone(world, person.phone);
    expect(by).toEqual(['email', 'third-party']);
    expect([world.rows('users'), world.rows('sessions')]).toEqual([users, sessions]);
    expect(world.risks).toMatchObject([{ kind: 'second-proof-demanded' }]);
  });

  test('says what the account knows the person by, and no value of it', async () => {
    const world = openWorld();
    const [alone, mailer, google] = [await signIn(world), await signIn(world), await signIn(world)];
    await givenEmail(world, mailer, email);
    await linked(world, google, identityOf('ada'));
    world.pass(dormantMs);
    expect((await provedPhone(world, alone.phone)).by).toEqual([]);
    const ofMailer = await provedPhone(world, mailer.phone);
    expect(ofMailer.by).toEqual(['email']);
    expect((await provedPhone(world, google.phone)).by).toEqual(['third-party']);
    expect(JSON.stringify(ofMailer)).not.toMatch(/ada|example/);
  });

  test('opens its account on the last day, and not on the day after', async () => {
    for (const [days, opens] of [
      [181, true],
      [182, false],
    ] as const) {
      const world = openWorld();
      const { phone } = await signIn(world);
      world.pass(days * dayMs);
      expect(Day.ofInstant(world.ports.clock.now())).toBe(opens ? '2027-05-23' : '2027-05-24');
      expect((await verifyCode(world.ports)(await askedFor(world, phone))).isOk()).toBe(opens);
    }
  });

  test('uses its code up all the same', async () => {
    const { world, person } = await givenDormant();
    const typed = await askedFor(world, person.phone);
    refusal(await verifyCode(world.ports)(typed));
    expect(refusal(await verifyCode(world.ports)(typed))).toEqual({ kind: 'UnknownCode' });
  });
});

describe('the half year counts from', () => {
  test('the last proof of the phone, and not from the last log-in with somebody else’s word', async () => {
    const { world, person } = await givenDormant(openWorld());
    for (let month = 0; month < 3; month += 1) {
      await signInByThirdParty(world, 'ada');
      world.pass(30 * dayMs);
    }
    expect((await provedPhone(world, person.phone)).by).toContain('third-party');
  });

  test('it and not from a rental', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await linked(world, person, identityOf('ada'));
    world.pass(dormantMs);
    const me = await signInByThirdParty(world, 'ada');
    await rentOne(world, me);
    await provedPhone(world, person.phone);
  });

  const proofs: Readonly<Record<string, (world: World, person: Person) => Promise<string>>> = {
    'a log-in': async (world, { phone }) => (await signIn(world, phone)).phone,
    'a step-up': async (world, person) => {
      const me = await signInByThirdParty(world, 'ada');
      const typed = await askedInside(world, me, { purpose: 'step-up' });
      value(await stepUp(world.ports)({ session: me.session, ...typed }));
      return person.phone;
    },
    'a change of the phone': async (world) => (await movedTo(world, await signInByThirdParty(world, 'ada'))).phone,
  };

  test.each(Object.entries(proofs))('%s by which it was proved', async (_, proof) => {
    const world = openWorld();
    const person = await signIn(world);
    await linked(world, person, identityOf('ada'));
    world.pass(100 * dayMs);
    const phone = await proof(world, person);
    world.pass(100 * dayMs);
    expect((await signIn(world, phone)).subject).toBe(person.subject);
  });

  test('and not from a step-up by email', async () => {
    const world = openWorld();
    const person = await signIn(world);
    await givenEmail(world, person, email);
    await linked(world, person, identityOf('ada'));
    world.pass(100 * dayMs);
    const me = await signInByThirdParty(world, 'ada');
    const typed = await askedInside(world, me, { purpose: 'step-up', to: 'email' });
    value(await stepUp(world.ports)({ session: me.session, ...typed }));
    world.pass(100 * dayMs);
    await provedPhone(world, person.phone);
  });
});

describe('the old account opens', () => {
  test('with the email as a second proof', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const signedIn = value(await prove(world, proved, await mailed(world, proved, email)));
    expect(signedIn).toMatchObject({ subject: person.subject, isNew: false });
    expect(value(await myAccount(world.ports)(signedIn)).email).toBe(email);
  });

  test('with a third party’s login as a second proof', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    expect(value(await prove(world, proved, await vouched(world, 'ada'))).subject).toBe(person.subject);
  });

  test('once, and from then on for half a year by the phone alone', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    value(await prove(world, proved, await mailed(world, proved, email)));
    expect(refusal(await prove(world, proved, await vouched(world, 'ada')))).toEqual({ kind: 'UnknownCode' });
    world.pass(100 * dayMs);
    expect((await signIn(world, person.phone)).subject).toBe(person.subject);
  });
});

describe('it stays closed', () => {
  test('to who proves another email, each time for one of 5 tries', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const sessions = world.rows('sessions');
    for (let tries = 0; tries < 5; tries += 1) {
      const second = await mailed(world, proved, `eve.${tries}@example.org`);
      expect(refusal(await prove(world, proved, second))).toEqual({ kind: 'NotYourAccount' });
    }
    const asked = await requestCode(world.ports)({ purpose: 'second-proof', ...proved, email });
    expect(refusal(asked)).toEqual({ kind: 'UnknownCode' });
    expect(refusal(await prove(world, proved, await vouched(world, 'ada')))).toEqual({ kind: 'CodeSpent' });
    expect(world.rows('sessions')).toEqual(sessions);
    expect(world.risks.filter(({ kind }) => kind === 'second-proof-refused')).toHaveLength(5);
  });

  test('to who is somebody else at a third party', async () => {
    const { world, person } = await givenDormant();
    await signInByThirdParty(world, 'eve');
    const proved = await provedPhone(world, person.phone);
    for (const name of ['eve', 'nobody-yet']) {
      expect(refusal(await prove(world, proved, await vouched(world, name)))).toEqual({ kind: 'NotYourAccount' });
    }
    const elsewhere = await answerFor(world, 'second-proof', identityOf('ada', 'https://other.example.org'));
    const refused = await prove(world, proved, { kind: 'third-party', ...elsewhere });
    expect(refusal(refused)).toEqual({ kind: 'NotYourAccount' });
  });

  test('to an identity that says it has the email of the account', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const claims = { ...identityOf('eve'), email, emailVerified: true };
    const second = { kind: 'third-party', ...(await answerFor(world, 'second-proof', claims)) } as const;
    expect(refusal(await prove(world, proved, second))).toEqual({ kind: 'NotYourAccount' });
  });

  test('to a wrong code, which costs one of its own tries', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const second = await mailed(world, proved, email);
    if (second.kind !== 'email') throw new Error('It went by mail');
    const wrong = { ...second, code: anotherCode(second.code) };
    expect(refusal(await prove(world, proved, wrong))).toEqual({ kind: 'WrongCode', triesLeft: 4 });
    value(await prove(world, proved, second));
  });

  test('to another device, which costs its owner no try and sends nothing', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const second = await mailed(world, proved, email);
    const { device } = await askedFor(world);
    const before = world.everything();
    const asked = await requestCode(world.ports)({
      purpose: 'second-proof',
      ...proved,
      device,
      email: 'eve@example.org',
    });
    expect(refusal(asked)).toEqual({ kind: 'UnknownCode' });
    expect(refusal(await prove(world, { ...proved, device }, second))).toEqual({ kind: 'UnknownCode' });
    expect(world.everything()).toEqual(before);
    value(await prove(world, proved, second));
  });

  test('to another number', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const phone = newPhone();
    const asked = await requestCode(world.ports)({ purpose: 'second-proof', ...proved, phone, email });
    expect(refusal(asked)).toEqual({ kind: 'UnknownCode' });
    const refused = await prove(world, { ...proved, phone }, await vouched(world, 'ada'));
    expect(refusal(refused)).toEqual({ kind: 'UnknownCode' });
  });

  test('to who comes after 10 minutes', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    world.pass(10 * minuteMs);
    const asked = await requestCode(world.ports)({ purpose: 'second-proof', ...proved, email });
    expect(refusal(asked)).toEqual({ kind: 'UnknownCode' });
    expect(refusal(await prove(world, proved, await vouched(world, 'ada')))).toEqual({ kind: 'CodeExpired' });
  });

  test('to a third party’s login that was begun for something else', async () => {
    const { world, person } = await givenDormant();
    const proved = await provedPhone(world, person.phone);
    const second = { kind: 'third-party', ...(await answerFor(world, 'log-in', identityOf('ada'))) } as const;
    expect(refusal(await prove(world, proved, second))).toEqual({ kind: 'UnknownAttempt' });
  });

  test('to who shows the name of the proof as if it were a code', async () => {
    const { world, person } = await givenDormant();
    const { phone, device, pending } = await provedPhone(world, person.phone);
    for (const code of ['00000000', '123456']) {
      const refused = await verifyCode(world.ports)({ phone, device, challenge: pending, code });
      expect(refusal(refused)).toEqual({ kind: 'UnknownCode' });
    }
  });

  test('to who proved no phone at all', async () => {
    const { world, person } = await givenDormant();
    const { device, phone, challenge } = await askedFor(world, person.phone);
    const asked = await requestCode(world.ports)({ purpose: 'second-proof', phone, device, pending: challenge, email });
    expect(refusal(asked)).toEqual({ kind: 'UnknownCode' });
    expect(world.mails).toHaveLength(1); // the one that confirmed the address
  });
});

test('the email of the account and any other one get the same answer and the same mail', async () => {
  const { world, person } = await givenDormant();
  const proved = await provedPhone(world, person.phone);
  const ask = async (to: string) =>
    value(await requestCode(world.ports)({ purpose: 'second-proof', ...proved, email: to }));
  const [known, unknown] = [await ask(email), await ask('eve@example.org')];
  const alike = { challenge: null, device: null };
  expect({ ...known, ...alike }).toEqual({ ...unknown, ...alike });
  const [toKnown, toUnknown] = world.mails.slice(-2).map(({ text }) => text.replace(/\d+/, ''));
  expect(toKnown).toBe(toUnknown);
});

test('no message about the account goes to a number that may be somebody else’s by now', async () => {
  // Reported: receipts and notices go by text to a phone that would not open the account any more.
  const world = openRentalWorld();
  const person = await givenRider(world);
  await linked(world, person, identityOf('ada'));
  world.pass(dormantMs);
  const me = await signInByThirdParty(world, 'ada');
  await rentAndReturn(world, me);
  value(await deliverDue(world.ports)({ limit: 20 }));
  expect(world.texts.filter(({ about }) => about === 'receipt')).toEqual([]);
});

test('a third party’s login opens its account however long nobody proved the phone', async () => {
  const { world, person } = await givenDormant();
  world.pass(400 * dayMs);
  const signedIn = value(await logInWithThirdParty(world.ports)(await answerFor(world, 'log-in', identityOf('ada'))));
  expect(signedIn.subject).toBe(person.subject);
});
