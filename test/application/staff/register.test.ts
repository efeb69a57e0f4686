import { describe, expect, test } from 'vitest';
import { appointFirstOfficer } from '../../../src/application/staff/appoint-first-officer.ts';
import { appointStaff } from '../../../src/application/staff/appoint-staff.ts';
import { approveAction } from '../../../src/application/staff/approve-action.ts';
import { askApproval } from '../../../src/application/staff/ask-approval.ts';
import { dismissStaff } from '../../../src/application/staff/dismiss-staff.ts';
import { grantRole } from '../../../src/application/staff/grant-role.ts';
import { revokeRole } from '../../../src/application/staff/revoke-role.ts';
import { signInStaff } from '../../../src/application/staff/sign-in-staff.ts';
import { staffList } from '../../../src/application/staff/staff-list.ts';
import { whoAmI } from '../../../src/application/staff/who-am-i.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { openWorld, refusal, value, type World } from '../world.ts';
import { appointed, comesBack, granting, openCompany, signedIn } from './company.ts';

const done = (world: World): readonly string[] =>
  // sound: the rows of the log
  (world.rows('auditEntries') as readonly { staff: string | null; action: string; about: string | null }[])
    .filter(({ action }) => action !== 'staff-refused')
    .map(({ staff, action, about }) => `${staff ?? 'operator'} ${action} ${about ?? ''}`.trim());

describe('The first privacy officer', () => {
  test('is appointed by the operator, comes in by invitation, and appoints everybody else', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    expect(value(await whoAmI(world.ports)({ staffSession: jo }))).toMatchObject({
      staff: 'jo.miller',
      roles: ['privacy-officer'],
    });
    await appointed(company, 'kim.lee', ['support']);
    expect(done(world)).toEqual([
      'operator first-officer-appointed jo.miller',
      'jo.miller staff-signed-in',
      'jo.miller appoint-staff kim.lee',
      'kim.lee staff-signed-in',
      'jo.miller grant-role kim.lee/support/new-duty/2027-11-23',
    ]);
    expect(value(await staffList(world.ports)({ staffSession: jo }))).toMatchObject([
      { staff: 'jo.miller', state: 'active', appointedBy: null, roles: [{ role: 'privacy-officer', grantedBy: null }] },
      {
        ...{ staff: 'kim.lee', state: 'active', appointedBy: 'jo.miller' },
        roles: [{ role: 'support', grantedBy: 'jo.miller', reason: 'new-duty' }],
      },
    ]);
  });

  test('has one beside, and there is no third by the operator', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    await appointed(company, 'kim.lee', ['privacy-officer']);
    const before = world.theRest();
    expect(refusal(await appointFirstOfficer(world.ports)({ staff: 'mallory.x' }))).toEqual({ kind: 'OfficerThere' });
    expect(world.theRest()).toEqual(before);
    value(await dismissStaff(world.ports)({ staffSession: jo, staff: 'kim.lee' }));
    value(await appointFirstOfficer(world.ports)({ staff: 'lee.ben' }));
  });

  test('is replaced or renewed by the operator, before and after the year ran out', async () => {
    const company = await openCompany();
    const { world } = company;
    const rolesOf = async (who: string) =>
      value(await whoAmI(world.ports)({ staffSession: await signedIn(world, who) })).roles;
    await appointed(company, 'kim.lee', ['privacy-officer']);
    world.pass(300 * dayMs);
    const renewed = value(await appointFirstOfficer(world.ports)({ staff: 'kim.lee' }));
    expect(renewed, 'who is in needs no invitation').toEqual({ staff: 'kim.lee', invitation: null });
    expect(refusal(await appointFirstOfficer(world.ports)({ staff: 'mallory.x' }))).toEqual({ kind: 'OfficerThere' });
    world.pass(100 * dayMs); // the year of Jo is over, and nobody renewed it
    expect(await rolesOf('jo')).toEqual([]);
    expect(await rolesOf('kim.lee')).toEqual(['privacy-officer']);
    value(await appointFirstOfficer(world.ports)({ staff: 'jo.miller' }));
    expect(await rolesOf('jo')).toEqual(['privacy-officer']);
    expect(refusal(await appointFirstOfficer(world.ports)({ staff: 'mallory.x' }))).toEqual({ kind: 'OfficerThere' });
  });

  test('who was appointed and never came is none any more once the operator appoints somebody else', async () => {
    const world = openWorld();
    const first = value(await appointFirstOfficer(world.ports)({ staff: 'lost.one' }));
    const second = value(await appointFirstOfficer(world.ports)({ staff: 'jo.miller' }));
    await signedIn(world, 'jo', second.invitation ?? undefined);
    const lost = await signedIn(world, 'lost', first.invitation ?? undefined);
    expect(value(await whoAmI(world.ports)({ staffSession: lost })).roles).toEqual([]);
  });
});

