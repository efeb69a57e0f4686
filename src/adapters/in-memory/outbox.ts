import type { NoticeProblem, Outbox } from '../../application/ports/outbox.ts';
import type { NoticeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { laneOf } from '../../domain/notice/notice.ts';
import { activeUser } from './lookups.ts';
import type { NoticeRow, Rows } from './rows.ts';
import type { InTurn } from './turns.ts';

/** {@link Outbox} of the store; each call takes its turn between the transactions. */
export function outbox(inTurn: InTurn): Outbox {
  const change = (id: NoticeId, leaseToken: string, next: (row: NoticeRow) => NoticeRow) =>
    inTurn((rows) => {
      const row = held(rows, id, leaseToken);
      if (row !== null) rows.notices.set(id, next(row));
    });
  return {
    claim: ({ at, leaseUntil, leaseToken, limit }) =>
      inTurn((rows) =>
        rows.notices
          .where((row) => isFree(row, at))
          .toSorted((one, other) => laneOrder(one) - laneOrder(other) || one.dueAt - other.dueAt)
          .slice(0, limit)
          .map((row) => {
            // The try is counted when it begins: a notice that kills its worker is parked in the end like any other.
            const problem = row.leaseUntil === null ? row.problem : 'lease-ran-out';
            const unclearTries = row.unclearTries + (row.leaseUntil === null ? 0 : 1);
            const tries = row.tries + 1;
            // As long as the lease lasts it is not due.
            const held = { leaseUntil, leaseToken, dueAt: leaseUntil };
            rows.notices.set(row.notice.notice, { ...row, ...held, tries, unclearTries, problem });
            return { notice: row.notice, tries: row.tries, unclearTries, leaseToken, problem };
          }),
      ),
    maySend: (id, leaseToken, at) =>
      inTurn((rows) => {
        const row = held(rows, id, leaseToken);
        return row?.state === 'queued' && (row.leaseUntil ?? at) > at && activeUser(rows, row.notice.subject) !== null;
      }),
    sent: (id, leaseToken, channel, at) =>
      change(id, leaseToken, (row) => ({ ...released(row), state: 'sent', channel, sentAt: at })),
    retryAt: (id, leaseToken, dueAt, problem) =>
      change(id, leaseToken, (row) => ({ ...released(row), dueAt, problem, unclearTries: unclearAfter(row, problem) })),
    stop: (id, leaseToken, outcome, problem) =>
      change(id, leaseToken, (row) => ({
        ...released(row),
        state: outcome,
        problem,
        unclearTries: unclearAfter(row, problem),
      })),
    status: (at) =>
      inTurn((rows) => {
        const queued = rows.notices.where(({ state }) => state === 'queued');
        const due = queued.filter(({ dueAt }) => dueAt <= at);
        return {
          queued: queued.length,
          due: due.length,
          parked: rows.notices.keysWhere(({ state }) => state === 'parked').length,
          oldestQueuedAt: earliest(queued.map(({ notice }) => notice.createdAt)),
          oldestDueAt: earliest(due.map(({ dueAt }) => dueAt)),
          unclearTries: rows.notices.where(() => true).reduce((sum, { unclearTries }) => sum + unclearTries, 0),
        };
      }),
    parked: (limit) =>
      inTurn((rows) =>
        rows.notices
          .where(({ state }) => state === 'parked')
          .toSorted((one, other) => laneOrder(one) - laneOrder(other) || one.dueAt - other.dueAt)
          .slice(0, limit)
          .map(({ notice, tries, unclearTries, problem }) => ({
            notice: notice.notice,
            kind: notice.about.kind,
            createdAt: notice.createdAt,
            tries,
            unclearTries,
            problem,
          })),
      ),
    release: (id, at) =>
      inTurn((rows) => {
        const row = rows.notices.get(id);
        if (row?.state !== 'parked') return false;
        rows.notices.set(id, { ...released(row), state: 'queued', dueAt: at, tries: 0, problem: null });
        return true;
      }),
  };
}

function laneOrder({ notice }: NoticeRow): number {
  return laneOf(notice.about.kind) === 'transactional' ? 0 : 1;
}

function unclearAfter({ unclearTries }: NoticeRow, problem: NoticeProblem): number {
  return unclearTries + (problem === 'provider-unclear' ? 1 : 0);
}

function earliest(times: readonly Instant[]): Instant | null {
  return times.toSorted((one, other) => one - other)[0] ?? null;
}

function isFree({ state, dueAt, leaseUntil }: NoticeRow, at: Instant): boolean {
  return state === 'queued' && dueAt <= at && (leaseUntil === null || leaseUntil <= at);
}

/** The notice, if the worker with this token is the last who claimed it. */
function held(rows: Rows, id: NoticeId, leaseToken: string): NoticeRow | null {
  const row = rows.notices.get(id);
  return row !== null && row.leaseUntil !== null && row.leaseToken === leaseToken ? row : null;
}

function released(row: NoticeRow): NoticeRow {
  return { ...row, leaseUntil: null, leaseToken: null };
}
