import type { ChallengeId, ChangeId, SessionId } from '../../domain/ids.ts';
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
    const ids = sessions.map((row) => row.session_id);
    count += (await database.write(dropSessions(ids.length), { at, ...listed(ids) })).changed;
  }
  const attempts = await database.look(expiredAttempts, { at, limit });
  if (attempts.length > 0) {
    const hashes = attempts.map((row) => row.token_hash);
    count += (await database.write(dropAttempts(hashes.length), { at, ...listed(hashes) })).changed;
  }
  const changes = await database.look(expiredChanges, { at, limit });
  if (changes.length > 0) {
    const ids = changes.map((row) => row.change_id);
    count += (await database.write(dropChanges(ids.length), { at, ...listed(ids) })).changed;
  }
  const buckets = await database.look(emptyBuckets, { at, limit });
  if (buckets.length > 0) {
    const keys = buckets.map((row) => row.bucket);
    count += (await database.write(dropBuckets(keys.length), { at, ...listed(keys) })).changed;
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
    .select('session_id')
    .where('expires_at', '<=', given.at)
    .orderBy('expires_at')
    .limit(given.limit),
);

const dropSessions = listQuery(({ db }, given: { at: Instant }, ids: readonly SessionId[]) =>
  db.deleteFrom('sessions').where('session_id', 'in', ids).where('expires_at', '<=', given.at),
);

const expiredAttempts = dataQuery(({ db }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('login_attempts')
    .select('token_hash')
    .where('expires_at', '<=', given.at)
    .orderBy('expires_at')
    .limit(given.limit),
);

const dropAttempts = listQuery(({ db }, given: { at: Instant }, hashes: readonly Uint8Array[]) =>
  db.deleteFrom('login_attempts').where('token_hash', 'in', hashes).where('expires_at', '<=', given.at),
);

const expiredChanges = dataQuery(({ db }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('contact_changes')
    .select('change_id')
    .where('undo_ends_at', '<=', given.at)
    .orderBy('undo_ends_at')
    .limit(given.limit),
);

const dropChanges = listQuery(({ db }, given: { at: Instant }, ids: readonly ChangeId[]) =>
  db.deleteFrom('contact_changes').where('change_id', 'in', ids).where('undo_ends_at', '<=', given.at),
);

const emptyBuckets = dataQuery(({ db }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('code_budgets')
    .select('bucket')
    .where('empties_at', '<=', given.at)
    .orderBy('empties_at')
    .limit(given.limit),
);

const dropBuckets = listQuery(({ db }, given: { at: Instant }, buckets: readonly Uint8Array[]) =>
  db.deleteFrom('code_budgets').where('bucket', 'in', buckets).where('empties_at', '<=', given.at),
);
