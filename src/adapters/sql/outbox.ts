import { sql } from 'kysely';
import type { NoticeProblem, Outbox } from '../../application/ports/outbox.ts';
import type { NoticeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Lane } from '../../domain/notice/notice.ts';
import { ok } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { answer, settled } from './failing.ts';
import { listed, listQuery } from './list-query.ts';
import { noticeColumns, noticeOf } from './notices.ts';
import { parkedNotices, release, unclearTries, waiting } from './outbox-status.ts';
import { dataQuery } from './statement.ts';

/** The outbox from the sender's side: claims by lease, every answer under the token of its lease. */
export function outbox(database: Database): Outbox {
  return {
    claim: ({ at, leaseUntil, leaseToken, limit }) =>
      settled(
        database.transact(async (unit) => {
          const first = (await unit.run(due, { at, limit, lane: 'transactional' })).rows;
          const left = limit - first.length;
          const bulk = left === 0 ? [] : (await unit.run(due, { at, limit: left, lane: 'bulk' })).rows;
          const rows = [...first, ...bulk];
          if (rows.length > 0) {
            const ids = rows.map((row) => row.notice_id);
            await unit.run(lease(ids.length), { lease_until: leaseUntil, lease_token: leaseToken, ...listed(ids) });
          }
          return ok(
            rows.map((row) => ({
              notice: noticeOf(row),
              tries: row.tries,
              unclearTries: row.unclear_tries + (row.lease_until === null ? 0 : 1),
              leaseToken,
              problem: row.lease_until === null ? row.last_problem : 'lease-ran-out',
            })),
          );
        }),
      ),

    maySend: (notice, leaseToken, at) =>
      answer(async () => (await database.look(held, { notice, token: leaseToken, at })).length > 0),

    sent: (notice, leaseToken, channel, at) =>
      answer(async () => {
        await database.write(sent, { notice, token: leaseToken, channel, at });
      }),

    retryAt: (notice, leaseToken, dueAt, problem) =>
      answer(async () => {
        await database.write(retry, { notice, token: leaseToken, due_at: dueAt, problem, unclear: unclearIn(problem) });
      }),

    stop: (notice, leaseToken, outcome, problem) =>
      answer(async () => {
        await database.write(stop, { notice, token: leaseToken, outcome, problem, unclear: unclearIn(problem) });
      }),

    status: (at) =>
      answer(async () => {
        const rows = await database.look(waiting, { at });
        const queued = rows.find((row) => row.state === 'queued');
        const [unclear] = await database.look(unclearTries, {});
        return {
          queued: queued?.notices ?? 0,
          due: Number(queued?.due ?? 0),
          parked: rows.find((row) => row.state === 'parked')?.notices ?? 0,
          oldestQueuedAt: queued?.oldest ?? null,
          oldestDueAt: queued === undefined || queued.longest_due > at ? null : queued.longest_due,
          unclearTries: Number(unclear?.tries ?? 0),
        };
      }),

    parked: (limit) =>
      answer(async () =>
        (await database.look(parkedNotices, { limit })).map((row) => ({
          notice: row.notice_id,
          kind: row.template,
          createdAt: row.created_at,
          tries: row.tries,
          unclearTries: row.unclear_tries,
          problem: row.last_problem,
        })),
      ),

    release: (notice, at) => answer(async () => (await database.write(release, { notice, at })).changed > 0),
  };
}

/** Whether the message may have been sent although the try did not say so. */
function unclearIn(problem: NoticeProblem): number {
  return problem === 'provider-unclear' ? 1 : 0;
}

/** A claim moves `due_at` to the end of its lease: so one index finds what is due and what was let go. */
const due = dataQuery(({ db, mysql }, given: { at: Instant; limit: number; lane: Lane }) =>
  db
    .selectFrom('notices')
    .select(noticeColumns)
    .select(['tries', 'unclear_tries', 'lease_until', 'last_problem'])
    .where('state', '=', 'queued')
    .where('lane', '=', given.lane)
    .where('due_at', '<=', given.at)
    .orderBy('due_at')
    .limit(given.limit)
    .$if(mysql, (query) => query.forUpdate().skipLocked()),
);

/**
 * The claim itself is the try: a notice that brings its worker down does not live for ever. Whoever still has a lease that is
 * over said nothing: it may have sent. MySQL takes the columns one after the other, so what looks at the lease comes first.
 */
const lease = listQuery(({ db }, given: { lease_until: Instant; lease_token: string }, ids: readonly NoticeId[]) =>
  db
    .updateTable('notices')
    .set((eb) => ({
      unclear_tries: eb('unclear_tries', '+', sql<number>`case when lease_until is null then 0 else 1 end`),
      last_problem: sql<NoticeProblem | null>`case when lease_until is null then last_problem else 'lease-ran-out' end`,
      due_at: given.lease_until,
      lease_until: given.lease_until,
      lease_token: given.lease_token,
      tries: eb('tries', '+', 1),
    }))
    .where('notice_id', 'in', ids),
);

const held = dataQuery(({ db }, given: { notice: NoticeId; token: string; at: Instant }) =>
  db
    .selectFrom('notices as n')
    .innerJoin('users as u', 'u.subject_id', 'n.subject_id')
    .select('n.notice_id')
    .where('n.notice_id', '=', given.notice)
    .where('n.lease_token', '=', given.token)
    .where('n.lease_until', '>', given.at)
    .where('n.state', '=', 'queued')
    .where('u.state', '=', 'active'),
);

const sent = dataQuery(({ db }, given: { notice: NoticeId; token: string; channel: 'email' | 'sms'; at: Instant }) =>
  db
    .updateTable('notices')
    .set({ state: 'sent', channel: given.channel, sent_at: given.at, lease_until: null, last_problem: null })
    .where('notice_id', '=', given.notice)
    .where('lease_token', '=', given.token)
    .where('lease_until', 'is not', null),
);

const retry = dataQuery(
  ({ db }, given: { notice: NoticeId; token: string; due_at: Instant; problem: NoticeProblem; unclear: number }) =>
    db
      .updateTable('notices')
      .set((eb) => ({
        due_at: given.due_at,
        lease_until: null,
        lease_token: null,
        last_problem: given.problem,
        unclear_tries: eb('unclear_tries', '+', given.unclear),
      }))
      .where('notice_id', '=', given.notice)
      .where('lease_token', '=', given.token)
      .where('lease_until', 'is not', null),
);

const stop = dataQuery(
  (
    { db },
    given: {
      notice: NoticeId;
      token: string;
      outcome: 'skipped' | 'parked';
      problem: NoticeProblem;
      unclear: number;
    },
  ) =>
    db
      .updateTable('notices')
      .set((eb) => ({
        state: given.outcome,
        lease_until: null,
        last_problem: given.problem,
        unclear_tries: eb('unclear_tries', '+', given.unclear),
      }))
      .where('notice_id', '=', given.notice)
      .where('lease_token', '=', given.token)
      .where('lease_until', 'is not', null),
);
