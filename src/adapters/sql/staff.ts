import type { StaffRows } from '../../application/ports/staff-rows.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ApprovableAction, ApprovalObject } from '../../domain/staff/approval.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffRole } from '../../domain/staff/staff-role.ts';
import { answer } from './failing.ts';
import type { DataSchema } from './schema.ts';
import {
  approvalOf,
  approvalRow,
  grantColumns,
  grantOf,
  grantRow,
  hashBytes,
  memberColumns,
  memberOf,
  memberRow,
} from './staff-columns.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** The staff. Members and grants change under the one row of the register; a session and an approval by themselves. */
export function staffRows(work: Work): StaffRows {
  return {
    holdRegister: () =>
      answer(async () => {
        if ((await work.run(holdRegister, {})).changed === 0) throw new Error('The staff has no register');
      }),
    standing: (staff, at) =>
      answer(async () => {
        // Two statements: what the second one sees must not be older than the lock of the first.
        await work.run(shareRegister, {});
        const { rows } = await work.run(standing, { staff, at });
        return rows.length === 0 ? null : [...new Set(rows.flatMap(({ role }) => (role === null ? [] : [role])))];
      }),
    member: (staff) => answer(async () => (await work.run(member, { staff })).rows.map(memberOf)[0] ?? null),
    invitedBy: (invitation) =>
      answer(async () => (await work.run(invitedBy, { hash: hashBytes(invitation) })).rows.map(memberOf)[0] ?? null),
    identifiedBy: (identity) =>
      answer(async () => (await work.run(identifiedBy, { hash: hashBytes(identity) })).rows.map(memberOf)[0] ?? null),
    save: (changed) =>
      answer(async () => {
        const row = memberRow(changed);
        const there = (await work.run(member, { staff: changed.staff })).rows.length > 0;
        if (there) await work.run(saveMember, row);
        else await work.run(addMember, row);
      }),
    grantsOf: (staff) => answer(async () => (await work.run(grantsOf, { staff })).rows.map(grantOf)),
    saveGrant: (grant) =>
      answer(async () => {
        const row = grantRow(grant);
        if (grant.revoked === null) await work.run(addGrant, row);
        else await work.run(saveGrant, row);
      }),
    holders: (role, at) => answer(async () => (await work.run(holders, { role, at })).rows.map(memberOf)),
    startSession: (token, session) =>
      answer(async () => {
        const { staff, startedAt, usedAt, expiresAt } = session;
        await work.run(startSession, { token: hashBytes(token), staff, startedAt, usedAt, expiresAt });
      }),
    endSession: (token) =>
      answer(async () => {
        const hash = hashBytes(token);
        const [row] = (await work.run(lockSession, { token: hash })).rows;
        if (row === undefined) return null;
        await work.run(endSession, { token: hash });
        return row.staff_id;
      }),
    endSessionsOf: (staff) =>
      answer(async () => {
        await work.run(endSessionsOf, { staff });
      }),
    ask: (approval) =>
      answer(async () => {
        await work.run(addApproval, approvalRow(approval));
      }),
    lockApproval: (approval) =>
      answer(async () => (await work.run(lockApproval, { approval })).rows.map(approvalOf)[0] ?? null),
    lockUsable: ({ action, object, caseNumber, askedBy }, at) =>
      answer(async () => {
        const { rows } = await work.run(lockUsable, { action, object, askedBy, at });
        return rows.map(approvalOf).find((approval) => approval.caseNumber === caseNumber) ?? null;
      }),
    saveApproval: (approval) =>
      answer(async () => {
        await work.run(saveApproval, approvalRow(approval));
      }),
    withdrawApprovals: (staff) =>
      answer(async () => {
        await work.run(withdrawApprovals, { staff });
      }),
  };
}

/** Locks the row until the transaction ends. */
const holdRegister = dataQuery(({ db }) =>
  db
    .updateTable('staff_register')
    .set(({ eb }) => ({ changes: eb('changes', '+', 1) }))
    .where('register', '=', 'staff'),
);

const shareRegister = dataQuery(({ db, mysql }) =>
  db
    .selectFrom('staff_register')
    .select('register')
    .where('register', '=', 'staff')
    .$if(mysql, (query) => query.forShare()),
);

const standing = dataQuery(({ db }, given: { staff: StaffId; at: Instant }) =>
  db
    .selectFrom('staff_members as m')
    .leftJoin('staff_grants as g', (join) =>
      join.onRef('g.staff_id', '=', 'm.staff_id').on('g.expires_at', '>', given.at).on('g.revoked_at', 'is', null),
    )
    .select('g.role')
    .where('m.staff_id', '=', given.staff)
    .where('m.state', '=', 'active'),
);

const member = dataQuery(({ db }, given: { staff: StaffId }) =>
  db.selectFrom('staff_members as m').select(memberColumns).where('m.staff_id', '=', given.staff),
);

const invitedBy = dataQuery(({ db }, given: { hash: Uint8Array }) =>
  db.selectFrom('staff_members as m').select(memberColumns).where('m.invitation_hash', '=', given.hash),
);

const identifiedBy = dataQuery(({ db }, given: { hash: Uint8Array }) =>
  db.selectFrom('staff_members as m').select(memberColumns).where('m.identity_hash', '=', given.hash),
);

