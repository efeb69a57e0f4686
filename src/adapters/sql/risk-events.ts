import type { RiskEventRows } from '../../application/ports/transaction.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { RiskEvent, RiskKind } from '../../domain/risk/risk-event.ts';
import type { BudgetRuleName } from '../../domain/verification/code-budget.ts';
import { answer } from './failing.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** The record of what happened at the door. */
export function riskEventRows(work: Work): RiskEventRows {
  return {
    append: (proof, { event, kind, rule, at }, { lane, position, salt }) =>
      answer(async () => {
        const subject = proof?.subject ?? null;
        await work.run(append, { event, kind, rule, subject, at, lane, position, salt: Buffer.from(salt, 'hex') });
      }),
  };
}

const append = dataQuery(
  (
    { db },
    given: {
      readonly event: EntryId;
      readonly kind: RiskKind;
      readonly rule: BudgetRuleName | null;
      readonly subject: SubjectId | null;
      readonly at: Instant;
      readonly lane: number;
      readonly position: number;
      readonly salt: Uint8Array;
    },
  ) =>
    db.insertInto('risk_events').values({
      event_id: given.event,
      kind: given.kind,
      rule: given.rule,
      subject_id: given.subject,
      recorded_at: given.at,
      lane: given.lane,
      position: given.position,
      salt: given.salt,
    }),
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
