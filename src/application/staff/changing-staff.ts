import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { mayAct, type StaffAction } from '../../domain/staff/access-rules.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { audited, type RecordEntry } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import { actingStaff, type StaffPorts } from './acting-staff.ts';
import type { StaffNotAllowed, StaffRefusal } from './staff-refusal.ts';

/** One change of who is of the staff and may do what. */
export interface StaffChange {
  readonly tx: Transaction;
  readonly record: RecordEntry;
  /** Who makes it. */
  readonly by: StaffId;
  readonly at: Instant;
}

/** Nobody of the staff goes by that name, or not any more. */
export interface NoSuchMember {
  readonly kind: 'NoSuchMember';
}

/**
 * Changes the staff: one after the other, since rules look at all officers at once. Who makes the change is asked again once
 * the register is held: of two officers who dismiss each other at one moment the second finds that they are none any more.
 */
export function changingStaff<Value, Refusal>(
  ports: StaffPorts,
  { session, action }: { readonly session: StaffSessionToken; readonly action: StaffAction },
  work: (change: StaffChange) => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal | StaffRefusal | PortFailure> {
  return safeTry(async function* () {
    const by = yield* actingStaff(ports, session, action);
    const at = ports.clock.now();
    const done = yield* audited<Value, Refusal | StaffNotAllowed | PortFailure>(ports, (tx, record) =>
      safeTry(async function* () {
        yield* tx.staff.holdRegister();
        const roles = yield* tx.staff.standing(by, at);
        if (roles === null || !mayAct(action, roles)) return err({ kind: 'StaffNotAllowed' as const });
        return ok(yield* work({ tx, record, by, at }));
      }),
    );
    return ok(done);
  });
}

/** The privacy officers who can act at a moment: those who were invited and have not come cannot. */
export function actingOfficers({
  tx,
  at,
}: Pick<StaffChange, 'tx' | 'at'>): ResultAsync<readonly StaffId[], PortFailure> {
  return tx.staff
    .holders('privacy-officer', at)
    .map((members) => members.filter(({ kind }) => kind === 'active').map(({ staff }) => staff));
}
