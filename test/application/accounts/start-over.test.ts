import { describe, expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { mySessions } from '../../../src/application/accounts/my-sessions.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { proveSecond } from '../../../src/application/accounts/second-proof.ts';
import { startOver } from '../../../src/application/accounts/start-over.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { listCards } from '../../../src/application/cards/list-cards.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { myOrders } from '../../../src/application/orders/my-orders.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { exportMyData } from '../../../src/application/privacy/export-my-data.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { policyWith } from '../budgets.ts';
import {
  answerFor,
  askedFor,
  givenEmail,
  identityOf,
  linked,
  type Person,
  signIn,
  signInByThirdParty,
} from '../people.ts';
import { carriedOn, held } from '../privacy/erasing.ts';
import { giveCard, givenRider, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { newPhone, refusal, value } from '../world.ts';
import { dormantMs, type ProvedPhone, provedPhone } from './dormant.ts';

const email = 'ada@example.org';

/** Somebody with a card, a paid rental and an email, who was not seen for half a year. */
async function givenFormer(world: RentalWorld, more: { readonly identity?: string } = {}): Promise<Person> {
  const person = await givenRider(world);
  await givenEmail(world, person, email);
  if (more.identity !== undefined) await linked(world, person, identityOf(more.identity));
  const { payment } = await rentAndReturn(world, person);
  value(await charge(world.ports)({ payment }));
  value(await deliverDue(world.ports)({ limit: 20 }));
  world.pass(dormantMs);
  return person;
}

const over = async (world: RentalWorld, proved: ProvedPhone) => startOver(world.ports)(proved);

/** What a new account shows of itself: nothing that was there before. */
async function isEmpty(world: RentalWorld, me: Pick<Person, 'session'>, phone: string): Promise<void> {
  const account = value(await myAccount(world.ports)(me));
  expect(account).toMatchObject({ logins: [{ kind: 'phone', phone }], email: null, username: null });
  expect(value(await listCards(world.ports)(me))).toEqual([]);
  expect(value(await myOrders(world.ports)(me))).toEqual([]);
  expect(value(await mySessions(world.ports)(me))).toHaveLength(1);
}

describe('who has the number now begins anew', () => {
  test('where the old account has another way in, which keeps it, without the phone', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world, { identity: 'ada' });
    const proved = await provedPhone(world, former.phone);
    const me = value(await over(world, proved));
    expect(me).toMatchObject({ isNew: true });
    expect(me.subject).not.toBe(former.subject);
    await isEmpty(world, me, former.phone);
    const old = await signInByThirdParty(world, 'ada');
    expect(old.subject).toBe(former.subject);
    const account = value(await myAccount(world.ports)(old));
    expect(account.logins).toEqual([{ kind: 'third-party', identity: identityOf('ada') }]);
    expect(account.email).toBe(email);
    expect(value(await listCards(world.ports)(old))).toHaveLength(1);
    expect((await signIn(world, former.phone)).subject).toBe(me.subject);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['second-proof-demanded', 'phone-started-over']);
  });

  test('and the old account is told by its email, never by the phone', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world, { identity: 'ada' });
    const proved = await provedPhone(world, former.phone);
    value(await over(world, proved));
    const texts = world.texts.length;
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.mails.at(-1)).toMatchObject({ about: 'login-changed', to: email });
    expect(world.texts).toHaveLength(texts);
    expect(world.mails.at(-1)?.text, 'nobody can put the phone back').not.toContain('contact-changes');
  });

  test('where it has none, nobody can ever come back to it: it is erased by the protocol', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world);
    const me = value(await over(world, await provedPhone(world, former.phone)));
    expect(me.isNew).toBe(true);
    await isEmpty(world, me, former.phone);
    const erasure = value(await world.ports.store.reads.erasureOf(former.subject));
    expect(erasure).toMatchObject({ request: { kind: 'recycled-phone' }, state: 'certified' });
    expect(value(await world.ports.vault.keyClassesOf(former.subject))).toEqual([]);
    expect(world.processor.forgotten).toHaveLength(1);
    expect(JSON.stringify(world.everything())).not.toContain(email);
    expect(world.mails.at(-1)).toMatchObject({ about: 'goodbye', to: email });
    value(await exportMyData(world.ports)(me));
    expect(JSON.stringify(world.exports.at(-1))).not.toContain(former.subject);
  });

  test('at once, where something holds the erasure up', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world);
    const proved = await provedPhone(world, former.phone);
    world.broken.vault = portFailure('Vault', true);
    expect(refusal(await over(world, proved)).kind).toBe('PortFailure'); // not even fenced
    delete world.broken.vault;
    world.processor.weather.push('request-lost');
    const me = value(await over(world, proved));
    expect(me.subject).not.toBe(former.subject);
    expect(value(await world.ports.store.reads.user(former.subject, 'data-subject-rights'))).toBeNull();
    expect(world.rows('sessions').filter((row) => (row as Person).subject === former.subject)).toEqual([]);
    world.pass(5 * minuteMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    await isEmpty(world, me, former.phone);
  });

  test('and whoever is still logged in to the old account is not in the new one', async () => {
    const signInPolicy = policyWith({}, { phoneDormancy: 'P3D' });
    const world = openRentalWorld({ signIn: signInPolicy });
    const former = await givenRider(world);
    await linked(world, former, identityOf('ada'));
    world.pass(4 * dayMs);
    const me = value(await over(world, await provedPhone(world, former.phone)));
    expect(value(await authenticate(world.ports)(former)).subject).toBe(former.subject);
    expect(me.subject).not.toBe(former.subject);
    expect(value(await mySessions(world.ports)(me))).toHaveLength(1);
  });
});

