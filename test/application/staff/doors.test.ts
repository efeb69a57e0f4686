import { expect, test } from 'vitest';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { beginThirdParty } from '../../../src/application/accounts/third-party-attempt.ts';
import type { PersonalPurpose } from '../../../src/application/ports/log-in-attempts.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { beginStaffSignIn, signInStaff } from '../../../src/application/staff/sign-in-staff.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { answerFor, signInByThirdParty } from '../people.ts';
import { refusal, value } from '../world.ts';
import { comesBack, openCompany } from './company.ts';

const colleague = { issuer: 'https://login.company.example', providerSubject: 'jo' };

test('an attempt that was begun for a person’s log-in signs no staff in, and the other way round', async () => {
  const { world } = await openCompany();
  const ofPerson = await answerFor(world, 'log-in', colleague);
  const { callback, attempt } = await comesBack(world, 'jo');
  const crossed = { attempt: ofPerson.attempt, callback };
  expect(refusal(await signInStaff(world.ports)(crossed))).toEqual({ kind: 'UnknownAttempt' });
  expect(refusal(await logInWithThirdParty(world.ports)({ attempt, callback }))).toEqual({ kind: 'UnknownAttempt' });
  const used = await signInStaff(world.ports)({ attempt, callback });
  expect(refusal(used), 'either is used up').toEqual({ kind: 'UnknownAttempt' });
});

test('neither door knows the providers of the other', async () => {
  const { world } = await openCompany();
  const unknown = { kind: 'UnknownProvider' };
  expect(refusal(await beginStaffSignIn(world.ports)({ provider: 'login' }))).toEqual(unknown);
  expect(refusal(await beginThirdParty(world.ports)({ provider: 'company', purpose: 'log-in' }))).toEqual(unknown);
});

test('nobody begins a sign-in of the staff at the door of people', async () => {
  const { world } = await openCompany();
  const purpose = 'staff' as PersonalPurpose; // what a caller without a compiler passes
  expect(() => beginThirdParty(world.ports)({ provider: 'login', purpose })).toThrow();
});

test('a person whom a provider of people knows by the same name is nobody of the staff', async () => {
  const { world } = await openCompany();
  await signInByThirdParty(world, 'jo'); // under the issuer of people
  const input = await comesBack(world, 'jo', { issuer: 'https://login.example.org' });
  expect(refusal(await signInStaff(world.ports)(input))).toEqual({ kind: 'NotOfStaff' });
  expect(world.risks.map(({ kind }) => kind)).toEqual(['staff-refused']);
});

test('a log-in that ran at the provider before proves nothing, nor does a provider that cannot tell', async () => {
  const { world } = await openCompany();
  const refused = { kind: 'IdentityNotProved' };
  const stale = await comesBack(world, 'jo', { authTime: world.ports.clock.now() - 5 * minuteMs });
  expect(refusal(await signInStaff(world.ports)(stale))).toEqual(refused);
  const timeless = await comesBack(world, 'jo', { provider: 'timeless', authTime: undefined as never });
  expect(refusal(await signInStaff(world.ports)(timeless))).toEqual(refused);
  const claimed = await comesBack(world, 'jo', { provider: 'timeless' });
  expect(value(await signInStaff(world.ports)(claimed)).staff, 'one that is fresh by its own word').toBe('jo.miller');
});

test('where the sign-in cannot be put on record nobody is in, and the invitation is of use still', async () => {
  const { world, jo } = await openCompany();
  const { store } = world.ports;
  const describe = () => errAsync(portFailure('DataStore', true));
  const ports = {
    ...world.ports,
    store: {
      ...store,
      transact: (work) => store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, describe } })),
    } satisfies typeof store,
  };
  const sessions = world.rows('staffSessions').length;
  expect(refusal(await signInStaff(ports)(await comesBack(world, 'jo'))).kind).toBe('PortFailure');
  expect(world.rows('staffSessions')).toHaveLength(sessions);
  expect(jo.toString()).toBe('<redacted>');
});
