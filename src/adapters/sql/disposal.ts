import type { Disposal } from '../../application/ports/disposal.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { Result, ResultAsync } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { expire } from './expire.ts';
import { answer, settled } from './failing.ts';
import { keptOrdersOf, releaseSettled, settledKeptOrders } from './kept-orders.ts';
import { purge } from './purge.ts';
import { remnantsOf } from './remnants.ts';
import { dropCard } from './unneeded-cards.ts';

/** Gets rid of personal data; every method may be called again at any time. */
export function disposal(database: Database): Disposal {
  return {
    purge: (erasure, subject, left, at, seal) => tidied(database, purge(database, erasure, subject, left, at, seal)),
    remnants: (subject, left) => answer(() => remnantsOf(database, subject, left)),
    keptOrdersOf: (subject) =>
      answer(async () => (await database.look(keptOrdersOf, { subject })).map((row) => row.order_id)),
    releaseSettled: (subject, order) => tidied(database, releaseSettled(database, subject, order)),
    settledKeptOrders: (at, limit) =>
      answer(async () =>
        (await database.look(settledKeptOrders, { at, limit })).map((row) => ({
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
