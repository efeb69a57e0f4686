import { describe, expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { endOtherSessions, endSession, mySessions } from '../../../src/application/accounts/my-sessions.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { answerFor, askedFor, identityOf, type Person, signIn } from '../people.ts';
import { leave, openRentalWorld } from '../rental-world.ts';
import { newPhone, openWorld, refusal, value, type World } from '../world.ts';

const isLoggedIn = async (world: World, { session }: Pick<Person, 'session'>): Promise<boolean> =>
  (await authenticate(world.ports)({ session })).isOk();

/** Somebody with three devices that are logged in, and somebody else. */
async function givenDevices(world: World) {
  const phone = newPhone();
  const devices: Person[] = [];
  for (const deviceName of ['Robin’s phone', 'Tablet', undefined]) {
    const typed = await askedFor(world, phone);
    const { subject, session } = value(await verifyCode(world.ports)({ ...typed, deviceName }));
    devices.push({ subject, session, phone });
  }
  const [one, two, three] = devices;
  if (one === undefined || two === undefined || three === undefined) throw new Error('There are three');
  return { one, two, three, eve: await signIn(world) };
}

describe('the list of devices', () => {
  test('shows each by its name and times, which one asks, and nobody else’s', async () => {
    const world = openWorld();
    const { one, two } = await givenDevices(world);
    world.pass(2 * hourMs);
    value(await authenticate(world.ports)(two));
    const list = value(await mySessions(world.ports)(one));
    expect(list).toHaveLength(3);
    expect(list.map(({ deviceName }) => deviceName)).toEqual(expect.arrayContaining(['Robin’s phone', 'Tablet', null]));
    expect(list.filter(({ isThisOne }) => isThisOne).map(({ deviceName }) => deviceName)).toEqual(['Robin’s phone']);
    expect(list.slice(0, 2).map(({ usedAt }) => usedAt)).toEqual([world.ports.clock.now(), world.ports.clock.now()]);
    expect(JSON.stringify(list)).not.toContain(one.session.reveal());
    expect(Object.keys(list[0] ?? {}).toSorted()).toEqual(
      ['deviceName', 'expiresAt', 'isThisOne', 'provedAt', 'session', 'startedAt', 'usedAt'].toSorted(),
    );
  });

  test('takes no card number for a name, and then nobody is logged in and the code still counts', async () => {
    const world = openWorld();
    const typed = await askedFor(world);
    const refused = await verifyCode(world.ports)({ ...typed, deviceName: '4242 4242 4242 4242' });
    expect(refusal(refused)).toEqual({ kind: 'InvalidDeviceName' });
    value(await verifyCode(world.ports)(typed));
  });
});

describe('one session', () => {
  test('is ended by its name, and the others go on', async () => {
    const world = openWorld();
    const { one, two, three, eve } = await givenDevices(world);
    const lost = value(await mySessions(world.ports)(two)).find(({ isThisOne }) => isThisOne);
    value(await endSession(world.ports)({ ...one, sessionId: lost?.session ?? '' }));
    const logged = await Promise.all([one, two, three, eve].map((device) => isLoggedIn(world, device)));
    expect(logged).toEqual([true, false, true, true]);
    const again = await endSession(world.ports)({ ...one, sessionId: lost?.session ?? '' });
    expect(refusal(again)).toEqual({ kind: 'NoSuchSession' });
  });

  test('may be the one that asks', async () => {
    const world = openWorld();
    const { one } = await givenDevices(world);
    const mine = value(await mySessions(world.ports)(one)).find(({ isThisOne }) => isThisOne);
    value(await endSession(world.ports)({ ...one, sessionId: mine?.session ?? '' }));
    expect(await isLoggedIn(world, one)).toBe(false);
  });

  test('of somebody else is none that anybody can end, nor is what is no name', async () => {
    const world = openWorld();
    const { one, eve } = await givenDevices(world);
    const [mine] = value(await mySessions(world.ports)(one));
    for (const sessionId of [mine?.session ?? '', '', 'x', one.session.reveal()]) {
      expect(refusal(await endSession(world.ports)({ ...eve, sessionId }))).toEqual({ kind: 'NoSuchSession' });
    }
    expect(await isLoggedIn(world, one)).toBe(true);
  });
});

test('all others are ended at once, and only those of the person', async () => {
  const world = openWorld();
  const { one, two, three, eve } = await givenDevices(world);
  const me = await signIn(world, one.phone);
  expect(value(await endOtherSessions(world.ports)(me))).toBe(3);
  const logged = await Promise.all([one, two, three, me, eve].map((device) => isLoggedIn(world, device)));
  expect(logged).toEqual([false, false, false, true, true]);
});

test('a session that is 10 minutes old cannot throw the owner’s other devices out one by one either', async () => {
  const world = openWorld();
  const { one, two } = await givenDevices(world);
  world.pass(10 * minuteMs);
  const owners = value(await mySessions(world.ports)(two)).find(({ isThisOne }) => isThisOne);
  const ended = await endSession(world.ports)({ ...one, sessionId: owners?.session ?? '' });
  expect(refusal(ended).kind).toBe('StepUpNeeded');
});

test('a log-in ends the session that the device showed before', async () => {
  const world = openWorld();
  const { one, two } = await givenDevices(world);
  const typed = await askedFor(world, one.phone);
  value(await verifyCode(world.ports)({ ...typed, replaces: one.session }));
  expect(await isLoggedIn(world, one)).toBe(false);
  const answer = await answerFor(world, 'log-in', identityOf('ada'));
  value(await logInWithThirdParty(world.ports)({ ...answer, replaces: two.session }));
  expect(await isLoggedIn(world, two)).toBe(false);
});

test('a log-in that fails ends nothing', async () => {
  const world = openWorld();
  const { one } = await givenDevices(world);
  const typed = await askedFor(world, one.phone);
  refusal(await verifyCode(world.ports)({ ...typed, code: '000000', replaces: one.session }));
  expect(await isLoggedIn(world, one)).toBe(true);
});

test('with the account all sessions are gone', async () => {
  const world = openRentalWorld();
  const { one, two, three, eve } = await givenDevices(world);
  await leave(world, one);
  const logged = await Promise.all([one, two, three, eve].map((device) => isLoggedIn(world, device)));
  expect(logged).toEqual([false, false, false, true]);
  expect(world.rows('sessions')).toHaveLength(1);
});
