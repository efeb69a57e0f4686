import { describe, expect, test } from 'vitest';
import { type ScopeBreachInput, scopeBreach } from '../../../src/application/breach/scope-breach.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { breachScope } from '../../../src/domain/breach/breach-scope.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import { hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import type { StaffRole } from '../../../src/domain/staff/staff-role.ts';
import { appendEntry, appendRisk } from '../../../src/testing/contracts/chained.ts';
import { signUp } from '../../../src/testing/contracts/person.ts';
import { newAuditEntry, newRisk, newSubject } from '../../../src/testing/contracts/samples.ts';
import { nobodysSession, seat, staffSessionOf } from '../../staff-desk.ts';
import { openWorld, refusal, value, type World } from '../world.ts';

const anna = StaffId.parse('anna.support')._unsafeUnwrap();
const ben = StaffId.parse('ben.support')._unsafeUnwrap();

/** A world with somebody of these roles signed in, an hour before now. */
async function staffedWorld(...roles: readonly StaffRole[]) {
  const world = openWorld();
  value(await seat(world.ports.store, 'eva.audit', roles, world.ports.clock.now()));
  world.pass(10 * minuteMs);
  const now = world.ports.clock.now();
  const ago = (ms: number): Instant => Instant.plusMs(now, -ms);
  const asked = (more: Partial<ScopeBreachInput> = {}): ScopeBreachInput => ({
    staffSession: staffSessionOf('eva.audit'),
    accounts: [],
    from: Instant.toISOString(ago(hourMs)),
    to: Instant.toISOString(now),
    ...more,
  });
  return { world, now, ago, asked, scope: scopeBreach(world.ports) };
}

async function append(world: World, ...entries: readonly ReturnType<typeof newAuditEntry>[]): Promise<void> {
  for (const entry of entries) value(await world.ports.store.transact((tx) => appendEntry(tx, entry)));
}

describe('the scope of a breach', () => {
  test('is, of staff, whom they looked at in the window, what they saw in clear, for what and in which cases', async () => {
    const { world, ago, asked, scope } = await staffedWorld('auditor');
    const [one, other] = [newSubject(), newSubject()];
    await append(
      world,
      newAuditEntry(one, { staff: anna, recordedAt: ago(30 * minuteMs), fields: ['login.phone'] }),
      newAuditEntry(one, { staff: anna, recordedAt: ago(20 * minuteMs), fields: ['login.phone', 'contact.email'] }),
      newAuditEntry(other, { staff: anna, recordedAt: ago(20 * minuteMs), fields: [], action: 'find-person' }),
      newAuditEntry(newSubject(), { staff: anna, recordedAt: ago(2 * hourMs) }),
      newAuditEntry(newSubject(), { staff: ben, recordedAt: ago(20 * minuteMs) }),
    );
    const told = value(await scope(asked({ accounts: ['anna.support'] })));
    expect(told).toMatchObject({ people: 2, records: 3, reached: null, written: null, clock: null });
    expect(told.looks).toEqual({
      entries: 3,
      people: 2,
      ofPersons: 3,
      masked: { entries: 1, people: 1 },
      inClear: [
        { category: 'login', fields: ['login.phone'], entries: 2, people: 1 },
        { category: 'contact', fields: ['contact.email'], entries: 1, people: 1 },
      ],
      byStaff: [{ staff: 'anna.support', entries: 3, people: 2 }],
      byAction: [
        { action: 'find-person', entries: 1, people: 1 },
        { action: 'reveal-contact', entries: 2, people: 1 },
      ],
      byPurpose: [{ purpose: 'resolve-problem', entries: 3, people: 2 }],
      cases: ['CASE-1042'],
    });
    expect(told.categories).toEqual([
      {
        category: 'login',
        people: { atLeast: 1, atMost: 1 },
        records: 2,
        clear: ['login.phone'],
        partly: [],
        unintelligible: [],
      },
      {
        category: 'contact',
        people: { atLeast: 1, atMost: 1 },
        records: 1,
        clear: ['contact.email'],
        partly: [],
        unintelligible: [],
      },
    ]);
  });

  test('is, of no account, what everybody did in the window and what was written in it', async () => {
    const { world, ago, asked, scope } = await staffedWorld('privacy-officer');
    const one = (await signUp(world.ports)).user.subject;
    const other = (await signUp(world.ports)).user.subject;
    await append(
      world,
      newAuditEntry(one, { staff: anna, recordedAt: ago(30 * minuteMs) }),
      newAuditEntry(one, { staff: ben, recordedAt: ago(30 * minuteMs) }),
    );
    for (const risk of [
      newRisk({ subject: null, at: ago(minuteMs) }),
      newRisk({ subject: one, at: ago(minuteMs) }),
      newRisk({ subject: other, at: ago(2 * hourMs) }),
    ]) {
      value(await world.ports.store.transact((tx) => appendRisk(tx, risk)));
    }
    const told = value(await scope(asked()));
    expect(told.looks?.byStaff.map(({ staff }) => staff)).toEqual(['anna.support', 'ben.support']);
    const counts = told.written?.map(({ table, rows, people }) => [table, rows, people]);
    expect(counts).toEqual([
      ['notices', 0, 0],
      ['risk_events', 1, 1],
    ]);
    expect(told.people).toBe(1);
  });

  test('is, of an account of the vault, everybody who has a key there, and who had one', async () => {
    const { world, asked, scope } = await staffedWorld('privacy-officer');
    const { vault } = world.ports;
    const [one, other] = [newSubject(), newSubject()];
    for (const subject of [one, other])
      value(await vault.createKeys(subject, keyClasses, Instant.ofEpochMs(0)._unsafeUnwrap()));
    value(await vault.destroyKeys(other, keyClasses, Instant.ofEpochMs(1)._unsafeUnwrap()));
    const named: string[] = [];
    const onPeople = (subjects: readonly string[]) => void named.push(...subjects);
    const told = value(await scope(asked({ accounts: ['db:vault'], onPeople })));
    expect(told).toMatchObject({ people: 2, records: 4, looks: null, written: null });
    expect(named.toSorted()).toEqual([one, other].toSorted());
    const counts = told.reached?.tables.map(({ table, rows, people }) => [table, rows, people]);
    expect(counts).toContainEqual(['subject_keys', 2, 1]);
    expect(counts).toContainEqual(['destroyed_keys', 2, 1]);
    expect(counts, 'a certificate names nobody').toContainEqual(['certificates', null, null]);
  });

  test('is told to a privacy officer and an auditor, to nobody else, and only to who is signed in', async () => {
    for (const roles of [['support'], ['technical']] as const) {
      const { asked, scope, world } = await staffedWorld(...roles);
      expect(refusal(await scope(asked()))).toEqual({ kind: 'StaffNotAllowed' });
      expect(world.logged).toContain('risk');
    }
    const { asked, scope } = await staffedWorld('auditor');
    expect(refusal(await scope(asked({ staffSession: nobodysSession })))).toEqual({ kind: 'StaffNotSignedIn' });
  });

  test('is on record before it is told, says whether people were named, and does not count itself', async () => {
    const { world, asked, scope } = await staffedWorld('auditor');
    const first = value(await scope(asked({ to: '2099-01-01T00:00:00Z' })));
    const again = value(await scope(asked({ to: '2099-01-01T00:00:00Z', onPeople: () => undefined })));
    expect([first.looks?.entries, again.looks?.entries]).toEqual([0, 0]);
    const found = value(await world.ports.store.auditLog.search({ action: 'breach-scope' }, null, 10));
    expect(found.map(({ staff, subject, about }) => [staff, subject, about]).toSorted()).toEqual(
      [
        ['eva.audit', null, null],
        ['eva.audit', null, 'subjects'],
      ].toSorted(),
    );
  });

  test('is not told where that cannot be recorded', async () => {
    const { world, asked } = await staffedWorld('auditor');
    const broken = {
      ...world.ports,
      audit: { ...world.ports.audit, append: () => errAsync(portFailure('AuditSink', true)) },
    };
    const seen: unknown[] = [];
    const refused = refusal(await scopeBreach(broken)(asked({ onPeople: (people) => seen.push(people) })));
    expect(refused).toMatchObject({ kind: 'PortFailure', port: 'AuditSink' });
    expect(seen).toEqual([]);
  });

  test('has the clock of 72 hours from when it became known', async () => {
    const { asked, scope, ago } = await staffedWorld('auditor');
    const knownAt = Instant.toISOString(ago(73 * hourMs));
    expect(value(await scope(asked({ knownAt }))).clock).toMatchObject({ notifyBy: ago(hourMs), leftMs: -hourMs });
  });

  test.each([
    ['a time that is none', { from: 'yesterday' }, { kind: 'InvalidInstant' }],
    ['a window that ends first', { to: '2000-01-01T00:00:00Z' }, { kind: 'InvalidBreachWindow', reason: 'backwards' }],
    ['an account that is none', { accounts: ['+4915228895456'] }, { kind: 'InvalidBreachAccount' }],
    ['what nobody knows yet', { knownAt: '2099-01-01T00:00:00Z' }, { kind: 'KnownInTheFuture' }],
  ])('is refused for %s', async (_, more, expected) => {
    const { asked, scope } = await staffedWorld('auditor');
    expect(refusal(await scope(asked(more)))).toEqual(expected);
  });
});

test('a category holds no more people than the whole', () => {
  const table = {
    table: 'users',
    store: 'data',
    clear: ['profile.state'],
    partly: [],
    unintelligible: ['login.phone'],
  } as const;
  const { categories, records } = breachScope({
    window: { from: 0 as Instant, to: 1 as Instant }, // sound: moments
    clock: null,
    people: 5,
    looks: null,
    reached: {
      roles: ['worker'],
      tables: [
        { ...table, rows: 4, people: 4 },
        { ...table, table: 'sessions', rows: 9, people: 3 },
      ],
    },
    written: null,
  });
  expect(records).toBe(13);
  expect(categories.map(({ category, people, records: rows }) => [category, people, rows])).toEqual([
    ['login', { atLeast: 4, atMost: 5 }, 13],
    ['profile', { atLeast: 4, atMost: 5 }, 13],
  ]);
});
