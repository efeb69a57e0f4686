import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { closeRequest } from '../../../src/application/privacy/close-request.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import { endHold } from '../../../src/application/privacy/end-hold.ts';
import { erasureStatus } from '../../../src/application/privacy/erasure-status.ts';
import { extendRequest } from '../../../src/application/privacy/extend-request.ts';
import { openRequests } from '../../../src/application/privacy/open-requests.ts';
import { placeHold } from '../../../src/application/privacy/place-hold.ts';
import { type RecordRequestInput, recordRequest } from '../../../src/application/privacy/record-request.ts';
import { verifyRequest } from '../../../src/application/privacy/verify-request.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { fence, signIn, signInByThirdParty } from '../people.ts';
import { givenRider, leave, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { openWorld, refusal, value } from '../world.ts';

const anna = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
const unknown = '00000000-0000-4000-8000-000000000001';

const access = (subject: string, more: Partial<RecordRequestInput> = {}): RecordRequestInput => ({
  ...anna,
  person: { subject },
  right: 'access',
  channel: 'letter',
  ...more,
});

describe('a request', () => {
  test('is recorded with its clock, verified, and closed only then', async () => {
    const world = openWorld();
    const { subject, phone } = await signIn(world);
    const input = { ...access(subject), person: { phone }, receivedOn: '2026-11-20' };
    const recorded = value(await recordRequest(world.ports)(input));
    expect(recorded).toMatchObject({ state: 'received', dueOn: '2026-12-20', daysLeft: 27, alarm: false });
    const { request } = recorded;
    const done = { ...anna, request, outcome: 'done' };
    expect(refusal(await closeRequest(world.ports)(done))).toEqual({ kind: 'RequestNotVerified' });
    expect(value(await verifyRequest(world.ports)({ ...anna, request })).state).toBe('verified');
    expect(value(await verifyRequest(world.ports)({ ...anna, request })).state).toBe('verified');
    expect(value(await closeRequest(world.ports)(done)).state).toBe('closed');
    expect(refusal(await closeRequest(world.ports)(done))).toEqual({ kind: 'RequestClosed' });
    expect(value(await openRequests(world.ports)({ limit: 10 }))).toEqual([]);
  });

  test('is extended once, and the person is told', async () => {
    const world = openWorld();
    const { subject } = await signIn(world);
    const { request } = value(await recordRequest(world.ports)(access(subject)));
    const more = { ...anna, request, reason: 'complexity' };
    expect(value(await extendRequest(world.ports)(more))).toMatchObject({ dueOn: '2027-02-23', daysLeft: 92 });
    expect(refusal(await extendRequest(world.ports)(more))).toEqual({ kind: 'AlreadyExtended' });
    value(await deliverDue(world.ports)({ limit: 10 }));
    expect(world.texts.map(({ about }) => about)).toContain('request-extended');
  });

  test('is not extended behind the back of a person who cannot be told, nor after the first month', async () => {
    const world = openWorld();
    const reachable = await signIn(world);
    const silent = await signInByThirdParty(world);
    const leaving = await signIn(world);
    const requests = [];
    for (const { subject } of [silent, leaving, reachable]) {
      requests.push(value(await recordRequest(world.ports)(access(subject))).request);
    }
    await fence(world, leaving);
    const [one = '', two = '', three = ''] = requests;
    const extend = (request: string) => extendRequest(world.ports)({ ...anna, request, reason: 'complexity' });
    expect(refusal(await extend(one))).toEqual({ kind: 'CannotBeTold' });
    expect(refusal(await extend(two))).toEqual({ kind: 'CannotBeTold' });
    expect(value(await openRequests(world.ports)({ limit: 10 })).some(({ extended }) => extended)).toBe(false);
    world.pass(31 * dayMs);
    expect(refusal(await extend(three))).toEqual({ kind: 'TooLateToExtend' });
  });

  test('about a rental protects its record while it is open', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentAndReturn(world, person);
    const { subject } = person;
    const { request } = value(await recordRequest(world.ports)(access(subject, { right: 'objection', order })));
    const ordersProtected = async () => {
      const { store, clock } = world.ports;
      return [...value(await store.reads.protectionOf(subject, clock.now())).orders.keys()];
    };
    expect(await ordersProtected()).toEqual([order]);
    value(await closeRequest(world.ports)({ ...anna, request, outcome: 'withdrawn' }));
    expect(await ordersProtected()).toEqual([]);
  });

  test('is refused in words for what it cannot be, and nothing is written then', async () => {
    const world = openWorld();
    const { subject } = await signIn(world);
    const { request } = value(await recordRequest(world.ports)(access(subject)));
    const before = world.everything();
    const refused = async (more: Partial<RecordRequestInput>) =>
      refusal(await recordRequest(world.ports)(access(subject, more))).kind;
    expect(await refused({ right: 'everything' })).toBe('InvalidDataSubjectRight');
    expect(await refused({ channel: 'pigeon' })).toBe('InvalidRequestChannel');
    expect(await refused({ receivedOn: 'yesterday' })).toBe('InvalidDay');
    expect(await refused({ receivedOn: '2026-11-24' })).toBe('ReceivedInFuture');
    expect(await refused({ order: unknown })).toBe('NoSuchOrder');
    expect(await refused({ person: { subject: unknown } })).toBe('NoSuchPerson');
    expect(refusal(await verifyRequest(world.ports)({ ...anna, request: unknown })).kind).toBe('NoSuchRequest');
    expect(refusal(await extendRequest(world.ports)({ ...anna, request, reason: 'holidays' })).kind).toBe(
      'InvalidExtensionReason',
    );
    expect(refusal(await closeRequest(world.ports)({ ...anna, request, outcome: 'forgotten' })).kind).toBe(
      'InvalidRequestOutcome',
    );
    expect(world.everything()).toEqual(before);
  });
});

