import type { LegalHoldRows } from '../../application/ports/transaction.ts';
import type { HoldId, OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HoldActor, HoldableCategory, HoldScope, LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { answer } from './failing.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Legal holds: who named what, who agreed, until when. Rows that are never deleted with the account. */
export function legalHoldRows(work: Work): LegalHoldRows {
  return {
    add: (_locked, hold) =>
      answer(async () => {
        const { scope } = hold;
        await work.run(add, {
          ...endOf(hold),
          subject_id: hold.subject,
          scope: scope.kind,
          order_id: scope.kind === 'order' ? scope.order : null,
          category: scope.kind === 'category' ? scope.category : null,
          basis: hold.basis,
          case_number: hold.caseNumber,
          placed_by: hold.placedBy,
          placed_at: hold.placedAt,
          expires_at: hold.expiresAt,
        });
      }),
    lock: (hold) => answer(async () => (await work.run(lock, { hold })).rows.map(holdOf)[0] ?? null),
    save: (hold) =>
      answer(async () => {
        await work.run(save, endOf(hold));
      }),
    of: (subject) => answer(async () => (await work.run(holdsOf, { subject })).rows.map(holdOf)),
  };
}

/** What changes of a hold after it was placed. */
function endOf({ hold, approved, ended }: LegalHold) {
  return {
    hold_id: hold,
    approved_by: approved?.by ?? null,
    approved_at: approved?.at ?? null,
    ended_by: ended?.by ?? null,
    ended_at: ended?.at ?? null,
  };
}

const columns = [
  'h.hold_id',
  'h.subject_id',
  'h.scope',
  'h.order_id',
  'h.category',
  'h.basis',
  'h.case_number',
  'h.placed_by',
  'h.placed_at',
  'h.approved_by',
  'h.approved_at',
  'h.expires_at',
  'h.ended_by',
  'h.ended_at',
] as const;

type HoldRow = DataSchema['legal_holds'];

/** The hold that a row is. */
export function holdOf(row: HoldRow): LegalHold {
  return {
    hold: row.hold_id,
    subject: row.subject_id,
    scope: scopeOf(row),
    basis: row.basis,
    caseNumber: row.case_number,
    placedBy: row.placed_by,
    placedAt: row.placed_at,
    approved: doneBy(row.approved_by, row.approved_at),
    expiresAt: row.expires_at,
    ended: doneBy(row.ended_by, row.ended_at),
  };
}

function scopeOf({ scope, order_id, category }: HoldRow): HoldScope {
  // Both casts are sound: `add` wrote what goes with the kind.
  switch (scope) {
    case 'person':
      return { kind: scope };
    case 'order':
      return { kind: scope, order: order_id as OrderId };
    case 'category':
      return { kind: scope, category: category as HoldableCategory };
    default:
      return unreachable(scope satisfies never);
  }
}

function doneBy(by: HoldActor | null, at: Instant | null): LegalHold['approved'] {
  return by === null || at === null ? null : { by, at };
}

const add = dataQuery(({ db }, given: HoldRow) =>
  db.insertInto('legal_holds').values({
    hold_id: given.hold_id,
    subject_id: given.subject_id,
    scope: given.scope,
    order_id: given.order_id,
    category: given.category,
    basis: given.basis,
    case_number: given.case_number,
    placed_by: given.placed_by,
    placed_at: given.placed_at,
    approved_by: given.approved_by,
    approved_at: given.approved_at,
    expires_at: given.expires_at,
    ended_by: given.ended_by,
    ended_at: given.ended_at,
  }),
);

/** With the subject's row, so that no erasure plans while somebody approves. */
const lock = dataQuery(({ db, mysql }, given: { hold: HoldId }) =>
  db
    .selectFrom('legal_holds as h')
    .leftJoin('users as u', 'u.subject_id', 'h.subject_id') // a hold can outlive the last row of an account that ended
    .select(columns)
    .where('h.hold_id', '=', given.hold)
    .$if(mysql, (query) => query.forUpdate(['h', 'u'])),
);

const save = dataQuery(({ db }, given: ReturnType<typeof endOf>) =>
  db
    .updateTable('legal_holds')
    .set({
      approved_by: given.approved_by,
      approved_at: given.approved_at,
      ended_by: given.ended_by,
      ended_at: given.ended_at,
    })
    .where('hold_id', '=', given.hold_id),
);

const holdsOf = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('legal_holds as h')
    .select(columns)
    .where('h.subject_id', '=', given.subject)
    .orderBy('h.placed_at')
    .orderBy('h.hold_id'),
);

/** Holds that nobody ended and whose time is not over; by the subject's index, so that old ones cost nothing. */
export const runningHolds: Statement<{ subject: SubjectId; at: Instant }, HoldRow> = dataQuery(
  ({ db }, given: { subject: SubjectId; at: Instant }) =>
    db
      .selectFrom('legal_holds as h')
      .select(columns)
      .where('h.subject_id', '=', given.subject)
      .where('h.expires_at', '>', given.at)
      .where('h.ended_at', 'is', null),
);
