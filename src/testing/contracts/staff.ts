import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { DataStore } from '../../application/ports/data-store.ts';
import { plusPeriod, startOfDay } from '../../domain/calendar.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import { ApprovalId, GrantId, SubjectId } from '../../domain/ids.ts';
import { Day, dayMs, type Instant, minuteMs } from '../../domain/instant.ts';
import type { Result } from '../../domain/result.ts';
import { dueBelow, timedTables } from '../../domain/retention/timed-tables.ts';
import {
  type Approval,
  ApprovalObject,
  askApproval,
  decideApproval,
  evolveApproval,
} from '../../domain/staff/approval.ts';
import type { StaffGrant } from '../../domain/staff/staff-grant.ts';
import { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import {
  type ActiveMember,
  inviteMember,
  type StaffIdentityHash,
  type StaffTokenHash,
} from '../../domain/staff/staff-member.ts';
import { newStaffSession, staffSessionIdleMs } from '../../domain/staff/staff-session.ts';
import { type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { inOne, type OpenedDataStore } from './person.ts';
import { instant } from './samples.ts';

const sound = <Value>(result: Result<Value, { readonly kind: string }>): Value => result._unsafeUnwrap();
const newHash = <Hash extends string>(): Hash => randomBytes(32).toString('hex') as Hash; // sound: 64 hex digits
const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Nobody else has this name, in a database that checks share. */
const newName = (): StaffId =>
  sound(StaffId.parse([...randomBytes(20)].map((byte) => letters[byte % letters.length] ?? 'a').join('')));

function newMember(changes: Partial<ActiveMember> = {}): ActiveMember {
  const at = instant();
  const identity = newHash<StaffIdentityHash>();
  return { kind: 'active', staff: newName(), appointedBy: null, appointedAt: at, identity, joinedAt: at, ...changes };
}

function newGrant(staff: StaffId, changes: Partial<StaffGrant> = {}): StaffGrant {
  return {
    grant: sound(GrantId.parse(randomUUID())),
    staff,
    role: 'support',
    grantedBy: null,
    reason: 'new-duty',
    grantedAt: instant(),
    expiresAt: instant(30 * dayMs),
    revoked: null,
    ...changes,
  };
}

function newApproval(askedBy: StaffId): Approval {
  const object = ApprovalObject.of(sound(SubjectId.parse(randomUUID())));
  const caseNumber = sound(CaseNumber.parse('CASE-1042'));
  const approval = sound(ApprovalId.parse(randomUUID()));
  return askApproval({ approval, action: 'cancel-account', object, caseNumber }, askedBy, instant());
}

/** What a {@link DataStore} keeps of the staff. */
export const staffContract: Contract<OpenedDataStore> = [
  checkThat(
    'a member is kept as invited, as active and as gone, and found by what each state has',
    async ({ store }) => {
      const staff = newName();
      const by = newName();
      const invitation = newHash<StaffTokenHash>();
      const identity = newHash<StaffIdentityHash>();
      const invited = inviteMember(staff, by, invitation, instant());
      const active = newMember({ staff, appointedBy: by, identity });
      const { appointedBy, appointedAt } = active;
      const gone = { kind: 'left', staff, appointedBy, appointedAt, left: { by, at: instant(5) } } as const;
      await inOne(store, async (tx) => {
        await must(tx.staff.holdRegister());
        assert.equal(await must(tx.staff.member(staff)), null);
        await must(tx.staff.save(invited));
        assert.deepEqual(await must(tx.staff.member(staff)), invited);
        assert.deepEqual(await must(tx.staff.invitedBy(invitation)), invited);
      });
      await inOne(store, async (tx) => {
        await must(tx.staff.save(active));
        assert.deepEqual(await must(tx.staff.identifiedBy(identity)), active);
        assert.equal(await must(tx.staff.invitedBy(invitation)), null, 'an invitation is of use once');
      });
      await inOne(store, async (tx) => {
        await must(tx.staff.save(gone));
        assert.deepEqual(await must(tx.staff.member(staff)), gone);
        assert.equal(await must(tx.staff.identifiedBy(identity)), null, 'who left is known by no identity');
      });
      const { members } = await must(store.reads.staffRoster());
      assert.deepEqual(
        members.find((member) => member.staff === staff),
        gone,
      );
    },
  ),

  checkThat('two members never have one identity', async ({ store }) => {
    const one = newMember();
    await inOne(store, (tx) => must(tx.staff.save(one)));
    const refused = await refusalOf(store.transact((tx) => tx.staff.save(newMember({ identity: one.identity }))));
    assert.equal(refused.kind, 'PortFailure');
  }),

  checkThat('a session is its member, with the roles that are in force, until it ends', async ({ store }) => {
    const member = newMember();
    const { staff } = member;
    const token = newHash<StaffTokenHash>();
    const session = newStaffSession(staff, instant());
    const support = newGrant(staff);
    await inOne(store, async (tx) => {
      await must(tx.staff.save(member));
      await must(tx.staff.startSession(token, session));
      await must(tx.staff.saveGrant(support));
      await must(tx.staff.saveGrant(newGrant(staff))); // the same role twice is one role
      await must(tx.staff.saveGrant(newGrant(staff, { role: 'auditor', expiresAt: instant(minuteMs) })));
      await must(tx.staff.saveGrant(newGrant(newName(), { role: 'technical' })));
    });
    const rolesAt = async (at: Instant): Promise<readonly string[]> =>
      present(await must(store.reads.staffSession(token, at))).roles.toSorted();
    assert.deepEqual(await rolesAt(instant(minuteMs - 1)), ['auditor', 'support']);
    assert.deepEqual(await rolesAt(instant(minuteMs)), ['support'], 'an expired grant allows nothing');
    await inOne(store, async (tx) => {
      for (const grant of await must(tx.staff.grantsOf(staff))) {
        await must(tx.staff.saveGrant({ ...grant, revoked: { by: staff, at: instant(minuteMs) } }));
      }
    });
    assert.deepEqual(await rolesAt(instant(minuteMs)), [], 'nor does a revoked one');
    assert.equal(await must(store.reads.staffSession(newHash(), instant())), null);
  }),

  checkThat('a use puts the end of a session off; without one it ends', async ({ store }) => {
    const member = newMember();
    const token = newHash<StaffTokenHash>();
    await inOne(store, async (tx) => {
      await must(tx.staff.save(member));
      await must(tx.staff.startSession(token, newStaffSession(member.staff, instant())));
    });
    const later = staffSessionIdleMs - 1;
    assert.equal(present(await must(store.reads.staffSession(token, instant(later)))).usedAt, instant());
    assert.equal(
      present(await must(store.reads.staffSession(token, instant(later + minuteMs)))).usedAt,
      instant(later),
    );
    assert.equal(await must(store.reads.staffSession(token, instant(3 * staffSessionIdleMs))), null);
  }),

  checkThat('who left is signed in nowhere, and a session ends once', async ({ store }) => {
    const member = newMember();
    const { staff, appointedBy, appointedAt } = member;
    const tokens = [newHash<StaffTokenHash>(), newHash<StaffTokenHash>(), newHash<StaffTokenHash>()] as const;
    await inOne(store, async (tx) => {
      await must(tx.staff.save(member));
      for (const token of tokens) await must(tx.staff.startSession(token, newStaffSession(staff, instant())));
      assert.equal(await must(tx.staff.endSession(tokens[0])), staff);
      assert.equal(await must(tx.staff.endSession(tokens[0])), null);
    });
    assert.equal(await must(store.reads.staffSession(tokens[0], instant())), null);
    const left = { by: staff, at: instant() };
    await inOne(store, (tx) => must(tx.staff.save({ kind: 'left', staff, appointedBy, appointedAt, left })));
    assert.equal(await must(store.reads.staffSession(tokens[1], instant())), null, 'though its row is there');
    await inOne(store, async (tx) => {
      await must(tx.staff.endSessionsOf(staff));
      assert.equal(await must(tx.staff.endSession(tokens[2])), null);
    });
  }),

  checkThat('holders of a role are those who are not gone, with a grant in force', async ({ store }) => {
    const [active, left, expired] = [newMember(), newMember(), newMember()];
    const invited = inviteMember(newName(), null, newHash(), instant());
    const role = 'privacy-officer';
    await inOne(store, async (tx) => {
      for (const one of [active, left, expired, invited]) {
        await must(tx.staff.save(one));
        const expiresAt = one === expired ? instant() : instant(dayMs);
        await must(tx.staff.saveGrant(newGrant(one.staff, { role, expiresAt })));
      }
      const { staff, appointedBy, appointedAt } = left;
      await must(tx.staff.save({ kind: 'left', staff, appointedBy, appointedAt, left: { by: staff, at: instant() } }));
      const ours = new Set([active, left, expired, invited].map(({ staff: name }) => name));
      const holders = await must(tx.staff.holders(role, instant()));
      const found = holders.filter(({ staff: name }) => ours.has(name));
      assert.deepEqual(found.map(({ staff: name }) => name).toSorted(), [active.staff, invited.staff].toSorted());
    });
  }),

  checkThat(
    'an approval is usable for what was asked, once somebody agreed, once, until it expires',
    async ({ store }) => {
      const [asker, second] = [newName(), newName()];
      const asked = newApproval(asker);
      const approved = sound(decideApproval({ kind: 'ApproveAction', by: second, at: instant(1) }, asked)).reduce(
        evolveApproval,
        asked,
      );
      const usable = (changes: Partial<Approval> = {}, at = instant(2)): Promise<Approval | null> =>
        inOne(store, (tx) => must(tx.staff.lockUsable({ ...asked, ...changes }, at)));
      await inOne(store, (tx) => must(tx.staff.ask(asked)));
      assert.equal(await usable(), null);
      await inOne(store, async (tx) => {
        assert.deepEqual(await must(tx.staff.lockApproval(asked.approval)), asked);
        await must(tx.staff.saveApproval(approved));
      });
      assert.deepEqual(await usable(), approved);
      assert.equal(await usable({ action: 'export-data' }), null);
      assert.equal(await usable({ object: newApproval(asker).object }), null);
      assert.equal(await usable({ caseNumber: sound(CaseNumber.parse('CASE-7')) }), null);
      assert.equal(await usable({ caseNumber: null }), null);
      assert.equal(await usable({ askedBy: second }), null);
      assert.equal(await usable({}, asked.expiresAt), null);
      await inOne(store, (tx) => must(tx.staff.saveApproval({ ...approved, usedAt: instant(3) })));
      assert.equal(await usable(), null);
    },
  ),

  checkThat('what somebody asked for or agreed to and nobody used is withdrawn', async ({ store }) => {
    const [asker, second, other] = [newName(), newName(), newName()];
    const mine = newApproval(asker);
    const agreed: Approval = { ...newApproval(other), approved: { by: asker, at: instant() } };
    const used: Approval = { ...newApproval(asker), approved: { by: second, at: instant() }, usedAt: instant() };
    await inOne(store, async (tx) => {
      for (const one of [mine, agreed, used]) await must(tx.staff.ask(one));
      await must(tx.staff.withdrawApprovals(asker));
      const left = [mine, agreed, used].map(({ approval }) => tx.staff.lockApproval(approval));
      assert.deepEqual(await Promise.all(left.map((one) => must(one))), [null, null, used]);
    });
  }),
];

/** What disposes of the staff's rows, which an account of its own does. */
export const staffRetentionContract: Contract<OpenedDataStore> = [
  checkThat(
    'what is kept of staff goes by the data map: sessions and approvals at once, grants and who left after 3 years',
    async ({ store }) => {
      const member = newMember();
      const { staff, appointedBy, appointedAt } = member;
      const here = newMember();
      await inOne(store, async (tx) => {
        await must(tx.staff.save(here));
        const left = { by: staff, at: instant() };
        await must(tx.staff.save({ kind: 'left', staff, appointedBy, appointedAt, left }));
        await must(tx.staff.saveGrant(newGrant(staff)));
        const revoked = newGrant(staff);
        await must(tx.staff.saveGrant(revoked));
        await must(tx.staff.saveGrant({ ...revoked, revoked: { by: staff, at: instant() } }));
        await must(tx.staff.startSession(newHash(), newStaffSession(staff, instant())));
        await must(tx.staff.ask(newApproval(staff)));
      });
      const due = (from: Instant): Instant => (startOfDay(plusPeriod(Day.ofInstant(from), 'P3Y')) + dayMs) as Instant;
      const beforeIdle = instant(staffSessionIdleMs - 1);
      assert.equal(await sweep(store, 'staff_sessions', beforeIdle), 0);
      assert.equal(await sweep(store, 'staff_sessions', instant(staffSessionIdleMs)), 1);
      assert.equal(await sweep(store, 'staff_approvals', instant(dayMs - 1)), 0);
      assert.equal(await sweep(store, 'staff_approvals', instant(dayMs)), 1);
      assert.equal(await sweep(store, 'staff_members', instant(dayMs)), 0);
      assert.equal(await sweep(store, 'staff_members', due(instant())), 1);
      assert.equal(await sweep(store, 'staff_grants', due(instant())), 1, 'the one that was revoked');
      assert.equal(await sweep(store, 'staff_grants', due(instant(30 * dayMs))), 1, 'the one that expired');
      const { members } = await must(store.reads.staffRoster());
      assert.ok(
        members.some((one) => one.staff === here.staff),
        'who is here stays',
      );
    },
  ),
];

async function sweep(store: DataStore, name: TableName, now: Instant): Promise<number> {
  const table = present(timedTables.find((one) => one.table === name));
  const below = present(dueBelow(table, now));
  let gone = 0;
  for (const column of table.columns) {
    const places = await must(store.retention.due(table, column, { below, after: null, limit: 50 }));
    if (places.length > 0) gone += await must(store.retention.disposeOf(table, { column, below, places }, now));
  }
  return gone;
}
