import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApprovalId, GrantId, HoldId, SubjectId } from '../../../src/domain/ids.ts';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import {
  type ApprovableAction,
  type Approval,
  ApprovalObject,
  approvableActions,
  askApproval,
  decideApproval,
  evolveApproval,
} from '../../../src/domain/staff/approval.ts';
import {
  firstOfficerGrant,
  GrantReason,
  grantRole,
  isInForce,
  keepsAnOfficer,
  revokeRole,
  rolesOf,
} from '../../../src/domain/staff/staff-grant.ts';
import { CaseNumber, StaffId } from '../../../src/domain/staff/staff-id.ts';
import {
  decideMember,
  evolveMember,
  inviteMember,
  type StaffIdentityHash,
  type StaffMember,
  type StaffTokenHash,
} from '../../../src/domain/staff/staff-member.ts';
import { newStaffSession, staffSessionExpiry } from '../../../src/domain/staff/staff-session.ts';
import { InvitationToken, StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import { day, moment } from '../deletion/person.ts';

const at = moment('2026-11-23T09:00:00Z');
const later = (ms: number): Instant => Instant.plusMs(at, ms);
const name = (text: string): StaffId => StaffId.parse(text)._unsafeUnwrap();
const [jo, kim, lee] = [name('jo.miller'), name('kim.lee'), name('lee.ben')];
const invitation = 'a'.repeat(64) as StaffTokenHash;
const identity = 'b'.repeat(64) as StaffIdentityHash;
const invited = inviteMember(kim, jo, invitation, at);
const join = { kind: 'JoinStaff', invitation, identity, at: later(1) } as const;
const changed = (member: StaffMember, command: Parameters<typeof decideMember>[0]): StaffMember =>
  decideMember(command, member)._unsafeUnwrap().reduce(evolveMember, member);
const active = changed(invited, join);
const left = changed(active, { kind: 'DismissMember', by: jo, at: later(2) });

describe('A member', () => {
  test('is in once the invitation was used, in three days, by who has it', () => {
    expect(active).toMatchObject({ kind: 'active', staff: kim, identity, appointedBy: jo });
    expect(active).not.toHaveProperty('invitation');
    const refused = [
      { ...join, at: later(3 * dayMs) },
      { ...join, invitation: 'c'.repeat(64) as StaffTokenHash },
    ];
    for (const command of refused) {
      expect(decideMember(command, invited)._unsafeUnwrapErr()).toEqual({ kind: 'InvitationNotValid' });
    }
    expect(decideMember({ ...join, at: later(3 * dayMs - 1) }, invited).isOk()).toBe(true);
    for (const member of [active, left]) {
      expect(decideMember(join, member)._unsafeUnwrapErr()).toEqual({ kind: 'InvitationNotValid' });
    }
  });

  test('is invited anew while away, and neither once in nor once gone', () => {
    const other = 'd'.repeat(64) as StaffTokenHash;
    const again = { kind: 'InviteAgain', invitation: other, at: later(dayMs) } as const;
    const anew = changed(invited, again);
    expect(decideMember({ ...join, at: later(dayMs) }, anew).isErr()).toBe(true);
    expect(changed(anew, { ...join, invitation: other, at: later(4 * dayMs - 1) }).kind).toBe('active');
    for (const member of [active, left]) {
      expect(decideMember(again, member)._unsafeUnwrapErr()).toEqual({ kind: 'StaffNameTaken' });
    }
  });

  test('who left has no identity and no invitation any more, and leaves once', () => {
    expect(left).toEqual({
      ...{ kind: 'left', staff: kim, appointedBy: jo, appointedAt: at },
      left: { by: jo, at: later(2) },
    });
    expect(decideMember({ kind: 'DismissMember', by: jo, at }, left)._unsafeUnwrapErr()).toEqual({ kind: 'StaffGone' });
    expect(evolveMember(left, { kind: 'StaffJoined', identity, at })).toEqual(left);
  });
});

describe('A granted role', () => {
  const grant = GrantId.parse('0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37')._unsafeUnwrap();
  const granting = { grant, staff: kim, role: 'support', reason: 'new-duty', by: jo, at } as const;
  const until = (last: string) => grantRole({ ...granting, until: day(last) });

  test('runs through its last day, a year ahead at most', () => {
    const given = until('2027-11-23')._unsafeUnwrap();
    expect(Instant.toISOString(given.expiresAt)).toBe('2027-11-24T00:00:00.000Z');
    expect(isInForce(given, Instant.plusMs(given.expiresAt, -1))).toBe(true);
    expect(isInForce(given, given.expiresAt)).toBe(false);
    expect(until('2027-11-24')._unsafeUnwrapErr()).toEqual({ kind: 'GrantTooLong' });
    expect(until('2026-11-22')._unsafeUnwrapErr()).toEqual({ kind: 'GrantInPast' });
    expect(firstOfficerGrant(grant, jo, at).expiresAt).toBe(given.expiresAt);
  });

  test('is never given to oneself', () => {
    expect(grantRole({ ...granting, staff: jo, until: day('2026-12-01') })._unsafeUnwrapErr()).toEqual({
      kind: 'OwnRole',
    });
  });

  test('is taken back with all of its kind, and allows nothing then', () => {
    const given = until('2027-01-01')._unsafeUnwrap();
    const auditor = { ...given, role: 'auditor' } as const;
    const back = { by: jo, at: later(5) };
    expect(rolesOf([given, given, auditor], later(5))).toEqual(['support', 'auditor']);
    const revoked = revokeRole([given, given, auditor], 'support', back)._unsafeUnwrap();
    expect(revoked).toEqual([
      { ...given, revoked: back },
      { ...given, revoked: back },
    ]);
    expect(rolesOf([...revoked, auditor], later(5))).toEqual(['auditor']);
    expect(revokeRole(revoked, 'support', back)._unsafeUnwrapErr()).toEqual({ kind: 'NoSuchGrant' });
    expect(revokeRole([given], 'support', { ...back, at: given.expiresAt }).isErr()).toBe(true);
  });

  test('is never that of the last privacy officer to be taken back', () => {
    expect(keepsAnOfficer([jo], jo)._unsafeUnwrapErr()).toEqual({ kind: 'LastOfficer' });
    expect(keepsAnOfficer([jo, kim], jo).isOk()).toBe(true);
    expect(keepsAnOfficer([jo], kim).isOk()).toBe(true);
    expect(keepsAnOfficer([], kim).isOk()).toBe(true);
  });

  test.each(['new-duty', 'renewal', 'stand-in', 'incident', 'CASE-1042'])('has the reason %s', (text) => {
    expect(GrantReason.parse(text)._unsafeUnwrap()).toBe(text);
  });

  test.each(['', 'because', 'first-officer', 'case-1', 'CASE-1 '])('has not the reason %j', (text) => {
    expect(GrantReason.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidGrantReason' });
  });
});

describe('An approval', () => {
  const subject = SubjectId.parse('0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37')._unsafeUnwrap();
  const asked = askApproval(
    {
      approval: ApprovalId.parse('0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34')._unsafeUnwrap(),
      action: 'cancel-account',
      object: ApprovalObject.of(subject),
      caseNumber: CaseNumber.parse('CASE-1042')._unsafeUnwrap(),
    },
    kim,
    at,
  );
  const agree = { kind: 'ApproveAction', by: jo, at: later(1) } as const;
  const use = { kind: 'UseApproval', by: kim, at: later(2) } as const;
  const next = (one: Approval, command: typeof agree | typeof use): Approval =>
    decideApproval(command, one)._unsafeUnwrap().reduce(evolveApproval, one);
  const agreed = next(asked, agree);
  const used = next(agreed, use);

  test('is used once, by who asked, after somebody else agreed, within a day', () => {
    expect(used).toMatchObject({ approved: { by: jo }, usedAt: later(2) });
    const needed = { kind: 'SecondPersonNeeded' };
    expect(decideApproval(use, asked)._unsafeUnwrapErr()).toEqual(needed);
    expect(decideApproval(use, used)._unsafeUnwrapErr()).toEqual(needed);
    expect(decideApproval({ ...use, by: jo }, agreed)._unsafeUnwrapErr()).toEqual(needed);
    expect(decideApproval({ ...use, at: later(dayMs) }, agreed)._unsafeUnwrapErr()).toEqual(needed);
  });

  test('is not given by who asked, nor by whom it is about, nor twice, nor late', () => {
    const own = { kind: 'OwnApproval' };
    expect(decideApproval({ ...agree, by: kim }, asked)._unsafeUnwrapErr()).toEqual(own);
    const aboutLee: Approval = { ...asked, action: 'grant-officer', object: ApprovalObject.of(lee), caseNumber: null };
    expect(decideApproval({ ...agree, by: lee }, aboutLee)._unsafeUnwrapErr()).toEqual(own);
    expect(decideApproval({ ...agree, by: jo }, aboutLee).isOk()).toBe(true);
    expect(decideApproval(agree, agreed)._unsafeUnwrapErr()).toEqual({ kind: 'ActionApproved' });
    expect(decideApproval(agree, used)._unsafeUnwrapErr()).toEqual({ kind: 'ApprovalOver' });
    expect(decideApproval({ ...agree, at: later(dayMs) }, asked)._unsafeUnwrapErr()).toEqual({ kind: 'ApprovalOver' });
  });

  test('is never used without two people, whatever is tried in whichever order', () => {
    const people = fc.constantFrom(jo, kim, lee);
    const command = fc.record({
      kind: fc.constantFrom('ApproveAction' as const, 'UseApproval' as const),
      by: people,
      at: fc.integer({ min: 0, max: 2 * dayMs }).map(later),
    });
    fc.assert(
      fc.property(people, fc.array(command, { maxLength: 12 }), (asker, commands) => {
        let one = askApproval(asked, asker, at);
        let uses = 0;
        for (const tried of commands) {
          const events = decideApproval(tried, one).unwrapOr([]);
          uses += events.filter(({ kind }) => kind === 'ApprovalUsed').length;
          one = events.reduce(evolveApproval, one);
        }
        expect(uses).toBe(one.usedAt === null ? 0 : 1);
        if (one.usedAt !== null) expect(one.approved?.by).not.toBe(asker);
        if (one.approved !== null) expect(one.approved.by).not.toBe(one.askedBy);
      }),
    );
  });

  test('names what its action is done to, and nothing else', () => {
    const hold = HoldId.parse('0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37')._unsafeUnwrap();
    const fits: Readonly<Record<ApprovableAction, string>> = {
      'cancel-account': subject,
      'export-data': subject,
      'end-hold': hold,
      'grant-officer': jo,
    };
    for (const action of approvableActions) {
      expect(ApprovalObject.parse(action, fits[action])._unsafeUnwrap()).toBe(fits[action]);
      for (const text of ['', '+4915112345678', 'the one of today', action === 'grant-officer' ? subject : jo]) {
        expect(ApprovalObject.parse(action, text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidApprovalObject' });
      }
    }
  });
});

describe('A session of the staff', () => {
  test('ends after half an hour without use, and after 8 hours in any case', () => {
    const minutes = (count: number): Instant => later(count * 60_000);
    expect(newStaffSession(kim, at).expiresAt).toBe(minutes(30));
    expect(staffSessionExpiry(at, minutes(100))).toBe(minutes(130));
    expect(staffSessionExpiry(at, minutes(470))).toBe(minutes(480));
  });

  test('has a token that begins with a word, shows nothing, and passes for no other', () => {
    const bytes = new Uint8Array(32).fill(7);
    const session = StaffSessionToken.fromBytes(bytes);
    const hand = InvitationToken.fromBytes(bytes);
    expect(session.reveal()).toMatch(/^joos_staff_[\w-]{43}$/);
    expect(hand.reveal()).toMatch(/^joos_invite_[\w-]{43}$/);
    expect(JSON.stringify({ session, hand })).toBe('{"session":"<redacted>","hand":"<redacted>"}');
    expect(StaffSessionToken.parse(session.reveal())._unsafeUnwrap().reveal()).toBe(session.reveal());
    for (const text of ['', hand.reveal(), session.reveal().slice('joos_staff_'.length), `${session.reveal()}A`]) {
      expect(StaffSessionToken.parse(text).isErr()).toBe(true);
    }
    for (const text of ['', session.reveal(), `${hand.reveal()} `])
      expect(InvitationToken.parse(text).isErr()).toBe(true);
    expect(() => StaffSessionToken.fromBytes(new Uint8Array(31))).toThrow(RangeError);
  });
});
