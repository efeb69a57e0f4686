import type { DataStore } from '../../application/ports/data-store.ts';
import type { DataStoreNeeds } from '../../application/ports/stores.ts';
import { ResultAsync } from '../../domain/result.ts';
import { database } from './database.ts';
import { disposal } from './disposal.ts';
import { erasureJournal } from './erasure-journal.ts';
import { attempt } from './failing.ts';
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
    transact: (work) =>
      new ResultAsync(opened.transact(async (unit) => work(transactionOn(workOn(unit, sealing, ids))))),
    reads: reads(opened, sealing),
    outbox: outbox(opened),
    disposal: disposal(opened),
    erasures: erasureJournal(opened, sealing),
    ledger: ledgerProgress(opened),
    retention: retentionRows(opened),
    close: () => attempt('DataStore', () => opened.close()),
  };
}
