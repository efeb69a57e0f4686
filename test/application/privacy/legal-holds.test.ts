import { describe, expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { endHold } from '../../../src/application/privacy/end-hold.ts';
import { exportMyData } from '../../../src/application/privacy/export-my-data.ts';
import { holdsOf } from '../../../src/application/privacy/holds-of.ts';
import { type PlaceHoldInput, placeHold } from '../../../src/application/privacy/place-hold.ts';
import { planMyErasure } from '../../../src/application/privacy/plan-my-erasure.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { signIn } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const anna = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
const ben = { staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042' };
const unknown = '00000000-0000-4000-8000-000000000001';

const onPerson = (subject: string, more: Partial<PlaceHoldInput> = {}): PlaceHoldInput => ({
  ...anna,
  person: { subject },
  basis: 'legal-claim',
  scope: 'person',
  until: '2027-03-31',
  ...more,
});

const accessesOf = async (world: RentalWorld, subject: SubjectId) =>
  value(await world.ports.store.reads.everythingOf(subject, 'data-subject-rights'))
    .filter(({ table }) => table === 'audit_entries')
    .map(({ values }) => values.find(({ column }) => column === 'staff')?.value);

const protectedNow = async ({ ports }: RentalWorld, subject: SubjectId) => {
  const { orders, categories } = value(await ports.store.reads.protectionOf(subject, ports.clock.now()));
  return orders.size + categories.size;
};

describe('a legal hold', () => {
  test('stops nothing before a second person approved it, and nothing after it ended', async () => {
    const world = openRentalWorld();
    const { subject } = await signIn(world);
    const placed = value(await placeHold(world.ports)(onPerson(subject)));
    expect(placed).toMatchObject({ state: 'waiting', until: '2027-03-31', reach: 'everything', approved: null });
    expect(await protectedNow(world, subject)).toBe(0);

    const { hold } = placed;
    expect(refusal(await approveHold(world.ports)({ ...anna, hold }))).toEqual({ kind: 'SameApprover' });
    expect(await protectedNow(world, subject)).toBe(0);
    const approved = value(await approveHold(world.ports)({ ...ben, hold }));
    expect(approved).toMatchObject({ state: 'active', approved: { by: 'ben.legal' } });
    expect(await protectedNow(world, subject)).toBeGreaterThan(0);
    expect(refusal(await approveHold(world.ports)({ ...ben, hold }))).toEqual({ kind: 'AlreadyApproved' });

    expect(value(await endHold(world.ports)({ ...ben, hold }))).toMatchObject({ state: 'ended' });
    expect(await protectedNow(world, subject)).toBe(0);
    expect(refusal(await endHold(world.ports)({ ...ben, hold }))).toEqual({ kind: 'HoldEnded' });
    expect(await accessesOf(world, subject)).toEqual(['anna.support', 'ben.legal', 'ben.legal']);
  });

  test('ends by itself', async () => {
    const world = openRentalWorld();
    const { subject } = await signIn(world);
    const { hold } = value(await placeHold(world.ports)(onPerson(subject, { until: '2026-11-23' })));
    value(await approveHold(world.ports)({ ...ben, hold }));
    expect(await protectedNow(world, subject)).toBeGreaterThan(0);
    world.pass(dayMs);
    expect(await protectedNow(world, subject)).toBe(0);
    expect(refusal(await endHold(world.ports)({ ...ben, hold }))).toEqual({ kind: 'HoldExpired' });
    expect(refusal(await approveHold(world.ports)({ ...ben, hold }))).toEqual({ kind: 'HoldExpired' });
    const [listed] = value(await holdsOf(world.ports)({ ...anna, person: { subject } }));
    expect(listed).toMatchObject({ hold, state: 'expired', until: '2026-11-23' });
  });

  test('is refused in words for what it cannot be, and writes nothing then', async () => {
    const world = openRentalWorld();
    const { subject } = await signIn(world);
    const stranger = await givenRider(world);
    const { order } = await rentAndReturn(world, stranger);
    const before = world.everything();
    const refused = async (more: Partial<PlaceHoldInput>) =>
      refusal(await placeHold(world.ports)(onPerson(subject, more))).kind;
    expect(await refused({ staffSession: nobodysSession })).toBe('StaffNotSignedIn');
    expect(await refused({ caseNumber: '1042' })).toBe('InvalidCaseNumber');
    expect(await refused({ basis: 'because' })).toBe('InvalidHoldBasis');
    expect(await refused({ scope: 'order' })).toBe('InvalidHoldScope');
    expect(await refused({ until: '2026-02-30' })).toBe('InvalidDay');
    expect(await refused({ until: '2026-11-22' })).toBe('ExpiryInPast');
    expect(await refused({ until: '2027-11-24' })).toBe('ExpiryTooFar');
    expect(await refused({ person: { subject: unknown } })).toBe('NoSuchPerson');
    expect(await refused({ person: { phone: '+4915120000000' } })).toBe('NoSuchPerson');
    expect(await refused({ scope: 'order', order })).toBe('NoSuchOrder');
    expect(refusal(await approveHold(world.ports)({ ...ben, hold: unknown })).kind).toBe('NoSuchHold');
    expect(refusal(await endHold(world.ports)({ ...ben, hold: 'that' })).kind).toBe('InvalidId');
    expect(refusal(await holdsOf(world.ports)({ ...ben, person: { subject: unknown } })).kind).toBe('NoSuchPerson');
    expect(world.everything()).toEqual(before);
  });

  test('on a rental that is paid keeps its record, in the plan and in the erasure', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { subject, session } = person;
    const { order, payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    const { hold } = value(await placeHold(world.ports)(onPerson(subject, { scope: 'order', order })));
    value(await approveHold(world.ports)({ ...ben, hold }));

    const plan = value(await planMyErasure(world.ports)({ session }));
    expect(plan.keptOrders).toEqual([order]);
    const kept = plan.lines.filter(({ rule }) => rule === 'keep-under-hold').map(({ category }) => category);
    expect(kept).toEqual(['card', 'rental', 'payment', 'key']);
    const left = await leave(world, person);
    expect(left.kept.filter(({ rule }) => rule === 'keep-under-hold').map(({ category }) => category)).toEqual(kept);
    expect(value(await world.ports.vault.keyClassesOf(subject))).toContain('contract');
    expect(JSON.stringify(world.everything())).not.toContain(person.phone);
  });

  test('that comes when the erasure is done says that it keeps only what is left', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await leave(world, person);
    const placed = value(await placeHold(world.ports)(onPerson(person.subject)));
    expect(placed).toMatchObject({ state: 'waiting', reach: 'what-is-left' });
    expect(value(await approveHold(world.ports)({ ...ben, hold: placed.hold })).reach).toBe('what-is-left');
  });

  test('stands in the person’s export', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { hold } = value(await placeHold(world.ports)(onPerson(person.subject)));
    value(await exportMyData(world.ports)({ session: person.session }));
    expect(JSON.stringify(world.exports)).toContain(hold);
  });
});