const addMember = dataQuery(({ db }, given: DataSchema['staff_members']) =>
  db.insertInto('staff_members').values({
    staff_id: given.staff_id,
    state: given.state,
    invitation_hash: given.invitation_hash,
    invited_until: given.invited_until,
    identity_hash: given.identity_hash,
    appointed_by: given.appointed_by,
    appointed_at: given.appointed_at,
    joined_at: given.joined_at,
    left_by: given.left_by,
    left_at: given.left_at,
  }),
);

const saveMember = dataQuery(({ db }, given: DataSchema['staff_members']) =>
  db
    .updateTable('staff_members')
    .set({
      state: given.state,
      invitation_hash: given.invitation_hash,
      invited_until: given.invited_until,
      identity_hash: given.identity_hash,
      joined_at: given.joined_at,
      left_by: given.left_by,
      left_at: given.left_at,
    })
    .where('staff_id', '=', given.staff_id),
);

const grantsOf = dataQuery(({ db }, given: { staff: StaffId }) =>
  db
    .selectFrom('staff_grants as g')
    .select(grantColumns)
    .where('g.staff_id', '=', given.staff)
    .orderBy('g.granted_at')
    .orderBy('g.grant_id'),
);

const addGrant = dataQuery(({ db }, given: DataSchema['staff_grants']) =>
  db.insertInto('staff_grants').values({
    grant_id: given.grant_id,
    staff_id: given.staff_id,
    role: given.role,
    granted_by: given.granted_by,
    reason: given.reason,
    granted_at: given.granted_at,
    expires_at: given.expires_at,
    revoked_by: given.revoked_by,
    revoked_at: given.revoked_at,
  }),
);

const saveGrant = dataQuery(({ db }, given: DataSchema['staff_grants']) =>
  db
    .updateTable('staff_grants')
    .set({ revoked_by: given.revoked_by, revoked_at: given.revoked_at })
    .where('grant_id', '=', given.grant_id),
);

const holders = dataQuery(({ db }, given: { role: StaffRole; at: Instant }) =>
  db
    .selectFrom('staff_members as m')
    .select(memberColumns)
    .where('m.state', '!=', 'left')
    .where(
      'm.staff_id',
      'in',
      db
        .selectFrom('staff_grants')
        .select('staff_id')
        .where('role', '=', given.role)
        .where('expires_at', '>', given.at)
        .where('revoked_at', 'is', null),
    )
    .orderBy('m.staff_id'),
);

const startSession = dataQuery(
  ({ db }, given: { token: Uint8Array; staff: StaffId; startedAt: Instant; usedAt: Instant; expiresAt: Instant }) =>
    db.insertInto('staff_sessions').values({
      token_hash: given.token,
      staff_id: given.staff,
      started_at: given.startedAt,
      used_at: given.usedAt,
      expires_at: given.expiresAt,
    }),
);

const lockSession = dataQuery(({ db, mysql }, given: { token: Uint8Array }) =>
  db
    .selectFrom('staff_sessions')
    .select('staff_id')
    .where('token_hash', '=', given.token)
    .$if(mysql, (query) => query.forUpdate()),
);

const endSession = dataQuery(({ db }, given: { token: Uint8Array }) =>
  db.deleteFrom('staff_sessions').where('token_hash', '=', given.token),
);

const endSessionsOf = dataQuery(({ db }, given: { staff: StaffId }) =>
  db.deleteFrom('staff_sessions').where('staff_id', '=', given.staff),
);

const addApproval = dataQuery(({ db }, given: DataSchema['staff_approvals']) =>
  db.insertInto('staff_approvals').values({
    approval_id: given.approval_id,
    action: given.action,
    object: given.object,
    case_number: given.case_number,
    asked_by: given.asked_by,
    asked_at: given.asked_at,
    approved_by: given.approved_by,
    approved_at: given.approved_at,
    used_at: given.used_at,
    expires_at: given.expires_at,
  }),
);

const lockApproval = dataQuery(({ db, mysql }, given: { approval: ApprovalId }) =>
  db
    .selectFrom('staff_approvals')
    .selectAll()
    .where('approval_id', '=', given.approval)
    .$if(mysql, (query) => query.forUpdate()),
);

const lockUsable = dataQuery(
  ({ db, mysql }, given: { action: ApprovableAction; object: ApprovalObject; askedBy: StaffId; at: Instant }) =>
    db
      .selectFrom('staff_approvals')
      .selectAll()
      .where('asked_by', '=', given.askedBy)
      .where('action', '=', given.action)
      .where('object', '=', given.object)
      .where('approved_at', 'is not', null)
      .where('used_at', 'is', null)
      .where('expires_at', '>', given.at)
      .orderBy('asked_at')
      .$if(mysql, (query) => query.forUpdate()),
);

const saveApproval = dataQuery(({ db }, given: DataSchema['staff_approvals']) =>
  db
    .updateTable('staff_approvals')
    .set({ approved_by: given.approved_by, approved_at: given.approved_at, used_at: given.used_at })
    .where('approval_id', '=', given.approval_id),
);

const withdrawApprovals = dataQuery(({ db }, given: { staff: StaffId }) =>
  db
    .deleteFrom('staff_approvals')
    .where('used_at', 'is', null)
    .where(({ eb, or }) => or([eb('asked_by', '=', given.staff), eb('approved_by', '=', given.staff)])),
);
