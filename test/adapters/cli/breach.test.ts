import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { breachInWords } from '../../../src/adapters/cli/breach-in-words.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { silentLog, systemIds } from '../../../src/adapters/system/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { Sealing } from '../../../src/application/ports/sealing.ts';
import { breachScope } from '../../../src/domain/breach/breach-scope.ts';
import { notificationClock } from '../../../src/domain/breach/notification-clock.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import type { StaffRole } from '../../../src/domain/staff/staff-role.ts';
import { orThrow } from '../../../src/index.ts';
import { appendEntry } from '../../../src/testing/contracts/chained.ts';
import { newAuditEntry } from '../../../src/testing/contracts/samples.ts';
import { seat } from '../../staff-desk.ts';
import { installation, joos, kim, signUp } from './installation.ts';

/** Who of the staff did what is not sealed, and nothing else is looked at. */
const nothingIsSealed: Sealing = new Proxy({} as Sealing, {
  // sound: whoever asks it for anything is stopped
  get: () => () => {
    throw new Error('Nothing is sealed here');
  },
});

const mia = StaffId.parse('mia.support')._unsafeUnwrap();
const now = Instant.ofEpochMs(Date.now())._unsafeUnwrap();
const ago = (ms: number): string => Instant.toISOString(Instant.plusMs(now, -ms));
const window = ['--from', ago(hourMs), '--to', ago(-hourMs)] as const;

/** An installation with one person in it, whom mia looked at twice, and somebody of these roles signed in. */
async function afterALook(...roles: readonly StaffRole[]) {
  const here = await installation();
  const { subject } = await signUp(here);
  const stores = sqliteStores({ dataFile: join(here.folder, 'data.db'), vaultFile: join(here.folder, 'vault.db') });
  const store: DataStore = stores.openDataStore({ sealing: nothingIsSealed, ids: systemIds, log: silentLog });
  onTestFinished(async () => void (await store.close()));
  const looks = [
    newAuditEntry(subject as SubjectId, { staff: mia, recordedAt: Instant.plusMs(now, -30 * minuteMs) }), // sound: as it was found
    newAuditEntry(subject as SubjectId, { staff: mia, recordedAt: Instant.plusMs(now, -29 * minuteMs), fields: [] }),
  ];
  for (const look of looks) await orThrow(store.transact((tx) => appendEntry(tx, look)));
  const session = await orThrow(seat(store, 'eva.audit', roles, now));
  const file = join(here.folder, 'staff-session');
  writeFileSync(file, `${session.reveal()}\n`, { mode: 0o600 });
  return { environment: { ...here.environment, JOOS_STAFF_SESSION_FILE: file }, subject, store };
}

