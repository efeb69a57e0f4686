import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import { explainRetention } from '../../../src/application/privacy/explain-retention.ts';
import { placeHold } from '../../../src/application/privacy/place-hold.ts';
import { sweepRetention } from '../../../src/application/privacy/sweep-retention.ts';
import { findPerson } from '../../../src/application/support/find-person.ts';
import { dayAfter, startOfDay } from '../../../src/domain/calendar.ts';
import { lastDayOfClaims } from '../../../src/domain/deletion/deletion-policy.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { identityOf, linked, signIn, signInByThirdParty } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const inactivity = { warnAfter: 'P23M', eraseAfter: 'P24M' } as const;
const staff = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };

/** The ports of a world as they are at the beginning of a day, or so many milliseconds from now. */
function on(world: RentalWorld, at: Day | number): Ports {
  const now = typeof at === 'number' ? Instant.plusMs(world.ports.clock.now(), at) : startOfDay(at);
  return { ...world.ports, clock: { now: () => now }, business: { ...world.ports.business, inactivity } };
}

const sweep = async (ports: Ports, more: { dryRun?: boolean; limit?: number } = {}) =>
  value(await sweepRetention(ports)({ limit: 1000, ...more }));

const explained = async (ports: Ports, subject: SubjectId) =>
  value(await explainRetention(ports)({ person: { subject }, ...staff }));

const today = (world: RentalWorld): Day => Day.ofInstant(world.ports.clock.now());
const nothing = { disposed: {}, writtenOff: 0, warned: 0, ended: 0, failed: 0, more: false };

describe('a sweep', () => {
  test('finds nothing that is due on the day on which everything came to be', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await rentAndReturn(world, person);
    expect(await sweep(on(world, 0))).toEqual({ ...nothing, disposed: { code_budgets: expect.any(Number) as number } });
  });

  test('counts dry what it then disposes of, and then finds nothing more', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    value(await findPerson(world.ports)({ ...staff, purpose: 'resolve-problem', phone: person.phone }));
    await rentAndReturn(world, person);
    const ports = { ...on(world, 400 * dayMs), business: world.ports.business };
    const before = JSON.stringify(world.everything());
    const counted = await sweep(ports, { dryRun: true });
    expect(JSON.stringify(world.everything())).toBe(before);
    expect(counted.disposed).toMatchObject({ audit_entries: 1, sessions: 1 });
    const { more: _, ...done } = await sweep(ports);
    expect({ ...done, more: false }).toEqual(counted);
    expect(await sweep(ports)).toEqual(nothing);
  });

  test('goes on where a limit stopped it', async () => {
    const world = openRentalWorld();
    for (let n = 0; n < 5; n += 1) await signIn(world);
    const ports = { ...on(world, 400 * dayMs), business: world.ports.business };
    const sessions = [];
    for (let sweeps = 0; sweeps < 99; sweeps += 1) {
      const { disposed, more } = await sweep(ports, { limit: 3 });
      sessions.push(disposed.sessions ?? 0);
      if (!more) break;
    }
    expect(sessions.reduce((all, some) => all + some, 0)).toBe(5);
    expect(sessions.length).toBeGreaterThan(1);
  });

  test('lets go of an unpaid rental when the claim runs out, with its key, and then of the record of it', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentOne(world, person);
    const left = await leave(world, person);
    const last = lastDayOfClaims(today(world));
    expect(left.kept.find(({ category }) => category === 'rental')?.until).toEqual({ kind: 'settled', atMost: last });
    value(await continueErasures(on(world, 2 * dayMs))({ limit: 9 }));
    const early = await sweep(on(world, last));
    expect([early.writtenOff, early.disposed.users]).toEqual([0, undefined]);
    const due = await sweep(on(world, dayAfter(last)));
    expect(due).toMatchObject({ writtenOff: 1, failed: 0, more: true });
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(value(await world.ports.vault.ledgerOf(left.erasure)).at(-1)?.step).toBe('released');
    expect(await sweep(on(world, dayAfter(last)))).toMatchObject({ disposed: { erasures: 1, users: 1 } });
    expect(JSON.stringify((world.everything() as { rows: unknown }).rows)).not.toContain(order);
    expect(await sweep(on(world, dayAfter(last)))).toEqual(nothing);
  });
});