describe('An invitation', () => {
  test('is of use once, for three days, and not beside a newer one', async () => {
    const { world, jo } = await openCompany();
    const invite = async () =>
      value(await appointStaff(world.ports)({ staffSession: jo, staff: 'kim.lee' })).invitation;
    const attempt = async (who: string, invitation: Awaited<ReturnType<typeof invite>>) =>
      signInStaff(world.ports)({ ...(await comesBack(world, who)), invitation });
    const old = await invite();
    const invitation = await invite();
    expect(refusal(await attempt('kim', old))).toEqual({ kind: 'InvitationNotValid' });
    expect(value(await attempt('kim', invitation)).staff).toBe('kim.lee');
    expect(refusal(await attempt('mallory', invitation))).toEqual({ kind: 'InvitationNotValid' });
    const late = value(await appointStaff(world.ports)({ staffSession: jo, staff: 'lee.ben' })).invitation;
    world.pass(3 * dayMs);
    expect(refusal(await attempt('lee', late))).toEqual({ kind: 'InvitationNotValid' });
    expect(refusal(await signInStaff(world.ports)(await comesBack(world, 'mallory')))).toEqual({ kind: 'NotOfStaff' });
  });

  test('makes no second member of one person: who has two names could agree with themselves', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    const { invitation } = value(await appointStaff(world.ports)({ staffSession: jo, staff: 'jo.other' }));
    const input = { ...(await comesBack(world, 'jo')), invitation };
    expect(refusal(await signInStaff(world.ports)(input))).toEqual({ kind: 'StaffIdentityTaken' });
    await appointed(company, 'kim.lee');
    for (const staff of ['kim.lee', 'jo.miller']) {
      const taken = await appointStaff(world.ports)({ staffSession: jo, staff });
      expect(refusal(taken), 'an invitation for who is in would be a way to become them').toEqual({
        kind: 'StaffNameTaken',
      });
    }
  });
});

describe('Whoever is dismissed', () => {
  test('is out at once, in every session, and never comes back under the name', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    const kim = await appointed(company, 'kim.lee', ['support']);
    const elsewhere = await signedIn(world, 'kim.lee');
    value(await dismissStaff(world.ports)({ staffSession: jo, staff: 'kim.lee' }));
    for (const staffSession of [kim, elsewhere]) {
      expect(refusal(await whoAmI(world.ports)({ staffSession }))).toEqual({ kind: 'StaffNotSignedIn' });
    }
    expect(refusal(await signInStaff(world.ports)(await comesBack(world, 'kim.lee')))).toEqual({ kind: 'NotOfStaff' });
    const again = { staffSession: jo, staff: 'kim.lee' };
    expect(refusal(await dismissStaff(world.ports)(again))).toEqual({ kind: 'StaffGone' });
    expect(refusal(await appointStaff(world.ports)(again))).toEqual({ kind: 'StaffNameTaken' });
    expect(refusal(await grantRole(world.ports)(granting(company, 'kim.lee', 'support')))).toEqual({
      kind: 'NoSuchMember',
    });
    const back = await appointed(company, 'kim.again');
    expect(value(await whoAmI(world.ports)({ staffSession: back })).staff).toBe('kim.again');
  });

  test('is not the last privacy officer, in whichever way', async () => {
    const { world, jo } = await openCompany();
    const last = { kind: 'LastOfficer' };
    expect(refusal(await dismissStaff(world.ports)({ staffSession: jo, staff: 'jo.miller' }))).toEqual(last);
    const role = { staffSession: jo, staff: 'jo.miller', role: 'privacy-officer' };
    expect(refusal(await revokeRole(world.ports)(role))).toEqual(last);
  });

  test('is one of two officers who dismiss each other at one moment', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    const kim = await appointed(company, 'kim.lee', ['privacy-officer']);
    const answers = await Promise.all([
      dismissStaff(world.ports)({ staffSession: jo, staff: 'kim.lee' }),
      dismissStaff(world.ports)({ staffSession: kim, staff: 'jo.miller' }),
    ]);
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
  });
});

