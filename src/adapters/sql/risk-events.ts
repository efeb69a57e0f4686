import type { RiskEventRows } from '../../application/ports/transaction.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { RiskEvent, RiskKind } from '../../domain/risk/risk-event.ts';
import type { BudgetRuleName } from '../../domain/verification/code-budget.ts';
import { answer } from './failing.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** The record of what happened at the door. Of an account that left nothing is added. */
export function riskEventRows(work: Work): RiskEventRows {
  return {
    append: ({ event, kind, rule, subject, at }, { lane, position, salt }) =>
      answer(async () => {
        const given = { event, kind, rule, at, lane, position, salt: Buffer.from(salt, 'hex') };
        if (subject === null) await work.run(append, given);
        else await work.run(appendOf, { ...given, subject });
      }),
  };
}

interface Given {
  readonly event: EntryId;
  readonly kind: RiskKind;
  readonly rule: BudgetRuleName | null;
  readonly at: Instant;
  readonly lane: number;
  readonly position: number;
  readonly salt: Uint8Array;
  readonly [other: string]: string | number | Uint8Array | null;
}

const append = dataQuery(({ db }, given: Given) =>
  db.insertInto('risk_events').values({
    event_id: given.event,
    kind: given.kind,
    rule: given.rule,
    subject_id: null,
    recorded_at: given.at,
    lane: given.lane,
    position: given.position,
    salt: given.salt,
  }),
);

const appendOf = dataQuery(({ db, mysql }, given: Given & { readonly subject: SubjectId }) =>
  db
    .insertInto('risk_events')
    .columns(['event_id', 'kind', 'rule', 'subject_id', 'recorded_at', 'lane', 'position', 'salt'])
    .expression((eb) =>
      eb
        .selectFrom('users as u')
        .select([
          eb.val(given.event).as('event_id'),
          eb.val(given.kind).as('kind'),
          eb.val(given.rule).as('rule'),
          'u.subject_id',
          eb.val(given.at).as('recorded_at'),
          eb.val(given.lane).as('lane'),
          eb.val(given.position).as('position'),
          eb.val(given.salt).as('salt'),
        ])
        .where('u.subject_id', '=', given.subject)
        .where('u.state', '=', 'active')
        .$if(mysql, (query) => query.forShare()),
    ),
);

interface RiskEventRow {
  readonly event_id: EntryId;
  readonly kind: RiskKind;
  readonly rule: BudgetRuleName | null;
  readonly subject_id: SubjectId | null;
  readonly recorded_at: Instant;
}

/** An event as it stands in a row. */
export function riskEventOf({ event_id, kind, rule, subject_id, recorded_at }: RiskEventRow): RiskEvent {
  return { event: event_id, kind, rule, subject: subject_id, at: recorded_at };
}

/** The newest events, by an index on their time. */
export const riskEvents: Statement<{ limit: number }, RiskEventRow> = dataQuery(({ db }, given: { limit: number }) =>
  db
    .selectFrom('risk_events')
    .select(['event_id', 'kind', 'rule', 'subject_id', 'recorded_at'])
    .orderBy('recorded_at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(given.limit),
);
