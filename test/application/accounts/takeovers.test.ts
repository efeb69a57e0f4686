import { describe, expect, test } from 'vitest';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { proveSecond } from '../../../src/application/accounts/second-proof.ts';
import { undoContactChange } from '../../../src/application/accounts/undo-contact-change.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { phoneOf } from '../../../src/domain/user/user.ts';
import {
  answerFor,
  askedFor,
  givenEmail,
  givenPhone,
  identityOf,
  linked,
  movedTo,
  type Person,
  signIn,
  signInByThirdParty,
} from '../people.ts';
import { openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { refusal, tokenIn, value } from '../world.ts';
import { dormantMs, provedPhone } from './dormant.ts';

/** Whole plots of somebody who got into an account, in the order in which they would go about it; the owner always gets it back. */

const email = 'ada@example.org';
const login = { kind: 'third-party', ...identityOf('ada') } as const;

/** Somebody who has had a phone and an email for days. */
async function givenOwner(world: RentalWorld): Promise<Person> {
  const first = await signIn(world);
  await givenEmail(world, first, email);
  world.pass(4 * dayMs);
  return signIn(world, first.phone);
}

async function messagesTo(world: RentalWorld, to: string) {
  for (let passes = 0; passes < 3; passes += 1) value(await deliverDue(world.ports)({ limit: 200 }));
  return [...world.texts, ...world.mails].filter((one) => one.about === 'contact-changed' && one.to === to);
}

/** The owner undoes by the newest message to a contact. */
async function undoneBy(world: RentalWorld, contact: string) {
  const token = tokenIn((await messagesTo(world, contact)).at(-1));
  return undoContactChange(world.ports)({ token });
}

async function accountOf(world: RentalWorld, { subject }: Pick<Person, 'subject'>) {
  const user = value(await world.ports.store.reads.user(subject, 'data-subject-rights'));
  return { phone: user && phoneOf(user), email: user?.email ?? null, logins: user?.logins.length };
}

describe('a thief’s own phone does not take the place of a third party’s login', () => {
  test('where it is the first contact of all, of which nobody can be told', async () => {
    const world = openRentalWorld();
    const me = await signInByThirdParty(world, 'ada');
    world.pass(30 * dayMs);
    const thief = await givenPhone(world, await signInByThirdParty(world, 'ada'));
    expect(refusal(await removeLogin(world.ports)({ session: thief.session, login })).kind).toBe('OtherLoginsTooNew');
    const owner = await signInByThirdParty(world, 'ada');
    value(await removeLogin(world.ports)({ session: owner.session, login: { kind: 'phone' } }));
    expect(await messagesTo(world, thief.phone), 'nor can it be had back').toEqual([]);
    expect((await accountOf(world, me)).phone).toBeNull();
  });

  test('where it replaces one that nobody proved for long', async () => {
    const world = openRentalWorld();
    const me = await signIn(world);
    await linked(world, me, identityOf('ada'));
    world.pass(dormantMs);
    const thief = await movedTo(world, await signInByThirdParty(world, 'ada'));
    expect(refusal(await removeLogin(world.ports)({ session: thief.session, login })).kind).toBe('OtherLoginsTooNew');
  });
});

describe('the newest message undoes all of it', () => {
  test('a login of the thief’s that was linked before the first of the changes', async () => {
    const world = openRentalWorld();
    const me = await givenOwner(world);
    await linked(world, me, identityOf('thief'));
    world.pass(2 * dayMs);
    const thief = await movedTo(world, await signInByThirdParty(world, 'thief'));
    world.pass(2 * dayMs);
    await givenEmail(world, await signIn(world, thief.phone), 'thief@example.org');
    value(await undoneBy(world, email));
    expect(await accountOf(world, me)).toEqual({ phone: me.phone, email, logins: 1 });
    expect((await signInByThirdParty(world, 'thief')).subject).not.toBe(me.subject);
  });

  test('however far apart the changes are: neither contact gets free before the other', async () => {
    const world = openRentalWorld();
    const me = await givenOwner(world);
    await givenEmail(world, me, 'thief@example.org');
    world.pass(2.9 * dayMs);
    await movedTo(world, await signIn(world, me.phone));
    world.pass(0.2 * dayMs); // more than 3 days after the first one
    const other = await signIn(world);
    await expect(givenEmail(world, other, email)).rejects.toThrow('ContactReserved');
    value(await undoneBy(world, me.phone));
    expect(await accountOf(world, me)).toEqual({ phone: me.phone, email, logins: 1 });
  });

  test('and whoever came within those days undoes nothing of it', async () => {
    const world = openRentalWorld();
    const me = await givenOwner(world);
    const thief = await movedTo(world, me);
    world.pass(2.9 * dayMs);
    await givenEmail(world, await signIn(world, thief.phone), 'thief@example.org');
    world.pass(0.2 * dayMs);
    await movedTo(world, await signIn(world, thief.phone));
    expect(await messagesTo(world, thief.phone)).toEqual([]);
    expect(await messagesTo(world, 'thief@example.org')).toEqual([]);
    value(await undoneBy(world, email));
    expect(await accountOf(world, me)).toEqual({ phone: me.phone, email, logins: 1 });
  });
});

describe('a phone that nobody proved for long', () => {
  async function givenDormant(world: RentalWorld): Promise<Person> {
    const first = await signIn(world);
    await givenEmail(world, first, email);
    await linked(world, first, identityOf('ada'));
    world.pass(dormantMs);
    return { ...(await signInByThirdParty(world, 'ada')), phone: first.phone };
  }

  test('stays where only the email is put back', async () => {
    const world = openRentalWorld();
    const me = await givenDormant(world);
    await givenEmail(world, me, 'thief@example.org');
    value(await undoneBy(world, email));
    expect(await accountOf(world, me)).toEqual({ phone: me.phone, email, logins: 2 });
  });

  test('is put back where it was replaced, as one that opens nothing by itself', async () => {
    const world = openRentalWorld();
    const me = await givenDormant(world);
    await movedTo(world, me);
    expect(await messagesTo(world, me.phone), 'whoever has it now is told nothing').toEqual([]);
    value(await undoneBy(world, email));
    expect(await accountOf(world, me)).toEqual({ phone: me.phone, email, logins: 2 });
    expect(refusal(await verifyCode(world.ports)(await askedFor(world, me.phone))).kind).toBe('SecondProofNeeded');
  });

  test('is put back where it was taken away', async () => {
    const world = openRentalWorld();
    const me = await givenDormant(world);
    value(await removeLogin(world.ports)({ session: me.session, login: { kind: 'phone' } }));
    value(await undoneBy(world, email));
    expect((await accountOf(world, me)).phone).toBe(me.phone);
  });
});

describe('whoever had the line for an hour', () => {
  test('is out once its owner proves the number: the message that the thief read comes again', async () => {
    const world = openRentalWorld();
    const me = await signIn(world);
    await linked(world, me, identityOf('ada'));
    world.pass(10 * dayMs);
    const swapped = await signIn(world, me.phone);
    value(await removeLogin(world.ports)({ session: swapped.session, login }));
    const thief = await movedTo(world, swapped);
    expect(await messagesTo(world, me.phone)).toHaveLength(1); // the thief read it
    world.pass(dayMs);
    expect(refusal(await verifyCode(world.ports)(await askedFor(world, me.phone))).kind).toBe('ContactReserved');
    expect(await messagesTo(world, me.phone)).toHaveLength(2);
    value(await undoneBy(world, me.phone));
    expect((await signIn(world, me.phone)).subject).toBe(me.subject);
    expect((await signIn(world, thief.phone)).subject).not.toBe(me.subject);
  });

  test('and nobody but who proves the number is sent it', async () => {
    const world = openRentalWorld();
    const me = await givenOwner(world);
    await movedTo(world, me);
    const before = (await messagesTo(world, me.phone)).length;
    const mails = (await messagesTo(world, email)).length;
    const typed = await askedFor(world, me.phone);
    expect(
      refusal(await verifyCode(world.ports)({ ...typed, code: typed.code === '000000' ? '000001' : '000000' })).kind,
    ).toBe('WrongCode');
    expect(await messagesTo(world, me.phone)).toHaveLength(before);
    expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('ContactReserved');
    expect(await messagesTo(world, me.phone)).toHaveLength(before + 1);
    expect(await messagesTo(world, email), 'and by no other way').toHaveLength(mails);
  });
});

describe('whoever has a number by now that nobody proved for long', () => {
  async function givenAccount(world: RentalWorld): Promise<Person> {
    const first = await signIn(world);
    await linked(world, first, identityOf('ada'));
    await givenEmail(world, first, email);
    world.pass(dormantMs);
    return { ...(await signInByThirdParty(world, 'ada')), phone: first.phone };
  }

  test('and a session, does not make it count by taking it away and proving it again', async () => {
    const world = openRentalWorld();
    const me = await givenAccount(world);
    value(await removeLogin(world.ports)({ session: me.session, login: { kind: 'phone' } }));
    await givenPhone(world, me, me.phone);
    expect(refusal(await removeLogin(world.ports)({ session: me.session, login })).kind).toBe('OtherLoginsTooNew');
    value(await undoneBy(world, email));
    expect((await signInByThirdParty(world, 'ada')).subject).toBe(me.subject);
  });

  test('gets in by no email and no identity that came lately', async () => {
    const world = openRentalWorld();
    const me = await givenAccount(world);
    await linked(world, me, identityOf('thief'));
    const pending = await provedPhone(world, me.phone);
    const answer = await answerFor(world, 'second-proof', identityOf('thief'));
    const tried = await proveSecond(world.ports)({ ...pending, second: { kind: 'third-party', ...answer } });
    expect(refusal(tried).kind).toBe('NotYourAccount');
    const own = await answerFor(world, 'second-proof', identityOf('ada'));
    expect(value(await proveSecond(world.ports)({ ...pending, second: { kind: 'third-party', ...own } })).subject).toBe(
      me.subject,
    );
  });

  test('is told of at the email, once it counts again', async () => {
    const world = openRentalWorld();
    const me = await givenAccount(world);
    const pending = await provedPhone(world, me.phone);
    const own = await answerFor(world, 'second-proof', identityOf('ada'));
    value(await proveSecond(world.ports)({ ...pending, second: { kind: 'third-party', ...own } }));
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.mails.at(-1)).toMatchObject({ about: 'login-changed', to: email });
  });
});