describe('A role', () => {
  test('is granted to nobody who is not there, and not to oneself', async () => {
    const company = await openCompany();
    const { world } = company;
    expect(refusal(await grantRole(world.ports)(granting(company, 'no.body', 'support')))).toEqual({
      kind: 'NoSuchMember',
    });
    expect(refusal(await grantRole(world.ports)(granting(company, 'jo.miller', 'auditor')))).toEqual({
      kind: 'OwnRole',
    });
  });

  test('of a privacy officer is granted by none alone, who dismissed the other one neither', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    await appointed(company, 'lee.ben', ['support']);
    const wanted = granting(company, 'lee.ben', 'privacy-officer');
    expect(refusal(await grantRole(world.ports)(wanted))).toEqual({ kind: 'SecondPersonNeeded' });
    await appointed(company, 'kim.lee', ['privacy-officer']);
    value(await dismissStaff(world.ports)({ staffSession: jo, staff: 'kim.lee' }));
    expect(refusal(await grantRole(world.ports)(wanted))).toEqual({ kind: 'SecondPersonNeeded' });
  });

  test('of a privacy officer is granted once another officer agreed', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    const kim = await appointed(company, 'kim.lee', ['privacy-officer']);
    const lee = await appointed(company, 'lee.ben', ['support']);
    const wanted = granting(company, 'lee.ben', 'privacy-officer');
    const needed = { kind: 'SecondPersonNeeded' };
    expect(refusal(await grantRole(world.ports)(wanted))).toEqual(needed);
    const asked = value(
      await askApproval(world.ports)({ staffSession: jo, action: 'grant-officer', object: 'lee.ben' }),
    );
    const { approval } = asked;
    const approve = (staffSession: typeof jo) => approveAction(world.ports)({ staffSession, approval });
    expect(refusal(await approve(jo))).toEqual({ kind: 'OwnApproval' });
    expect(refusal(await approve(lee))).toEqual({ kind: 'StaffNotAllowed' });
    expect(refusal(await grantRole(world.ports)(wanted))).toEqual(needed);
    expect(value(await approve(kim))).toMatchObject({
      action: 'grant-officer',
      object: 'lee.ben',
      askedBy: 'jo.miller',
    });
    expect(refusal(await grantRole(world.ports)({ ...wanted, staffSession: kim }))).toEqual(needed);
    value(await grantRole(world.ports)(wanted));
    expect(refusal(await grantRole(world.ports)(wanted)), 'once').toEqual(needed);
    expect(done(world).filter((deed) => /^[\w.]+ (?:ask-approval|approve-action|grant-officer) /.test(deed))).toEqual([
      `jo.miller ask-approval ${approval}/grant-officer/lee.ben`,
      `kim.lee approve-action ${approval}/grant-officer/lee.ben`,
      'jo.miller grant-officer lee.ben/privacy-officer/new-duty/2027-11-23',
    ]);
  });

  test('is not granted on the word of who lost the office since', async () => {
    const company = await openCompany();
    const { world, jo } = company;
    const kim = await appointed(company, 'kim.lee', ['privacy-officer']);
    await appointed(company, 'lee.ben');
    const { approval } = value(
      await askApproval(world.ports)({ staffSession: jo, action: 'grant-officer', object: 'lee.ben' }),
    );
    value(await approveAction(world.ports)({ staffSession: kim, approval }));
    value(await revokeRole(world.ports)({ staffSession: jo, staff: 'kim.lee', role: 'privacy-officer' }));
    expect(refusal(await approveAction(world.ports)({ staffSession: jo, approval }))).toEqual({
      kind: 'NoSuchApproval',
    });
  });
});
