import { describe, expect, test } from 'vitest';
import { accessRuleFor, accessRules, mayAct, type StaffAction } from '../../../src/domain/staff/access-rules.ts';
import { approvableActions } from '../../../src/domain/staff/approval.ts';
import { actionOfGranting } from '../../../src/domain/staff/staff-grant.ts';
import { type StaffRole, staffRoles } from '../../../src/domain/staff/staff-role.ts';

/** Who may do what, and who else has to agree, as the company decided it: spelled out, so that a change of it is seen. */
const decided: Readonly<Record<StaffAction, readonly [roles: string, second: string]>> = {
  'open-case': ['support privacy-officer', 'nobody'],
  'see-case': ['support privacy-officer', 'nobody'],
  'note-in-case': ['support privacy-officer', 'nobody'],
  'close-case': ['support privacy-officer', 'nobody'],
  'verify-caller': ['support privacy-officer', 'nobody'],
  'contact-person': ['support privacy-officer', 'nobody'],
  'find-person': ['support privacy-officer', 'nobody'],
  'reveal-contact': ['support privacy-officer', 'nobody'],
  'end-sessions': ['support privacy-officer', 'nobody'],
  'cancel-account': ['support privacy-officer', 'person-or-another'],
  'correct-rental': ['support', 'nobody'],
  refund: ['support', 'nobody'],
  'export-data': ['privacy-officer', 'person-or-another'],
  'explain-retention': ['support privacy-officer', 'nobody'],
  'see-holds': ['support privacy-officer', 'nobody'],
  'place-hold': ['support privacy-officer', 'another'],
  'approve-hold': ['privacy-officer', 'another'],
  'end-hold': ['privacy-officer', 'another'],
  'record-request': ['support privacy-officer', 'nobody'],
  'verify-request': ['support privacy-officer', 'nobody'],
  'extend-request': ['privacy-officer', 'nobody'],
  'close-request': ['privacy-officer', 'nobody'],
  'search-audit': ['privacy-officer auditor', 'nobody'],
  'export-audit': ['auditor', 'nobody'],
  'breach-scope': ['privacy-officer auditor', 'nobody'],
  'see-staff': ['privacy-officer auditor', 'nobody'],
  'appoint-staff': ['privacy-officer', 'nobody'],
  'dismiss-staff': ['privacy-officer', 'nobody'],
  'grant-role': ['privacy-officer', 'nobody'],
  'grant-officer': ['privacy-officer', 'another'],
  'revoke-role': ['privacy-officer', 'nobody'],
  'ask-approval': ['support privacy-officer', 'nobody'],
  'approve-action': ['privacy-officer', 'nobody'],
};

// sound: the record is closed by its type
const actions = Object.keys(decided) as StaffAction[];
const cells = actions.flatMap((action) =>
  staffRoles.map((role): readonly [StaffAction, StaffRole, boolean] => {
    const [roles] = decided[action];
    return [action, role, roles.split(' ').includes(role)];
  }),
);

describe('Who may do what', () => {
  test('is decided for every action, once', () => {
    expect(accessRules.map(({ action }) => action).toSorted()).toEqual(actions.toSorted());
  });

  test.each(cells)('%s by %s: %s', (action, role, allowed) => {
    expect(mayAct(action, [role])).toBe(allowed);
  });

  test.each(actions)('nobody without a role may %s', (action) => {
    expect(mayAct(action, [])).toBe(false);
  });

  test('an action that no rule names is refused to everybody', () => {
    const unknown = 'read-everything' as StaffAction; // what a caller without a compiler passes
    expect(accessRuleFor(unknown)).toBeNull();
    expect(mayAct(unknown, staffRoles)).toBe(false);
  });

  test.each(actions)('who stands behind %s beside who does it', (action) => {
    expect(accessRuleFor(action)?.second).toBe(decided[action][1]);
  });
});

describe('A second person', () => {
  test('can be asked for whatever takes one, but for holds, which have theirs in themselves', () => {
    const taking = accessRules.filter(({ second }) => second !== 'nobody').map(({ action }) => action);
    expect([...approvableActions, 'place-hold', 'approve-hold'].toSorted()).toEqual(taking.toSorted());
  });

  test('is asked by whoever may do it', () => {
    for (const action of approvableActions) {
      for (const role of staffRoles) if (mayAct(action, [role])) expect(mayAct('ask-approval', [role])).toBe(true);
    }
  });

  test('is needed to make a privacy officer, and for no other role', () => {
    expect(staffRoles.map((role) => [role, actionOfGranting(role)])).toEqual([
      ['support', 'grant-role'],
      ['technical', 'grant-role'],
      ['privacy-officer', 'grant-officer'],
      ['auditor', 'grant-role'],
    ]);
  });
});