test('a third party’s login stays while phone or email were changed: who would be told is the thief', async () => {
  const world = openRentalWorld();
  const first = await givenOwner(world);
  await linked(world, first, identityOf('ada'));
  await linked(world, first, identityOf('other'));
  world.pass(4 * dayMs);
  const thief = await signIn(world, first.phone);
  await givenEmail(world, thief, 'thief@example.org');
  expect(refusal(await removeLogin(world.ports)({ session: thief.session, login })).kind).toBe('OtherLoginsTooNew');
});

test('one right code brings one message, however often it is shown', async () => {
  const world = openRentalWorld();
  const me = await givenOwner(world);
  await movedTo(world, me);
  const before = (await messagesTo(world, me.phone)).length;
  const typed = await askedFor(world, me.phone);
  for (let times = 0; times < 10; times += 1) {
    expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('ContactReserved');
  }
  expect(await messagesTo(world, me.phone)).toHaveLength(before + 1);
});

test('a number that one gave up is not kept from its next holder by changing for ever', async () => {
  const world = openRentalWorld();
  const me = await signIn(world);
  let one = await movedTo(world, me);
  for (let times = 0; times < 12; times += 1) {
    world.pass(2.9 * dayMs);
    one = await movedTo(world, await signIn(world, one.phone));
  }
  expect((await signIn(world, me.phone)).subject).not.toBe(me.subject);
  const texts = (await messagesTo(world, me.phone)).length;
  expect(texts).toBeLessThan(12);
  world.pass(minuteMs);
  expect(await messagesTo(world, me.phone)).toHaveLength(texts);
});