describe('a rental whose claim has run out', () => {
  const holds = [
    ['on the rental itself', { scope: 'order' }, 0],
    ['on payments', { scope: 'category', category: 'payment' }, 0],
    ['on the person', { scope: 'person' }, 0],
    ['on something else', { scope: 'category', category: 'staff-access' }, 1],
  ] as const;

  test.each(holds)('under a hold %s is kept only where the hold names it', async (_, named, writtenOff) => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentOne(world, person);
    await leave(world, person);
    value(await continueErasures(on(world, 2 * dayMs))({ limit: 9 }));
    const last = lastDayOfClaims(today(world));
    const scope = named.scope === 'order' ? { ...named, order } : named;
    const until = dayAfter(dayAfter(last));
    const claim = { ...staff, person: { subject: person.subject }, basis: 'legal-claim', until, ...scope };
    const { hold } = value(await placeHold(on(world, last))(claim));
    value(
      await approveHold(on(world, last))({ staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042', hold }),
    );
    const due = on(world, dayAfter(last));
    expect(await sweep(due, { dryRun: true })).toMatchObject({ writtenOff });
    expect(await sweep(due)).toMatchObject({ writtenOff });
    expect(await sweep(on(world, dayAfter(until)))).toMatchObject({ writtenOff: 1 - writtenOff });
  });
});

describe('an account that nobody uses', () => {
  test('is warned, and ended only after the time of the warning', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const first = on(world, 720 * dayMs);
    expect(await sweep(first, { dryRun: true })).toMatchObject({ warned: 1, ended: 0 });
    expect(await sweep(first)).toMatchObject({ warned: 1, ended: 0 });
    expect(await sweep(first)).toMatchObject({ warned: 0, ended: 0 });
    value(await deliverDue(first)({ limit: 9 }));
    expect(world.texts.at(-1)).toMatchObject({ about: 'inactivity-warning', to: person.phone });
    expect(await sweep(on(world, 747 * dayMs))).toMatchObject({ ended: 0 });
    expect(await sweep(on(world, 752 * dayMs), { dryRun: true })).toMatchObject({ ended: 1 });
    expect(await sweep(on(world, 752 * dayMs))).toMatchObject({ ended: 1 });
    const erasure = value(await world.ports.store.reads.erasureOf(person.subject));
    expect(erasure?.request).toEqual({ kind: 'policy' });
  });

  test('stays if the person logs in after the warning', async () => {
    const world = openRentalWorld();
    await linked(world, await signIn(world), identityOf('ada'));
    await sweep(on(world, 720 * dayMs));
    // By the phone alone nobody gets in again after so long.
    await signInByThirdParty({ ...world, ports: on(world, 730 * dayMs) }, 'ada');
    expect(await sweep(on(world, 760 * dayMs))).toMatchObject({ warned: 0, ended: 0 });
    expect(await sweep(on(world, 1450 * dayMs))).toMatchObject({ warned: 1, ended: 0 });
  });

  test('is not ended while a rental is open, nor where the business set no time', async () => {
    const world = openRentalWorld();
    const rider = await givenRider(world);
    await rentOne(world, rider);
    await signIn(world);
    expect(await sweep(on(world, 900 * dayMs), { dryRun: true })).toMatchObject({ warned: 1 });
    const ports = { ...on(world, 900 * dayMs), business: world.ports.business };
    expect(await sweep(ports)).toMatchObject({ warned: 0, ended: 0 });
  });
});

describe('the explanation', () => {
  test('tells of an active person that most of it lasts as long as the account, and names no value', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { subject, lines } = await explained(on(world, 0), person.subject);
    expect(subject).toBe(person.subject);
    const phone = lines.find(({ field }) => field === 'login.phone');
    expect(phone).toMatchObject({ basis: 'contract', since: null, until: { kind: 'account' }, afterwards: 'erased' });
    expect(JSON.stringify(lines)).not.toContain(person.phone);
    const again = await explained(world.ports, person.subject);
    expect(again.lines.find(({ field }) => field === 'staff-access.entry')?.records, 'both looks are on record').toBe(
      2,
    );
  });

  test('agrees with the sweep: what it names for a day is there until its end, and gone the day after', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    value(await findPerson(world.ports)({ ...staff, purpose: 'resolve-problem', phone: person.phone }));
    await leave(world, person);
    const fields = async () => {
      const held = value(await world.ports.store.retention.heldOf(person.subject));
      return new Set<string>(held.map(({ field }) => field));
    };
    const before = await fields();
    const { lines } = await explained(world.ports, person.subject);
    expect(new Set<string>(lines.map(({ field }) => field))).toEqual(before);
    const dated = lines.flatMap(({ field, until }) => (until.kind === 'day' ? [{ field, day: until.day }] : []));
    expect(dated.map(({ field }) => field)).toEqual(expect.arrayContaining(['staff-access.entry', 'profile.state']));
    for (const day of [...new Set(dated.map((one) => one.day))].toSorted()) {
      const due = dated.filter((one) => one.day === day).map(({ field }) => field);
      await sweep(on(world, day));
      expect([...(await fields())], `on the last day, ${day}`).toEqual(expect.arrayContaining(due));
      await sweep(on(world, dayAfter(day)));
      const left = await fields();
      expect(
        due.filter((field) => left.has(field)),
        `the day after ${day}`,
      ).toEqual([]);
    }
    expect(await fields()).toEqual(new Set());
  });

  test('names the hold that keeps a receipt beyond its time, by its rental', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentAndReturn(world, person);
    const at = value(Day.parse('2034-12-01'));
    const until = '2035-03-31';
    const claim = { ...staff, person: { subject: person.subject }, basis: 'legal-claim', until };
    const { hold } = value(await placeHold(on(world, at))({ ...claim, scope: 'order', order }));
    const receiptUntil = async () =>
      (await explained(on(world, at), person.subject)).lines.find(({ field }) => field === 'bookkeeping.receipt')
        ?.until;
    expect(await receiptUntil()).toEqual({ kind: 'day', day: '2034-12-31' });
    value(
      await approveHold(on(world, at))({ staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042', hold }),
    );
    expect(await receiptUntil()).toEqual({ kind: 'hold', day: until });
  });

  test('is refused for nobody, and without the name of who asks', async () => {
    const world = openRentalWorld();
    const person = { subject: '00000000-0000-4000-8000-000000000000' };
    expect(refusal(await explainRetention(world.ports)({ person, ...staff }))).toEqual({ kind: 'NoSuchPerson' });
    const nameless = await explainRetention(world.ports)({ person, ...staff, staffSession: nobodysSession });
    expect(refusal(nameless)).toMatchObject({ kind: 'StaffNotSignedIn' });
    const never = await explainRetention(world.ports)({ person, ...staff, on: '2027-02-30' });
    expect(refusal(never)).toEqual({ kind: 'InvalidDay' });
  });
});
