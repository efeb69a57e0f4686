import { expect, test } from 'vitest';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { undoContactChange } from '../../../src/application/accounts/undo-contact-change.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { dayMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import type { SessionToken } from '../../../src/domain/session/session-token.ts';
import { givenEmail, givenPhone, identityOf, linked, movedTo, signIn, signInByThirdParty } from '../people.ts';
import { openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { newPhone, refusal, tokenIn, value } from '../world.ts';
import { dormantMs } from './dormant.ts';

/** What somebody who was in an account can leave there, or take away, without its owner ever hearing of it. */

async function messagesTo(world: RentalWorld, to: string): Promise<readonly string[]> {
  value(await deliverDue(world.ports)({ limit: 20 }));
  return [...world.texts, ...world.mails]
    .filter((one) => one.to === to && one.about !== 'code')
    .map(({ about }) => about);
}

test('the phone is told of the first email that is added', async () => {
  const world = openRentalWorld();
  const me = await signIn(world);
  await givenEmail(world, me, 'thief@example.org');
  expect(await messagesTo(world, me.phone)).not.toEqual([]);
});

test('with a phone that is put back the first email goes that was added just before it was changed', async () => {
  const world = openRentalWorld();
  const me = await signIn(world);
  await givenEmail(world, me, 'thief@example.org');
  world.pass(1);
  await movedTo(world, me);
  await messagesTo(world, me.phone);
  const token = tokenIn(world.texts.findLast(({ about, to }) => about === 'contact-changed' && to === me.phone));
  value(await undoContactChange(world.ports)({ token }));
  expect(value(await myAccount(world.ports)(await signIn(world, me.phone))).email).toBeNull();
});

test('the email is told of a phone that is added', async () => {
  const world = openRentalWorld();
  await givenEmail(world, await signInByThirdParty(world, 'ada'), 'ada@example.org');
  world.pass(3 * dayMs);
  const me = await signInByThirdParty(world, 'ada');
  await messagesTo(world, 'ada@example.org');
  const before = world.mails.length;
  await givenPhone(world, me);
  value(await deliverDue(world.ports)({ limit: 20 }));
  expect(world.mails.slice(before).map(({ to }) => to)).toEqual(['ada@example.org']);
});

test('a number that may be somebody else’s by now is told nothing, and has nothing to undo', async () => {
  const world = openRentalWorld();
  const me = await signIn(world);
  await linked(world, me, identityOf('old'));
  world.pass(dormantMs); // the number is somebody else's now
  const owner = await signInByThirdParty(world, 'old');
  const before = (await messagesTo(world, me.phone)).length;
  await movedTo(world, owner);
  expect(await messagesTo(world, me.phone)).toHaveLength(before);
});

test('a third party’s login stays where all others came lately: a thief’s own does not take its place', async () => {
  const world = openRentalWorld();
  const me = await signInByThirdParty(world, 'ada');
  await givenEmail(world, me, 'ada@example.org');
  await linked(world, me, identityOf('thief'));
  await givenPhone(world, me);
  const removed = async ({ session }: { readonly session: SessionToken }, name: string) =>
    removeLogin(world.ports)({ session, login: { kind: 'third-party', ...identityOf(name) } });
  const until = Instant.plusMs(world.ports.clock.now(), 3 * dayMs);
  expect(refusal(await removed(me, 'ada'))).toEqual({ kind: 'OtherLoginsTooNew', until });
  world.pass(3 * dayMs - 1);
  const owner = await signInByThirdParty(world, 'ada');
  expect(refusal(await removed(owner, 'ada'))).toEqual({ kind: 'OtherLoginsTooNew', until });
  value(await removed(owner, 'thief')); // what came lately may go at once
  world.pass(1);
  value(await removed(owner, 'ada')); // the phone counts by now
});

test('nor does a phone that may be somebody else’s by now', async () => {
  const world = openRentalWorld();
  const me = await signIn(world);
  await linked(world, me, identityOf('ada'));
  world.pass(dormantMs);
  const { session } = await signInByThirdParty(world, 'ada');
  const login = { kind: 'third-party', ...identityOf('ada') } as const;
  expect(refusal(await removeLogin(world.ports)({ session, login }))).toEqual({
    kind: 'OtherLoginsTooNew',
    until: null,
  });
});

test('no message to another phone is paid for before the session has proved enough', async () => {
  const world = openRentalWorld();
  const { session } = await signIn(world);
  world.pass(10 * minuteMs);
  const asked = await requestMyCode(world.ports)({ purpose: 'change-phone', session, phone: newPhone() });
  expect(refusal(asked).kind).toBe('StepUpNeeded');
});