describe('nobody begins anew', () => {
  test('on another device, with another number, or without a proof', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world);
    const proved = await provedPhone(world, former.phone);
    const { device, challenge } = await askedFor(world);
    const before = world.everything();
    expect(refusal(await over(world, { ...proved, device }))).toEqual({ kind: 'UnknownCode' });
    expect(refusal(await over(world, { ...proved, phone: newPhone() }))).toEqual({ kind: 'UnknownCode' });
    expect(refusal(await over(world, { ...proved, pending: challenge }))).toEqual({ kind: 'UnknownCode' });
    expect(world.everything()).toEqual(before);
    value(await over(world, proved));
  });

  test('after 10 minutes', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world);
    const proved = await provedPhone(world, former.phone);
    world.pass(10 * minuteMs);
    expect(refusal(await over(world, proved))).toEqual({ kind: 'CodeExpired' });
    expect(world.rows('users')).toMatchObject([{ subject: former.subject, state: 'active' }]);
  });

  test('twice', async () => {
    const world = openRentalWorld();
    const proved = await provedPhone(world, (await givenFormer(world)).phone);
    const me = value(await over(world, proved));
    expect(refusal(await over(world, proved))).toEqual({ kind: 'UnknownCode' });
    expect(value(await authenticate(world.ports)(me)).subject).toBe(me.subject);
  });

  test('with a proof whose tries are used up', async () => {
    const world = openRentalWorld();
    const proved = await provedPhone(world, (await givenFormer(world)).phone);
    for (let tries = 0; tries < 5; tries += 1) {
      const second = { kind: 'third-party', ...(await answerFor(world, 'second-proof', identityOf('eve'))) } as const;
      refusal(await proveSecond(world.ports)({ ...proved, second }));
    }
    expect(refusal(await over(world, proved))).toEqual({ kind: 'CodeSpent' });
  });

  test('in the place of who proved the account a moment ago', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world);
    const one = await provedPhone(world, former.phone);
    const other = await provedPhone(world, former.phone);
    const asked = value(await requestCode(world.ports)({ purpose: 'second-proof', ...one, email }));
    const [, code = ''] = /Code: (\d+)/.exec(world.mails.at(-1)?.text ?? '') ?? [];
    const second = { kind: 'email', email, challenge: asked.challenge, code } as const;
    expect(value(await proveSecond(world.ports)({ ...one, second })).subject).toBe(former.subject);
    refusal(await over(world, other));
    expect(value(await world.ports.store.reads.user(former.subject, 'data-subject-rights'))).not.toBeNull();
  });

  test('in the place of a new account, with a proof from before', async () => {
    const world = openRentalWorld();
    const former = await givenFormer(world, { identity: 'ada' });
    const one = await provedPhone(world, former.phone);
    const other = await provedPhone(world, former.phone);
    const me = value(await over(world, one));
    await giveCard(world, { ...me, phone: former.phone });
    await startOver(world.ports)(other).match(
      () => undefined,
      () => undefined,
    );
    expect(value(await world.ports.store.reads.user(me.subject, 'data-subject-rights'))).not.toBeNull();
  });
});

test('a hold on the old account does not keep who has the number now out', async () => {
  const world = openRentalWorld({ signIn: policyWith({}, { phoneDormancy: 'P3D' }) });
  const former = await givenRider(world);
  await held(world, former.subject, { scope: 'person' });
  world.pass(4 * dayMs);
  const me = value(await over(world, await provedPhone(world, former.phone)));
  expect(me.isNew).toBe(true);
  const again = value(await verifyCode(world.ports)(await askedFor(world, former.phone)));
  expect(again.subject).toBe(me.subject);
  const old = world.rows('users').find((row) => (row as Person).subject === former.subject);
  expect(old, 'the old account waits for the end of the hold').toMatchObject({ state: 'leaving' });
});

test('who has the number now reads nothing of the old account, not even its goodbye', async () => {
  const world = openRentalWorld();
  const former = await givenRider(world);
  world.pass(dormantMs);
  const proved = await provedPhone(world, former.phone);
  const texts = world.texts.length;
  value(await over(world, proved));
  expect(world.texts.slice(texts)).toEqual([]);
});
