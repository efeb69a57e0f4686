import type { Outbox } from '../../application/ports/outbox.ts';
import type { NoticeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
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
          .toSorted((one, other) => one.dueAt - other.dueAt)
          .slice(0, limit)
          .map((row) => {
            // The try is counted when it begins: a notice that kills its worker is parked in the end like any other.
            rows.notices.set(row.notice.notice, { ...row, leaseUntil, leaseToken, tries: row.tries + 1 });
            return { notice: row.notice, tries: row.tries, leaseToken };
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
      change(id, leaseToken, (row) => ({ ...released(row), dueAt, problem })),
    stop: (id, leaseToken, outcome, problem) =>
      change(id, leaseToken, (row) => ({ ...released(row), state: outcome, problem })),
    status: () =>
      inTurn((rows) => {
        const queued = rows.notices.where(({ state }) => state === 'queued').map(({ notice }) => notice.createdAt);
        const parked = rows.notices.keysWhere(({ state }) => state === 'parked').length;
        return { queued: queued.length, parked, oldestQueuedAt: queued.toSorted((a, b) => a - b)[0] ?? null };
      }),
  };
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
