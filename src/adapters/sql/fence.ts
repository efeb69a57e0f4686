import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import { blindIndex } from './blind-indexes.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/**
 * Fences an account whose row is held alone: from the commit on no door opens, no session is left to open one with, no
 * code can be used and nothing more is sent (POLICY.md C25).
 *
 * Codes that the person asked for as a stranger know no subject: they go by where they were sent.
 */
export async function fence(work: Work, user: ActiveUser, at: Instant): Promise<void> {
  const { subject, email } = user;
  const phone = phoneOf(user);
  await work.run(markLeaving, { subject, at });
  await work.run(endSessions, { subject });
  await work.run(dropChallenges, {
    subject,
    phone: phone && blindIndex.target(work.sealing, { kind: 'phone', phone }),
    email: email && blindIndex.target(work.sealing, { kind: 'email', email }),
  });
  await work.run(dropUnsentNotices, { subject });
}

const markLeaving = dataQuery(({ db }, given: { subject: SubjectId; at: Instant }) =>
  db
    .updateTable('users')
    .set((eb) => ({ state: 'leaving', left_at: given.at, fence_epoch: eb('fence_epoch', '+', 1) }))
    .where('subject_id', '=', given.subject),
);

const endSessions = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('sessions').where('subject_id', '=', given.subject),
);

const dropChallenges = dataQuery(
  ({ db }, given: { subject: SubjectId; phone: Uint8Array | null; email: Uint8Array | null }) =>
    db
      .deleteFrom('challenges')
      .where((eb) =>
        eb.or([
          eb('subject_id', '=', given.subject),
          eb('target_index', '=', given.phone),
          eb('target_index', '=', given.email),
        ]),
      ),
);

const dropUnsentNotices = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('notices').where('subject_id', '=', given.subject).where('state', '!=', 'sent'),
);
