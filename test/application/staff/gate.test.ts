import { describe, expect, test } from 'vitest';
import { actingStaff } from '../../../src/application/staff/acting-staff.ts';
import { dismissStaff } from '../../../src/application/staff/dismiss-staff.ts';
import { revokeRole } from '../../../src/application/staff/revoke-role.ts';
import { signOutStaff } from '../../../src/application/staff/sign-out-staff.ts';
import { whoAmI } from '../../../src/application/staff/who-am-i.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { accessRules, mayAct, type StaffAction } from '../../../src/domain/staff/access-rules.ts';
import { staffRoles } from '../../../src/domain/staff/staff-role.ts';
import type { StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import { nobodysSession, seat } from '../../staff-desk.ts';
import { refusal, value, type World } from '../world.ts';
import { appointed, openCompany, signedIn } from './company.ts';

const actions = accessRules.map(({ action }) => action);
const answerOf = async (world: World, session: StaffSessionToken, action: StaffAction): Promise<string> =>
  actingStaff(world.ports, session, action).match(
    (staff) => staff,
    ({ kind }) => kind,
  );
const answersOf = async (world: World, session: StaffSessionToken): Promise<readonly string[]> => {
  const answers: string[] = [];
  for (const action of actions) answers.push(await answerOf(world, session, action));
  return answers;
};
const all = (answer: string): readonly string[] => actions.map(() => answer);

describe.each(staffRoles)('Somebody whose one role is %s', (role) => {
  test('does exactly what the rules say, and nothing without, before, after or instead of it', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    const kim = await appointed(company, 'kim.lee');
    expect(await answersOf(world, kim)).toEqual(all('StaffNotAllowed'));
    const seated = await seat(world.ports.store, 'sam.other', [role], world.ports.clock.now());
    const sam = value(seated);
    const byRule = actions.map((action) => (mayAct(action, [role]) ? 'sam.other' : 'StaffNotAllowed'));
    expect(await answersOf(world, sam)).toEqual(byRule);

    value(await revokeRole(world.ports)({ staffSession: jo, staff: 'sam.other', role }));
    expect(await answersOf(world, sam), 'revoked, in the session that runs').toEqual(all('StaffNotAllowed'));
    value(await seat(world.ports.store, 'sam.other', [role], world.ports.clock.now()));
    expect(await answersOf(world, sam)).toEqual(byRule);

    value(await dismissStaff(world.ports)({ staffSession: jo, staff: 'sam.other' }));
    expect(await answersOf(world, sam), 'gone').toEqual(all('StaffNotSignedIn'));
  });

  test('does nothing any more from the moment on at which it expires', async () => {
    const { world } = await openCompany();
    const at = world.ports.clock.now();
    value(await seat(world.ports.store, 'sam.other', [role], at));
    world.pass(Date.parse('2027-11-24T00:00:00Z') - at - 1);
    const sam = value(await seat(world.ports.store, 'sam.other', [], world.ports.clock.now()));
    expect(value(await whoAmI(world.ports)({ staffSession: sam })).roles).toEqual([role]);
    world.pass(1);
    expect(value(await whoAmI(world.ports)({ staffSession: sam })).roles).toEqual([]);
    expect(await answersOf(world, sam)).toEqual(all('StaffNotAllowed'));
  });
});

describe('A session of the staff', () => {
  test('is over after half an hour without use, and after 8 hours of use', async () => {
    const { world, jo } = await openCompany();
    world.pass(30 * minuteMs - 1);
    expect(await answerOf(world, jo, 'see-staff')).toBe('jo.miller');
    world.pass(30 * minuteMs);
    expect(await answerOf(world, jo, 'see-staff')).toBe('StaffNotSignedIn');
    const again = await signedIn(world, 'jo');
    for (let quarter = 1; quarter < 32; quarter += 1) {
      world.pass(hourMs / 4);
      expect(await answerOf(world, again, 'see-staff')).toBe('jo.miller');
    }
    world.pass(hourMs / 4);
    expect(await answerOf(world, again, 'see-staff')).toBe('StaffNotSignedIn');
  });

  test('ends when its member signs out, and that once', async () => {
    const { world, jo } = await openCompany();
    const other = await signedIn(world, 'jo');
    value(await signOutStaff(world.ports)({ staffSession: jo }));
    value(await signOutStaff(world.ports)({ staffSession: jo }));
    expect(await answerOf(world, jo, 'see-staff')).toBe('StaffNotSignedIn');
    expect(await answerOf(world, other, 'see-staff')).toBe('jo.miller');
    const entries = world.rows('auditEntries') as readonly { readonly action: string }[]; // sound: the rows of the log
    expect(entries.filter(({ action }) => action === 'staff-signed-out')).toHaveLength(1);
  });

  test('is nobody’s where the token is unknown', async () => {
    const { world } = await openCompany();
    expect(await answersOf(world, nobodysSession)).toEqual(all('StaffNotSignedIn'));
    expect(refusal(await whoAmI(world.ports)({ staffSession: nobodysSession }))).toEqual({ kind: 'StaffNotSignedIn' });
  });
});

test('a refused action is noted as a risk, with no value of anybody’s', async () => {
  const company = await openCompany();
  const { world } = company;
  const kim = await appointed(company, 'kim.lee', ['auditor']);
  world.pass(dayMs / 48 - 1);
  expect(await answerOf(world, kim, 'reveal-contact')).toBe('StaffNotAllowed');
  expect(world.risks).toMatchObject([{ kind: 'staff-refused', rule: null, subject: null }]);
  expect(JSON.stringify([world.risks, world.rows('riskEvents'), world.lines])).not.toContain('kim.lee');
});
