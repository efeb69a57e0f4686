import { describe, expect, test } from 'vitest';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { cancelOnBehalf } from '../../../src/application/privacy/cancel-on-behalf.ts';
import { endHold } from '../../../src/application/privacy/end-hold.ts';
import { exportOnBehalf } from '../../../src/application/privacy/export-on-behalf.ts';
import { placeHold } from '../../../src/application/privacy/place-hold.ts';
import { approveAction } from '../../../src/application/staff/approve-action.ts';
import { askApproval } from '../../../src/application/staff/ask-approval.ts';
import { dismissStaff } from '../../../src/application/staff/dismiss-staff.ts';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import type { StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import { signIn } from '../people.ts';
import { refusal, value, type World } from '../world.ts';
import { appointed, openCompany, signedIn } from './company.ts';

const needed = { kind: 'SecondPersonNeeded' };
const caseNumber = 'CASE-1042';

/** Jo and Kim are privacy officers, Sam is in support, and Ada is a customer. */
async function givenCompany() {
  const company = await openCompany();
  const kim = await appointed(company, 'kim.lee', ['privacy-officer']);
  const sam = await appointed(company, 'sam.other', ['support']);
  const { subject } = await signIn(company.world);
  return { ...company, kim, sam, subject };
}

async function agreedTo(
  world: World,
  asker: StaffSessionToken,
  second: StaffSessionToken,
  wanted: { readonly action: string; readonly object: string; readonly caseNumber?: string },
): Promise<void> {
  const { approval } = value(await askApproval(world.ports)({ staffSession: asker, caseNumber, ...wanted }));
  value(await approveAction(world.ports)({ staffSession: second, approval }));
}

describe('An account is cancelled on behalf of its person', () => {
  test('only with somebody else who agreed to this, for this person and this case, and that once', async () => {
    const { world, jo, sam, subject } = await givenCompany();
    const other = await signIn(world);
    const cancel = (person: string, more = {}) =>
      cancelOnBehalf(world.ports)({
        ...{ staffSession: sam, caseNumber, reason: 'asked-by-phone', person: { subject: person } },
        ...more,
      });
    const before = world.theRest();
    expect(refusal(await cancel(subject))).toEqual(needed);
    expect(world.theRest(), 'and nothing happens, nothing is on record').toEqual(before);
    await agreedTo(world, sam, jo, { action: 'export-data', object: subject }).catch(() => undefined); // not Sam's to ask
    await agreedTo(world, sam, jo, { action: 'cancel-account', object: subject });
    expect(refusal(await cancel(other.subject))).toEqual(needed);
    expect(refusal(await cancel(subject, { caseNumber: 'CASE-7' }))).toEqual(needed);
    expect(refusal(await cancel(subject, { staffSession: jo })), 'who agreed is not who asked').toEqual(needed);
    expect(value(await cancel(subject)).state).toBe('certified');
    expect(refusal(await cancel(subject)).kind).toBe('AlreadyCancelled');
  });

  test('within a day, and not once either of the two is gone', async () => {
    const { world, jo, kim, subject } = await givenCompany();
    const wanted = { action: 'cancel-account', object: subject };
    const cancel = (staffSession: StaffSessionToken) =>
      cancelOnBehalf(world.ports)({ staffSession, caseNumber, reason: 'asked-by-phone', person: { subject } });
    await agreedTo(world, jo, kim, wanted);
    world.pass(dayMs);
    const joAgain = await signedIn(world, 'jo');
    const kimAgain = await signedIn(world, 'kim.lee');
    expect(refusal(await cancel(joAgain))).toEqual(needed);
    await agreedTo(world, joAgain, kimAgain, wanted);
    value(await dismissStaff(world.ports)({ staffSession: joAgain, staff: 'kim.lee' }));
    expect(refusal(await cancel(joAgain))).toEqual(needed);
  });
});

test('data is exported on behalf of its person only with somebody else who agreed, each time', async () => {
  const { world, jo, kim, subject } = await givenCompany();
  const take = () =>
    exportOnBehalf(world.ports)({
      ...{ staffSession: jo, caseNumber, purpose: 'privacy-request', person: { subject } },
    });
  expect(refusal(await take())).toEqual(needed);
  await agreedTo(world, jo, kim, { action: 'export-data', object: subject });
  expect(value(await take()).archive).toBeInstanceOf(Uint8Array);
  expect(refusal(await take())).toEqual(needed);
});

test('a hold that two people agreed to is not ended by one; one that waits still is', async () => {
  const { world, jo, kim, subject } = await givenCompany();
  const until = Instant.toISOString(Instant.plusMs(world.ports.clock.now(), 30 * dayMs)).slice(0, 10);
  const claim = { caseNumber, person: { subject }, basis: 'legal-claim', scope: 'person', until };
  const place = async () => value(await placeHold(world.ports)({ ...claim, staffSession: jo })).hold;
  const end = (hold: string) => endHold(world.ports)({ staffSession: kim, caseNumber, hold });
  expect(value(await end(await place())).state).toBe('ended');
  const hold = await place();
  value(await approveHold(world.ports)({ staffSession: kim, caseNumber, hold }));
  expect(refusal(await end(hold))).toEqual(needed);
  await agreedTo(world, kim, jo, { action: 'end-hold', object: hold });
  expect(value(await end(hold)).state).toBe('ended');
});

test('one asks only for what one may do, and approves only who may', async () => {
  const { world, sam, jo, subject } = await givenCompany();
  const ask = (staffSession: StaffSessionToken, action: string, object: string, of?: string) =>
    askApproval(world.ports)({ staffSession, action, object, caseNumber: of });
  expect(refusal(await ask(sam, 'export-data', subject, caseNumber))).toEqual({ kind: 'StaffNotAllowed' });
  expect(refusal(await ask(sam, 'refund', subject, caseNumber))).toEqual({ kind: 'NotApprovable' });
  expect(refusal(await ask(sam, 'cancel-account', 'her', caseNumber))).toEqual({ kind: 'InvalidApprovalObject' });
  expect(refusal(await ask(sam, 'cancel-account', subject))).toEqual({ kind: 'InvalidCaseNumber' });
  expect(refusal(await ask(jo, 'grant-officer', 'sam.other', caseNumber))).toEqual({ kind: 'InvalidCaseNumber' });
  const { approval } = value(await ask(sam, 'cancel-account', subject, caseNumber));
  expect(refusal(await approveAction(world.ports)({ staffSession: sam, approval }))).toEqual({
    kind: 'StaffNotAllowed',
  });
});
