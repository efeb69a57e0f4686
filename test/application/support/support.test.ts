import { expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { setUsername } from '../../../src/application/accounts/set-username.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { findPerson } from '../../../src/application/support/find-person.ts';
import { revealContact } from '../../../src/application/support/reveal-contact.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { fence, type Person, signIn, signInByThirdParty } from '../people.ts';
import { lastCode, openWorld, refusal, value, type World } from '../world.ts';

const staff = { staffSession: staffSessionOf('maria.k'), purpose: 'resolve-problem', caseNumber: 'CASE-1042' } as const;
const onRecord = { staff: 'maria.k', purpose: staff.purpose, caseNumber: staff.caseNumber };
const email = 'ada.lovelace@example.org';

async function signInWhole(world: World): Promise<Person> {
  const person = await signIn(world);
  const { challenge } = value(await addEmail(world.ports)({ ...person, email }));
  value(await confirmEmail(world.ports)({ ...person, email, challenge, code: lastCode(world.mails) }));
  value(await setUsername(world.ports)({ ...person, username: 'countess' }));
  return person;
}

/** What is on record of looks at this world’s people. */
function looks(world: World): unknown {
  return (world.everything() as { readonly rows: { readonly auditEntries: unknown } }).rows.auditEntries;
}

/** Ports whose store cannot record that staff looks. */
function withoutRecord(ports: Ports): Ports {
  const { store } = ports;
  return {
    ...ports,
    store: {
      ...store,
      transact: (work) =>
        store.transact((tx) =>
          work({ ...tx, auditLog: { ...tx.auditLog, describe: () => errAsync(portFailure('DataStore', true)) } }),
        ),
    },
  };
}

test('support finds a person by phone and by email, and sees masked values only', async () => {
  const world = openWorld();
  const { phone, subject } = await signInWhole(world);
  const view = value(await findPerson(world.ports)({ ...staff, phone }));
  expect(view).toMatchObject({
    subject,
    state: 'active',
    language: 'en',
    phone: `+49 ••• ••${phone.slice(-2)}`,
    email: 'a•••@e•••.org',
    username: 'c•••',
    rentals: 0,
    openRentals: 0,
    unpaidRentals: 0,
  });
  expect(value(await findPerson(world.ports)({ ...staff, email }))).toEqual(view);
});

test('every look is on record: who, whom, what for, which case, when', async () => {
  const world = openWorld();
  const { phone, subject } = await signInWhole(world);
  value(await findPerson(world.ports)({ ...staff, phone }));
  expect(looks(world)).toEqual([
    {
      entry: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      action: 'find-person',
      subject,
      ...onRecord,
      fields: [],
      about: null,
      recordedAt: world.ports.clock.now(),
      place: { lane: 0, position: 1, salt: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    },
  ]);
});

test('a contact is shown in clear with its name on record', async () => {
  const world = openWorld();
  const { phone, subject } = await signInWhole(world);
  const asked = { ...staff, subject, fields: ['login.phone', 'login.phone'] };
  expect(value(await revealContact(world.ports)(asked))).toEqual({ 'login.phone': phone });
  expect(looks(world)).toMatchObject([{ subject, ...onRecord, fields: ['login.phone'] }]);
  const both = { ...staff, subject, fields: ['login.phone', 'contact.email'] };
  expect(value(await revealContact(world.ports)(both))).toEqual({ 'login.phone': phone, 'contact.email': email });
});

test('a contact that the person did not give is nothing, and the look is on record all the same', async () => {
  const world = openWorld();
  const { subject } = await signInByThirdParty(world);
  const asked = { ...staff, subject, fields: ['login.phone', 'contact.email'] };
  expect(value(await revealContact(world.ports)(asked))).toEqual({ 'login.phone': null, 'contact.email': null });
  expect(looks(world)).toHaveLength(1);
});

test('where the look cannot be recorded, nothing is released', async () => {
  const world = openWorld();
  const { phone, subject } = await signInWhole(world);
  const ports = withoutRecord(world.ports);
  const failure = { kind: 'PortFailure', port: 'DataStore', retryable: true };
  expect(refusal(await findPerson(ports)({ ...staff, phone }))).toEqual(failure);
  const asked = { ...staff, subject, fields: ['contact.email'] };
  expect(refusal(await revealContact(ports)(asked))).toEqual(failure);
});

test.each([
  [{ staffSession: nobodysSession }, 'StaffNotSignedIn'],
  [{ purpose: 'curiosity' }, 'InvalidAccessPurpose'],
  [{ caseNumber: '4111111111111111' }, 'InvalidCaseNumber'],
])('nobody looks without a name, a purpose and a case: %o', async (wrong, kind) => {
  const world = openWorld();
  const { phone, subject } = await signInWhole(world);
  expect(refusal(await findPerson(world.ports)({ ...staff, ...wrong, phone }))).toEqual({ kind });
  const asked = { ...staff, ...wrong, subject, fields: ['contact.email'] };
  expect(refusal(await revealContact(world.ports)(asked))).toEqual({ kind });
  expect(looks(world)).toEqual([]);
});

test.each([[[]], [['profile.username']], [['card.last4']], [['contact.email', 'login.issuer']], [['*']]])(
  'what does not serve to reach a person is not shown: %j',
  async (fields) => {
    const world = openWorld();
    const { subject } = await signInWhole(world);
    const refused = await revealContact(world.ports)({ ...staff, subject, fields });
    expect(refusal(refused)).toEqual({ kind: 'NotRevealable' });
    expect(looks(world)).toEqual([]);
  },
);

test('nobody is found by an address that is not confirmed', async () => {
  const world = openWorld();
  const person = await signIn(world);
  value(await addEmail(world.ports)({ ...person, email }));
  expect(refusal(await findPerson(world.ports)({ ...staff, email }))).toEqual({ kind: 'NoSuchPerson' });
});

test('who is leaving is not found and not shown, and no look is recorded', async () => {
  const world = openWorld();
  const person = await signInWhole(world);
  await fence(world, person);
  const { phone, subject } = person;
  expect(refusal(await findPerson(world.ports)({ ...staff, phone }))).toEqual({ kind: 'NoSuchPerson' });
  const asked = { ...staff, subject, fields: ['login.phone'] };
  expect(refusal(await revealContact(world.ports)(asked))).toEqual({ kind: 'NoSuchPerson' });
  expect(looks(world)).toEqual([]);
});
