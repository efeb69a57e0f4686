import { expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { endSessionsOf } from '../../../src/application/support/end-sessions-of.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { fence, type Person, signIn } from '../people.ts';
import { openWorld, refusal, value, type World } from '../world.ts';

const staff = { staffSession: staffSessionOf('maria.k'), purpose: 'resolve-problem', caseNumber: 'CASE-1042' } as const;
const onRecord = { staff: 'maria.k', purpose: staff.purpose, caseNumber: staff.caseNumber };

const isLoggedIn = async (world: World, { session }: Person): Promise<boolean> =>
  (await authenticate(world.ports)({ session })).isOk();

/** Somebody with two devices that are logged in, and somebody else. */
async function givenPeople() {
  const world = openWorld();
  const phone = await signIn(world);
  const tablet = await signIn(world, phone.phone);
  const other = await signIn(world);
  return { world, phone, tablet, other };
}

test('support logs a person out everywhere, and who did it, why and when is on record', async () => {
  const { world, phone, tablet, other } = await givenPeople();
  expect(value(await endSessionsOf(world.ports)({ ...staff, subject: phone.subject }))).toBe(2);
  const logged = await Promise.all([phone, tablet, other].map((one) => isLoggedIn(world, one)));
  expect(logged).toEqual([false, false, true]);
  expect(world.rows('auditEntries')).toMatchObject([
    { ...onRecord, subject: phone.subject, fields: [], recordedAt: world.ports.clock.now() },
  ]);
  expect((await signIn(world, phone.phone)).subject).toBe(phone.subject);
});

test('that there was nothing to end is on record as well', async () => {
  const { world, phone } = await givenPeople();
  value(await endSessionsOf(world.ports)({ ...staff, subject: phone.subject }));
  expect(value(await endSessionsOf(world.ports)({ ...staff, subject: phone.subject }))).toBe(0);
  expect(world.rows('auditEntries')).toHaveLength(2);
});

test('where it cannot be recorded nobody is logged out', async () => {
  const { world, phone } = await givenPeople();
  const { store } = world.ports;
  const describe = () => errAsync(portFailure('DataStore', true));
  const ports = {
    ...world.ports,
    store: {
      ...store,
      transact: (work) => store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, describe } })),
    } satisfies typeof store,
  };
  expect(refusal(await endSessionsOf(ports)({ ...staff, subject: phone.subject })).kind).toBe('PortFailure');
  expect(await isLoggedIn(world, phone)).toBe(true);
});

test.each([
  [{ staffSession: nobodysSession }, 'StaffNotSignedIn'],
  [{ purpose: 'curiosity' }, 'InvalidAccessPurpose'],
  [{ caseNumber: '4111111111111111' }, 'InvalidCaseNumber'],
  [{ subject: 'nobody' }, 'InvalidId'],
  [{ subject: '00000000-0000-4000-8000-000000000000' }, 'NoSuchPerson'],
])('nobody is logged out without a name, a purpose, a case and a person: %o', async (wrong, kind) => {
  const { world, phone } = await givenPeople();
  const refused = await endSessionsOf(world.ports)({ ...staff, subject: phone.subject, ...wrong });
  expect(refusal(refused).kind).toBe(kind);
  expect(await isLoggedIn(world, phone)).toBe(true);
  expect(world.rows('auditEntries')).toEqual([]);
});

test('who is leaving is nobody that support can log out', async () => {
  const { world, phone } = await givenPeople();
  await fence(world, phone);
  const refused = await endSessionsOf(world.ports)({ ...staff, subject: phone.subject });
  expect(refusal(refused)).toEqual({ kind: 'NoSuchPerson' });
});