describe('joos breach scope', () => {
  test('says of a member of the staff what a notification needs, and names nobody', async () => {
    const { environment, subject } = await afterALook('privacy-officer');
    const known = ['--known-at', ago(minuteMs)] as const;
    const ran = await joos(['breach', 'scope', '--accounts', 'mia.support', ...window, ...known], { environment });
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    expect(ran.out).toMatch(/\n {2}Notify by .*: 71 h 5\d min left\.\n/);
    expect(ran.out).toContain('\n  About 1 person, 2 records.\n');
    expect(ran.out).toMatch(/\n {2}login +1 +1 +1 +0 +0\n/);
    expect(ran.out).toContain('    login.phone: Mobile phone number you log in with\n');
    expect(ran.out).toContain('\n  mia.support: 2 entries about 1 person\n');
    expect(ran.out).toContain('\n  masked values alone: 1 entry about 1 person\n  cases: CASE-1042\n');
    expect(ran.out).not.toContain(subject);
    expect(ran.out).not.toContain(kim.phone);
  });

  test('says of an account of the database what it may read, and what it cannot without the keys', async () => {
    const { environment } = await afterALook('auditor');
    const ran = await joos(['breach', 'scope', '--accounts', 'db:application', ...window, '--json'], { environment });
    expect(ran.code).toBe(0);
    const told = JSON.parse(ran.out) as {
      readonly people: number;
      readonly clock: null;
      readonly looks: null;
      readonly reached: { readonly roles: readonly string[]; readonly tables: readonly Record<string, unknown>[] };
      readonly categories: readonly Record<string, unknown>[];
    }; // as the command prints it
    expect(told).toMatchObject({ people: 1, clock: null, looks: null, reached: { roles: ['application'] } });
    expect(told.reached.tables.find(({ table }) => table === 'users')).toMatchObject({ rows: 1, people: 1 });
    expect(told.categories.find(({ category }) => category === 'login')).toMatchObject({
      people: { atLeast: 1, atMost: 1 },
      clear: [],
      unintelligible: ['login.phone', 'login.issuer', 'login.provider-subject'],
    });
  });

  test('counts of an account of the vault whose keys it may read', async () => {
    const { environment } = await afterALook('auditor');
    const { code, out } = await joos(['breach', 'scope', '--accounts', 'db:vault', ...window], { environment });
    expect(code).toBe(0);
    expect(out).toContain('\n  About 1 person, 2 records at most.\n');
    expect(out).toMatch(/\n {2}subject_keys +2 rows of 1 person\n/);
    expect(out).toMatch(/\n {2}certificates +not counted\n/);
  });

  test('says of no account what all of them did', async () => {
    const { environment } = await afterALook('auditor');
    const { code, out } = await joos(['breach', 'scope', ...window], { environment });
    expect(code).toBe(0);
    expect(out).toContain('Say by --known-at when it became known');
    expect(out).toContain('Written in the window, as far as it is told by time:\n  notices');
  });

  test('prints pseudonyms only if asked, as JSON lines, and that is on record', async () => {
    const { environment, subject, store } = await afterALook('privacy-officer');
    const ran = await joos(['breach', 'scope', '--accounts', 'mia.support', ...window, '--subjects'], { environment });
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 0, out: JSON.stringify({ subject }) });
    expect(ran.err).toContain('About 1 person');
    const [entry] = await orThrow(store.auditLog.search({ action: 'breach-scope' }, null, 10));
    expect(entry).toMatchObject({ staff: 'eva.audit', about: 'subjects', subject: null });
    const both = await joos(['breach', 'scope', ...window, '--subjects', '--json'], { environment });
    expect(both.code).toBe(2);
  });

  test('answers nobody without the role, and nobody who is not signed in', async () => {
    const { environment } = await afterALook('support', 'technical');
    const refused = await joos(['breach', 'scope', ...window], { environment });
    expect(refused).toMatchObject({ code: 4, out: '' });
    expect(refused.err).toContain('None of your roles allows that');
    const nobody = await joos(['breach', 'scope', ...window], {
      environment: { ...environment, JOOS_STAFF_SESSION_FILE: '/nowhere/session' },
    });
    expect(nobody).toMatchObject({ code: 4, out: '' });
  });

  test.each([
    [['--accounts', '+4915228895456'], 'There is no such account'],
    [['--from', ago(-hourMs)], 'This window holds nothing'],
    [['--known-at', ago(-hourMs)], 'Nobody knows of it yet'],
  ])('refuses %j in words that repeat nothing', async (more, said) => {
    const { environment } = await afterALook('auditor');
    const { code, out, err } = await joos(['breach', 'scope', ...window, ...more], { environment });
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain(said);
    expect(err).not.toContain('4915228895456');
  });
});

describe('the clock in words', () => {
  const at = (text: string): Instant => Instant.parse(text)._unsafeUnwrap();
  const scopeKnown = (known: string, asked: string) =>
    breachInWords(
      breachScope({
        window: { from: at('2026-10-01T00:00:00Z'), to: at('2026-10-02T00:00:00Z') },
        clock: notificationClock(at(known), at(asked))._unsafeUnwrap(),
        people: 0,
        looks: null,
        reached: null,
        written: [],
      }),
      'Europe/Berlin',
    );

  test.each([
    [
      'over the end of daylight saving',
      '2026-10-24T10:00:00+02:00',
      '2026-10-24T10:00:00+02:00',
      'Notify by 2026-10-27T08:00:00.000Z, which is Tue, 27 Oct 2026, 09:00 GMT+01:00: 72 h 0 min left.',
    ],
    [
      'over the beginning of daylight saving',
      '2026-03-28T10:00:00+01:00',
      '2026-03-29T10:00:00+02:00',
      'Notify by 2026-03-31T09:00:00.000Z, which is Tue, 31 Mar 2026, 11:00 GMT+02:00: 49 h 0 min left.',
    ],
    [
      'too late',
      '2026-10-24T10:00:00Z',
      '2026-10-27T11:30:00Z',
      'Notify by 2026-10-27T10:00:00.000Z, which is Tue, 27 Oct 2026, 11:00 GMT+01:00: 1 h 30 min late.',
    ],
  ])('is shown in UTC and as the clocks of the business show it, %s', (_, known, asked, line) => {
    expect(scopeKnown(known, asked)).toContain(`\n  ${line}\n`);
  });
});
