import { sql } from 'kysely';
import type { NoticeProblem } from '../../application/ports/outbox.ts';
import type { NoticeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { NoticeSubject } from '../../domain/notice/notice.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';

/** What an operator asks of the outbox. Each look goes by an index that holds what waits, not what was sent. */

export const waiting: Statement<
  { at: Instant },
  {
    readonly state: DataSchema['notices']['state'];
    readonly notices: number;
    readonly due: number | string;
    readonly oldest: Instant;
    readonly longest_due: Instant;
  }
> = dataQuery(({ db }, given: { at: Instant }) =>
  db
    .selectFrom('notices')
    .select((eb) => [
      'state',
      eb.fn.countAll<number>().as('notices'),
      sql<number | string>`sum(case when due_at <= ${given.at} then 1 else 0 end)`.as('due'),
      eb.fn.min('created_at').as('oldest'),
      eb.fn.min('due_at').as('longest_due'),
    ])
    .where('state', 'in', ['queued', 'parked'])
    .groupBy('state'),
);

export const unclearTries: Statement<Record<never, never>, { readonly tries: number | string | null }> = dataQuery(
  ({ db }) =>
    db
      .selectFrom('notices')
      .select(sql<number | string | null>`sum(unclear_tries)`.as('tries'))
      .where('unclear_tries', '>', 0),
);

export const parkedNotices: Statement<
  { limit: number },
  {
    readonly notice_id: NoticeId;
    readonly template: NoticeSubject['kind'];
    readonly created_at: Instant;
    readonly tries: number;
    readonly unclear_tries: number;
    readonly last_problem: NoticeProblem | null;
  }
> = dataQuery(({ db }, given: { limit: number }) =>
  db
    .selectFrom('notices')
    .select(['notice_id', 'template', 'created_at', 'tries', 'unclear_tries', 'last_problem'])
    .where('state', '=', 'parked')
    .orderBy('lane', 'desc')
    .orderBy('due_at')
    .limit(given.limit),
);

export const release: Statement<{ notice: NoticeId; at: Instant }, unknown> = dataQuery(
  ({ db }, given: { notice: NoticeId; at: Instant }) =>
    db
      .updateTable('notices')
      .set({ state: 'queued', due_at: given.at, tries: 0, lease_token: null, last_problem: null })
      .where('notice_id', '=', given.notice)
      .where('state', '=', 'parked'),
);
