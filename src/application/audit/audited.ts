import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { auditText } from '../../domain/audit/audit-entry.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { newLastingEntryId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import { type ChainPorts, chaining } from './chaining.ts';

/** An entry before it is recorded: its name and its time are the log's to give. */
export type NewAuditEntry = Pick<AuditEntry, 'action' | 'staff'> &
  Partial<Pick<AuditEntry, 'subject' | 'purpose' | 'caseNumber' | 'fields' | 'about'>>;

/** Records something that staff does, in the transaction that does it: late, since a lane of the log is held from then on. */
export type RecordEntry = (entry: NewAuditEntry) => ResultAsync<void, PortFailure>;

/**
 * Runs a transaction in which staff looks at or changes something. The entry that the work records is committed with it, and
 * nothing is answered before: where the record cannot be written, nothing happens and nothing is released (POLICY.md C21).
 */
export function audited<Value, Refusal>(
  ports: ChainPorts,
  work: (tx: Transaction, record: RecordEntry) => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal | PortFailure> {
  const recordedAt = ports.clock.now();
  return ports.store.transact((tx) => {
    const chain = chaining(ports, tx);
    return work(tx, (noted) => {
      const entry: AuditEntry = {
        entry: newLastingEntryId(ports.ids),
        subject: null,
        purpose: null,
        caseNumber: null,
        fields: [],
        about: null,
        ...noted,
        recordedAt,
      };
      return chain.append('staff', auditText(entry), recordedAt).andThen((place) => tx.auditLog.describe(entry, place));
    });
  });
}
