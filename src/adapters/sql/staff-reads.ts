import type { FoundStaff, StaffRoster } from '../../application/ports/staff-rows.ts';
import type { Instant } from '../../domain/instant.ts';
import type { StaffTokenHash } from '../../domain/staff/staff-member.ts';
import { isStaffUseToNote, staffSessionExpiry } from '../../domain/staff/staff-session.ts';
import type { Database } from './database.ts';
import { grantColumns, grantOf, hashBytes, memberColumns, memberOf } from './staff-columns.ts';
import { dataQuery } from './statement.ts';

/** Who is signed in, and with which roles: one statement, a row a role. */
export async function staffSession(database: Database, token: StaffTokenHash, at: Instant): Promise<FoundStaff | null> {
  const hash = hashBytes(token);
  const rows = await database.look(sessionWithRoles, { token: hash, at });
  const [first] = rows;
  if (first === undefined) return null;
  const { staff_id: staff, started_at: startedAt, used_at: usedAt } = first;
  if (isStaffUseToNote(usedAt, at)) {
    // That a use is not noted is no reason to refuse it: the next one will be.
    const use = { token: hash, at, expiresAt: staffSessionExpiry(startedAt, at) };
    await database.write(touch, use).catch(() => undefined);
  }
  const roles = rows.flatMap(({ role }) => (role === null ? [] : [role]));
  return { staff, startedAt, usedAt, roles: [...new Set(roles)] };
}

/** Everybody, and every grant. */
export async function staffRoster(database: Database): Promise<StaffRoster> {
  const members = await database.look(everyMember, {});
  const grants = await database.look(everyGrant, {});
  return { members: members.map(memberOf), grants: grants.map(grantOf) };
}

const sessionWithRoles = dataQuery(({ db }, given: { token: Uint8Array; at: Instant }) =>
  db
    .selectFrom('staff_sessions as s')
    .innerJoin('staff_members as m', (join) => join.onRef('m.staff_id', '=', 's.staff_id').on('m.state', '=', 'active'))
    .leftJoin('staff_grants as g', (join) =>
      join.onRef('g.staff_id', '=', 's.staff_id').on('g.expires_at', '>', given.at).on('g.revoked_at', 'is', null),
    )
    .select(['s.staff_id', 's.started_at', 's.used_at', 'g.role'])
    .where('s.token_hash', '=', given.token)
    .where('s.expires_at', '>', given.at),
);

const touch = dataQuery(({ db }, given: { token: Uint8Array; at: Instant; expiresAt: Instant }) =>
  db
    .updateTable('staff_sessions')
    .set({ used_at: given.at, expires_at: given.expiresAt })
    .where('token_hash', '=', given.token)
    .where('used_at', '<', given.at),
);

const everyMember = dataQuery(({ db }) =>
  db.selectFrom('staff_members as m').select(memberColumns).orderBy('m.staff_id'),
);

const everyGrant = dataQuery(({ db }) =>
  db.selectFrom('staff_grants as g').select(grantColumns).orderBy('g.granted_at').orderBy('g.grant_id'),
);
