import type { DataStore } from '../../application/ports/data-store.ts';
import { okAsync } from '../../domain/result.ts';
import { disposal } from './disposal.ts';
import { outbox } from './outbox.ts';
import { Proofs } from './proofs.ts';
import { reads } from './reads.ts';
import { emptyDatabase } from './rows.ts';
import { transactionOn } from './transaction.ts';
import { Turns } from './turns.ts';

/** A {@link DataStore} that lives as long as the process, and shows what it holds. */
export interface InMemoryStore extends DataStore {
  /** A copy of all rows, table by table, for a test to search. */
  snapshot(): Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Opens an empty store in memory, for tests and for trying things out. Values stand in it in clear. Units of work run one
 * after the other; looks outside of one see what is committed. Inside of one, ask the transaction alone: the outbox and the
 * disposal of the store wait for their turn, which comes when the work is over.
 */
export function openInMemoryStore(): InMemoryStore {
  const database = emptyDatabase();
  const turns = new Turns(database);
  return {
    transact: (work) =>
      turns.take(async (rows) => {
        const proofs = new Proofs();
        try {
          return await work(transactionOn(rows, proofs));
        } finally {
          proofs.end();
        }
      }),
    reads: reads(database),
    outbox: outbox(turns.inTurn),
    disposal: disposal(turns.inTurn),
    close: () => okAsync(undefined),
    snapshot: () =>
      structuredClone(
        Object.fromEntries(
          Object.entries<ReadonlyMap<unknown, unknown>>({ ...database }).map(([table, rows]) => [
            table,
            [...rows.values()],
          ]),
        ),
      ),
  };
}
