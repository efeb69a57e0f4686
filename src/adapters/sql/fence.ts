import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import { blindIndex } from './blind-indexes.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/**
 * Fences an account whose row is held alone: from the commit on no door opens, no session is left to open one with, no
 * code can be used and nothing more is sent (POLICY.md C25). A notice that a worker holds right now stays until it is handed
 * back, so that the erasure sees it; answers when the newest of the dropped codes was sent.
 *
 * Codes that the person asked for as a stranger know no subject: they go by where they were sent.
 */
export async function fence(work: Work, user: ActiveUser, at: Instant): Promise<Instant | null> {
  const { subject, email } = user;
  const phone = phoneOf(user);
  const indexes = await work.indexes();
  const byPhone = phone && blindIndex.target(indexes, { kind: 'phone', phone });
  const byEmail = email && blindIndex.target(indexes, { kind: 'email', email });
  const targets = {
    subject,
    phone: byPhone?.a ?? null,
    phone_b: byPhone?.b ?? null,
    email: byEmail?.a ?? null,
    email_b: byEmail?.b ?? null,
  };
  await work.run(markLeaving, { subject, at });
  await work.run(endSessions, { subject });
  await work.run(endAttempts, { subject });
  const codes = (await work.run(challengesOf, targets)).rows;
  if (codes.length > 0) await work.run(dropChallenges, targets);
  await work.run(dropUnsentNotices, { subject, at });
  await work.run(stopHeldNotices, { subject, at });
  return codes.reduce<Instant | null>((last, { sent_at }) => (last === null || sent_at > last ? sent_at : last), null);
}

/** From the commit on no door opens. */
export const markLeaving: Statement<{ subject: SubjectId; at: Instant }, unknown> = dataQuery(
  ({ db }, given: { subject: SubjectId; at: Instant }) =>
    db
      .updateTable('users')
      .set((eb) => ({ state: 'leaving', left_at: given.at, fence_epoch: eb('fence_epoch', '+', 1) }))
      .where('subject_id', '=', given.subject),
);

/** Nobody is logged in any more. */
export const endSessions: Statement<{ subject: SubjectId }, unknown> = dataQuery(
  ({ db }, given: { subject: SubjectId }) => db.deleteFrom('sessions').where('subject_id', '=', given.subject),
);

/** Nobody who went to a third party comes back into this account. */
const endAttempts = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('login_attempts').where('subject_id', '=', given.subject),
);

interface Targets {
  readonly subject: SubjectId;
  readonly phone: Uint8Array | null;
  readonly phone_b: Uint8Array | null;
  readonly email: Uint8Array | null;
  readonly email_b: Uint8Array | null;
  readonly [other: string]: string | Uint8Array | null;
}

/** Whichever of its two columns the index of the target stands in. */
const areOf =
  (given: Targets) =>
  (eb: ExpressionBuilder<DataSchema, 'challenges'>): Expression<SqlBool> =>
    eb.or([
      eb('subject_id', '=', given.subject),
      eb('target_index', '=', given.phone),
      eb('target_index_b', '=', given.phone_b),
      eb('target_index', '=', given.email),
      eb('target_index_b', '=', given.email_b),
    ]);

/** Locked, so that what is dropped is what was looked at. */
const challengesOf = dataQuery(({ db, mysql }, given: Targets) =>
  db
    .selectFrom('challenges')
    .select('sent_at')
    .where(areOf(given))
    .$if(mysql, (query) => query.forUpdate()),
);

const dropChallenges = dataQuery(({ db }, given: Targets) => db.deleteFrom('challenges').where(areOf(given)));

/** Who holds one may be sending it: it is claimed by nobody any more, and stays until it is handed back. */
const stopHeldNotices = dataQuery(({ db }, given: { subject: SubjectId; at: Instant }) =>
  db
    .updateTable('notices')
    .set({ state: 'skipped', last_problem: 'subject-gone' })
    .where('subject_id', '=', given.subject)
    .where('state', '=', 'queued')
    .where('lease_until', '>', given.at),
);

/** Nothing more is sent, but what a worker holds right now. */
export const dropUnsentNotices: Statement<{ subject: SubjectId; at: Instant }, unknown> = dataQuery(
  ({ db }, given: { subject: SubjectId; at: Instant }) =>
    db
      .deleteFrom('notices')
      .where('subject_id', '=', given.subject)
      .where('state', '!=', 'sent')
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', given.at)])),
);
