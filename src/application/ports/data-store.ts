import type { ResultAsync } from '../../domain/result.ts';
import type { AuditLog } from './audit-log.ts';
import type { Disposal } from './disposal.ts';
import type { ErasureJournal } from './erasure-journal.ts';
import type { IndexColumns } from './index-columns.ts';
import type { LedgerProgress } from './ledger-progress.ts';
import type { Outbox } from './outbox.ts';
import type { PortFailure } from './port-failure.ts';
import type { Reads } from './reads.ts';
import type { RetentionRows } from './retention-rows.ts';
import type { Transaction } from './transaction.ts';

/** The store of all rows. Personal fields reach it sealed; the ports above speak of them in clear. */
export interface DataStore {
  /**
   * Runs one unit of work. It commits if the work answers ok, and leaves the store as it was if the work answers an error or
   * the connection is lost. On a deadlock, a lock time-out or a connection lost before the commit the work is run again, a
   * bounded number of times: it must have no effect beyond the transaction that cannot be had twice.
   *
   * A refusal that must leave a trace (a wrong code uses up a try) is therefore an ok value of the work.
   */
  transact<Value, Refusal>(
    work: (tx: Transaction) => ResultAsync<Value, Refusal>,
  ): ResultAsync<Value, Refusal | PortFailure>;
  /** Looks outside of a transaction. */
  readonly reads: Reads;
  /** The outbox from the sender's side. */
  readonly outbox: Outbox;
  /** Getting rid of data. */
  readonly disposal: Disposal;
  /** How far each erasure is. */
  readonly erasures: ErasureJournal;
  /** How far the vault's ledger is done here. */
  readonly ledger: LedgerProgress;
  /** The columns of the blind indexes, for the rotation of their keys. */
  readonly indexColumns: IndexColumns;
  /** What the time is over of. */
  readonly retention: RetentionRows;
  /** The audit log from the reader's side. */
  readonly auditLog: AuditLog;
  /** Closes the connections. */
  close(): ResultAsync<void, PortFailure>;
}
