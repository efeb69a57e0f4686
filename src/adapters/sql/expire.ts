import type { ChallengeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Database } from './database.ts';
import { listed, listQuery } from './list-query.ts';
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
