import type { CardId, ChallengeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Database } from './database.ts';
import { listed, listQuery } from './list-query.ts';
import { unpaidStates } from './payment-columns.ts';
import { dataQuery } from './statement.ts';

/**
 * Deletes what ran out, so many at most of each: first a look for keys by an index, then a delete by these keys, so that
 * no more is locked than is deleted.
 */
export async function expire(database: Database, at: Instant, limit: number): Promise<number> {
  let count = 0;
  const challenges = await database.look(expiredChallenges, { at, limit });
  if (challenges.length > 0) {
    const ids = challenges.map((row) => row.challenge_id);
    count += (await database.write(dropChallenges(ids.length), { at, ...listed(ids) })).changed;
  }
  const sessions = await database.look(expiredSessions, { at, limit });
  if (sessions.length > 0) {
    const hashes = sessions.map((row) => row.token_hash);
    count += (await database.write(dropSessions(hashes.length), { at, ...listed(hashes) })).changed;
  }
  const cards = await database.look(freeRemovedCards, { limit });
  if (cards.length > 0) {
    const ids = cards.map((row) => row.card_id);
    count += (await database.write(dropCards(ids.length), listed(ids))).changed;
  }
  return count;
}

const expiredChallenges = dataQuery(({ db }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('challenges')
    .select('challenge_id')
    .where('expires_at', '<=', given.at)
    .orderBy('expires_at')
    .limit(given.limit),
);

const dropChallenges = listQuery(({ db }, given: { at: Instant }, ids: readonly ChallengeId[]) =>
  db.deleteFrom('challenges').where('challenge_id', 'in', ids).where('expires_at', '<=', given.at),
);

const expiredSessions = dataQuery(({ db }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('sessions')
    .select('token_hash')
    .where('expires_at', '<=', given.at)
    .orderBy('expires_at')
    .limit(given.limit),
);

const dropSessions = listQuery(({ db }, given: { at: Instant }, hashes: readonly Uint8Array[]) =>
  db.deleteFrom('sessions').where('token_hash', 'in', hashes).where('expires_at', '<=', given.at),
);

/**
 * A removed card is never bound to anything new, so between the look and the delete it stays free. Counted, not asked with
 * `NOT EXISTS`: for that MySQL goes through all open orders first.
 */
const freeRemovedCards = dataQuery(({ db }, given: { limit: number }) =>
  db
    .selectFrom('cards as c')
    .select('c.card_id')
    .where('c.removed_at', 'is not', null)
    .where(
      (eb) =>
        eb
          .selectFrom('orders as o')
          .select((counting) => counting.fn.countAll<number>().as('open'))
          .whereRef('o.card_id', '=', 'c.card_id')
          .where('o.state', '=', 'open'),
      '=',
      0,
    )
    .where(
      (eb) =>
        eb
          .selectFrom('payments as p')
          .select((counting) => counting.fn.countAll<number>().as('unpaid'))
          .whereRef('p.card_id', '=', 'c.card_id')
          .where('p.state', 'in', unpaidStates),
      '=',
      0,
    )
    .orderBy('c.removed_at')
    .limit(given.limit),
);

const dropCards = listQuery(({ db }, _given: Record<never, never>, ids: readonly CardId[]) =>
  db.deleteFrom('cards').where('card_id', 'in', ids).where('removed_at', 'is not', null),
);
