import { type RawBuilder, sql } from 'kysely';
import { heldColumns } from '../../domain/data-map/columns.ts';
import { fieldOf } from '../../domain/data-map/personal-field.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, OrderId, SubjectId } from '../../domain/ids.ts';
import { byIndex, viaCorrected } from './index-hint.ts';
import { listQuery } from './list-query.ts';
import { dataQuery, type Parameters, type Statement } from './statement.ts';

/** What an erasure deletes, table by table, so many rows at a time, by the order of their keys. */

/** How many rows of a table one transaction deletes at most. */
export const purgeBatch = 500;

type Subject = { readonly subject: SubjectId };

type LookedAt =
  | 'contact_changes'
  | 'risk_events'
  | 'sessions'
  | 'notices'
  | 'support_cases'
  | 'case_notes'
  | 'case_messages'
  | 'consent_entries'
  | 'identities'
  | 'payments'
  | 'orders'
  | 'cards';

/** Locks the user's row and says which tables have rows of the subject's. */
export const lookAt: Statement<
  Subject & { readonly erasure: ErasureId },
  { readonly state: string; readonly deleted: string | null } & Readonly<
    Record<
      | 'changes'
      | 'risks'
      | 'sessions'
      | 'notices'
      | 'cases'
      | 'caseNotes'
      | 'caseMessages'
      | 'consents'
      | 'identities'
      | 'payments'
      | 'orders'
      | 'refunds'
      | 'cards',
      unknown
    >
  >
> = dataQuery(({ db, mysql }, given: Subject & { readonly erasure: ErasureId }) =>
  db
    .selectFrom('users as u')
    .where('u.subject_id', '=', given.subject)
    .select((eb) => {
      // Sound: only the column that each of these tables has is asked for, and Kysely wants one table.
      const anyIn = (table: LookedAt) =>
        eb.exists(
          eb
            .selectFrom(`${table} as t` as 'sessions as t')
            .select('t.subject_id')
            .whereRef('t.subject_id', '=', 'u.subject_id'),
        );
      return [
        'u.state',
        eb.selectFrom('erasures as e').select('e.deleted').where('e.erasure_id', '=', given.erasure).as('deleted'),
        anyIn('contact_changes').as('changes'),
        anyIn('risk_events').as('risks'),
        anyIn('sessions').as('sessions'),
        anyIn('notices').as('notices'),
        anyIn('support_cases').as('cases'),
        anyIn('case_notes').as('caseNotes'),
        anyIn('case_messages').as('caseMessages'),
        anyIn('consent_entries').as('consents'),
        anyIn('identities').as('identities'),
        anyIn('payments').as('payments'),
        anyIn('orders').as('orders'),
        eb
          .exists(
            eb
              .selectFrom('orders as o')
              .innerJoin('receipts as r', 'r.corrects', 'o.receipt_number')
              .modifyFront(viaCorrected('r'))
              .select('r.receipt_number')
              .whereRef('o.subject_id', '=', 'u.subject_id')
              .where('r.refund_id', 'is not', null),
          )
          .as('refunds'),
        anyIn('cards').as('cards'),
      ];
    })
    .$if(mysql, (query) => query.forUpdate('u')),
);

/** A delete of the first of the subject's rows. */
type Drop = Statement<Subject & Parameters, unknown>;

export const dropChallenges: Drop = dropFirst('challenges', 'challenge_id');
export const dropSessions: Drop = dropFirst('sessions', 'session_id');
export const dropChanges: Drop = dropFirst('contact_changes', 'change_id');
export const dropRisks: Drop = dropFirst('risk_events', 'event_id');
export const dropNotices: Drop = dropFirst('notices', 'notice_id');
export const dropCases: Drop = dropFirst('support_cases', 'case_id');
export const dropCaseNotes: Drop = dropFirst('case_notes', 'note_id');
export const dropCaseMessages: Drop = dropFirst('case_messages', 'message_id');
export const dropConsents: Drop = dropFirst('consent_entries', 'entry_id');
export const dropIdentities: Drop = dropFirst('identities', 'identity_id');
export const dropFarewells: Drop = dropFirst('farewells', 'erasure_id');

/** Of orders that are kept the payments stay. */
export const dropPayments: (kept: number) => Drop = dropUnlessKept('payments', 'payment_id');
export const dropOrders: (kept: number) => Drop = dropUnlessKept('orders', 'order_id');

/**
 * Before the orders: a correction stays in the books, without the name of its refund, which the processor keeps beside the
 * card and so beside the person.
 */
