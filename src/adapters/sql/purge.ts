import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { listed, listQuery } from './list-query.ts';
import { dataQuery } from './statement.ts';

/**
 * Deletes what a fenced subject leaves, in one transaction, the users row first in the order of locks. Nothing is written
 * for a fenced subject any more, so one look says which tables have rows at all; only the codes are deleted unseen, since
 * one may be asked for while the account is leaving. Of an account that is active nothing is touched.
 */
export function purge(
  database: Database,
  subject: SubjectId,
  keptOrders: readonly OrderId[],
): Promise<Result<Readonly<Record<string, number>>, PortFailure>> {
  return database.transact(async (unit) => {
    const [held] = (await unit.run(lookAt, { subject })).rows;
    if (held === undefined || held.state === 'active') return ok({});
    const given = { subject, ...listed(keptOrders) };
    const kept = keptOrders.length;
    const counts: Partial<Record<TableName, number>> = {};
    counts.challenges = (await unit.run(dropChallenges, { subject })).changed;
    if (held.sessions) counts.sessions = (await unit.run(dropSessions, { subject })).changed;
    if (held.notices) counts.notices = (await unit.run(dropNotices, { subject })).changed;
    if (held.consents) counts.consent_entries = (await unit.run(dropConsents, { subject })).changed;
    if (held.identities) counts.identities = (await unit.run(dropIdentities, { subject })).changed;
    if (held.payments) counts.payments = (await unit.run(dropPayments(kept), given)).changed;
    if (held.orders) counts.orders = (await unit.run(dropOrders(kept), given)).changed;
    if (held.cards) counts.cards = (await unit.run(dropCards, { subject })).changed;
    if (kept > 0) await unit.run(markKept(kept), given);
    counts.users = (await unit.run(emptyUser, { subject })).changed;
    return ok(counts);
  });
}

type LookedAt = 'sessions' | 'notices' | 'consent_entries' | 'identities' | 'payments' | 'orders' | 'cards';

const lookAt = dataQuery(({ db, mysql }, given: { subject: SubjectId }) =>
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
        anyIn('sessions').as('sessions'),
        anyIn('notices').as('notices'),
        anyIn('consent_entries').as('consents'),
        anyIn('identities').as('identities'),
        anyIn('payments').as('payments'),
        anyIn('orders').as('orders'),
        anyIn('cards').as('cards'),
      ];
    })
    .$if(mysql, (query) => query.forUpdate('u')),
);

const dropChallenges = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('challenges').where('subject_id', '=', given.subject),
);

const dropSessions = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('sessions').where('subject_id', '=', given.subject),
);

const dropNotices = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('notices').where('subject_id', '=', given.subject),
);

const dropConsents = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('consent_entries').where('subject_id', '=', given.subject),
);

const dropIdentities = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('identities').where('subject_id', '=', given.subject),
);

const dropPayments = listQuery(({ db }, given: { subject: SubjectId }, kept: readonly OrderId[]) =>
  db
    .deleteFrom('payments')
    .where('subject_id', '=', given.subject)
    .$if(kept.length > 0, (query) => query.where('order_id', 'not in', kept)),
);

const dropOrders = listQuery(({ db }, given: { subject: SubjectId }, kept: readonly OrderId[]) =>
  db
    .deleteFrom('orders')
    .where('subject_id', '=', given.subject)
    .$if(kept.length > 0, (query) => query.where('order_id', 'not in', kept)),
);

/** After the orders: a card stays where an order that stays is bound to it, or its payment moved to it. */
const dropCards = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .deleteFrom('cards')
    .where('subject_id', '=', given.subject)
    .where('card_id', 'not in', (eb) =>
      eb
        .selectFrom('orders')
        .select('card_id')
        .where('subject_id', '=', given.subject)
        .union(eb.selectFrom('payments').select('card_id').where('subject_id', '=', given.subject)),
    ),
);

/** By this the worker finds a kept order that settled, without opening anything. */
const markKept = listQuery(({ db }, given: { subject: SubjectId }, kept: readonly OrderId[]) =>
  db
    .updateTable('orders')
    .set((eb) => ({
      kept_since: eb.selectFrom('users').select('left_at').where('users.subject_id', '=', given.subject),
    }))
    .where('subject_id', '=', given.subject)
    .where('order_id', 'in', kept),
);

/** What stays says that there was an account, and when it ended (see the data map). */
const emptyUser = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .updateTable('users')
    .set({
      registered_at: null,
      language: null,
      phone_sealed: null,
      phone_index: null,
      email_sealed: null,
      email_index: null,
      username_sealed: null,
      username_index: null,
    })
    .where('subject_id', '=', given.subject),
);