describe('the list of open requests', () => {
  test('goes by time left, and alarms before the end', async () => {
    const world = openWorld();
    const { subject } = await signIn(world);
    const late = value(await recordRequest(world.ports)(access(subject, { receivedOn: '2026-11-20' })));
    const overdue = value(await recordRequest(world.ports)(access(subject, { receivedOn: '2026-10-20' })));
    const soon = value(await recordRequest(world.ports)(access(subject, { receivedOn: '2026-10-30' })));
    const open = value(await openRequests(world.ports)({ limit: 10 }));
    expect(open.map(({ id }) => id)).toEqual([overdue.request, soon.request, late.request]);
    expect(open.map(({ daysLeft, alarm, overdue: over }) => [daysLeft, alarm, over])).toEqual([
      [-3, true, true],
      [7, true, false],
      [27, false, false],
    ]);
    expect(JSON.stringify(open)).not.toContain(subject);
    expect(value(await openRequests(world.ports)({ limit: 1 }))).toHaveLength(1);
  });

  test('holds erasures that are not done, under the same clock', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const ben = { staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042' };
    const placed = { ...anna, person: { subject: person.subject }, basis: 'legal-claim', scope: 'person' };
    const { hold } = value(await placeHold(world.ports)({ ...placed, until: '2027-03-31' }));
    value(await approveHold(world.ports)({ ...ben, hold }));
    const { erasure, state } = await leave(world, person);
    expect(state).not.toBe('certified');
    expect(value(await openRequests(world.ports)({ limit: 10 }))).toMatchObject([
      { id: erasure, right: 'erasure', receivedOn: '2026-11-23', dueOn: '2026-12-23', daysLeft: 30 },
    ]);

    value(await endHold(world.ports)({ ...ben, hold }));
    value(await continueErasures(world.ports)({ limit: 10 }));
    expect(value(await erasureStatus(world.ports)({ erasure })).state).toBe('certified');
    expect(value(await openRequests(world.ports)({ limit: 10 }))).toEqual([]);
  });
});
