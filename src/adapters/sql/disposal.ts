import type { Disposal } from '../../application/ports/disposal.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { type ErasureState, erasureStates } from '../../domain/deletion/erasure.ts';
import type { ErasureId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { expire } from './expire.ts';
import { answer, settled } from './failing.ts';
import { keptOrdersOf, releaseSettled, settledKeptOrders } from './kept-orders.ts';
import { listed, listQuery } from './list-query.ts';
import { purge } from './purge.ts';
import { remnantsOf } from './remnants.ts';
import { dataQuery } from './statement.ts';
import { dropCard } from './unneeded-cards.ts';

/** Gets rid of personal data; every method may be called again at any time. */
export function disposal(database: Database): Disposal {
  return {
    purge: (subject, keptOrders) => tidied(database, purge(database, subject, keptOrders)),
    remnants: (subject, keptOrders) => answer(() => remnantsOf(database, subject, keptOrders)),
    keptOrdersOf: (subject) =>
      answer(async () => (await database.look(keptOrdersOf, { subject })).map((row) => row.order_id)),
    advance: (erasure, to, completedAt) => advance(database, erasure, to, completedAt),
    releaseSettled: (subject, order) => tidied(database, releaseSettled(database, subject, order)),
    settledKeptOrders: (limit) =>
      answer(async () =>
        (await database.look(settledKeptOrders, { limit })).map((row) => ({
          subject: row.subject_id,
          order: row.order_id,
        })),
      ),
    dropCard: (card) => answer(async () => (await database.write(dropCard, { card })).changed),
    expire: (at, limit) => answer(() => expire(database, at, limit)),
  };
}

/** What a transaction deleted stands in the engine's journal no more. */
function tidied<Value>(
  database: Database,
  transaction: Promise<Result<Value, PortFailure>>,
): ResultAsync<Value, PortFailure> {
  return settled(transaction).andThen((value) =>
    answer(async () => {
      await database.tidy();
      return value;
    }),
  );
}

/** Forward alone: a worker that lags behind another takes no step back. */
function advance(
  database: Database,
  erasure: ErasureId,
  to: ErasureState,
  completedAt: Instant | null,
): ResultAsync<void, PortFailure> {
  const before = erasureStates.slice(0, erasureStates.indexOf(to));
  if (before.length === 0) return okAsync(undefined);
  const given = { erasure, to, completed_at: completedAt, ...listed(before) };
  if (to !== 'completed') {
    return answer(async () => {
      await database.write(moveOn(before.length), given);
    });
  }
  return settled(
    database.transact(async (unit) => {
      await unit.run(moveOn(before.length), given);
      await unit.run(markErased, { erasure });
      return ok(undefined);
    }),
  );
}

const moveOn = listQuery(
  (
    { db },
    given: { erasure: ErasureId; to: ErasureState; completed_at: Instant | null },
    before: readonly ErasureState[],
  ) =>
    db
      .updateTable('erasures')
      .set({ state: given.to, completed_at: given.completed_at })
      .where('erasure_id', '=', given.erasure)
      .where('state', 'in', before),
);

const markErased = dataQuery(({ db }, given: { erasure: ErasureId }) =>
  db
    .updateTable('users')
    .set({ state: 'erased' })
    .where('state', '=', 'leaving')
    .where('subject_id', '=', (eb) =>
      eb.selectFrom('erasures').select('erasures.subject_id').where('erasures.erasure_id', '=', given.erasure),
    ),
);
