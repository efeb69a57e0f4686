import type { ResultAsync } from '../../domain/result.ts';
import type { Approval, SecondPersonNeeded } from '../../domain/staff/approval.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { secondPerson } from './second-person.ts';

/** Who stands behind what is done with a person's data beside who does it. */
export type VerifiedBy = 'approval';

/**
 * Demands that somebody stands behind what cannot be undone with a person's data: a second member of the staff who agreed.
 * This is the one place that decides what counts.
 */
export function personOrAnother(
  ports: Pick<Ports, 'clock'>,
  tx: Transaction,
  needed: Pick<Approval, 'action' | 'object' | 'caseNumber'>,
  acting: StaffId,
): ResultAsync<VerifiedBy, SecondPersonNeeded | PortFailure> {
  return secondPerson(ports, tx, needed, acting).map(() => 'approval' as const);
}
