import type { DataStore } from '../../application/ports/data-store.ts';
import type { IndexColumns } from '../../application/ports/index-columns.ts';
import { okAsync } from '../../domain/result.ts';
import { auditLog } from './audit-log.ts';
import { disposal } from './disposal.ts';
import { erasureJournal } from './erasure-journal.ts';
import { ledgerProgress } from './ledger-progress.ts';
import { outbox } from './outbox.ts';
import { Proofs } from './proofs.ts';
import { reads } from './reads.ts';
import { retentionRows } from './retention.ts';
import { type Database, emptyDatabase } from './rows.ts';
import { transactionOn } from './transaction.ts';
import { Turns } from './turns.ts';

/** A {@link DataStore} that lives as long as the process, and shows what it holds. */
export interface InMemoryStore extends DataStore {
  /** A copy of all rows, table by table, for a test to search. */
  snapshot(): Readonly<Record<string, readonly unknown[]>>;
  /** Takes a backup, and answers how to restore it: the store is then as it was, and has forgotten all that came after. */
  backUp(): () => void;
}

/** Look-ups go by the values themselves. */
const noIndexColumns: IndexColumns = {
  countMissing: () => okAsync(0),
  fill: () => okAsync({ rows: 0, last: null }),
  countLeft: () => okAsync(0),
  empty: () => okAsync({ rows: 0, last: null }),
};

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
    disposal: disposal(turns),
    erasures: erasureJournal(turns.inTurn),
    ledger: ledgerProgress(turns.inTurn),
    indexColumns: noIndexColumns,
    retention: retentionRows(turns.inTurn),
    auditLog: auditLog(database),
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
    backUp: () => {
      const backup = structuredClone(database);
      return () => restore(database, backup);
    },
  };
}

function restore(database: Database, backup: Database): void {
  const from: Readonly<Record<string, ReadonlyMap<unknown, unknown>>> = { ...backup };
  for (const [table, rows] of Object.entries<Map<unknown, unknown>>({ ...database })) {
    rows.clear();
    for (const [key, row] of structuredClone(from[table] ?? new Map<unknown, unknown>())) rows.set(key, row);
  }
}