export const forgetRefunds: (kept: number) => Statement<Subject & Parameters, unknown> = listQuery(
  ({ db }, given: Subject, kept: readonly OrderId[]) => {
    const unlessKept = kept.length === 0 ? sql`` : sql` and o.order_id not in (${sql.join(kept)})`;
    const query = withoutRefundNames(given.subject, unlessKept);
    return { compile: () => query.compile(db) };
  },
);

/** Empties the names of the refunds that the corrections of some orders of a subject book. */
export function withoutRefundNames(subject: SubjectId, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  const corrections = sql`select ${viaCorrected('r')} r.receipt_number from orders as o join receipts as r on r.corrects = o.receipt_number where o.subject_id = ${subject} and r.refund_id is not null${condition}`;
  return sql`update ${byIndex('receipts', 'PRIMARY')} receipts set refund_id = null where receipt_number in (select receipt_number from (${corrections}) as batch)`;
}

/** After the orders: a card stays where an order that stays is bound to it, or its payment moved to it. */
export const dropCards: Drop = dataQuery(({ db }, given: Subject & Parameters) => {
  const bound = sql`select card_id from orders where subject_id = ${given.subject} union select card_id from payments where subject_id = ${given.subject}`;
  const query = firstOf('cards', 'card_id', given, sql` and card_id not in (${bound})`);
  return { compile: () => query.compile(db) };
});

function dropFirst(table: TableName, key: string): Drop {
  return dataQuery(({ db }, given: Subject & Parameters) => {
    const query = firstOf(table, key, given, sql``);
    return { compile: () => query.compile(db) };
  });
}

function dropUnlessKept(table: 'payments' | 'orders', key: string): (kept: number) => Drop {
  return listQuery(({ db }, given: Subject & Parameters, kept: readonly OrderId[]) => {
    const unlessKept = kept.length === 0 ? sql`` : sql` and order_id not in (${sql.join(kept)})`;
    const query = firstOf(table, key, given, unlessKept);
    return { compile: () => query.compile(db) };
  });
}

/**
 * Neither engine limits a delete in words that both know; MySQL takes a limit within `in` only in a table that is made on
 * the way.
 */
function firstOf(table: TableName, key: string, { subject }: Subject, condition: RawBuilder<unknown>) {
  const keys = sql`select ${sql.ref(key)} from ${sql.table(table)} where subject_id = ${subject}${condition} order by ${sql.ref(key)} limit ${sql.lit(purgeBatch)}`;
  return sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (select ${sql.ref(key)} from (${keys}) as batch)`;
}

/** By this the worker finds a kept order that settled, without opening anything. */
export const markKept: (kept: number) => Statement<Subject & Parameters, unknown> = listQuery(
  ({ db }, given: Subject, kept: readonly OrderId[]) =>
    db
      .updateTable('orders')
      .set((eb) => ({
        kept_since: eb.selectFrom('users').select('left_at').where('users.subject_id', '=', given.subject),
      }))
      .where('subject_id', '=', given.subject)
      .where('order_id', 'in', kept),
);

/**
 * What stays says that there was an account, and when it ended (see the data map), and what a hold protects. The moment of
 * the registration has no use of its own any more. Null where a hold on the person protects all that there is to empty.
 */
export function emptyUser(held: readonly Category[]): Statement<Subject, unknown> | null {
  const known = emptied.get(held.join());
  if (known !== undefined) return known;
  const columns = heldColumns('users')
    .filter(({ column, field }) => !lastingColumns.has(column) && !held.includes(fieldOf(field).category))
    .map(({ column }) => column);
  if (columns.length === 0) return null;
  const statement = dataQuery(({ db }, given: Subject) =>
    db
      .updateTable('users')
      // Sound: the data map names the columns of this table, and all that are emptied may be null.
      .set(Object.fromEntries(columns.map((column) => [column, null])) as { language: null })
      .where('subject_id', '=', given.subject),
  );
  emptied.set(held.join(), statement);
  return statement;
}

const lastingColumns: ReadonlySet<string> = new Set(['subject_id', 'state', 'left_at']);
const emptied = new Map<string, Statement<Subject, unknown>>();

export const saveDeleted: Statement<{ readonly erasure: ErasureId; readonly deleted: string }, unknown> = dataQuery(
  ({ db }, given: { readonly erasure: ErasureId; readonly deleted: string }) =>
    db.updateTable('erasures').set({ deleted: given.deleted }).where('erasure_id', '=', given.erasure),
);
