import { type AuditAction, type AuditEntry, auditText } from '../../domain/audit/audit-entry.ts';
import { anchorOf } from '../../domain/audit/checkpoint.ts';
import { err, ok, okAsync, type ResultAsync } from '../../domain/result.ts';
import { accessRules, mayAct, type StaffAction } from '../../domain/staff/access-rules.ts';
import { newLastingEntryId } from '../new-ids.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import type { StaffNotAllowed } from '../staff/staff-refusal.ts';
import { type ChainPorts, chaining } from './chaining.ts';

/** What an audited transaction needs of the outside. */
export type AuditPorts = ChainPorts & Pick<Ports, 'ids' | 'store' | 'audit' | 'deadline'>;

/** An entry before it is recorded: its name and its time are the log's to give. */
export type NewAuditEntry = Pick<AuditEntry, 'action' | 'staff'> &
  Partial<Pick<AuditEntry, 'subject' | 'purpose' | 'caseNumber' | 'fields' | 'about'>>;

/**
 * Records something that staff does, in the transaction that does it: late, since a lane of the log is held from then on. Who
 * did it is asked once more: a member who was dismissed, or lost the role, since the gate let them through does nothing.
 */
export interface RecordEntry {
  /** Of what no rule of access names, such as signing in, nobody is asked. */
  (entry: NewAuditEntry & { readonly action: Exclude<AuditAction, StaffAction> }): ResultAsync<void, PortFailure>;
  (entry: NewAuditEntry): ResultAsync<void, StaffNotAllowed | PortFailure>;
}

/**
 * How long the record of a look may take, in milliseconds; then nothing is released. Of the 2 s within which whoever looks is
 * refused the rest is for finding out who asks, and for a process that is busy (`npm run drill:looks`).
 */
export const auditTimeoutMs = 1_800;

/**
 * Runs a transaction in which staff changes something. The entry that the work records is committed with it, and the sink has
 * it before anything is answered. Where the sink fails, what was done stays done, and the caller is told of the failure: its
 * entry is in the chain, and the next checkpoint witnesses it.
 */
export function audited<Value, Refusal>(
  ports: AuditPorts,
  work: (tx: Transaction, record: RecordEntry) => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal | PortFailure> {
  const recordedAt = ports.clock.now();
  return ports.store
    .transact((tx) => {
      const chain = chaining(ports, tx);
      const record = (noted: NewAuditEntry): ResultAsync<void, StaffNotAllowed | PortFailure> => {
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
        return stillAllowed(tx, entry)
          .andThen(() => chain.append('staff', auditText(entry), recordedAt))
          .andThen((place) => tx.auditLog.describe(entry, place));
      };
      // sound: of what no rule names nobody is asked, so nobody is refused
      return work(tx, record as RecordEntry).map((value) => ({ value, links: chain.links }));
    })
    .andThen(({ value, links }) =>
      links.length === 0
        ? okAsync<Value, PortFailure>(value)
        : ports.deadline
            .within(auditTimeoutMs, ports.audit.append(links.map(anchorOf)), notWritten())
            .mapErr(({ cause }) => notWritten(cause))
            .map(() => value),
    );
}

/**
 * As {@link audited}, for a look: whatever is read is released once its record is committed and the sink has it, and where
 * that takes longer than {@link auditTimeoutMs} it is not released at all (POLICY.md C21).
 */
export function auditedLook<Seen, Refusal>(
  ports: AuditPorts,
  work: (tx: Transaction, record: RecordEntry) => ResultAsync<Seen, Refusal>,
): ResultAsync<Seen, Refusal | PortFailure> {
  return ports.deadline.within(auditTimeoutMs, audited(ports, work), notWritten());
}

/** Whether who acts may still do so, as it stays until the transaction ends; of what no rule of access names nobody asks. */
function stillAllowed(
  tx: Transaction,
  { staff, action, recordedAt }: AuditEntry,
): ResultAsync<void, StaffNotAllowed | PortFailure> {
  const ruled = accessRules.find((rule) => rule.action === action);
  if (staff === null || ruled === undefined) return okAsync(undefined);
  return tx.staff
    .standing(staff, recordedAt)
    .andThen((roles) =>
      roles !== null && mayAct(ruled.action, roles)
        ? ok<void, StaffNotAllowed>(undefined)
        : err<void, StaffNotAllowed>({ kind: 'StaffNotAllowed' }),
    );
}

/** That the record may have been written all the same harms nobody: nothing was released. */
function notWritten(cause?: unknown): PortFailure {
  return portFailure('AuditSink', true, cause, 'unclear');
}
