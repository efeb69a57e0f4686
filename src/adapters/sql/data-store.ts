import type { DataStore } from '../../application/ports/data-store.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { DataStoreNeeds } from '../../application/ports/stores.ts';
import type { Transaction } from '../../application/ports/transaction.ts';
import { err, ResultAsync } from '../../domain/result.ts';
import { auditLog } from './audit-reads.ts';
import { database } from './database.ts';
import { disposal } from './disposal.ts';
import { erasureJournal } from './erasure-journal.ts';
import { attempt } from './failing.ts';
import { indexColumns } from './index-columns.ts';
import { ledgerProgress } from './ledger-progress.ts';
import { outbox } from './outbox.ts';
import { reads } from './reads.ts';
import { retentionRows } from './retention.ts';
import type { Sessions } from './sessions.ts';
import { transactionOn } from './transaction.ts';
import { workOn } from './work.ts';

/** The data store on one database. */
export function dataStoreOn(sessions: Sessions, { sealing, ids, log }: DataStoreNeeds): DataStore {
  const opened = database(sessions, 'DataStore', log);
  return {
    transact: <Value, Refusal>(work: (tx: Transaction) => ResultAsync<Value, Refusal>) =>
      new ResultAsync(
        opened.transact<Value, Refusal | PortFailure>(async (unit) => {
          const under = workOn(unit, sealing, ids);
          const result = await work(transactionOn(under));
          return result.isOk() && !under.mayCommit() ? err(portFailure('DataStore', true)) : result;
        }),
      ),
    reads: reads(opened, sealing),
    outbox: outbox(opened),
    disposal: disposal(opened),
    erasures: erasureJournal(opened, sealing),
    ledger: ledgerProgress(opened),
    indexColumns: indexColumns(opened, sealing),
    retention: retentionRows(opened),
    auditLog: auditLog(opened),
    close: () => attempt('DataStore', () => opened.close()),
  };
}
